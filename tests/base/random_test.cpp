#include "base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace plumbline {
namespace {

TEST(Random, GivesThePublishedSequenceOfSplitmix64) {
  // First outputs for seed 1234567, as published with the algorithm's test data.
  Random random{1234567};
  const std::array<std::uint64_t, 5> expected{6457827717110365317u, 3203168211198807973u,
                                              9817491932198370423u, 4593380528125082431u,
                                              16408922859458223821u};
  for (const std::uint64_t value : expected) EXPECT_EQ(random.next(), value);
}

TEST(Random, CopyForksTheSequence) {
  Random one{7};
  one.next();
  Random other = one;
  EXPECT_EQ(one.next(), other.next());
}

TEST(Random, BelowStaysBelowAndReachesEveryValue) {
  Random random{3};
  std::array<int, 5> seen{};
  for (int i = 0; i < 1000; ++i) ++seen.at(random.below(seen.size()));
  for (const int count : seen) EXPECT_GT(count, 100);
}

}  // namespace
}  // namespace plumbline
