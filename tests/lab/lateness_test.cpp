#include "lab/lateness.h"

#include <gtest/gtest.h>

namespace plumbline::lab {
namespace {

TEST(Lateness, PercentilesAreRoundedUpByASixteenthAtMost) {
  Lateness late;
  for (int i = 1; i <= 100000; ++i) late.add(Nanos{i});
  EXPECT_EQ(late.count(), 100000u);
  EXPECT_EQ(late.max(), Nanos{100000});
  for (const unsigned per_mille : {1u, 10u, 500u, 900u, 990u, 999u}) {
    const std::int64_t exact = per_mille * 100;
    EXPECT_GE(late.at(per_mille).count(), exact);
    EXPECT_LE(late.at(per_mille).count(), exact + exact / 16);
  }
  EXPECT_EQ(late.at(1000), late.max());
}

TEST(Lateness, OneOutlierInAThousandIsBeyondP999AndIsTheMaximum) {
  Lateness late;
  for (int i = 0; i < 1999; ++i) late.add(Nanos{10});
  late.add(Nanos{1'000'000'007});
  EXPECT_EQ(late.at(999), Nanos{10});
  EXPECT_EQ(late.at(1000), Nanos{1'000'000'007});
  EXPECT_EQ(late.max(), Nanos{1'000'000'007});
}

TEST(Lateness, ExtremesHaveACell) {
  Lateness late;
  EXPECT_EQ(late.at(500), Nanos{0});
  late.add(Nanos{-5});
  EXPECT_EQ(late.at(1000), Nanos{0});
  late.add(Nanos::max());
  EXPECT_EQ(late.at(1000), Nanos::max());
}

TEST(Lateness, MergingIsCountingTogether) {
  Lateness all, a, b;
  for (int i = 0; i < 5000; ++i) {
    const Nanos value{i * 37 % 4099};
    all.add(value);
    (i % 3 == 0 ? a : b).add(value);
  }
  a += b;
  EXPECT_EQ(a.count(), all.count());
  EXPECT_EQ(a.max(), all.max());
  for (unsigned per_mille = 0; per_mille <= 1000; per_mille += 50)
    EXPECT_EQ(a.at(per_mille), all.at(per_mille));
}

}  // namespace
}  // namespace plumbline::lab
