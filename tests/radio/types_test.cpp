#include "radio/types.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace plumbline::radio {
namespace {

std::set<std::uint32_t> prbs_of(const PrbRange& range) {
  std::set<std::uint32_t> prbs;
  for (std::uint32_t i = 0; i < range.count; ++i) prbs.insert(range.first + i * range.step);
  return prbs;
}

/// Every small range, dense and every-other.
std::vector<PrbRange> small_ranges() {
  std::vector<PrbRange> ranges;
  for (std::uint16_t first = 0; first < 7; ++first)
    for (std::uint16_t count = 0; count < 6; ++count)
      for (const std::uint8_t step : {std::uint8_t{1}, std::uint8_t{2}})
        ranges.push_back({.first = first, .count = count, .step = step});
  return ranges;
}

TEST(PrbRange, OverlapAndCoverAgreeWithSetsOfPrbs) {
  const auto ranges = small_ranges();
  for (const PrbRange& a : ranges)
    for (const PrbRange& b : ranges) {
      const auto in_a = prbs_of(a);
      const auto in_b = prbs_of(b);
      bool common = false;
      bool all = true;
      for (const std::uint32_t prb : in_b) {
        common = common || in_a.contains(prb);
        all = all && in_a.contains(prb);
      }
      const auto text = [](const PrbRange& r) {
        return std::to_string(r.first) + "+" + std::to_string(r.count) + "/" + std::to_string(r.step);
      };
      ASSERT_EQ(overlap(a, b), common) << text(a) << " and " << text(b);
      ASSERT_EQ(covers(a, b), all) << text(a) << " and " << text(b);
    }
}

TEST(PrbRange, ContainsOnlyThePrbsItNames) {
  const PrbRange odd{.first = 1, .count = 3, .step = 2};
  EXPECT_TRUE(odd.contains(5));
  EXPECT_FALSE(odd.contains(4));
  EXPECT_FALSE(odd.contains(7));
  EXPECT_EQ(odd.end(), 6u);
}

TEST(Window, IsClosedOnBothSides) {
  const Window window{.opens_ns = -5, .closes_ns = 10};
  EXPECT_TRUE(window.contains(-5));
  EXPECT_TRUE(window.contains(10));
  EXPECT_FALSE(window.contains(-6));
  EXPECT_FALSE(window.contains(11));
}

}  // namespace
}  // namespace plumbline::radio
