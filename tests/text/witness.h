// What lib/ tells of any octets (decode --json), held against the independent decoder of tests/reference. A
// difference is a mistake on one side: lib/text/MESSAGES.md and the standard decide which.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wire/cplane/parameters.h"
#include "wire/uplane.h"

namespace plumbline::test {

/// What both decoders are told.
struct Knowledge {
  wire::CplaneParameters cplane;
  std::array<std::uint8_t, 4> eaxc_bits{4, 4, 4, 4};
  std::optional<wire::UplaneFormat> format;  ///< its carrier_prbs are those of `cplane`
  std::uint16_t udp_port = 0;
};
/// In words, for the message about a difference.
std::string words_of(const Knowledge& knowledge);

/// How many messages and parts of messages of a kind were compared; a kind is its name and number
/// (U-plane sections: their method, 16 where the format is not known); reserved numbers count as one.
using Compared = std::map<std::pair<std::string, unsigned>, std::size_t>;

struct Difference {
  std::string ours, theirs;
  std::string from_ours_to_theirs;  ///< JSON patch
};
/// The first difference in what they say of a frame of `original_length` octets of which `octets` were
/// captured; nothing where both say the same. Adds the messages that are alike to `compared`.
std::optional<Difference> compare(const std::vector<std::uint8_t>& octets, std::size_t original_length,
                                  const Knowledge& knowledge, Compared& compared);

}  // namespace plumbline::test
