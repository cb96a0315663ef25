// From the instants of a recording to the instants of a run, and back.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/clock.h"

namespace plumbline::lab {

/// `value` * `times` / `per`, towards zero, held at the ends of the range instead of overflowing.
inline Nanos scale(Nanos value, std::uint32_t times, std::uint32_t per) {
  if (times == per) return value;
  __extension__ using Wide = __int128;
  constexpr Wide kLowest = std::numeric_limits<std::int64_t>::min(),
                 kHighest = std::numeric_limits<std::int64_t>::max();
  return Nanos{static_cast<std::int64_t>(std::clamp(Wide{value.count()} * times / per, kLowest, kHighest))};
}

/// `to` - `from`, held at the ends of the range: stamps of a file may be anything.
inline Nanos difference(CaptureTime to, CaptureTime from) {
  std::int64_t out = 0;
  if (__builtin_sub_overflow(to.time_since_epoch().count(), from.time_since_epoch().count(), &out))
    return to > from ? Nanos::max() : Nanos::min();
  return Nanos{out};
}

/// The first frame's instant `recorded` happens at `played`; from there time runs `times` / `per` as fast.
struct Timeline {
  CaptureTime recorded{};
  CaptureTime played{};
  std::uint32_t times = 1;
  std::uint32_t per = 1;

  CaptureTime due(CaptureTime instant) const {
    return later(played, scale(difference(instant, recorded), per, times));
  }
  CaptureTime recorded_at(CaptureTime instant) const {
    return later(recorded, original(difference(instant, played)));
  }
  /// A duration of the run as one of the recording.
  Nanos original(Nanos duration) const { return scale(duration, times, per); }
};

}  // namespace plumbline::lab
