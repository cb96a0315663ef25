// How the clock of one end of a simulated lab differs from the lab's own time.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace plumbline::lab {

/// A clock that is off by a constant and runs fast or slow by a constant; exact to a nanosecond, the same on
/// every machine.
class ClockModel {
 public:
  /// Right at all times.
  ClockModel() = default;
  /// Shows `offset` more than the lab's time at `start`, and gains `drift_ppb` nanoseconds each second from
  /// there on (a negative number: it loses). |drift_ppb| < 1e8.
  ClockModel(CaptureTime start, Nanos offset, std::int64_t drift_ppb)
      : start_{start}, offset_{offset}, drift_ppb_{drift_ppb} {}

  /// What the clock shows when the lab's time is `lab`.
  CaptureTime shown(CaptureTime lab) const { return lab + offset_ + gained(lab - start_); }
  /// The first instant of the lab's time at which the clock shows `shown` or more.
  CaptureTime lab_time(CaptureTime shown) const;

 private:
  /// Rounded down.
  Nanos gained(Nanos since) const;

  CaptureTime start_{};
  Nanos offset_{};
  std::int64_t drift_ppb_ = 0;
};

}  // namespace plumbline::lab
