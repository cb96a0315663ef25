#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "base/histogram.h"
#include "base/random.h"
#include "record/merge.h"

namespace plumbline::record {
namespace {

ArrivalStats stats_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.add(value);
  ArrivalStats stats;
  stats.set_count(histogram.count());
  stats.set_least_ns(histogram.least());
  stats.set_greatest_ns(histogram.greatest());
  histogram.each([&](std::int32_t index, std::uint64_t count) {
    Bin& bin = *stats.add_bins();
    bin.set_index(index);
    bin.set_count(count);
  });
  return stats;
}

TEST(Percentile, IsWithinAFifthOfAPercentOfTheSortedValues) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random{seed};
    const std::uint64_t spread = std::uint64_t{1} << (4 + random.below(29));
    std::vector<std::int64_t> values(1 + random.below(3000));
    for (std::int64_t& value : values)
      value = static_cast<std::int64_t>(random.below(spread)) - static_cast<std::int64_t>(spread / 2);
    const ArrivalStats stats = stats_of(values);
    std::sort(values.begin(), values.end());
    for (unsigned per_mille = 0; per_mille <= 1000; ++per_mille) {
      // The nearest-rank percentile: the least value that per_mille of all do not exceed.
      const std::size_t rank = std::max<std::size_t>(1, (values.size() * per_mille + 999) / 1000);
      const std::int64_t exact = values[rank - 1];
      const std::int64_t bound = std::abs(exact) < 1024 ? 0 : std::abs(exact) / 500;
      ASSERT_LE(std::abs(percentile_ns(stats, per_mille) - exact), bound)
          << "seed " << seed << " per mille " << per_mille << " exact " << exact;
    }
  }
}

TEST(Percentile, IsExactAtBothEndsAndNeverOutsideThem) {
  const ArrivalStats stats = stats_of({1'000'003, 1'000'005, 1'000'007});
  EXPECT_EQ(percentile_ns(stats, 0), 1'000'003);
  EXPECT_EQ(percentile_ns(stats, 1000), 1'000'007);
  EXPECT_EQ(percentile_ns(stats, 5000), 1'000'007);
  for (unsigned per_mille = 1; per_mille < 1000; ++per_mille) {
    EXPECT_GE(percentile_ns(stats, per_mille), 1'000'003);
    EXPECT_LE(percentile_ns(stats, per_mille), 1'000'007);
  }
  const ArrivalStats one = stats_of({-77'777});
  EXPECT_EQ(percentile_ns(one, 500), -77'777);
}

TEST(Percentile, BinsThatHoldLessThanTheCountEndAtTheGreatest) {
  ArrivalStats stats = stats_of({10, 20});
  stats.set_count(1000);
  EXPECT_EQ(percentile_ns(stats, 999), 20);
}

}  // namespace
}  // namespace plumbline::record
