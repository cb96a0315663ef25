#include "base/histogram.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <map>
#include <vector>

#include "base/random.h"

namespace plumbline {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kEdge = std::int64_t{1} << 34;

TEST(Histogram, ValueOfABinLiesInThatBin) {
  for (std::int32_t bin = -Histogram::kBins; bin < Histogram::kBins; ++bin)
    ASSERT_EQ(Histogram::index_of(Histogram::value_of(bin)), bin);
}

TEST(Histogram, BinsAscendWithoutGapOverTheFullRange) {
  // Around every edge of a bin: the next value is in the same bin or in the next one.
  std::int32_t last = Histogram::index_of(-kEdge + 1);
  EXPECT_EQ(last, -Histogram::kBins);
  for (std::int32_t bin = -Histogram::kBins; bin < Histogram::kBins; ++bin) {
    const std::int64_t middle = Histogram::value_of(bin);
    const std::int64_t width = std::max<std::int64_t>(1, std::abs(middle) / 512);
    for (std::int64_t value = middle - width; value <= middle + width;
         value += std::max<std::int64_t>(1, width / 4)) {
      const std::int32_t index = Histogram::index_of(value);
      const std::int32_t next = Histogram::index_of(value + 1);
      ASSERT_TRUE(next == index || (next == index + 1)) << value;
    }
    ASSERT_GE(bin, last);
    last = bin;
  }
  EXPECT_EQ(Histogram::index_of(kEdge - 1), Histogram::kBins - 1);
}

TEST(Histogram, ABinIsAtMostAFifthOfAPercentWide) {
  Random random{1};
  for (int i = 0; i < 200'000; ++i) {
    const std::int64_t magnitude = static_cast<std::int64_t>(random.next() >> (30 + random.below(34)));
    for (const std::int64_t value : {magnitude, -magnitude}) {
      const std::int64_t back = Histogram::value_of(Histogram::index_of(value));
      const std::int64_t bound = std::abs(value) < 1024 ? 0 : std::abs(value) / 512;
      ASSERT_LE(std::abs(back - value), bound) << value;
    }
  }
}

TEST(Histogram, ValuesBeyondTheRangeCountInTheEndBins) {
  for (const std::int64_t value : {kEdge, kMost - 1, kMost})
    EXPECT_EQ(Histogram::index_of(value), Histogram::kBins - 1) << value;
  for (const std::int64_t value : {-kEdge - 1, kLeast + 1, kLeast})
    EXPECT_EQ(Histogram::index_of(value), -Histogram::kBins) << value;
  Histogram histogram;
  for (const std::int64_t value : {kLeast, kMost, std::int64_t{0}, std::int64_t{-1}}) histogram.add(value);
  EXPECT_EQ(histogram.least(), kLeast);
  EXPECT_EQ(histogram.greatest(), kMost);
  std::vector<std::int32_t> bins;
  histogram.each([&](std::int32_t bin, std::uint64_t count) {
    EXPECT_EQ(count, 1u);
    bins.push_back(bin);
  });
  EXPECT_EQ(bins, (std::vector<std::int32_t>{-Histogram::kBins, -1, 0, Histogram::kBins - 1}));
}

TEST(Histogram, SumOfPartsCountsWhatTheWholeCounts) {
  Random random{2};
  Histogram whole, parts[3], sum;
  for (int i = 0; i < 5000; ++i) {
    const auto value = static_cast<std::int64_t>(random.next()) >> random.below(60);
    whole.add(value);
    parts[random.below(3)].add(value);
  }
  for (const Histogram& part : parts) sum += part;
  sum += Histogram{};
  const auto counts = [](const Histogram& histogram) {
    std::map<std::int32_t, std::uint64_t> all;
    histogram.each([&](std::int32_t bin, std::uint64_t count) { all[bin] = count; });
    return all;
  };
  EXPECT_EQ(counts(sum), counts(whole));
  EXPECT_EQ(sum.count(), whole.count());
  EXPECT_EQ(sum.least(), whole.least());
  EXPECT_EQ(sum.greatest(), whole.greatest());
}

}  // namespace
}  // namespace plumbline
