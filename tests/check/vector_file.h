// Reads the files of testvectors/rules: packets written by hand, and what is expected of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "check/checker.h"
#include "support/hex.h"
#include "support/support.h"

namespace plumbline::test {

using Json = nlohmann::json;

inline std::string rules_folder() { return source_path("testvectors/rules"); }

/// The JSON files of the folder by name without ending, ordered.
inline std::vector<std::string> vector_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{rules_folder()})
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

inline Json read_json(const std::string& path) { return Json::parse(read_file(path)); }

/// The packets of a vector; their octets live as long as this.
struct VectorPackets {
  std::vector<std::vector<std::uint8_t>> octets;
  std::vector<io::Packet> packets;

  explicit VectorPackets(const Json& vector) {
    for (const Json& packet : vector.at("packets")) octets.push_back(from_lines(packet.at("octets"), '#'));
    for (std::size_t i = 0; i < octets.size(); ++i) {
      const Json& json = vector.at("packets").at(i);
      io::Packet packet{.number = i + 1};
      packet.original_length = static_cast<std::uint32_t>(octets[i].size());
      packet.octets = Octets{octets[i]}.first(json.value("captured", octets[i].size()));
      packet.loss_before = json.value("loss_before", false);
      if (json.contains("stamp_ns"))
        packet.stamp = CaptureTime{Nanos{json.at("stamp_ns").get<std::int64_t>()}};
      packets.push_back(packet);
    }
  }
};

/// The link of a vector: null, the name of a file, or YAML text.
inline std::optional<profile::Link> link_of(const Json& vector) {
  if (vector.at("link").is_null()) return std::nullopt;
  const std::string said = vector.at("link");
  const bool text = said.find('\n') != std::string::npos;
  auto link =
      text ? profile::parse_link(said, "link") : profile::load_link(rules_folder() + "/links/" + said);
  EXPECT_TRUE(link) << (link ? "" : link.error().what);
  if (!link) return std::nullopt;
  return *std::move(link);
}

inline record::Result judge(const Json& vector, unsigned workers = 1) {
  const VectorPackets packets{vector};
  const std::optional<profile::Link> link = link_of(vector);
  check::Checker checker{link ? &*link : nullptr, workers};
  checker.feed(packets.packets);
  return checker.finish();
}

/// A test name out of words.
inline std::string identifier(const std::string& words) {
  std::string name;
  for (const char c : words) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

}  // namespace plumbline::test
