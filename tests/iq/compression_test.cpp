#include "iq/compression.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"

namespace plumbline::iq {
namespace {

using Numbers = std::array<std::int16_t, kNumbersPerPrb>;

std::vector<std::uint8_t> octets_of(const std::string& hex) {
  std::vector<std::uint8_t> octets;
  std::string digits;
  for (const char c : hex)
    if (c != ' ') digits += c;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    octets.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  return octets;
}

std::vector<std::uint8_t> packed(Format format, std::span<const std::int16_t> numbers) {
  std::vector<std::uint8_t> octets(49 * (numbers.size() / kNumbersPerPrb));
  const auto n = compress(format, numbers, octets);
  EXPECT_TRUE(n.has_value());
  octets.resize(n.value_or(0));
  return octets;
}

std::vector<std::int32_t> unpacked(Format format, Octets octets) {
  std::vector<std::int32_t> numbers(octets.size() * 8);
  const auto seen = expand(format, octets, numbers);
  EXPECT_TRUE(seen.has_value());
  numbers.resize(seen ? seen->numbers : 0);
  return numbers;
}

Numbers interleave(const std::array<int, 12>& i, const std::array<int, 12>& q) {
  Numbers numbers{};
  for (std::size_t re = 0; re < 12; ++re) {
    numbers[2 * re] = static_cast<std::int16_t>(i[re]);
    numbers[2 * re + 1] = static_cast<std::int16_t>(q[re]);
  }
  return numbers;
}

// Worked out from CUS v17.01 A.1.2: largest value 255, so exponent 0 and nothing is lost.
const Numbers kSmall = interleave({0, 1, -1, 2, -2, 255, -256, 100, -100, 50, -50, 7},
                                  {3, -3, 0, 127, -128, 200, -200, 9, -9, 31, -32, 64});
// Full scale: bit length 15, exponent 7.
const Numbers kLarge = interleave({32767, -32768, -1, 0, 127, -127, 128, -128, 16384, -16384, 1000, -1000},
                                  {0, 0, 1, -64, 64, -65, 65, -129, 8191, -8192, -100, 100});

TEST(Bfp, SmallBlockKeepsEveryBit) {
  const auto octets = packed({kMethodBfp, 9}, kSmall);
  EXPECT_EQ(octets, octets_of("00 00 00 c0 3f df f8 00 04 7f ff 60 1f ec 88 04 e0 c8 09 ce 7d c6 41 fe 77 80 "
                              "0e 40"));
  const auto numbers = unpacked({kMethodBfp, 9}, octets);
  EXPECT_TRUE(std::equal(numbers.begin(), numbers.end(), kSmall.begin(), kSmall.end()));
}

TEST(Bfp, FullScaleBlockIsShiftedAndRoundedDown) {
  EXPECT_EQ(packed({kMethodBfp, 9}, kLarge),
            octets_of("07 7f 80 20 00 0f f8 00 01 ff 00 00 3f ff f0 08 03 ff fe 40 0f f0 1c 00 3f ff f0 00"));
}

TEST(Bfp, FourteenBitBlockMatchesWorkedExample) {
  Numbers numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = static_cast<std::int16_t>((i % 2 == 0 ? 1 : -1) * 1365 * static_cast<int>(i));
  EXPECT_EQ(
      packed({kMethodBfp, 14}, numbers),
      octets_of("02 00 03 ea a0 aa bc 00 15 57 95 51 ff f6 ab 2a ab 40 03 55 31 56 3f fe ea b4 aa 6c 01 55 "
                "52 95 65 ff a6 ac 6a a6 40 17 54 e1 57"));
}

TEST(Bfp, ZerosAreZeroOctets) {
  EXPECT_EQ(packed({kMethodBfp, 9}, Numbers{}), std::vector<std::uint8_t>(28));
}

TEST(Bfp, ExponentIsTheSmallestThatHoldsTheBlock) {
  struct Case {
    int value;
    unsigned exponent;
  };
  for (const auto [value, exponent] : {Case{255, 0},
                                       {-255, 0},
                                       {-256, 0},
                                       {256, 1},
                                       {-257, 1},
                                       {511, 1},
                                       {-511, 1},
                                       {-512, 1},
                                       {512, 2},
                                       {32767, 7},
                                       {-32768, 7},
                                       {0, 0},
                                       {-1, 0}}) {
    Numbers numbers{};
    numbers.fill(static_cast<std::int16_t>(value));
    EXPECT_EQ(packed({kMethodBfp, 9}, numbers)[0], exponent) << value;
  }
}

TEST(Bfp, EveryWidthComesBackWithinOneStep) {
  Random random{7};
  for (std::uint8_t width = 1; width <= 16; ++width) {
    for (int round = 0; round < 200; ++round) {
      Numbers numbers{};
      const auto range = static_cast<unsigned>(random.below(16));
      for (auto& number : numbers)
        number = static_cast<std::int16_t>(static_cast<std::int16_t>(random.next()) >> range);
      const auto octets = packed({kMethodBfp, width}, numbers);
      ASSERT_EQ(octets.size(), 1u + 3u * width);
      const int step = 1 << octets[0];
      const auto back = unpacked({kMethodBfp, width}, octets);
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        ASSERT_LE(back[i], numbers[i]) << unsigned{width};
        ASSERT_GT(back[i] + step, numbers[i]) << unsigned{width};
      }
      if (octets[0] == 0) continue;
      // One exponent less would not hold the largest number.
      const int limit = 1 << (width - 1);
      EXPECT_TRUE(std::any_of(numbers.begin(), numbers.end(), [&](int n) {
        return (n >> (octets[0] - 1)) >= limit || (n >> (octets[0] - 1)) < -limit;
      }));
    }
  }
}

TEST(Bfp, ExpandsToThirtyOneBitsWithoutClamping) {
  std::vector<std::uint8_t> octets(49);
  octets[0] = 15;
  octets[1] = 0x80;
  octets[3] = 0x7F;
  octets[4] = 0xFF;
  const auto numbers = unpacked({kMethodBfp, 16}, octets);
  EXPECT_EQ(numbers[0], -32768 * 32768);
  EXPECT_EQ(numbers[1], 32767 * 32768);
}

TEST(Bfp, ReservedNibbleIsIgnoredAndReported) {
  auto octets = packed({kMethodBfp, 9}, kLarge);
  const auto plain = unpacked({kMethodBfp, 9}, octets);
  octets[0] |= 0xF0;
  std::array<std::int32_t, kNumbersPerPrb> numbers{};
  const auto seen = expand({kMethodBfp, 9}, octets, numbers);
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->reserved_set, 1u);
  EXPECT_TRUE(std::equal(plain.begin(), plain.end(), numbers.begin(), numbers.end()));
}

