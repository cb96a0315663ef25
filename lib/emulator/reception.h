// Where radio time lies on a unit's clock, and whether what arrived was early, on time or late.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "profile/link.h"
#include "radio/numerology.h"
#include "radio/types.h"
#include "wire/cplane.h"

namespace plumbline::emulator {

/// An arrival against its reception window. Source: CUS v17.01 4.5, 9.1.
enum class Reception : std::uint8_t { early, on_time, late };

/// Both edges of a window are on time.
constexpr Reception judge_arrival(const radio::Window& window, std::int64_t offset_ns) {
  if (offset_ns < window.opens_ns) return Reception::early;
  return offset_ns > window.closes_ns ? Reception::late : Reception::on_time;
}

/// Whether C-plane that an O-RU receives has a window: channel information and LAA have none (CUS v17.01
/// 4.4.3).
constexpr bool has_window(std::uint8_t section_type) { return section_type != 6 && section_type != 7; }

/// The time base of a unit's clock: UTC when the link does not say.
profile::TimeBase told_in(profile::TimeBase time);

/// How section type 3 counts slots and symbols: by its frameStructure, below 15 kHz in those of 15 kHz (CUS
/// v17.01 4.4.3), for which slotId is 0.
struct Counted {
  radio::Numerology numerology;
  unsigned slot = 0;         ///< of the subframe, by `numerology`
  std::uint32_t scs_hz = 0;  ///< of frameStructure
  /// Start of the CP of a symbol of the slot, from the start of the subframe.
  std::int64_t symbol_tc(unsigned symbol) const {
    return radio::symbol_start_tc(numerology, slot * numerology.symbols_per_slot() + symbol);
  }
  /// First sample behind the CP of PRACH symbol `symbol`, which counts from the header's startSymbolId on.
  std::int64_t prach_symbol_tc(const wire::CplaneHeader& header, unsigned symbol) const;
};
/// Nothing: a reserved spacing, or one that the carrier's slot does not have. slotId is one that there is.
std::optional<Counted> counted_by(const profile::Carrier& carrier, const wire::CplaneHeader& header);

/// Radio time of one carrier on a unit's clock. Instants are nanoseconds of that clock.
class RadioClock {
 public:
  /// The numerology of `carrier` must exist (mu 0..4, extended CP with mu 2 only).
  RadioClock(const profile::TimeBase& time, const profile::Carrier& carrier);

  /// A radio frame: its absolute number (CUS v17.01 11.7.2) and when the DL frame starts.
  struct Frame {
    std::int64_t number = 0;
    std::int64_t start_ns = 0;
  };
  /// The frame with this id that starts nearest to `at`: right while they are less than 1.28 s apart.
  Frame nearest(CaptureTime at, std::uint8_t frame_id) const;

  /// Whether there is such a subframe, slot (slotId counts by the carrier's slot reference) and symbol.
  bool has(const radio::RadioTime& at) const {
    return at.subframe < 10 && has_slot(at.slot) && at.symbol < symbols_;
  }
  bool has_slot(std::uint8_t slot_id) const {
    const unsigned slot = unsigned{slot_id} >> shift_;
    return slot < slots_ && slot << shift_ == slot_id;
  }
  /// Slots since absolute frame 0; `at` is one that there is.
  std::int64_t slot_number(const Frame& frame, const radio::RadioTime& at) const {
    return (frame.number * 10 + at.subframe) * slots_ + (at.slot >> shift_);
  }

  /// Reference instant t0 of CUS v17.01 4.4.3: the start of the CP of the symbol, in UL n-ta-offset earlier.
  /// `at` is one that there is.
  std::int64_t symbol_ns(const Frame& frame, const radio::RadioTime& at, radio::Direction direction) const {
    const unsigned index = (at.slot >> shift_) * symbols_ + at.symbol;
    return frame.start_ns + at.subframe * std::int64_t{1'000'000} +
           starts_ns_[static_cast<std::size_t>(direction)][index];
  }
  /// The instant `tc` after the start of the subframe, in UL n-ta-offset earlier.
  std::int64_t instant_ns(const Frame& frame, unsigned subframe, std::int64_t tc,
                          radio::Direction direction) const;

 private:
  std::int64_t frame_0_ns_ = 0;  ///< start of absolute frame 0
  std::int64_t advance_tc_ = 0;
  unsigned slots_ = 1, symbols_ = 14, shift_ = 0;
  std::vector<std::int32_t> starts_ns_[2];  ///< by direction: CPs of a subframe
};

}  // namespace plumbline::emulator
