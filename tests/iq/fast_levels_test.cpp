#include "iq/fast_levels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "base/random.h"
#include "iq/compression.h"
#include "iq/fast.h"

namespace plumbline::iq {
namespace {

/// Every kernel is held against the plain one, each in a run of its own.
class LevelsOfEveryInstructionSet : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override { ASSERT_TRUE(use_instruction_set(GetParam())); }
  void TearDown() override { use_instruction_set(""); }
};

/// Octets at the very end of a heap block, so that nothing behind them can be read unseen.
class Section {
 public:
  Section(std::size_t offset, std::size_t size)
      : octets_{new std::uint8_t[offset + size]}, view_{octets_.get() + offset, size} {}
  std::span<std::uint8_t> view() const { return view_; }

 private:
  std::unique_ptr<std::uint8_t[]> octets_;
  std::span<std::uint8_t> view_;
};

std::string text_of(const Levels& levels) {
  const auto of = [](auto number) { return std::to_string(static_cast<std::int64_t>(number)); };
  std::string text = of(levels.prbs) + " PRBs, " + of(levels.zero_prbs) + " zero, peak " + of(levels.peak) +
                     ", energy " + of(levels.energy >> 64) + ":" + of(levels.energy) + ", i " + of(levels.i) +
                     ", q " + of(levels.q) + ", clipped " + of(levels.clipped) + ", exponents";
  for (const std::uint64_t n : levels.exponents) text += " " + of(n);
  return text;
}

void same(const Format& format, std::span<const std::uint8_t> octets, std::size_t prbs) {
  Levels plain, fast;
  plain.prbs = fast.prbs = 7;  // what was there before stays
  plain.peak = fast.peak = 1;
  const auto read = add_levels(format, octets, prbs, plain);
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(add_levels_fast(format, octets, prbs, fast), *read);
  ASSERT_TRUE(fast == plain) << "width " << unsigned{format.width} << ", " << prbs << " PRBs\nfast "
                             << text_of(fast) << "\nplain " << text_of(plain);
}

TEST_P(LevelsOfEveryInstructionSet, AreThoseOfThePlainKernel) {
  Random random{1};
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (unsigned round = 0; round < 60; ++round) {
        const Format format{method, width};
        const std::size_t each = prb_octets(format).value(), prbs = random.below(round % 10 == 0 ? 300 : 60);
        const Section section{random.below(64), prbs * each};
        const auto octets = section.view();
        for (auto& octet : octets) octet = static_cast<std::uint8_t>(random.next());
        for (std::size_t prb = 0; prb < prbs; ++prb) {
          const auto one = octets.subspan(prb * each, each);
          const auto kind = random.below(8);
          if (kind < 3) std::fill(one.begin(), one.end(), std::uint8_t{0});
          if (kind == 2) one[random.below(one.size())] = 1;
          if (kind == 3) std::fill(one.begin(), one.end(), std::uint8_t{0xFF});
          // Most exponents are those that 16-bit samples have.
          if (method == kMethodBfp && round % 3 != 0)
            one[0] = static_cast<std::uint8_t>(random.below(4) << 4 | random.below(17u - width));
        }
        same(format, octets, prbs);
        if (HasFatalFailure()) return;
      }
}

TEST_P(LevelsOfEveryInstructionSet, TakeTheLargestAndTheSmallestNumbers) {
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (const unsigned pattern : {0u, 1u, 2u, 3u, 4u, 7u}) {
        const Format format{method, width};
        // The largest exponent that there is, and the largest with which 16 bits hold a number.
        const unsigned exponent = pattern < 4 ? 15u : 16u - width;
        std::vector<std::int32_t> numbers(20000 * kNumbersPerPrb);
        const std::int32_t limit = 1 << (width - 1);
        for (std::size_t i = 0; i < numbers.size(); ++i)
          numbers[i] = (pattern >> (i % 2) & 1) != 0 ? limit - 1 : -limit;
        const std::size_t each = prb_octets(format).value();
        std::vector<std::uint8_t> octets(20000 * each);
        if (method == kMethodBfp) {
          std::vector<std::uint8_t> plain(20000u * 3 * width);
          ASSERT_TRUE(compress({kMethodNone, width}, numbers, plain).has_value());
          for (std::size_t prb = 0; prb < 20000; ++prb) {
            octets[prb * each] = static_cast<std::uint8_t>(exponent & 15);
            std::copy_n(plain.begin() + static_cast<std::ptrdiff_t>(prb * (each - 1)), each - 1,
                        octets.begin() + static_cast<std::ptrdiff_t>(prb * each + 1));
          }
        } else {
          ASSERT_TRUE(compress(format, numbers, octets).has_value());
        }
        same(format, octets, 20000);
        if (HasFatalFailure()) return;
      }
}

TEST_P(LevelsOfEveryInstructionSet, SayWhatIsWrongAndAddNothingThen) {
  const std::array<std::uint8_t, 64> octets{1, 2, 3};
  Levels levels;
  EXPECT_EQ(add_levels_fast({kMethodModulation, 2}, octets, 1, levels).error(), Fault::method);
  EXPECT_EQ(add_levels_fast({kMethodBfp, 17}, octets, 1, levels).error(), Fault::width);
  EXPECT_EQ(add_levels_fast({kMethodBfp, 9}, octets, 3, levels).error(), Fault::length);
  EXPECT_EQ(add_levels_fast({kMethodBfp, 9}, octets, 0, levels), 0u);
  EXPECT_TRUE(levels == Levels{});
  // Other methods go by the plain kernel.
  EXPECT_EQ(add_levels_fast({kMethodBlockScaling, 9}, octets, 2, levels), 56u);
  EXPECT_EQ(levels.prbs, 2u);
}

INSTANTIATE_TEST_SUITE_P(Iq, LevelsOfEveryInstructionSet, testing::ValuesIn(instruction_sets()),
                         [](const auto& one) { return std::string{one.param}; });

}  // namespace
}  // namespace plumbline::iq
