// A second decoder of the fronthaul, written from the standard alone and as plainly as possible. It shares
// nothing with lib/, is slow, and says what lib/text/MESSAGES.md says, so that the two can be compared on any
// octets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace reference {

using Octets = std::vector<std::uint8_t>;
using Json = nlohmann::ordered_json;

/// How IQ data of the U-plane is written: udCompMeth 0..8 and a width of 1..16 bits.
struct Format {
  unsigned method = 0;
  unsigned width = 16;
};

/// How SINR values of section type 9 are written; block_size 0: as many a PRB as numSinrPerPrb says.
struct SinrFormat {
  bool block_floating_point = false;
  unsigned width = 16;
  unsigned block_size = 0;
};

/// What the octets do not say (MESSAGES.md 1.6). 0 or nothing: not known.
struct Parameters {
  std::array<unsigned, 4> eaxc_bits{4, 4, 4, 4};
  std::optional<Format> static_format;  ///< no udCompHdr in U-plane sections
  bool dynamic_format = false;          ///< udCompHdr in every U-plane section; wins over static_format
  bool comp_len = false;                ///< udCompLen in U-plane sections of methods 5 to 8
  unsigned carrier_prbs = 0;
  unsigned weights = 0;   ///< weights in a vector (K)
  unsigned antennas = 0;  ///< of channel information (section type 6)
  bool st6_aligned = false;
  std::optional<SinrFormat> sinr;
  unsigned udp_port = 0;  ///< 0: UDP payloads that look like eCPRI are eCPRI
};

/// One object a message (or one for a frame that holds none), in the shape of MESSAGES.md without `number`
/// and `time`. `octets` are those captured of a frame of `original_length`.
Json decode_frame(const Octets& octets, std::size_t original_length, const Parameters& parameters);

}  // namespace reference
