#include "iq/fast_block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "iq/fast.h"

namespace plumbline::iq {
namespace {

/// Every kernel is held against the plain one, each in a run of its own.
class BlocksOfEveryInstructionSet : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override { ASSERT_TRUE(use_instruction_set(GetParam())); }
  void TearDown() override { use_instruction_set(""); }
};

/// Something at the very end of a heap block and at any address: nothing behind it can be read or written
/// unseen, and what is in front of it is looked at in the end.
template <class Item>
class AtEnd {
 public:
  AtEnd(std::size_t offset, std::size_t size)
      : offset_{offset}, all_{new Item[offset + size]}, view_{all_.get() + offset, size} {
    std::fill_n(all_.get(), offset + size, Item{77});
  }
  std::span<Item> view() const { return view_; }
  bool untouched_in_front() const {
    return std::all_of(all_.get(), all_.get() + offset_, [](Item item) { return item == Item{77}; });
  }

 private:
  std::size_t offset_;
  std::unique_ptr<Item[]> all_;
  std::span<Item> view_;
};

void expands(const Format& format, Sign sign, std::span<const std::uint8_t> octets, std::size_t prbs,
             std::size_t offset) {
  std::vector<std::int32_t> exact(prbs * kNumbersPerPrb);
  ASSERT_TRUE(expand(format, octets, exact, sign).has_value());
  const AtEnd<std::int16_t> out{offset, exact.size()};
  ASSERT_EQ(expand_block_fast(format, octets, out.view(), sign), octets.size());
  ASSERT_TRUE(out.untouched_in_front());
  for (std::size_t i = 0; i < exact.size(); ++i)
    ASSERT_EQ(out.view()[i], std::clamp(exact[i], -32768, 32767))
        << unsigned{format.method} << " width " << unsigned{format.width} << " number " << i << " of " << prbs
        << " PRBs, param " << unsigned{octets[i / kNumbersPerPrb * (octets.size() / prbs)]};
}

constexpr std::pair<std::uint8_t, Sign> kMethods[] = {{kMethodBlockScaling, Sign::twos_complement},
                                                      {kMethodMuLaw, Sign::twos_complement},
                                                      {kMethodMuLaw, Sign::magnitude}};

TEST_P(BlocksOfEveryInstructionSet, ExpandAsThePlainKernelDoes) {
  Random random{1};
  for (const auto& [method, sign] : kMethods)
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (unsigned round = 0; round < 100; ++round) {
        const Format format{method, width};
        const std::size_t prbs = round == 0 ? 0 : 1 + random.below(round % 10 == 0 ? 70 : 9),
                          each = prb_octets(format).value();
        const AtEnd<std::uint8_t> octets{random.below(64), prbs * each};
        for (auto& octet : octets.view())
          octet =
              static_cast<std::uint8_t>(round % 7 == 1 ? (random.below(2) == 0 ? 0 : 255) : random.next());
        expands(format, sign, octets.view(), prbs, random.below(40));
        if (HasFatalFailure()) return;
      }
}

/// Each number of a width with each parameter, the widths that have many with some of them.
TEST_P(BlocksOfEveryInstructionSet, ExpandEachNumberWithEachParameter) {
  for (const auto& [method, sign] : kMethods)
    for (const auto width : std::initializer_list<std::uint8_t>{1, 2, 3, 5, 8, 9, 10, 12, 14, 16}) {
      const Format format{method, width};
      const std::size_t each = prb_octets(format).value(), prbs = ((1u << width) + 23) / 24;
      std::vector<std::int32_t> numbers(prbs * kNumbersPerPrb);
      for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = std::min(static_cast<std::int32_t>(i), (1 << width) - 1) - (1 << (width - 1));
      std::vector<std::uint8_t> plain(prbs * (each - 1)), octets(prbs * each);
      ASSERT_TRUE(compress({kMethodNone, width}, numbers, plain).has_value());
      for (unsigned param = 0; param < 256; param += width < 12 ? 1 : 17) {
        for (std::size_t prb = 0; prb < prbs; ++prb) {
          octets[prb * each] = static_cast<std::uint8_t>(param);
          std::copy_n(&plain[prb * (each - 1)], each - 1, &octets[prb * each + 1]);
        }
        expands(format, sign, octets, prbs, 0);
        if (HasFatalFailure()) return;
      }
    }
}

/// Into octets of which `behind` are not needed.
void compresses(const Format& format, std::span<const std::int16_t> numbers, const Choices& choices,
                std::size_t offset, std::size_t behind) {
  const std::size_t size = prb_octets(format).value() * (numbers.size() / kNumbersPerPrb);
  std::vector<std::uint8_t> exact(size + behind, 77);
  ASSERT_EQ(compress(format, numbers, exact, choices), size);
  const AtEnd<std::uint8_t> out{offset, size + behind};
  ASSERT_EQ(compress_block_fast(format, numbers, out.view(), choices), size);
  ASSERT_TRUE(out.untouched_in_front());
  const auto differs = std::mismatch(exact.begin(), exact.end(), out.view().begin()).first - exact.begin();
  ASSERT_EQ(static_cast<std::size_t>(differs), exact.size())
      << unsigned{format.method} << " width " << unsigned{format.width} << ", octets needed: " << size;
}

const Choices kChoices[] = {
    choices::kAnnex, choices::kAerial, choices::kMathworks, {.scaler = Scaler::sum, .sign = Sign::magnitude}};

TEST_P(BlocksOfEveryInstructionSet, CompressAsThePlainKernelDoes) {
  Random random{1};
  for (const std::uint8_t method : {kMethodBlockScaling, kMethodMuLaw})
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (unsigned round = 0; round < 100; ++round) {
        const Format format{method, width};
        const std::size_t prbs = round == 0 ? 0 : 1 + random.below(round % 10 == 0 ? 70 : 9);
        const AtEnd<std::int16_t> numbers{random.below(32), prbs * kNumbersPerPrb};
        for (std::size_t i = 0; i < numbers.view().size(); ++i) {
          const auto number = static_cast<std::int16_t>(random.next());
          const std::int16_t extremes[] = {-32768, 32767, 0, -1};
          numbers.view()[i] = round % 7 == 1 ? extremes[random.below(4)]
                                             : static_cast<std::int16_t>(number >> (i / 24 * 5 + round) % 16);
        }
        compresses(format, numbers.view(), kChoices[round % std::size(kChoices)], random.below(64),
                   round % 3 == 0 ? random.below(80) : 0);
        if (HasFatalFailure()) return;
      }
}

/// All numbers, or some of them all over, that PRBs have whose largest one is `most`; a number of each PRB is
/// that one.
std::vector<std::int16_t> numbers_up_to(std::int32_t most, std::int32_t step) {
  std::vector<std::int16_t> numbers;
  for (std::int32_t number = -most - 1; number <= most; number += step) {
    if (numbers.size() % kNumbersPerPrb == 0) numbers.push_back(static_cast<std::int16_t>(most));
    numbers.push_back(static_cast<std::int16_t>(number));
  }
  numbers.resize((numbers.size() + kNumbersPerPrb - 1) / kNumbersPerPrb * kNumbersPerPrb);
  return numbers;
}

TEST_P(BlocksOfEveryInstructionSet, CompressNumbersWithEachScaler) {
  for (std::int32_t scaler = 1; scaler <= 128; ++scaler) {
    const std::int32_t most = std::min(scaler * 256, 32767);
    const auto numbers = numbers_up_to(most, 1 + most / 4000);
    for (std::uint8_t width = 1; width <= 16; ++width) {
      compresses({kMethodBlockScaling, width}, numbers, choices::kAnnex, 0, 0);
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(BlocksOfEveryInstructionSet, CompressEachNumberWithEachShift) {
  for (std::int32_t most = 255; most < 32768; most = 2 * most + 1) {
    const auto numbers = numbers_up_to(most, 1);
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (const Choices& choices : kChoices) {
        compresses({kMethodMuLaw, width}, numbers, choices, 0, 0);
        if (HasFatalFailure()) return;
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Iq, BlocksOfEveryInstructionSet, testing::ValuesIn(instruction_sets()),
                         [](const auto& one) { return std::string{one.param}; });

TEST(FastBlock, SaysWhatIsWrong) {
  std::array<std::uint8_t, 64> octets{};
  std::array<std::int16_t, 2 * kNumbersPerPrb> numbers{};
  const auto one = std::span{numbers}.first(kNumbersPerPrb);
  EXPECT_EQ(expand_block_fast({kMethodBfp, 9}, octets, one).error(), Fault::method);
  EXPECT_EQ(expand_block_fast({kMethodMuLaw, 17}, octets, one).error(), Fault::width);
  EXPECT_EQ(expand_block_fast({kMethodMuLaw, 9}, std::span{octets}.first(27), one).error(), Fault::length);
  EXPECT_EQ(expand_block_fast({kMethodMuLaw, 9}, octets, one.first(23)).error(), Fault::length);
  EXPECT_EQ(compress_block_fast({kMethodNone, 9}, numbers, octets).error(), Fault::method);
  EXPECT_EQ(compress_block_fast({kMethodMuLaw, 0}, numbers, octets).error(), Fault::width);
  EXPECT_EQ(compress_block_fast({kMethodMuLaw, 9}, std::span{numbers}.first(25), octets).error(),
            Fault::length);
  EXPECT_EQ(compress_block_fast({kMethodMuLaw, 9}, numbers, std::span{octets}.first(55)).error(),
            Fault::room);
}

}  // namespace
}  // namespace plumbline::iq
