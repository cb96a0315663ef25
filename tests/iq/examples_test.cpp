// The worked examples of testvectors/iq: what samples become, and what octets become again.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "iq/bfp.h"
#include "iq/compression.h"
#include "iq/modulation.h"
#include "iq/weights.h"
#include "support/support.h"

namespace plumbline::iq {
namespace {

using Json = nlohmann::json;

Json read(const std::string& name) {
  return Json::parse(test::read_file(test::source_path("testvectors/iq/" + name)));
}

std::vector<std::uint8_t> octets_of(const Json& hex) {
  std::vector<std::uint8_t> octets;
  const std::string text = hex;
  for (std::size_t i = 0; i + 1 < text.size(); i += 3)
    octets.push_back(static_cast<std::uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
  return octets;
}

/// Position of a word in a list; a failed expectation where it is not there.
template <class T, std::size_t N>
T word(const Json& said, const std::array<const char*, N>& words) {
  const auto at = std::find(words.begin(), words.end(), said.get<std::string>());
  EXPECT_NE(at, words.end()) << said;
  return static_cast<T>(at - words.begin());
}

Choices choices_of(const Json& example) {
  constexpr std::array kRoundings{"down", "toward_zero", "half_up", "half_away"};
  const Json said = example.value("choices", Json::object());
  Choices choices;
  for (const auto& [key, value] : said.items()) {
    if (key == "exponent")
      choices.exponent = word<Exponent>(value, std::array{"smallest", "magnitude"});
    else if (key == "mantissa")
      choices.mantissa = word<Rounding>(value, kRoundings);
    else if (key == "larger_exponent")
      choices.larger_exponent = value;
    else if (key == "scaler")
      choices.scaler = word<Scaler>(value, std::array{"least", "sum", "power_of_two"});
    else if (key == "scaled")
      choices.scaled = word<Rounding>(value, kRoundings);
    else if (key == "mu_law")
      choices.mu_law = word<Rounding>(value, kRoundings);
    else if (key == "sign")
      choices.sign = word<Sign>(value, std::array{"twos_complement", "magnitude"});
    else
      ADD_FAILURE() << key << " is no choice";
  }
  return choices;
}

Format format_of(const Json& example) {
  Format format;
  format.method = word<std::uint8_t>(
      example.at("method"),
      std::array{"none", "bfp", "block_scaling", "mu_law", "modulation", "bfp_selective",
                 "modulation_selective", "bfp_selective_masks", "modulation_selective_masks"});
  format.width = example.at("width");
  if (example.contains("masks")) {
    format.mask_odd = example["masks"][0];
    format.mask_even = example["masks"][1];
  }
  return format;
}

TEST(Examples, AreCompressedToTheirOctetsAndExpandAgain) {
  std::set<std::string> methods;
  for (const char* file :
       {"bfp.json", "block_scaling.json", "mu_law.json", "selective.json", "modulation.json"}) {
    const Json document = read(file);
    for (const Json& example : document.at("examples")) {
      SCOPED_TRACE(example.at("name").get<std::string>() + ": " + example.at("why").get<std::string>());
      methods.insert(example.at("method"));
      const Format format = format_of(example);
      const Choices choices = choices_of(example);
      const auto numbers = example.at("numbers").get<std::vector<std::int32_t>>();
      const auto wanted = octets_of(example.at("octets"));
      std::vector<std::uint8_t> octets(wanted.size() + 64);
      const auto size = compress(format, numbers, octets, choices);
      ASSERT_TRUE(size.has_value());
      octets.resize(*size);
      EXPECT_EQ(octets, wanted);
      std::vector<std::int32_t> back(numbers.size());
      const auto seen = expand(format, wanted, back, choices.sign);
      ASSERT_TRUE(seen.has_value());
      EXPECT_EQ(seen->octets, wanted.size());
      EXPECT_EQ(seen->reserved_set + seen->pad_set + seen->width_wrong, 0u);
      const auto decoded = example.value("decoded", std::vector<std::int32_t>{});
      back.resize(decoded.size());
      EXPECT_EQ(back, decoded);
    }
  }
  EXPECT_EQ(methods.size(), 8u);
}

TEST(Examples, ExponentsAreThoseOfTheTable) {
  const Json table = read("bfp.json").at("exponents");
  for (const Json& one : table.at("cases"))
    for (const auto& [key, rule] :
         {std::pair{"smallest", Exponent::smallest}, {"magnitude", Exponent::magnitude}}) {
      const std::vector<std::int32_t> numbers(kNumbersPerPrb, one.at("value").get<std::int32_t>());
      std::vector<std::int32_t> mantissas(numbers.size());
      EXPECT_EQ(bfp_quantize(numbers, table.at("width"), {.exponent = rule}, mantissas),
                one.at(key).get<unsigned>())
          << one.at("value") << ' ' << key;
    }
}

TEST(Examples, ScalersAndAmplitudesOfModulationCompression) {
  const Json file = read("modulation.json");
  for (const Json& one : file.at("scalers")) {
    const std::uint16_t code = one.at("code");
    EXPECT_EQ(scaler_code(one.at("value")), code) << one;
    EXPECT_NEAR(scaler_value(code), one.at("back").get<double>(), 5e-7) << one;
  }
  for (const Json& one : file.at("amplitudes")) {
    std::vector<float> amplitudes;
    for (const int level : one.at("levels"))
      amplitudes.push_back(static_cast<float>(level / std::sqrt(one.at("by").get<double>())));
    const ModulationSet set{.shifted = one.at("csf") == 1, .scaler = one.at("scaler")};
    const unsigned width = one.at("width");
    std::vector<std::int32_t> codes(amplitudes.size());
    ASSERT_TRUE(modulation_codes(amplitudes, width, {&set, 1}, codes).has_value());
    EXPECT_EQ(codes, one.at("codes").get<std::vector<std::int32_t>>());
    std::vector<float> back(amplitudes.size());
    ASSERT_TRUE(modulation_amplitudes(codes, width, {&set, 1}, back).has_value());
    for (std::size_t i = 0; i < back.size(); ++i) EXPECT_NEAR(back[i], amplitudes[i], 2e-4) << i;
  }
}

TEST(Examples, WeightsAreCompressedToTheirOctets) {
  const Json file = read("weights.json");
  for (const Json& one : file.at("weights")) {
    SCOPED_TRACE(one.at("name").get<std::string>() + ": " + one.at("why").get<std::string>());
    const auto numbers = one.at("numbers").get<std::vector<std::int32_t>>();
    const auto wanted = octets_of(one.at("octets"));
    std::vector<std::uint8_t> octets(wanted.size() + 64);
    const auto size = compress_weights({one.at("method"), one.at("width")}, numbers, octets);
    ASSERT_TRUE(size.has_value());
    octets.resize(*size);
    EXPECT_EQ(octets, wanted);
  }
}

TEST(Examples, AreInNoOtherFile) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{test::source_path("testvectors/iq")})
    files.insert(entry.path().filename());
  EXPECT_EQ(files, (std::set<std::string>{"README.md", "bfp.json", "block_scaling.json", "modulation.json",
                                          "mu_law.json", "selective.json", "weights.json"}));
}

}  // namespace
}  // namespace plumbline::iq