TEST(None, EveryWidthComesBackExactly) {
  Random random{9};
  for (std::uint8_t width = 1; width <= 16; ++width) {
    std::array<std::int16_t, 3 * kNumbersPerPrb> numbers{};
    for (auto& number : numbers)
      number = static_cast<std::int16_t>(static_cast<std::int16_t>(random.next()) >> (16 - width));
    const auto octets = packed({kMethodNone, width}, numbers);
    ASSERT_EQ(octets.size(), 9u * width);
    const auto back = unpacked({kMethodNone, width}, octets);
    EXPECT_TRUE(std::equal(back.begin(), back.end(), numbers.begin(), numbers.end())) << unsigned{width};
  }
}

TEST(Compression, SaysWhatIsWrong) {
  std::array<std::uint8_t, 64> octets{};
  std::array<std::int32_t, kNumbersPerPrb> out{};
  Numbers numbers{};
  const auto fault = [](const auto& result) { return result.error(); };
  EXPECT_EQ(fault(compress({3, 9}, numbers, octets)), Fault::method);
  EXPECT_EQ(fault(expand({4, 9}, octets, out)), Fault::method);
  EXPECT_EQ(fault(compress({kMethodBfp, 0}, numbers, octets)), Fault::width);
  EXPECT_EQ(fault(expand({kMethodNone, 17}, octets, out)), Fault::width);
  EXPECT_EQ(fault(compress({kMethodBfp, 9}, std::span{numbers}.first(23), octets)), Fault::length);
  EXPECT_EQ(fault(expand({kMethodBfp, 9}, std::span{octets}.first(27), out)), Fault::length);
  EXPECT_EQ(fault(compress({kMethodBfp, 9}, numbers, std::span{octets}.first(27))), Fault::room);
  EXPECT_EQ(fault(expand({kMethodBfp, 9}, std::span{octets}.first(56), out)), Fault::room);
  numbers[23] = 256;
  EXPECT_EQ(fault(compress({kMethodNone, 9}, numbers, octets)), Fault::magnitude);
  numbers[23] = -257;
  EXPECT_EQ(fault(compress({kMethodNone, 9}, numbers, octets)), Fault::magnitude);
  numbers[23] = -256;
  EXPECT_TRUE(compress({kMethodNone, 9}, numbers, octets).has_value());
}

/// Published vectors of other implementations, kept outside this tree.
nlohmann::json vectors(const std::string& name) {
  std::ifstream in{std::string{PLUMBLINE_SHARED_DIR} + "/vectors/" + name};
  return in ? nlohmann::json::parse(in) : nlohmann::json{};
}

TEST(PublishedVectors, BfpOfTwoImplementations) {
  const auto file = vectors("bfp_uplane_o-du-phy.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0, same = 0, other = 0;
  for (const auto& one : file["cases"]) {
    ++cases;
    const Format format{kMethodBfp, one["iq_width"].get<std::uint8_t>()};
    const auto numbers = one["in"].get<std::vector<std::int16_t>>();
    const auto octets = packed(format, numbers);
    const auto theirs = octets_of(one["hex"].get<std::string>());
    if (octets == theirs) {
      ++same;
    } else {
      ASSERT_TRUE(one.contains("other_impl_hex")) << one["name"] << " width " << unsigned{format.width};
      EXPECT_EQ(octets, octets_of(one["other_impl_hex"].get<std::string>())) << one["name"];
      ++other;
    }
    EXPECT_EQ(unpacked(format, theirs), one["decoded"].get<std::vector<std::int32_t>>()) << one["name"];
  }
  EXPECT_EQ(cases, 200u);
  RecordProperty("same", static_cast<int>(same));
  RecordProperty("other", static_cast<int>(other));
  std::printf("%u cases: %u equal to the first implementation, %u to the second\n", cases, same, other);
}

TEST(PublishedVectors, PackingWithoutCompression) {
  const auto file = vectors("none_packing_srsran_a.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0;
  for (const auto& one : file["cases"]) {
    ++cases;
    const Format format{kMethodNone, one["iq_width"].get<std::uint8_t>()};
    const auto numbers = one["in"].get<std::vector<std::int16_t>>();
    const auto octets = octets_of(one["hex"].get<std::string>());
    EXPECT_EQ(packed(format, numbers), octets) << one["name"];
    const auto back = unpacked(format, octets);
    EXPECT_TRUE(std::equal(back.begin(), back.end(), numbers.begin(), numbers.end())) << one["name"];
  }
  EXPECT_EQ(cases, 36u);
}

}  // namespace
}  // namespace plumbline::iq
