// When frames of one kind pass the capture point: the middle of their delay window, moved to the tap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/random.h"
#include "profile/link.h"
#include "radio/numerology.h"

namespace plumbline::emulator {

/// Where frames of one kind lie at the capture point, relative to the reference instant t0 of CUS v17.01
/// 4.4.3 (start of the CP, for PRACH U-plane the first sample behind it). Earlier is smaller.
struct Aim {
  std::int64_t centre_ns = 0;
  std::int64_t width_ns = 0;   ///< of the whole window
  std::int64_t symbol_ns = 0;  ///< shortest distance of two reference instants of one stream
  /// No frame of a burst is further from the centre than this: at most 3/8 of the window.
  constexpr std::int64_t reach_ns() const { return half_ns() + jitter_ns(); }
  /// Half the time over which a burst is spread.
  constexpr std::int64_t half_ns() const { return std::min(width_ns, symbol_ns) / 4; }
  /// Seeded spread of whole bursts, to either side.
  constexpr std::int64_t jitter_ns() const { return std::min(width_ns / 8, symbol_ns / 16); }
};

/// The aims of a carrier at one capture point.
struct Aims {
  Aim cplane_dl, cplane_ul, uplane_dl, uplane_ul;
};

/// The delay windows of `link`; those that it does not state are of the O-RAN IOT profiles (IOT v12.00 Annex
/// A) for the subcarrier spacing. PRACH only where stated: see prach_delay().
profile::Delays delays_of(const profile::Link& link, radio::Numerology numerology);

/// Ta3 or Ta4 (`at_o_ru`, else at the O-DU) of PRACH U-plane: without windows of its own that of the other UL
/// U-plane, or where the link states none at all, of the IOT profiles (long preambles: the row for 1.25 kHz).
profile::Delay prach_delay(const profile::Link& link, radio::Numerology numerology,
                           const radio::PrachShape& shape, bool at_o_ru);

/// `link` as seen at one unit: its only tap is at that unit's port.
profile::Link seen_at(profile::Link link, profile::TapPlace place);

/// Aims at the first tap of `link` (without one: at the O-DU): T1a and Ta4 at the O-DU, T2a and Ta3 at the
/// O-RU (delays_of()), moved by the tap's travel time.
Aims aims_of(const profile::Link& link, radio::Numerology numerology);

/// The same for PRACH U-plane (prach_delay()).
Aim prach_aim(const profile::Link& link, radio::Numerology numerology, const radio::PrachShape& shape);

/// Instants of frames that belong to one reference instant: evenly spaced around the centre, at most 480 ns
/// apart (1500 octets at 25 Gb/s), the whole burst moved by a seeded jitter.
class Burst {
 public:
  /// `frames` > 0 frames around `t0_ns`; takes one number of `random`.
  Burst(const Aim& aim, std::int64_t t0_ns, std::size_t frames, Random& random);
  /// The next frame's instant, on the scale of `t0_ns`.
  std::int64_t next() {
    const std::int64_t now = at_ns_;
    at_ns_ += gap_ns_;
    return now;
  }

 private:
  std::int64_t at_ns_;
  std::int64_t gap_ns_;
};

}  // namespace plumbline::emulator
