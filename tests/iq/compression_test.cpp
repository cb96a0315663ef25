#include "iq/compression.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "iq/bfp.h"
#include "iq/modulation.h"
#include "iq/mu_law.h"
#include "iq/packing.h"

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

std::vector<std::uint8_t> packed(const Format& format, std::span<const std::int16_t> numbers,
                                 const Choices& choices = {}) {
  std::vector<std::uint8_t> octets(50 * (numbers.size() / kNumbersPerPrb));
  const auto n = compress(format, numbers, octets, choices);
  EXPECT_TRUE(n.has_value());
  octets.resize(n.value_or(0));
  return octets;
}

std::vector<std::int32_t> unpacked(const Format& format, Octets octets, const Choices& choices = {}) {
  std::vector<std::int32_t> numbers(octets.size() / prb_octets(format).value_or(1) * kNumbersPerPrb);
  const auto seen = expand(format, octets, numbers, choices.sign);
  EXPECT_TRUE(seen.has_value());
  EXPECT_EQ(seen ? seen->octets : 0, octets.size());
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

// Full scale: bit length 15, exponent 7.
const Numbers kLarge = interleave({32767, -32768, -1, 0, 127, -127, 128, -128, 16384, -16384, 1000, -1000},
                                  {0, 0, 1, -64, 64, -65, 65, -129, 8191, -8192, -100, 100});

TEST(MuLaw, ErrorsStayWithinTheStepOfTheSteepSegment) {
  struct Case {
    std::uint8_t width;
    int error;
  };
  for (const auto [width, error] : {Case{8, 511}, Case{9, 255}, Case{12, 31}, Case{14, 7}}) {
    int worst = 0;
    for (int value = -32767; value <= 32767; value += 7) {
      Numbers numbers{};
      numbers[0] = 32767;
      numbers[1] = static_cast<std::int16_t>(value);
      const auto back = unpacked({kMethodMuLaw, width}, packed({kMethodMuLaw, width}, numbers));
      worst = std::max({worst, std::abs(back[1] - value), std::abs(back[0] - 32767)});
    }
    EXPECT_EQ(worst, error) << unsigned{width};
  }
}

// REs 0, 2, 11 of a PRB.
Numbers sparse() {
  Numbers numbers{};
  numbers[0] = 100, numbers[1] = -200, numbers[4] = 255, numbers[5] = -256, numbers[22] = -1, numbers[23] = 7;
  return numbers;
}

TEST(Selective, ComesBackForEveryMaskMethodAndWidth) {
  Random random{11};
  for (const std::uint8_t method :
       {kMethodBfpSelective, kMethodModulationSelective, kMethodBfpMasks, kMethodModulationMasks})
    for (std::uint8_t width = 1; width <= 16; ++width)
      for (int round = 0; round < 100; ++round) {
        const std::size_t prbs = 1 + random.below(5);
        Format format{method, width, static_cast<std::uint16_t>(random.below(0x1000)),
                      static_cast<std::uint16_t>(random.below(0x1000))};
        std::vector<std::int16_t> numbers(prbs * kNumbersPerPrb);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          const auto mask = i / kNumbersPerPrb % 2 == 0 ? format.mask_odd : format.mask_even;
          if ((mask >> (i % kNumbersPerPrb / 2) & 1) == 0) continue;
          numbers[i] = static_cast<std::int16_t>(static_cast<std::int16_t>(random.next()) >> (16 - width));
        }
        const auto octets = packed(format, numbers);
        std::vector<std::int32_t> back(numbers.size());
        const auto seen = expand(format, octets, back);
        ASSERT_TRUE(seen.has_value());
        EXPECT_EQ(seen->octets, octets.size());
        EXPECT_EQ(seen->pad_set + seen->reserved_set, 0u);
        EXPECT_TRUE(std::equal(back.begin(), back.end(), numbers.begin(), numbers.end()))
            << unsigned{method} << ' ' << unsigned{width};
        for (std::size_t cut = 0; cut < octets.size(); ++cut)
          ASSERT_FALSE(expand(format, Octets{octets}.first(cut), back).has_value());
      }
}

TEST(Selective, WhatFillsAnOctetAndIsNotZeroIsCounted) {
  auto octets = octets_of("80 05 32 4e 1f f0 0f f8 1d");
  std::array<std::int32_t, kNumbersPerPrb> out{};
  EXPECT_EQ(expand({kMethodBfpSelective, 9}, octets, out)->pad_set, 1u);
  octets = octets_of("04 43 93 50");
  EXPECT_EQ(expand({kMethodModulationSelective, 2}, octets, out)->reserved_set, 1u);
  EXPECT_EQ(expand({kMethodModulationSelective, 2}, octets_of("00 43 93 51"), out)->pad_set, 1u);
}

