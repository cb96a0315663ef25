#include "lab/clock_model.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace plumbline::lab {
namespace {

constexpr CaptureTime at(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }
constexpr std::int64_t kSecond = 1'000'000'000;

TEST(ClockModel, WithoutAnyErrorShowsTheTimeOfTheLab) {
  const ClockModel clock;
  for (const std::int64_t ns : {std::int64_t{-5}, std::int64_t{0}, 1'767'225'600 * kSecond + 7}) {
    EXPECT_EQ(clock.shown(at(ns)), at(ns));
    EXPECT_EQ(clock.lab_time(at(ns)), at(ns));
  }
}

TEST(ClockModel, GainsSoManyNanosecondsASecondFromItsStart) {
  const ClockModel fast{at(10 * kSecond), Nanos{700}, 50};
  EXPECT_EQ(fast.shown(at(10 * kSecond)), at(10 * kSecond + 700));
  EXPECT_EQ(fast.shown(at(11 * kSecond)), at(11 * kSecond + 750));
  EXPECT_EQ(fast.shown(at(3610 * kSecond)), at(3610 * kSecond + 700 + 3600 * 50));
  EXPECT_EQ(fast.shown(at(10 * kSecond + kSecond / 50)), at(10 * kSecond + kSecond / 50 + 701));
  EXPECT_EQ(fast.shown(at(10 * kSecond + kSecond / 50 - 1)), at(10 * kSecond + kSecond / 50 - 1 + 700));
  EXPECT_EQ(fast.shown(at(9 * kSecond)), at(9 * kSecond + 650));
  const ClockModel slow{at(0), Nanos{0}, -1'000'000};
  EXPECT_EQ(slow.shown(at(kSecond)), at(kSecond - 1'000'000));
  EXPECT_EQ(slow.shown(at(1)), at(0));  // rounded down
}

TEST(ClockModel, FindsTheFirstInstantAtWhichItShowsSomething) {
  Random random{3};
  for (int i = 0; i < 20'000; ++i) {
    const auto signed_below = [&](std::int64_t most) {
      return static_cast<std::int64_t>(random.below(2 * static_cast<std::uint64_t>(most) + 1)) - most;
    };
    const ClockModel clock{at(signed_below(kSecond * 1000)), Nanos{signed_below(kSecond * 40)},
                           signed_below(i % 2 == 0 ? 99'999'999 : 5000)};
    const CaptureTime shown = at(signed_below(kSecond * 100'000));
    const CaptureTime lab = clock.lab_time(shown);
    EXPECT_GE(clock.shown(lab), shown);
    EXPECT_LT(clock.shown(lab - Nanos{1}), shown);
  }
}

}  // namespace
}  // namespace plumbline::lab
