#include "base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace plumbline {
namespace {

TEST(Random, GivesThePublishedNumbersOfSplitmix64) {
  // The first outputs for seed 1234567, as listed for this generator in public test suites.
  Random random{1234567};
  EXPECT_EQ(random.next(), 6457827717110365317u);
  EXPECT_EQ(random.next(), 3203168211198807973u);
  EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(Random, ACopyGoesOnAlike) {
  Random random{7};
  random.next();
  Random fork = random;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(random.next(), fork.next());
}

TEST(Random, BelowStaysBelowAndReachesEveryNumber) {
  Random random{1};
  std::array<int, 5> seen{};
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t number = random.below(5);
    ASSERT_LT(number, 5u);
    ++seen[number];
  }
  for (const int count : seen) EXPECT_NEAR(count, 2000, 200);
  EXPECT_EQ(random.below(1), 0u);
}

}  // namespace
}  // namespace plumbline
