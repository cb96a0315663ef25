// The clean traffic of an O-DU and an O-RU on one link, as frames with instants at the capture point.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/cursor.h"
#include "base/result.h"
#include "emulator/payload.h"
#include "emulator/quirks.h"
#include "profile/link.h"
#include "radio/types.h"

namespace plumbline::emulator {

class Script;
class Timetable;

/// A snap length that cuts nothing.
inline constexpr std::uint32_t kNoSnap = 65535;

/// Whose frames are made.
enum class Role : std::uint8_t { both, o_du, o_ru };

struct Options {
  std::uint64_t seed = 1;    ///< of samples and of the spread of instants; headers do not depend on it
  GpsTime start{};           ///< each carrier begins with its first radio frame that starts at or after this
  std::uint32_t frames = 1;  ///< radio frames (10 ms) per carrier
  Role role = Role::both;
  std::uint16_t sections = 1;    ///< data sections a carrier is split into, 1..64
  std::uint32_t snap = kNoSnap;  ///< octets of a U-plane frame that are made (TimedFrame::length tells all)
  Payload payload = Payload::noise;  ///< of PDSCH, PUSCH and SRS; not of modulation compression
  const Script* script = nullptr;    ///< borrowed; what it says in place of plain C-plane messages
  /// U-plane messages longer than the MTU are cut by the radio transport (CUS v17.01 5.5.3), not at the
  /// application layer.
  bool transport_fragments = false;
  Quirks quirks{};  ///< of who sends
};

/// A frame and what it is. Borrowed: `octets` are valid until the next call of Traffic::next().
struct TimedFrame {
  Octets octets;             ///< the frame's first octets; all, unless a snap length cuts U-plane
  std::uint32_t length = 0;  ///< octets on the wire: destination MAC to the end of the padding, no FCS
  CaptureTime at{};  ///< when its first octet passes the capture point, by the link's time base (UTC if none)
  radio::Plane plane = radio::Plane::u;
  radio::Direction direction = radio::Direction::downlink;  ///< dataDirection
};

/// What is sent (CUS v17.01 clause in brackets):
/// - DL: in every slot with DL symbols, per PDSCH eAxC one section type 1 message that describes them all
///   (7.4.3), and the U-plane of each symbol;
/// - UL: the same request per PUSCH eAxC (udCompHdr: the U-plane's where dynamic, else 0; 8.3.3.13), and per
///   SRS eAxC for the last UL symbol; each answered by the U-plane of exactly what was requested;
/// - PRACH: one section type 3 message per occasion and eAxC with cpLength 0 and FFT size code 4096 (4.4.3,
///   7.5.2.13), answered by one U-plane symbol per preamble symbol, labelled startSymbolId + k (8.3.3.7).
/// - modulation compression: a slot is described in parts, DMRS in the third symbol, each by a message of its
///   own; sections take turns in QPSK up to what udIqWidth has room for, with SE 4, or SE 5 where PRBs hold
///   DMRS and data (filling.h). Selective methods send the REs that hold something: in DL those of reMask
///   but for a zero-power CSI-RS, in UL those of some patterns (A.6).
/// Where PUSCH shares its eAxC with SRS it leaves the last UL symbol, with PRACH the slots of the occasion.
/// U-plane messages are fragmented to the link's MTU, at the application layer unless the options say
/// otherwise (5.5). Section ids are unique per slot and eAxC over all channels. Sequence ids start at 0 and
/// count per number space (5.1.3.2.8) in the order of instants. Frames below 60 octets are zero padded. All
/// frames lie inside their delay windows (see aim.h). The octets depend on link and options only.
class Traffic {
 public:
  /// Errors: what of the link cannot be made into clean traffic (widths that a method has not, UDP, an MTU
  /// without room, eAxC ids used twice, windows that put U-plane before C-plane, ...).
  static Result<Traffic, Error> make(const profile::Link& link, const Options& options);
  Traffic(Traffic&&) noexcept;
  Traffic& operator=(Traffic&&) noexcept;
  ~Traffic();

  /// Replaces `batch` by the frames of about the next millisecond, in the order of their instants (ties: the
  /// order in which they were made); it may be empty. False when everything was handed out. In the steady
  /// state nothing is allocated; memory is bounded by the frames of a few milliseconds.
  bool next(std::vector<TimedFrame>& batch);

 private:
  explicit Traffic(std::unique_ptr<Timetable> timetable);
  std::unique_ptr<Timetable> timetable_;
};

}  // namespace plumbline::emulator
