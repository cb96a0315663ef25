#include "iq/modulation_samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "iq/fast.h"

namespace plumbline::iq {
namespace {

TEST(ModulationSamples, AreTheNearestToTheAmplitudes) {
  // C1 of 16QAM: levels -3, -1, 1, 3 of sqrt(10), whose codes are -2, -1, 0, 1.
  const ModulationSet set{.mask = 0xFFF, .shifted = true, .scaler = 0x0728};
  const auto of = modulation_samples(2, std::span{&set, 1});
  ASSERT_TRUE(of.has_value());
  ASSERT_EQ(of->count, 1u);
  for (const int code : {-2, -1, 0, 1}) {
    const double ideal = (2 * code + 1) / std::sqrt(10.0);
    EXPECT_NEAR(of->sets[0].samples[static_cast<unsigned>(code) % 32], ideal * 32768, 4);  // 0x0728: 1e-4 off
    const std::int32_t one[kNumbersPerPrb] = {code};
    float amplitudes[kNumbersPerPrb];
    ASSERT_TRUE(modulation_amplitudes(one, 2, std::span{&set, 1}, amplitudes).has_value());
    EXPECT_NEAR(of->sets[0].samples[static_cast<unsigned>(code) % 32], amplitudes[0] * 32768, 0.51);
  }
}

TEST(ModulationSamples, AreClamped) {
  const ModulationSet set{.mask = 0xFFF, .shifted = false, .scaler = 0x7FF};
  const auto of = modulation_samples(1, std::span{&set, 1}).value();  // -1 is -1.41
  EXPECT_EQ(of.sets[0].samples[31], -32768);
  EXPECT_EQ(of.sets[0].samples[0], 0);
}

TEST(ModulationSamples, TakeTheFirstSetOfAnRe) {
  const ModulationSet sets[] = {
      {0x800, true, 0x400}, {0, true, 0x400}, {0xC00, true, 0x7FF}, {0xC00, true, 1}};
  const auto of = modulation_samples(1, sets).value();
  ASSERT_EQ(of.count, 2u);
  EXPECT_EQ(of.sets[0].mask, 0x800);
  EXPECT_EQ(of.sets[1].mask, 0x400);
  const std::array<std::uint8_t, 3> octets{};
  std::array<std::int16_t, kNumbersPerPrb> out;
  out.fill(5);
  ASSERT_EQ(expand_modulation(of, octets, out), 3u);
  const int first = 11585, second = 23159;  // sqrt(2) x 0.5 x 0.5, sqrt(2) x 0.99951 x 0.5, x 32768
  EXPECT_EQ(out[0], first);
  EXPECT_EQ(out[1], first);
  EXPECT_EQ(out[2], second);
  EXPECT_EQ(out[3], second);
  EXPECT_TRUE(std::all_of(out.begin() + 4, out.end(), [](int number) { return number == 0; }));
}

TEST(ModulationSamples, SayWhatIsWrong) {
  EXPECT_EQ(modulation_samples(0, {}).error(), Fault::width);
  EXPECT_EQ(modulation_samples(6, {}).error(), Fault::width);
  const auto of = modulation_samples(4, {}).value();
  const std::array<std::uint8_t, 24> octets{};
  std::array<std::int16_t, 3 * kNumbersPerPrb> out;
  for (const auto expand : {expand_modulation, expand_modulation_fast}) {
    EXPECT_EQ(expand(of, octets, out).error(), Fault::length);
    EXPECT_EQ(expand(of, octets, std::span{out}.first(25)).error(), Fault::length);
    EXPECT_EQ(expand(of, octets, std::span{out}.first(48)), 24u);
  }
}

/// Every kernel is held against the plain one, each in a run of its own.
class ModulationOfEveryInstructionSet : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override { ASSERT_TRUE(use_instruction_set(GetParam())); }
  void TearDown() override { use_instruction_set(""); }
};

TEST_P(ModulationOfEveryInstructionSet, ExpandsAsThePlainKernelDoes) {
  Random random{1};
  for (std::uint8_t width = 1; width <= 5; ++width)
    for (unsigned round = 0; round < 300; ++round) {
      std::vector<ModulationSet> sets(round % 5 == 0 ? 1 : random.below(5));
      for (auto& set : sets)
        set = {static_cast<std::uint16_t>(round % 5 == 0 ? 0xFFF : random.below(0x1000)),
               random.below(2) == 0, static_cast<std::uint16_t>(random.below(0x2000))};
      const auto of = modulation_samples(width, sets).value();
      const std::size_t prbs = random.below(round % 10 == 0 ? 300 : 12), offset = random.below(64),
                        shift = random.below(40);
      // Nothing behind them may be read or written: the last ones are the last of the heap block.
      const std::unique_ptr<std::uint8_t[]> octets{new std::uint8_t[offset + prbs * 3 * width]};
      const Octets view{octets.get() + offset, prbs * 3 * width};
      for (std::size_t i = 0; i < view.size(); ++i)
        octets[offset + i] = static_cast<std::uint8_t>(random.next());
      std::vector<std::int16_t> exact(prbs * kNumbersPerPrb);
      ASSERT_EQ(expand_modulation(of, view, exact), view.size());
      const std::unique_ptr<std::int16_t[]> out{new std::int16_t[shift + exact.size()]};
      std::fill_n(out.get(), shift, std::int16_t{77});
      ASSERT_EQ(expand_modulation_fast(of, view, {out.get() + shift, exact.size()}), view.size());
      for (std::size_t i = 0; i < shift; ++i) ASSERT_EQ(out[i], 77);
      for (std::size_t i = 0; i < exact.size(); ++i)
        ASSERT_EQ(out[shift + i], exact[i]) << "width " << unsigned{width} << " number " << i << " of "
                                            << prbs << " PRBs, " << of.count << " sets";
    }
}

INSTANTIATE_TEST_SUITE_P(Iq, ModulationOfEveryInstructionSet, testing::ValuesIn(instruction_sets()),
                         [](const auto& one) { return std::string{one.param}; });

}  // namespace
}  // namespace plumbline::iq
