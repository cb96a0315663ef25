// The clocks a lab runs on: virtual for tests and simulations, real for ports.
#pragma once

#include <ctime>

#include "base/clock.h"

namespace plumbline::lab {

/// A clock that can be waited for. Always a parameter.
class Clock {
 public:
  virtual ~Clock() = default;
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  virtual CaptureTime now() = 0;

  /// Returns the time when it is `instant` or later; at once when it is later already.
  virtual CaptureTime wait_until(CaptureTime instant) = 0;
};

/// Stands still until somebody waits or advances it.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(CaptureTime start = {}) : now_{start} {}
  CaptureTime now() override { return now_; }
  CaptureTime wait_until(CaptureTime instant) override;
  void advance(Nanos by) { now_ += by; }

 private:
  CaptureTime now_;
};

/// A clock of the system. Constructed in apps (and tests and benchmarks), handed down from there.
class RealClock final : public Clock {
 public:
  enum class Kind {
    realtime,   ///< UNIX time: what captures and radio time count in; may be stepped
    monotonic,  ///< since boot: for spacing only; never stepped
  };

  /// Waits sleep until `spin` before the instant, then read the clock until it comes: a sleeper wakes some 50
  /// us late or more, a spinning thread some 50 ns.
  explicit RealClock(Kind kind = Kind::realtime, Nanos spin = std::chrono::microseconds{200});
  CaptureTime now() override;
  CaptureTime wait_until(CaptureTime instant) override;

 private:
  clockid_t id_;
  Nanos spin_;
};

}  // namespace plumbline::lab
