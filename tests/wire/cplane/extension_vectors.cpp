#include "wire/cplane/extension_vectors.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/hex.h"

namespace plumbline::test {
namespace {

using nlohmann::json;

/// The text behind `|`, for octets from `at` on.
std::vector<std::string> told_in(const std::string& line, std::uint32_t at) {
  std::vector<std::string> told;
  std::istringstream words{line.substr(line.find('|') + 1)};
  std::uint32_t octet = at;
  for (std::string word; words >> word;) {
    if (word[0] == '+' || word[0] == '-') {
      octet = at + static_cast<std::uint32_t>(std::stoi(word));
    } else if (word == "]" || word == "}" || word.back() == '[') {
      told.push_back(word);
    } else if (word == "{") {
      told.push_back(std::to_string(octet) + " {");
    } else {
      std::string value;
      EXPECT_TRUE(words >> value) << line;
      told.push_back(std::to_string(octet) + ' ' + word + ' ' + value);
    }
  }
  return told;
}

/// A line of octets: `?` an optional step, a blank the rest of the step above, `.` what is behind all steps.
void add_line(ExtensionVector& vector, const std::string& line) {
  const char kind = line[0];
  const bool marked = kind == '?' || kind == ' ' || kind == '.';
  const auto octets = from_hex(line.substr(marked ? 1 : 0, line.find('|') - (marked ? 1 : 0)));
  const auto at = static_cast<std::uint32_t>(vector.octets.size());
  vector.octets.insert(vector.octets.end(), octets.begin(), octets.end());
  if (kind == '.') return;
  const auto told = told_in(line, at);
  if (kind != ' ') vector.steps.emplace_back();
  ExtensionVector::Step& step = vector.steps.back();
  step.end = static_cast<std::uint32_t>(vector.octets.size());
  step.optional = step.optional || kind == '?';
  step.told.insert(step.told.end(), told.begin(), told.end());
}

ExtensionVector vector_of(const json& item) {
  EXPECT_FALSE(item["reason"].get<std::string>().empty()) << item["id"];
  EXPECT_FALSE(item["clause"].get<std::string>().empty()) << item["id"];
  ExtensionVector vector{.id = item["id"], .octets = {}, .head = {}, .steps = {}, .why = {}};
  for (const std::string line : item["octets"]) add_line(vector, line);
  auto& first = vector.steps.front().told;
  EXPECT_GE(first.size(), 3u) << vector.id;
  vector.head = {first.begin(), first.begin() + 3};
  first.erase(first.begin(), first.begin() + 3);
  const std::string end = item.value("end", "complete");
  EXPECT_TRUE(end == "complete" || end == "truncated" || end == "unknown") << vector.id;
  if (end == "truncated") vector.end = wire::LayoutEnd::truncated;
  if (end == "unknown") vector.end = wire::LayoutEnd::unknown;
  vector.why = item.value("why", "");
  vector.needs = item.value("needs", 0u);
  vector.cut = item.value("cut", true);
  vector.parameters.weights = item.value("weights", std::uint16_t{0});
  vector.parameters.carrier_prbs = item.value("carrier_prbs", std::uint16_t{0});
  vector.section_type = item.value("section_type", std::uint8_t{1});
  vector.section = {.rb = item.value("rb", false),
                    .num_prb = item.value("num_prb", std::uint8_t{10}),
                    .num_symbol = 1,
                    .ef = true,
                    .beam_id = item.value("own_id", std::uint16_t{1})};
  for (const std::string line : item.value("neighbours", json::array())) {
    const auto octets = from_hex(line.substr(0, line.find('|')));
    vector.neighbours.insert(vector.neighbours.end(), octets.begin(), octets.end());
  }
  return vector;
}

std::vector<ExtensionVector> load() {
  std::vector<ExtensionVector> all;
  for (const char* name : {"01_10", "11_20", "21_30", "limits"}) {
    const std::string path =
        std::string{PLUMBLINE_SOURCE_DIR} + "/testvectors/wire/extensions_" + name + ".json";
    std::ifstream in{path};
    EXPECT_TRUE(in) << "cannot read " << path;
    const json file = json::parse(in);
    EXPECT_EQ(file["schema"], "extension-vector-1") << path;
    for (const json& item : file["vectors"]) all.push_back(vector_of(item));
  }
  return all;
}

}  // namespace

std::vector<std::string> ExtensionVector::told(std::uint32_t n) const {
  std::vector<std::string> all;
  int open = 0;
  for (const Step& step : steps) {
    if (step.end > n) break;
    for (const std::string& text : step.told) {
      all.push_back(text);
      open += text.back() == '[' ? 1 : text == "]" ? -1 : 0;
    }
  }
  for (; open > 0; --open) all.push_back("]");
  return all;
}

wire::LayoutEnd ExtensionVector::end_of(std::uint32_t n) const {
  for (const Step& step : steps)
    if (step.end > n) return step.optional ? wire::LayoutEnd::complete : wire::LayoutEnd::truncated;
  return rest_at(n) + needs <= n ? end : wire::LayoutEnd::truncated;
}

std::uint32_t ExtensionVector::rest_at(std::uint32_t n) const {
  std::uint32_t at = 0;
  for (const Step& step : steps)
    if (step.end <= n) at = step.end;
  return at;
}

const std::vector<ExtensionVector>& extension_vectors() {
  static const std::vector<ExtensionVector> all = load();
  return all;
}

}  // namespace plumbline::test
