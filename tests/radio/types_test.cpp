// PRB ranges against the plain meaning of their words.
#include "radio/types.h"

#include <gtest/gtest.h>

#include <set>

namespace plumbline::radio {
namespace {

std::set<std::uint32_t> prbs_of(const PrbRange& range) {
  std::set<std::uint32_t> prbs;
  for (std::uint32_t i = 0; i < range.count; ++i) prbs.insert(range.first + i * range.step);
  return prbs;
}

template <class Check>
void for_all_pairs(Check check) {
  const auto each = [](auto&& f) {
    for (const std::uint8_t step : {std::uint8_t{1}, std::uint8_t{2}})
      for (std::uint16_t first = 0; first < 6; ++first)
        for (std::uint16_t count = 0; count < 5; ++count) f(PrbRange{first, count, step});
  };
  each([&](const PrbRange& a) { each([&](const PrbRange& b) { check(a, b); }); });
}

TEST(PrbRange, EndAndContainsFollowTheSet) {
  for (const std::uint8_t step : {std::uint8_t{1}, std::uint8_t{2}})
    for (std::uint16_t count = 0; count < 5; ++count) {
      const PrbRange range{7, count, step};
      const auto prbs = prbs_of(range);
      EXPECT_EQ(range.end(), prbs.empty() ? 7u : *prbs.rbegin() + 1);
      for (std::uint32_t prb = 0; prb < 20; ++prb)
        EXPECT_EQ(range.contains(prb), prbs.count(prb) == 1) << prb;
    }
  EXPECT_EQ((PrbRange{65535, 65535, 2}.end()), 65535u + 65534u * 2 + 1);
}

TEST(PrbRange, OverlapIsTrueWhenAPrbIsInBoth) {
  for_all_pairs([](const PrbRange& a, const PrbRange& b) {
    const auto mine = prbs_of(a);
    bool shared = false;
    for (const std::uint32_t prb : prbs_of(b)) shared = shared || mine.count(prb) == 1;
    EXPECT_EQ(overlap(a, b), shared) << a.first << "+" << a.count << "x" << int{a.step} << " " << b.first
                                     << "+" << b.count << "x" << int{b.step};
  });
}

TEST(PrbRange, CoversIsTrueWhenEveryPrbIsInTheOther) {
  for_all_pairs([](const PrbRange& outer, const PrbRange& inner) {
    const auto theirs = prbs_of(outer);
    bool all = true;
    for (const std::uint32_t prb : prbs_of(inner)) all = all && theirs.count(prb) == 1;
    EXPECT_EQ(covers(outer, inner), all) << outer.first << "+" << outer.count << "x" << int{outer.step} << " "
                                         << inner.first << "+" << inner.count << "x" << int{inner.step};
  });
}

TEST(Window, BothEdgesAreInside) {
  constexpr Window kWindow{-5, 7};
  EXPECT_TRUE(kWindow.contains(-5));
  EXPECT_TRUE(kWindow.contains(7));
  EXPECT_FALSE(kWindow.contains(-6));
  EXPECT_FALSE(kWindow.contains(8));
}

}  // namespace
}  // namespace plumbline::radio
