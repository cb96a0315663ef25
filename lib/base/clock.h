// Instants and durations. Time is integer nanoseconds; clocks do not mix.
#pragma once

#include <chrono>
#include <cstdint>

namespace plumbline {

using Nanos = std::chrono::nanoseconds;

/// A clock that exists only as a type: instants of two of these do not subtract.
template <class Tag>
struct ClockOf {
  using duration = Nanos;
  using rep = Nanos::rep;
  using period = Nanos::period;
  using time_point = std::chrono::time_point<ClockOf, Nanos>;
  static constexpr bool is_steady = true;
};

/// Whatever stamped a capture or received a packet, as it counts: nanoseconds since its own epoch
/// (UNIX epoch for capture files). Mapped to GpsTime by the link's time base only.
using CaptureTime = ClockOf<struct CaptureTag>::time_point;

/// GPS time: nanoseconds since 1980-01-06 00:00:00 UTC, no leap seconds. Radio frames count from here
/// (CUS v17.01 11.7.2).
using GpsTime = ClockOf<struct GpsTag>::time_point;

/// The epoch of GPS time on the scale that PTP counts, TAI since 1970 (CUS v17.01 11.7.2).
inline constexpr std::chrono::seconds kGpsEpochTai{315'964'819};

/// `instant` + `by`, held at the ends of the range.
inline CaptureTime later(CaptureTime instant, Nanos by) {
  std::int64_t out = 0;
  if (__builtin_add_overflow(instant.time_since_epoch().count(), by.count(), &out))
    return by > Nanos{0} ? CaptureTime::max() : CaptureTime::min();
  return CaptureTime{Nanos{out}};
}

}  // namespace plumbline
