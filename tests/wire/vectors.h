// The annotated messages of testvectors/wire.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "wire/cplane/parameters.h"
#include "wire/uplane.h"

namespace plumbline::test {

struct WireVector {
  std::string id;
  std::string layer;  ///< frame, pdu, cplane, uplane, delay, or as is_sync_layer() says
  std::vector<std::uint8_t> octets;
  std::uint32_t on_wire = 0;  ///< octets.size() unless the vector says that the capture was cut
  std::uint16_t udp_port = 0;
  wire::UplaneFormat format{};
  wire::CplaneParameters parameters{};
  nlohmann::json expect{};
};

/// Every vector of every file of the folder, sorted by file name. Fails the test on a damaged file.
std::vector<WireVector> load_wire_vectors();

/// Everything that decoding `octets` as the vector's layer says, under the names that the vectors use;
/// "fault" and "octet" tell the first fault.
nlohmann::json decode_layer(const WireVector& vector, Octets octets, std::uint32_t on_wire);

}  // namespace plumbline::test
