#include "iq/levels.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"

namespace plumbline::iq {
namespace {

using Numbers = std::vector<std::int32_t>;

std::vector<std::uint8_t> packed(const Format& format, const Numbers& numbers) {
  std::vector<std::uint8_t> octets(50 * (numbers.size() / kNumbersPerPrb));
  const auto n = compress(format, numbers, octets);
  EXPECT_TRUE(n.has_value());
  octets.resize(n.value_or(0));
  return octets;
}
Levels levels_of(const Format& format, const Numbers& numbers, Sign sign = Sign::twos_complement) {
  Levels levels;
  const auto octets = packed(format, numbers);
  EXPECT_EQ(add_levels(format, octets, numbers.size() / kNumbersPerPrb, levels, sign), octets.size());
  return levels;
}
/// One PRB of 1000 - 2000j.
Numbers one_prb() {
  Numbers numbers(kNumbersPerPrb);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = i % 2 == 0 ? 1000 : -2000;
  return numbers;
}

TEST(Levels, AreThoseOfTheNumbers) {
  const Levels levels = levels_of({kMethodNone, 16}, one_prb());
  EXPECT_EQ(levels.prbs, 1u);
  EXPECT_EQ(levels.zero_prbs, 0u);
  EXPECT_EQ(levels.exponents[0], 1u);
  EXPECT_TRUE(levels.energy == 12u * 5'000'000);
  EXPECT_TRUE(levels.i == 12'000);
  EXPECT_TRUE(levels.q == -24'000);
  EXPECT_EQ(levels.peak, 5'000'000u);
  // 10 log10(5e6) - 10 log10(2^30) = 66.9897 - 90.3090
  const LevelsDb db = levels_db(levels, {kMethodNone, 16});
  EXPECT_NEAR(db.rms.value(), -23.3193, 1e-4);
  EXPECT_NEAR(db.peak.value(), -23.3193, 1e-4);
  EXPECT_NEAR(db.dc.value(), -23.3193, 1e-4);
}

TEST(Levels, ApplyExponents) {
  // 2000 needs 11 bits and a sign: exponent 3 with 9 bits.
  const Levels levels = levels_of({kMethodBfp, 9}, one_prb());
  EXPECT_EQ(levels.exponents[3], 1u);
  EXPECT_TRUE(levels.energy == 12u * 5'000'000);
  EXPECT_TRUE(levels.i == 12'000);
  EXPECT_TRUE(levels.q == -24'000);
  EXPECT_EQ(levels.peak, 5'000'000u);
  // The full scale of BFP 9 is 2^46: 138.47 dB.
  EXPECT_NEAR(levels_db(levels, {kMethodBfp, 9}).rms.value(), 66.9897 - 138.4738, 1e-4);
  // Each step of FS_Offset halves the power of full scale.
  EXPECT_NEAR(levels_db(levels, {kMethodBfp, 9}, 10).rms.value(), 66.9897 - 138.4738 + 30.1030, 1e-4);
}

TEST(Levels, OfTheSmallestSampleAreThoseOfTheStandard) {
  Numbers numbers(kNumbersPerPrb);
  numbers[0] = 1;
  const LevelsDb db = levels_db(levels_of({kMethodBfp, 9}, numbers), {kMethodBfp, 9});
  EXPECT_NEAR(db.peak.value(), -138.47, 0.005);
  EXPECT_NEAR(db.rms.value(), -138.47 - 10 * std::log10(12), 0.005);
}

TEST(Levels, CountZeroPrbsApart) {
  Numbers numbers = one_prb();
  numbers.resize(3 * kNumbersPerPrb);
  auto octets = packed({kMethodBfp, 9}, numbers);
  octets[28] = 7;  // what exponent zeros have says nothing
  Levels levels;
  ASSERT_TRUE(add_levels({kMethodBfp, 9}, octets, 3, levels).has_value());
  EXPECT_EQ(levels.prbs, 3u);
  EXPECT_EQ(levels.zero_prbs, 2u);
  EXPECT_EQ(levels.exponents[7], 0u);
  EXPECT_NEAR(levels_db(levels, {kMethodBfp, 9}).rms.value(), 66.9897 - 138.4738, 1e-4);
  EXPECT_FALSE(levels_db(Levels{}, {kMethodBfp, 9}).rms.has_value());
}

TEST(Levels, AreTheSameInAnyOrder) {
  Random random{3};
  for (const Format format : {Format{kMethodNone, 16}, Format{kMethodBfp, 9}, Format{kMethodBfp, 16},
                              Format{kMethodBlockScaling, 9}, Format{kMethodMuLaw, 8}}) {
    std::vector<Levels> parts;
    Levels whole;
    for (unsigned part = 0; part < 20; ++part) {
      const std::size_t each = prb_octets(format).value(), prbs = random.below(6);
      std::vector<std::uint8_t> octets(each * prbs);
      for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random.next());
      parts.emplace_back();
      ASSERT_EQ(add_levels(format, octets, prbs, parts.back()), octets.size());
      ASSERT_EQ(add_levels(format, octets, prbs, whole), octets.size());
    }
    Levels pairs;
    for (std::size_t i = parts.size(); i > 0; i -= 2) {
      Levels pair = parts[i - 1];
      pair += parts[i - 2];
      pairs += pair;
    }
    EXPECT_EQ(pairs, whole) << unsigned{format.method};
  }
}

TEST(Levels, SumOfTheLargestDoesNotOverflow) {
  Levels levels;
  levels.energy = ~std::uint64_t{0};
  Levels twice = levels;
  twice += levels;
  const double ratio = static_cast<double>(twice.energy) / static_cast<double>(levels.energy);
  EXPECT_DOUBLE_EQ(ratio, 2.0);
  // The largest that 16-bit BFP holds: -2^15 x 2^15, twice, is 3.01 dB above full scale.
  std::vector<std::uint8_t> octets(49);
  octets[0] = 15;
  for (std::size_t i = 1; i < octets.size(); i += 2) octets[i] = 0x80;
  Levels most;
  ASSERT_TRUE(add_levels({kMethodBfp, 16}, octets, 1, most).has_value());
  EXPECT_EQ(most.peak, std::uint64_t{1} << 61);
  EXPECT_TRUE(most.energy == Levels::Energy{12} << 61);
  EXPECT_TRUE(most.i == Levels::Sum{-12} * (1 << 30));
  EXPECT_NEAR(levels_db(most, {kMethodBfp, 16}).rms.value(), 3.0103, 1e-4);
}

TEST(Levels, CountNumbersAtTheEnds) {
  Numbers numbers = one_prb();
  numbers[0] = 32767;
  numbers[1] = -32768;
  numbers[2] = -32767;  // is not at an end
  const Levels plain = levels_of({kMethodNone, 16}, numbers);
  EXPECT_EQ(plain.clipped, 2u);
  // The same in BFP 9 ends at exponent 7, the 16-bit word: both floor to the ends, and -32767 with them.
  const Levels bfp = levels_of({kMethodBfp, 9}, numbers);
  EXPECT_EQ(bfp.clipped, 3u);
  // 255 is the end of nine bits, but with exponent 0 nothing was cut off.
  const Levels small = levels_of({kMethodBfp, 9}, Numbers(kNumbersPerPrb, 255));
  EXPECT_EQ(small.clipped, 0u);
  Numbers ends(kNumbersPerPrb);
  ends[0] = 32767;
  ends[1] = -32767;
  for (const Sign sign : {Sign::twos_complement, Sign::magnitude}) {
    std::vector<std::uint8_t> octets(28);
    ASSERT_TRUE(compress({kMethodMuLaw, 9}, ends, octets, {.sign = sign}).has_value());
    Levels mu_law;
    ASSERT_TRUE(add_levels({kMethodMuLaw, 9}, octets, 1, mu_law, sign).has_value());
    EXPECT_EQ(mu_law.clipped, 2u);
  }
  ends[1] = -32768;
  EXPECT_EQ(levels_of({kMethodBlockScaling, 8}, ends).clipped, 2u);
}

TEST(Levels, FollowSelectiveSections) {
  Numbers numbers(3 * kNumbersPerPrb);
  for (const std::size_t prb : {0u, 1u, 2u}) numbers[prb * kNumbersPerPrb + (prb % 2 == 0 ? 0 : 23)] = 4;
  for (const Format format : {Format{kMethodBfpSelective, 9}, Format{kMethodBfpMasks, 9, 0x001, 0x801}}) {
    const Levels levels = levels_of(format, numbers);
    EXPECT_TRUE(levels.energy == 48u);
    EXPECT_TRUE(levels.i == 8);
    EXPECT_TRUE(levels.q == 4);
    EXPECT_EQ(levels.prbs, 3u);
  }
}

TEST(Levels, SayWhatIsWrongAndLeaveWhatWas) {
  std::array<std::uint8_t, 60> octets{};
  octets.fill(1);
  Levels levels;
  EXPECT_EQ(add_levels({kMethodModulation, 4}, octets, 1, levels).error(), Fault::method);
  EXPECT_EQ(add_levels({9, 9}, octets, 1, levels).error(), Fault::method);
  EXPECT_EQ(add_levels({kMethodBfp, 0}, octets, 1, levels).error(), Fault::width);
  EXPECT_EQ(add_levels({kMethodBfp, 9}, octets, 3, levels).error(), Fault::length);
  EXPECT_EQ(levels, Levels{});
}

}  // namespace
}  // namespace plumbline::iq
