#include "iq/fast_unusual.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "iq/fast.h"

namespace plumbline::iq {
namespace {

class UnusualByEveryInstructionSet : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override { ASSERT_TRUE(use_instruction_set(GetParam())); }
  void TearDown() override { use_instruction_set(""); }
};

/// What unusual_prbs() says a PRB without a bit is, number by number.
bool is_usual(const Format& format, Octets prb, int power_log2) {
  std::vector<std::int32_t> numbers(kNumbersPerPrb);
  EXPECT_TRUE(expand(format, prb, numbers).has_value());
  const unsigned parameter = format.method == kMethodBfp ? prb[0] : 0u;
  std::int64_t largest = 0, power = 0;
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    const std::int64_t re = numbers[i], im = numbers[i + 1];
    for (const std::int64_t n : {re, im})
      largest = std::max(largest, (n < 0 ? -n - 1 : n) >> (parameter & 15));
    power = std::max(power, re * re + im * im);
  }
  if (power_log2 < 0 ? power > 0 : power > std::int64_t{1} << power_log2) return false;
  if (parameter + format.width > 16 && format.method == kMethodBfp) return false;
  return parameter == 0 || largest >= std::int64_t{1} << (format.width - 2);
}

/// Octets of some PRBs at the very end of a heap block.
class Section {
 public:
  Section(Random& random, const Format& format, std::size_t prbs)
      : each_{prb_octets(format).value()}, size_{prbs * each_}, octets_{new std::uint8_t[size_ + 1]} {
    const auto any = [&] { return static_cast<std::uint8_t>(random.next()); };
    for (std::size_t prb = 0; prb < prbs; ++prb) {
      const auto one = std::span{octets_.get() + 1 + prb * each_, each_};
      // In a few of them most numbers are small, of either sign.
      const auto kind = random.below(8);
      const std::uint8_t fill = kind % 2 == 0 ? 0 : 0xFF;
      for (std::uint8_t& octet : one) octet = kind < 4 && random.below(20) != 0 ? fill : any();
      if (format.method == kMethodBfp && random.below(20) != 0)
        one[0] = static_cast<std::uint8_t>(random.below(std::min(17u - format.width + 1, 16u)));
    }
  }
  Octets octets() const { return {octets_.get() + 1, size_}; }
  Octets prb(std::size_t n) const { return octets().subspan(n * each_, each_); }

 private:
  std::size_t each_, size_;
  std::unique_ptr<std::uint8_t[]> octets_;
};

TEST_P(UnusualByEveryInstructionSet, FindsEveryPrbThatIsNotUsualAndFewOthers) {
  Random random{7};
  std::size_t usual = 0, passed = 0;
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (std::uint8_t width = 2; width <= 16; ++width)
      for (unsigned round = 0; round < 100; ++round) {
        const Format format{method, width};
        const std::size_t prbs = random.below(kUnusualPrbs + 1);
        const int power_log2 = static_cast<int>(random.below(36)) - 2;
        const Section section{random, format, prbs};
        const auto unusual = unusual_prbs(format, section.octets(), prbs, power_log2);
        ASSERT_TRUE(unusual.has_value());
        for (std::size_t prb = 0; prb < kUnusualPrbs; ++prb) {
          const bool found = (*unusual >> prb & 1) != 0;
          if (prb >= prbs) {
            ASSERT_FALSE(found);
            continue;
          }
          const bool is = is_usual(format, section.prb(prb), power_log2);
          ASSERT_TRUE(is || found) << "method " << unsigned{method} << ", width " << unsigned{width}
                                   << ", PRB " << prb << " of " << prbs << ", power " << power_log2;
          usual += is ? 1u : 0u, passed += found ? 0u : 1u;
        }
      }
  EXPECT_GT(usual, 10000u);
  if (GetParam() != "SCALAR") {
    EXPECT_EQ(passed, usual);  // there nothing is passed
  }
}

TEST_P(UnusualByEveryInstructionSet, OfOneBitEveryPrbIsLookedAt) {
  Random random{8};
  for (const std::uint8_t method : {kMethodNone, kMethodBfp})
    for (const std::size_t prbs : {1u, 2u, 63u, 64u}) {
      const Format format{method, 1};
      const Section section{random, format, prbs};
      EXPECT_EQ(unusual_prbs(format, section.octets(), prbs, 30), ~std::uint64_t{0} >> (kUnusualPrbs - prbs));
    }
}

TEST_P(UnusualByEveryInstructionSet, SaysWhatIsWrong) {
  const std::array<std::uint8_t, 64 * 49 + 49> octets{};
  EXPECT_EQ(unusual_prbs({kMethodBlockScaling, 9}, octets, 1, 30).error(), Fault::method);
  EXPECT_EQ(unusual_prbs({kMethodBfp, 17}, octets, 1, 30).error(), Fault::width);
  EXPECT_EQ(unusual_prbs({kMethodBfp, 9}, Octets{octets}.first(55), 2, 30).error(), Fault::length);
  EXPECT_EQ(unusual_prbs({kMethodBfp, 16}, octets, 65, 30).error(), Fault::length);
  EXPECT_EQ(unusual_prbs({kMethodBfp, 9}, {}, 0, 30), 0u);
}

INSTANTIATE_TEST_SUITE_P(Iq, UnusualByEveryInstructionSet, testing::ValuesIn(instruction_sets()),
                         [](const auto& one) { return std::string{one.param}; });

}  // namespace
}  // namespace plumbline::iq
