#include "iq/fast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"

namespace plumbline::iq {
namespace {

/// Every kernel is held against the plain ones, each in a run of its own.
class EveryInstructionSet : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override { ASSERT_TRUE(use_instruction_set(GetParam())); }
  void TearDown() override { use_instruction_set(""); }
};

TEST_P(EveryInstructionSet, ExpandsAsThePlainKernelDoes) {
  Random random{1};
  unsigned cases = 0;
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (unsigned round = 0; round < 300; ++round) {
        const Format format{method, width};
        const std::size_t prbs = 1 + random.below(9), offset = random.below(16),
                          size = prb_octets(format).value() * prbs;
        // Nothing behind them may be read: the last octet is the last of the heap block.
        const std::unique_ptr<std::uint8_t[]> octets{new std::uint8_t[offset + size]};
        for (std::size_t i = 0; i < offset + size; ++i) octets[i] = static_cast<std::uint8_t>(random.next());
        const std::size_t each = size / prbs;
        for (std::size_t i = 0; i < prbs && method == kMethodBfp && round % 2 == 0; ++i)
          octets[offset + i * each] = static_cast<std::uint8_t>(random.below(17u - width));
        if (round % 10 == 0) std::fill_n(octets.get() + offset + 1, each - 1, round % 20 == 0 ? 0x00 : 0xFF);
        const Octets view{octets.get() + offset, size};
        std::vector<std::int32_t> exact(prbs * kNumbersPerPrb);
        ASSERT_TRUE(expand(format, view, exact).has_value());
        std::vector<std::int16_t> numbers(exact.size() + 1, 12345);
        const auto read = expand_fast(format, view, std::span{numbers}.first(exact.size()));
        ASSERT_EQ(read, size);
        for (std::size_t i = 0; i < exact.size(); ++i)
          ASSERT_EQ(numbers[i], std::clamp(exact[i], -32768, 32767))
              << unsigned{method} << ' ' << unsigned{width} << " number " << i << " of " << prbs << " PRBs";
        ASSERT_EQ(numbers.back(), 12345);
        ++cases;
      }
  RecordProperty("cases", static_cast<int>(cases));
}

INSTANTIATE_TEST_SUITE_P(Iq, EveryInstructionSet, testing::ValuesIn(instruction_sets()),
                         [](const auto& one) { return std::string{one.param}; });

TEST(Fast, SaysWhatIsWrong) {
  std::array<std::uint8_t, 64> octets{};
  std::array<std::int16_t, kNumbersPerPrb> out{};
  EXPECT_EQ(expand_fast({kMethodMuLaw, 9}, octets, out).error(), Fault::method);
  EXPECT_EQ(expand_fast({kMethodBfp, 17}, octets, out).error(), Fault::width);
  EXPECT_EQ(expand_fast({kMethodBfp, 9}, std::span{octets}.first(27), out).error(), Fault::length);
  EXPECT_EQ(expand_fast({kMethodBfp, 9}, octets, std::span{out}.first(23)).error(), Fault::length);
  EXPECT_FALSE(use_instruction_set("MMX"));
}

}  // namespace
}  // namespace plumbline::iq