TEST(Selective, AnREOutsideTheMaskHasNoEnergy) {
  std::array<std::uint8_t, 64> octets{};
  EXPECT_EQ(compress({kMethodBfpMasks, 9, 0x801, 0}, sparse(), octets).error(), Fault::magnitude);
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
  EXPECT_EQ(fault(compress({9, 9}, numbers, octets)), Fault::method);
  EXPECT_EQ(fault(expand({15, 9}, octets, out)), Fault::method);
  EXPECT_EQ(fault(compress({kMethodBfp, 0}, numbers, octets)), Fault::width);
  EXPECT_EQ(fault(expand({kMethodNone, 17}, octets, out)), Fault::width);
  EXPECT_EQ(fault(compress({kMethodBfp, 9}, std::span{numbers}.first(23), octets)), Fault::length);
  EXPECT_EQ(fault(expand({kMethodBfp, 9}, std::span{octets}.first(27), out)), Fault::length);
  EXPECT_EQ(fault(compress({kMethodBfp, 9}, numbers, std::span{octets}.first(27))), Fault::room);
  EXPECT_EQ(fault(expand({kMethodBfp, 9}, octets, std::span{out}.first(23))), Fault::length);
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

TEST(PublishedVectors, BfpOfWeights) {
  const auto file = vectors("bfp_bfweights_o-du-phy_a.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0, minimal = 0;
  for (const auto& one : file["cases"]) {
    ++cases;
    const auto width = one["iq_width"].get<unsigned>();
    const auto numbers = one["in"].get<std::vector<std::int32_t>>();
    std::vector<std::int32_t> mantissas(numbers.size());
    const auto pack = [&](const Choices& choices) {
      std::vector<std::uint8_t> octets(1 + packed_octets(numbers.size(), width));
      octets[0] = bfp_quantize(numbers, width, choices, mantissas);
      BitWriter out{octets.data() + 1};
      for (const std::int32_t mantissa : mantissas) out.put(mantissa, width);
      out.fill();
      return octets;
    };
    const auto theirs = octets_of(one["hex"].get<std::string>());
    minimal += pack(choices::kAnnex) == theirs ? 1u : 0u;
    EXPECT_EQ(pack(choices::kXran), theirs) << one["name"];
    bfp_scale(mantissas, theirs[0]);
    EXPECT_EQ(mantissas, one["decoded"].get<std::vector<std::int32_t>>()) << one["name"];
  }
  EXPECT_EQ(cases, 440u);
  std::printf("%u cases: %u with the smallest exponent, the others with one more\n", cases, minimal);
}

TEST(PublishedVectors, BlockScalingByAPowerOfTwo) {
  const auto file = vectors("blockscale_nvidia_a.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0, same = 0, decoded = 0;
  for (const auto& one : file["cases"]) {
    ++cases;
    const Format format{kMethodBlockScaling, one["iq_width"].get<std::uint8_t>()};
    const auto numbers = one["in"].get<std::vector<std::int16_t>>();
    const auto theirs = octets_of(one["hex"].get<std::string>());
    const auto ours = packed(format, numbers, choices::kAerial);
    same += ours == theirs ? 1u : 0u;
    if (ours != theirs)
      std::printf("%s %u\n", one["name"].get<std::string>().c_str(), unsigned{format.width});
    decoded += unpacked(format, theirs) == one["decoded"].get<std::vector<std::int32_t>>() ? 1u : 0u;
  }
  EXPECT_EQ(cases, 140u);
  std::printf("%u cases: %u octets equal, %u decoded equal\n", cases, same, decoded);
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

// This source computes with one bit less than it sends, keeps the sign beside the magnitude, and leaves
// compBitWidth 0; numbers are cut to whole ones when expanded.
TEST(PublishedVectors, MuLawWithOneBitLess) {
  const auto file = vectors("ulaw_nvidia_a.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0;
  const Choices cut{.mu_law = Rounding::toward_zero, .sign = Sign::twos_complement};
  for (const auto& one : file["cases"]) {
    ++cases;
    const auto width = one["iq_width"].get<unsigned>();
    auto numbers = one["in"].get<std::vector<std::int32_t>>();
    for (auto& number : numbers) number = std::max(number, -32767);
    std::vector<std::int32_t> codes(numbers.size());
    const std::uint8_t param = mu_law_quantize(numbers, width - 1, cut, codes);
    std::vector<std::uint8_t> octets(1 + packed_octets(codes.size(), width));
    octets[0] = param & 15;
    BitWriter out{octets.data() + 1};
    for (std::size_t i = 0; i < codes.size(); ++i)
      out.put(std::abs(codes[i]) | (numbers[i] < 0 ? 1 << (width - 1) : 0), width);
    out.fill();
    EXPECT_EQ(octets, octets_of(one["hex"].get<std::string>())) << one["name"];
    mu_law_scale(codes, param & 15, width - 1, Sign::twos_complement);
    const auto decoded = one["decoded"].get<std::vector<std::int32_t>>();
    for (std::size_t i = 0; i < codes.size(); ++i)
      EXPECT_LE(std::abs(codes[i] - decoded[i]), 1) << one["name"];
  }
  EXPECT_EQ(cases, 140u);
}

TEST(Modulation, EveryScalerComesBackNormalised) {
  for (std::uint16_t code = 0; code < 0x8000; ++code)
    ASSERT_DOUBLE_EQ(scaler_value(scaler_code(scaler_value(code))), scaler_value(code)) << code;
}

TEST(PublishedVectors, ModulationOfIdealConstellations) {
  const auto file = vectors("modcomp_o-du-phy_a.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0;
  for (const auto& one : file["cases"]) {
    ++cases;
    const Format format{kMethodModulation, one["iq_width"].get<std::uint8_t>()};
    const double unit = one["unit"].get<double>();
    const auto octets = octets_of(one["hex"].get<std::string>());
    const auto decoded = one["decoded"].get<std::vector<int>>();
    const auto codes = unpacked(format, octets);
    ASSERT_EQ(codes.size(), decoded.size());
    // Their amplitudes are 16-bit numbers; the scaler that belongs to them is unit / (sqrt(2) x 2^15).
    const ModulationSet set{.shifted = true, .scaler = scaler_code(unit / 32768 / std::sqrt(2.0))};
    std::vector<float> amplitudes(codes.size());
    ASSERT_TRUE(modulation_amplitudes(codes, format.width, {&set, 1}, amplitudes).has_value());
    for (std::size_t i = 0; i < decoded.size(); ++i)
      EXPECT_NEAR(amplitudes[i] * 32768, decoded[i], std::abs(decoded[i]) / 2048.0 + 1) << cases;
    std::vector<std::int32_t> again(codes.size());
    const auto in = one["in"].get<std::vector<float>>();
    std::vector<float> scaled;
    for (const float value : in) scaled.push_back(value / 32768);
    ASSERT_TRUE(modulation_codes(scaled, format.width, {&set, 1}, again).has_value());
    EXPECT_EQ(again, codes) << cases;
  }
  EXPECT_EQ(cases, 24u);
}

TEST(PublishedVectors, ModulationWithMasks) {
  const auto file = vectors("modcomp_masks_nvidia_a.json");
  if (file.is_null()) GTEST_SKIP() << "vectors are not at hand";
  unsigned cases = 0;
  for (const auto& one : file["cases"]) {
    ++cases;
    const auto width = one["iq_width"].get<unsigned>();
    std::vector<ModulationSet> sets;
    for (std::size_t i = 0; i < one["reMask"].size(); ++i)
      sets.push_back(
          {.mask = static_cast<std::uint16_t>(std::stoul(one["reMask"][i].get<std::string>(), nullptr, 2)),
           .shifted = one["csf"][i].get<int>() != 0,
           .scaler = scaler_code(one["scaler"][i].get<double>())});
    std::vector<float> in, out;
    std::vector<std::int32_t> codes;
    const auto sign_extended = [&](int code) {
      return code >= 1 << (width - 1) ? code - (1 << width) : code;
    };
    for (std::size_t re = 0; re < kResPerPrb; ++re) {
      in.push_back(one["in_re"][re].get<float>());
      in.push_back(one["in_im"][re].get<float>());
      out.push_back(one["out_re"][re].get<float>());
      out.push_back(one["out_im"][re].get<float>());
      codes.push_back(sign_extended(one["I"][re].get<int>()));
      codes.push_back(sign_extended(one["Q"][re].get<int>()));
    }
    std::vector<std::int32_t> ours(kNumbersPerPrb);
    ASSERT_TRUE(modulation_codes(in, width, sets, ours).has_value());
    EXPECT_EQ(ours, codes) << cases;
    std::vector<float> back(kNumbersPerPrb);
    ASSERT_TRUE(modulation_amplitudes(codes, width, sets, back).has_value());
    for (std::size_t i = 0; i < out.size(); ++i)
      EXPECT_NEAR(back[i], out[i], std::abs(out[i]) / 2048 + 1e-6) << cases;
  }
  EXPECT_EQ(cases, 24u);
}

}  // namespace
}  // namespace plumbline::iq
