#include "lab/clock.h"

#include <gtest/gtest.h>

namespace plumbline::lab {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(VirtualClock, WaitingIsTheOnlyThingThatPassesTime) {
  VirtualClock clock{CaptureTime{Nanos{100}}};
  EXPECT_EQ(clock.now(), CaptureTime{Nanos{100}});
  EXPECT_EQ(clock.wait_until(CaptureTime{Nanos{250}}), CaptureTime{Nanos{250}});
  EXPECT_EQ(clock.wait_until(CaptureTime{Nanos{200}}), CaptureTime{Nanos{250}}) << "time does not go back";
  clock.advance(Nanos{5});
  EXPECT_EQ(clock.now(), CaptureTime{Nanos{255}});
}

TEST(RealClock, NeverReturnsEarly) {
  for (const auto kind : {RealClock::Kind::realtime, RealClock::Kind::monotonic}) {
    RealClock clock{kind, microseconds{100}};
    for (const Nanos wait : {Nanos{0}, Nanos{500}, Nanos{microseconds{50}}, Nanos{milliseconds{3}}}) {
      const CaptureTime until = clock.now() + wait;
      const CaptureTime woken = clock.wait_until(until);
      EXPECT_GE(woken, until);
      EXPECT_LE(woken, clock.now());
    }
  }
}

TEST(RealClock, CountsUnixTimeOrTimeSinceBoot) {
  constexpr CaptureTime year_2020{std::chrono::seconds{1577836800}};
  EXPECT_GT(RealClock{}.now(), year_2020);
  EXPECT_LT(RealClock{RealClock::Kind::monotonic}.now(), year_2020);
}

}  // namespace
}  // namespace plumbline::lab
