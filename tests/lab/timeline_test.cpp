#include "lab/timeline.h"

#include <gtest/gtest.h>

namespace plumbline::lab {
namespace {

CaptureTime at(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }

TEST(Timeline, MapsThereAndBack) {
  struct Case {
    std::uint32_t times, per;
    std::int64_t instant, due;
  };
  for (const Case& c : {Case{1, 1, 1000, 5000}, Case{1, 1, 1007, 5007}, Case{2, 1, 1100, 5050},
                        Case{1, 2, 1100, 5200}, Case{10, 3, 2000, 5300}}) {
    const Timeline line{.recorded = at(1000), .played = at(5000), .times = c.times, .per = c.per};
    EXPECT_EQ(line.due(at(c.instant)), at(c.due));
    EXPECT_EQ(line.recorded_at(at(c.due)), at(c.instant));
  }
}

TEST(Timeline, HasNoDriftAtOddSpeeds) {
  // A day of packets at 4/3 of the speed: each is where exact arithmetic puts it, within the nanosecond.
  const Timeline line{.recorded = at(0), .played = at(7), .times = 4, .per = 3};
  constexpr std::int64_t kDay = 86'400'000'000'000;
  EXPECT_EQ(line.due(at(kDay + 1)), at(7 + kDay / 4 * 3));
}

TEST(Timeline, AbsurdInstantsStayAtTheEndsOfTheRange) {
  const Timeline line{.recorded = CaptureTime::min() + Nanos{1}, .played = at(5), .times = 1, .per = 1000};
  EXPECT_EQ(line.due(CaptureTime::max()), CaptureTime::max());
  EXPECT_EQ(scale(Nanos::max(), 1, 1000), Nanos{Nanos::max().count() / 1000});
  EXPECT_EQ(scale(Nanos::min(), 1000, 1), Nanos::min());
}

}  // namespace
}  // namespace plumbline::lab
