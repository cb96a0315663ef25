#include "text/known_frames.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/hex.h"

namespace plumbline::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Octets behind the EtherType.
Bytes framed(std::string_view text, const char* ether_type = "aefe") {
  return from_hex(std::string{"020000000002 020000000001"} + ether_type + std::string{text});
}

}  // namespace

std::vector<Bytes> annotated_frames(const std::vector<std::string>& layers) {
  std::vector<Bytes> frames;
  for (const auto& entry : std::filesystem::directory_iterator{PLUMBLINE_SOURCE_DIR "/testvectors/wire"}) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in{entry.path()};
    const auto file = nlohmann::json::parse(in);
    if (file["schema"] != "wire-vector-1") continue;
    for (const auto& vector : file["vectors"]) {
      const std::string layer = vector["layer"];
      if (!layers.empty() && std::find(layers.begin(), layers.end(), layer) == layers.end()) continue;
      std::string digits;
      for (const std::string line : vector["octets"]) digits += line.substr(0, line.find('|'));
      const char* ether_type = layer == "ptp" ? "88f7" : layer == "esmc" ? "8809" : "aefe";
      frames.push_back(layer == "frame" ? from_hex(digits) : framed(digits, ether_type));
    }
  }
  return frames;
}

std::vector<Bytes> golden_frames(const std::string& path) {
  std::vector<Bytes> frames;
  std::ifstream in{path};
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| ")) continue;
    const std::size_t cell = line.find(" | `", 1);
    if (cell == std::string::npos || line.find('|', 1) != cell + 1) continue;
    const std::size_t start = cell + 4, end = line.find('`', start);
    if (end == std::string::npos || line[start] != '1') continue;
    const std::string octets = line.substr(start, end - start);
    if (octets.find_first_not_of("0123456789abcdef ") != std::string::npos) continue;
    const std::string after = line.substr(end + 1);
    const bool zeros = after.starts_with(" + 40 zero bytes");
    if (!zeros && !after.starts_with(" |")) continue;
    frames.push_back(framed(octets));
    if (zeros) frames.back().resize(frames.back().size() + 40);
  }
  return frames;
}

}  // namespace plumbline::test
