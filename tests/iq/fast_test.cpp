#include "iq/fast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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
        const std::size_t prbs = round % 16 == 0 ? 100 + random.below(4) : 1 + random.below(9),
                          offset = random.below(16), size = prb_octets(format).value() * prbs;
        // Nothing behind them may be read: the last octet is the last of the heap block.
        const std::unique_ptr<std::uint8_t[]> octets{new std::uint8_t[offset + size]};
        for (std::size_t i = 0; i < offset + size; ++i) octets[i] = static_cast<std::uint8_t>(random.next());
        const std::size_t each = size / prbs;
        for (std::size_t i = 0; i < prbs && method == kMethodBfp && round % 2 == 0; ++i)
          octets[offset + i * each] = static_cast<std::uint8_t>(random.below(17u - width));
        // The smallest and the largest mantissa, all zero, all -1.
        constexpr std::array<std::uint8_t, 4> kAll{0x00, 0xFF, 0x80, 0x7F};
        if (round % 10 == 0) std::fill_n(octets.get() + offset + 1, each - 1, kAll[round / 10 % 4]);
        const Octets view{octets.get() + offset, size};
        std::vector<std::int32_t> exact(prbs * kNumbersPerPrb);
        ASSERT_TRUE(expand(format, view, exact).has_value());
        const std::size_t before = random.below(40);  // the kernels care about cache lines
        std::vector<std::int16_t> numbers(before + exact.size() + 1, 12345);
        const auto read = expand_fast(format, view, std::span{numbers}.subspan(before, exact.size()));
        ASSERT_EQ(read, size);
        for (std::size_t i = 0; i < exact.size(); ++i)
          ASSERT_EQ(numbers[before + i], std::clamp(exact[i], -32768, 32767))
              << unsigned{method} << ' ' << unsigned{width} << " number " << i << " of " << prbs << " PRBs";
        ASSERT_EQ(std::count(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(before), 12345),
                  static_cast<std::ptrdiff_t>(before));
        ASSERT_EQ(numbers.back(), 12345);
        ++cases;
      }
  RecordProperty("cases", static_cast<int>(cases));
}

/// Samples of some PRBs of which a kernel could think wrongly.
std::vector<std::int16_t> samples(Random& random, std::size_t prbs) {
  std::vector<std::int16_t> numbers(prbs * kNumbersPerPrb);
  for (std::size_t prb = 0; prb < prbs; ++prb) {
    const auto kind = random.below(6), bits = random.below(16);
    for (std::size_t i = 0; i < kNumbersPerPrb; ++i) {
      auto& number = numbers[prb * kNumbersPerPrb + i];
      const auto any = static_cast<std::int16_t>(random.next());
      if (kind < 3) number = static_cast<std::int16_t>(any >> bits);
      if (kind == 3) number = any < 0 ? std::int16_t{-32768} : std::int16_t{32767};
      if (kind == 4) number = i % 2 == 0 ? std::int16_t{-32768} : std::int16_t{32767};
    }
    // One number decides alone, and it is a power of two or next to one.
    const auto edge = static_cast<std::int16_t>((random.below(2) == 0 ? 1 : -1) * (1 << bits) +
                                                static_cast<int>(random.below(3)) - 1);
    if (kind == 5) numbers[prb * kNumbersPerPrb + random.below(kNumbersPerPrb)] = edge;
  }
  return numbers;
}

/// Compresses to `room` octets that are the last of a heap block, or have others behind them.
void compress_into(std::size_t room, std::size_t offset, std::size_t behind, const Format& format,
                   const Choices& choices, std::span<const std::int16_t> numbers) {
  std::vector<std::uint8_t> exact(room);
  const auto expected = compress(format, numbers, exact, choices);
  const std::unique_ptr<std::uint8_t[]> block{new std::uint8_t[offset + room + behind]};
  std::fill_n(block.get(), offset + room + behind, std::uint8_t{0xA5});
  ASSERT_EQ(compress_fast(format, numbers, {block.get() + offset, room}, choices), expected);
  for (std::size_t i = 0; i < offset + room + behind; ++i)
    if (const bool own = i >= offset && i < offset + room; !own || expected.has_value()) {
      ASSERT_EQ(block[i], own && i < offset + *expected ? exact[i - offset] : 0xA5)
          << "octet " << i << " of " << room << " from " << offset << " on, method "
          << unsigned{format.method} << " width " << unsigned{format.width};
    }
}

TEST_P(EveryInstructionSet, CompressesAsThePlainKernelDoes) {
  Random random{2};
  constexpr std::array<Choices, 6> kChoices{
      {{},
       {.exponent = Exponent::magnitude},
       {.mantissa = Rounding::toward_zero},
       {.exponent = Exponent::magnitude, .mantissa = Rounding::toward_zero, .larger_exponent = true},
       {.mantissa = Rounding::half_up},
       {.mantissa = Rounding::half_away, .larger_exponent = true}}};
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (unsigned round = 0; round < 240; ++round) {
        const Format format{method, width};
        const std::size_t prbs = round < 8 ? 100 + round : random.below(20), offset = random.below(64);
        std::vector<std::int16_t> numbers = samples(random, prbs);
        // Without compression most must fit; where one does not, that is an error.
        if (method == kMethodNone)
          for (auto& number : numbers) number = static_cast<std::int16_t>(number >> (16 - width));
        if (method == kMethodNone && round % 4 == 0 && prbs > 0)
          numbers[random.below(numbers.size())] = static_cast<std::int16_t>(random.next());
        // The last number is the last of its heap block.
        const std::size_t skipped = round % 2 + 8 * random.below(4);  // the kernels care about cache lines
        const std::unique_ptr<std::int16_t[]> at_end{new std::int16_t[numbers.size() + skipped]};
        std::copy(numbers.begin(), numbers.end(), at_end.get() + skipped);
        const std::span<const std::int16_t> view{at_end.get() + skipped, numbers.size()};
        const std::size_t size = prb_octets(format).value() * prbs;
        const Choices& choices = kChoices[round % kChoices.size()];
        ASSERT_NO_FATAL_FAILURE(compress_into(size, offset, 0, format, choices, view));
        ASSERT_NO_FATAL_FAILURE(compress_into(size + random.below(80), offset, 70, format, choices, view));
        const std::size_t less = round % 16 == 0 && prbs > 0 ? random.below(size) : size;
        ASSERT_NO_FATAL_FAILURE(compress_into(less, offset, 70, format, choices, view));
      }
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
  const std::array<std::int16_t, 2 * kNumbersPerPrb> numbers{};
  EXPECT_EQ(compress_fast({9, 9}, numbers, octets).error(), Fault::method);
  EXPECT_EQ(compress_fast({kMethodBfp, 17}, numbers, octets).error(), Fault::width);
  EXPECT_EQ(compress_fast({kMethodBfp, 9}, std::span{numbers}.first(47), octets).error(), Fault::length);
  EXPECT_EQ(compress_fast({kMethodBfp, 9}, numbers, std::span{octets}.first(55)).error(), Fault::room);
  EXPECT_FALSE(use_instruction_set("MMX"));
}

}  // namespace
}  // namespace plumbline::iq
