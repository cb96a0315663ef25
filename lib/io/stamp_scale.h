// From the ticks of a pcapng interface to nanoseconds.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace plumbline::io {

/// How one interface counts time. Source: draft-ietf-opsawg-pcapng, interface description block, options
/// if_tsresol and if_tsoffset.
class StampScale {
 public:
  /// `resolution`: if_tsresol as stored; the highest bit clear: 10^-n s, set: 2^-n s. `offset_s`:
  /// if_tsoffset, seconds to add.
  explicit StampScale(std::uint8_t resolution = 6, std::int64_t offset_s = 0);

  /// The instant, rounded down to a nanosecond; kNoStamp when that is exactly 0; nothing when it does not fit
  /// into 64-bit nanoseconds.
  std::optional<CaptureTime> convert(std::uint64_t ticks) const;

  /// One tick, rounded up to whole nanoseconds.
  std::uint64_t resolution_ns() const { return resolution_ns_; }

 private:
  __extension__ typedef __int128 Wide;

  std::uint64_t multiply_ =
      1;  // ns = (ticks / divide_ * multiply_ >> shift_) + offset_; at most one is not neutral
  std::uint64_t divide_ =
      1;  // (multiply_ and shift_ go together for powers of 2); 0: every stamp is below 1 ns
  unsigned shift_ = 0;
  Wide offset_ns_ = 0;
  std::uint64_t resolution_ns_ = 1;
};

}  // namespace plumbline::io
