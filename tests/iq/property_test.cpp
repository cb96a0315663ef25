// Goal: laws that hold of every block, whatever the encoder chooses.
// Method: blocks from a seed, of sizes and kinds that lie near the edges of the methods; a block that breaks
// a law is made small before it is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/compression.h"
#include "iq/shrink.h"
#include "support/support.h"

namespace plumbline::iq {
namespace {

using test::Numbers;
using test::shrink;
using Octet = std::uint8_t;

std::vector<Octet> packed(const Format& format, const Numbers& numbers, const Choices& choices = {}) {
  std::vector<Octet> octets(50 * (numbers.size() / kNumbersPerPrb));
  octets.resize(compress(format, numbers, octets, choices).value_or(0));
  return octets;
}
Numbers unpacked(const Format& format, const std::vector<Octet>& octets, std::size_t count,
                 const Choices& choices = {}) {
  Numbers numbers(count);
  if (!expand(format, octets, numbers, choices.sign)) return {};
  return numbers;
}
Numbers through(const Format& format, const Numbers& numbers, const Choices& choices = {}) {
  return unpacked(format, packed(format, numbers, choices), numbers.size(), choices);
}

/// Numbers of 16 bits at most: of every size, powers of two and their neighbours, one sign only, few of them.
Numbers block(Random& random, unsigned bits = 16) {
  Numbers numbers((1 + random.below(3)) * kNumbersPerPrb);
  const auto down = static_cast<unsigned>(random.below(bits));
  const std::uint64_t kind = random.below(6), few = random.below(2);
  for (std::int32_t& number : numbers) {
    number = static_cast<std::int16_t>(random.next()) >> (16 - bits) >> down;
    if (kind == 0) number = number < 0 ? -(1 << (bits - 1) >> down) : (1 << (bits - 1) >> down) - 1;
    if (kind == 1) number = std::abs(number + (number < 0 ? 1 : 0));
    if (kind == 2) number = -std::abs(number + (number < 0 ? 1 : 0));
    if (few == 0 && random.below(8) != 0) number = 0;
  }
  return numbers;
}

/// Looks for a block that breaks a law, and tells the smallest there is of its kind.
void expect_law(const std::string& name, const test::Fails& breaks,
                unsigned blocks = 2000 / ::plumbline::test::kFewer, unsigned bits = 16) {
  Random random{std::hash<std::string>{}(name)};
  for (unsigned i = 0; i < blocks; ++i) {
    const Numbers numbers = block(random, bits);
    if (!breaks(numbers)) continue;
    ADD_FAILURE() << name << " does not hold of " << test::text(shrink(numbers, kNumbersPerPrb, breaks));
    return;
  }
}

std::string named(const char* what, unsigned width, unsigned choice = 0) {
  return std::string{what} + ", width " + std::to_string(width) + ", choices " + std::to_string(choice);
}

constexpr std::array kRoundings{Rounding::down, Rounding::toward_zero, Rounding::half_up,
                                Rounding::half_away};

/// |number - back| x `scale` of every PRB is at most limit(its udCompParam).
template <class Limit>
bool beyond(const Numbers& numbers, const Format& format, const Choices& choices, std::int64_t scale,
            Limit limit) {
  const auto octets = packed(format, numbers, choices);
  const Numbers back = unpacked(format, octets, numbers.size(), choices);
  const std::size_t size = octets.size() / (numbers.size() / kNumbersPerPrb);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::int64_t off = std::abs(std::int64_t{back[i]} - numbers[i]);
    if (off * scale > limit(octets[i / kNumbersPerPrb * size], numbers[i])) return true;
  }
  return false;
}

TEST(Law, WithoutCompressionNothingIsLost) {
  for (Octet width = 1; width <= 16; ++width)
    expect_law(
        named("none", width),
        [&](const Numbers& n) {
          return through({kMethodNone, width}, n) != n;
        },
        300, width);
}

/// A step of the block; half of it where the nearest is taken and nothing is clamped.
TEST(Law, BfpIsWithinAStepOfTheBlock) {
  for (Octet width = 1; width <= 16; ++width)
    for (const Exponent rule : {Exponent::smallest, Exponent::magnitude})
      for (const Rounding rounding : kRoundings)
        for (const bool larger : {false, true}) {
          const Choices choices{.exponent = rule, .mantissa = rounding, .larger_exponent = larger};
          // One bit holds no positive number: no exponent makes room for it.
          const bool nearest = larger && rounding >= Rounding::half_up && width > 1;
          expect_law(
              named("BFP bound", width, static_cast<unsigned>(rounding)),
              [&](const Numbers& n) {
                return beyond(
                    n, {kMethodBfp, width}, choices, 2, [&](unsigned exponent, std::int32_t /*number*/) {
                      return nearest ? std::int64_t{1} << exponent : (std::int64_t{2} << exponent) - 2;
                    });
              },
              400 / ::plumbline::test::kFewer);
        }
}

/// A step is blockScaler x 2^(9 - width); half a unit more where the result is made whole, or one, where -257
/// has the scaler of 256 (A.2.2) and is clamped.
TEST(Law, BlockScalingIsWithinAStepOfTheBlock) {
  for (Octet width = 1; width <= 16; ++width)
    for (const Scaler rule : {Scaler::least, Scaler::sum, Scaler::power_of_two})
      for (const Rounding rounding : kRoundings) {
        const Choices choices{.scaler = rule, .scaled = rounding};
        expect_law(
            named("block scaling bound", width, static_cast<unsigned>(rounding)),
            [&](const Numbers& n) {
              return beyond(n, {kMethodBlockScaling, width}, choices, std::int64_t{2} << width,
                            [&](unsigned scaler, std::int32_t /*number*/) {
                              // A scaler of 0 where the largest is -1, by the sum: 1 is lost.
                              if (scaler == 0) return std::int64_t{2} << width;
                              return std::int64_t{1024} * scaler + (2 << width);
                            });
            },
            400 / ::plumbline::test::kFewer);
      }
}

/// Of the segment that the number lies in after the shift of its block: 1, 2 or 4 x 2^(15 - width).
TEST(Law, MuLawIsWithinAStepOfItsSegment) {
  for (Octet width = 4; width <= 16; ++width)
    for (const Rounding rounding : kRoundings)
      for (const Sign sign : {Sign::twos_complement, Sign::magnitude}) {
        const Choices choices{.mu_law = rounding, .sign = sign};
        expect_law(
            named("mu-law bound", width, static_cast<unsigned>(rounding)),
            [&](const Numbers& n) {
              return beyond(n, {kMethodMuLaw, width}, choices, std::int64_t{1} << width,
                            [&](unsigned parameter, std::int32_t number) {
                              const unsigned shift = parameter & 15;
                              const std::int64_t shifted = std::abs(std::int64_t{number}) << shift;
                              const std::int64_t steep = shifted > 1 << 14 ? 4 : shifted > 1 << 13 ? 2 : 1;
                              return ((steep << 15) >> shift) + (std::int64_t{2} << width);
                            });
            },
            400 / ::plumbline::test::kFewer);
      }
}

/// Octets that expand to samples which are packed into the same octets again. It holds where the parameter of
/// the block follows from the samples that come back, which is so where rounding keeps the bit length of the
/// largest: BFP rounding down, with the smallest exponent, from 2 bits on (a block of positive numbers leaves
/// none in 1 bit); block scaling by a power of two likewise; mu-law toward zero, for its thresholds are among
/// its values, with two's complement (a small negative number leaves the sign of zero otherwise).
TEST(Law, PackingTwiceIsPackingOnceWhereTheBlockTellsItsParameter) {
  const auto twice = [](const Format& format, const Choices& choices) {
    return [=](const Numbers& n) {
      return packed(format, through(format, n, choices), choices) != packed(format, n, choices);
    };
  };
  for (Octet width = 1; width <= 16; ++width)
    expect_law(named("none twice", width), twice({kMethodNone, width}, {}), 100, width);
  for (Octet width = 2; width <= 16; ++width) {
    expect_law(named("BFP twice", width), twice({kMethodBfp, width}, choices::kAnnex));
    expect_law(named("block scaling twice", width), twice({kMethodBlockScaling, width}, choices::kAerial));
    if (width >= 4)
      expect_law(named("mu-law twice", width),
                 twice({kMethodMuLaw, width}, {.mu_law = Rounding::toward_zero}));
  }
}

/// With the smallest exponent samples come back as they are, however they were rounded the first time: they
/// are multiples of a step that fits, and the exponent may only become smaller.
TEST(Law, SamplesOfBfpComeBackUnchanged) {
  for (Octet width = 1; width <= 16; ++width)
    for (const Rounding rounding : kRoundings)
      for (const bool larger : {false, true}) {
        const Choices choices{.mantissa = rounding, .larger_exponent = larger};
        const Format format{kMethodBfp, width};
        expect_law(
            named("BFP samples", width, static_cast<unsigned>(rounding)),
            [&](const Numbers& n) {
              const Numbers once = through(format, n, choices);
              return through(format, once, choices) != once;
            },
            600 / ::plumbline::test::kFewer);
      }
}

/// The magnitude rule has no such law: -511 becomes -512 in 9 bits, which it takes for one bit more, and the
/// odd steps of the other samples are lost.
TEST(Law, TheMagnitudeRuleLosesMoreThanOnce) {
  Numbers numbers(kNumbersPerPrb);
  numbers[0] = -511, numbers[1] = 3;
  const Numbers once = through({kMethodBfp, 9}, numbers, choices::kXran);
  EXPECT_EQ(once[0], -512);
  EXPECT_EQ(once[1], 2);
  EXPECT_EQ(through({kMethodBfp, 9}, once, choices::kXran)[1], 0);
}

/// Numbers twice as large have the same mantissas and one more of exponent, once the block needs all bits.
TEST(Law, DoublingABfpBlockRaisesItsExponentAlone) {
  for (Octet width = 2; width <= 16; ++width)
    expect_law(named("BFP doubled", width), [&](const Numbers& n) {
      Numbers doubled = n;
      for (std::int32_t& number : doubled) number *= 2;
      auto octets = packed({kMethodBfp, width}, n);
      const auto after = packed({kMethodBfp, width}, doubled);
      const std::size_t size = 1 + 3 * std::size_t{width};
      for (std::size_t prb = 0; prb < n.size() / kNumbersPerPrb; ++prb) {
        const auto begin = n.begin() + static_cast<std::ptrdiff_t>(prb * kNumbersPerPrb);
        const bool full = std::any_of(begin, begin + kNumbersPerPrb, [&](std::int32_t number) {
          return (number < 0 ? -number - 1 : number) >= 1 << (width - 2);
        });
        if (full) {
          ++octets[prb * size];
          continue;
        }
        // Room for one more bit: the mantissas double instead.
        if (octets[prb * size] != 0 || after[prb * size] != 0) return true;
        std::copy_n(after.begin() + static_cast<std::ptrdiff_t>(prb * size), size,
                    octets.begin() + static_cast<std::ptrdiff_t>(prb * size));
      }
      return octets != after || through({kMethodBfp, width}, doubled).size() != n.size();
    });
}

/// Numbers twice as large have the same codes and one less of compShift, as long as there is one.
TEST(Law, DoublingAMuLawBlockLowersItsShiftAlone) {
  for (Octet width = 4; width <= 16; ++width)
    expect_law(named("mu-law doubled", width), [&](const Numbers& all) {
      const Numbers n{all.begin(), all.begin() + kNumbersPerPrb};
      Numbers doubled = n;
      std::int32_t most = 0;
      for (std::int32_t& number : doubled) {
        most = std::max(most, std::abs(number));
        number *= 2;
      }
      if (most < 128 || most > 16383) return false;
      auto octets = packed({kMethodMuLaw, width}, n);
      --octets[0];
      return octets != packed({kMethodMuLaw, width}, doubled);
    });
}

/// What is sent of a PRB is what the method without selection sends; what is not sent is 0.
TEST(Law, SelectiveMethodsSendTheSameSamples) {
  struct Pair {
    Octet selective, whole;
  };
  for (const auto& [selective, whole] : {Pair{kMethodBfpSelective, kMethodBfp},
                                         {kMethodBfpMasks, kMethodBfp},
                                         {kMethodModulationSelective, kMethodModulation},
                                         {kMethodModulationMasks, kMethodModulation}})
    for (Octet width = 1; width <= 16; ++width) {
      const unsigned bits = is_modulation(whole) ? width : 16;
      for (const std::uint16_t mask : std::initializer_list<std::uint16_t>{0xFFF, 0x805, 0x7F0, 0x001, 0})
        expect_law(
            named("selective", width, selective),
            [&, by = selective, as = whole](const Numbers& n) {
              Numbers sent = n;
              for (std::size_t i = 0; i < n.size(); ++i)
                if ((mask >> (i % kNumbersPerPrb / 2) & 1) == 0) sent[i] = 0;
              return through({by, width, mask, mask}, sent) != through({as, width}, sent);
            },
            200 / ::plumbline::test::kFewer + 1, bits);
    }
}

/// An encoder that is wrong in one case of thousands: the block that shows it is found, and told alone.
TEST(Shrink, LeavesTheOneNumberThatMatters) {
  const Format format{kMethodBfp, 9};
  const test::Fails differ = [&](const Numbers& n) {
    return packed(format, n, choices::kXran) != packed(format, n);
  };
  Random random{5};
  Numbers numbers(3 * kNumbersPerPrb);
  for (std::int32_t& number : numbers) number = static_cast<std::int32_t>(random.below(400)) - 200;
  ASSERT_FALSE(differ(numbers));
  numbers[40] = -256;
  ASSERT_TRUE(differ(numbers));
  const Numbers small = shrink(numbers, kNumbersPerPrb, differ);
  EXPECT_EQ(small.size(), kNumbersPerPrb);
  EXPECT_EQ(small[16], -256);
  EXPECT_EQ(std::count(small.begin(), small.end(), 0), 23);
}

TEST(Shrink, TakesNumbersAsFarAsTheyFail) {
  const Numbers small = shrink({7, -900, 350, 4000}, 2, [](const Numbers& n) {
    return std::any_of(n.begin(), n.end(), [](std::int32_t number) { return number > 100; });
  });
  EXPECT_EQ(small, (Numbers{0, 101}));
  EXPECT_EQ(test::text(small), "2 numbers: 0 101");
  EXPECT_EQ(test::text({-5, 0, 0}), "3 numbers: -5 0 ...");
}

}  // namespace
}  // namespace plumbline::iq
