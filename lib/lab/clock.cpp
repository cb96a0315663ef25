#include "lab/clock.h"

#include <algorithm>

namespace plumbline::lab {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

CaptureTime VirtualClock::wait_until(CaptureTime instant) { return now_ = std::max(now_, instant); }

RealClock::RealClock(Kind kind, Nanos spin)
    : id_{kind == Kind::realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC}, spin_{spin} {}

CaptureTime RealClock::now() {
  timespec time{};
  clock_gettime(id_, &time);
  return CaptureTime{Nanos{time.tv_sec * kNanosPerSecond + time.tv_nsec}};
}

CaptureTime RealClock::wait_until(CaptureTime instant) {
  CaptureTime time = now();
  // A signal may end the sleep early; then the loop below waits for the rest.
  if (instant - time > spin_) {
    const Nanos until = (instant - spin_).time_since_epoch();
    const timespec wake{.tv_sec = until.count() / kNanosPerSecond,
                        .tv_nsec = until.count() % kNanosPerSecond};
    clock_nanosleep(id_, TIMER_ABSTIME, &wake, nullptr);
    time = now();
  }
  while (time < instant) {
    relax();
    time = now();
  }
  return time;
}

}  // namespace plumbline::lab
