// What the first octets of an input choose (scripts/fuzz_corpus writes them).
#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/cplane/parameters.h"
#include "wire/uplane.h"

namespace plumbline::fuzz {

/// Of cplane_fuzz: weights, antennas, PRBs of the carrier (2), alignment and the format of SINR values, their
/// block size; octets that the capture lost (2) follow.
inline constexpr std::size_t kCplaneChoices = 8;
inline wire::CplaneParameters cplane_choices(const std::uint8_t* data) {
  wire::CplaneParameters parameters{.weights = data[0],
                                    .antennas = data[1],
                                    .carrier_prbs = static_cast<std::uint16_t>(load_be16(data + 2) % 1024),
                                    .st6_aligned = (data[4] & 1) != 0};
  if ((data[4] & 2) != 0)
    parameters.sinr = wire::SinrFormat{.block_floating_point = (data[4] & 4) != 0,
                                       .width = static_cast<std::uint8_t>(1 + (data[4] >> 4)),
                                       .block_size = data[5]};
  return parameters;
}

/// Of uplane_fuzz: static or dynamic, method and udCompLen, width, PRBs of the carrier (2); octets that the
/// capture lost (2) follow.
inline constexpr std::size_t kUplaneChoices = 6;
inline wire::UplaneFormat uplane_choices(const std::uint8_t* data) {
  return {.dynamic = (data[0] & 1) != 0,
          .method = static_cast<std::uint8_t>(data[0] >> 1 & 15),
          .width = static_cast<std::uint8_t>(1 + (data[1] & 15)),
          .carrier_prbs = static_cast<std::uint16_t>(load_be16(data + 2) % 1024),
          .ud_comp_len = (data[0] & 0x20) != 0};
}

/// Of sync_fuzz: what follows the Ethernet header (modulo 3: PTP, ESMC, eCPRI); octets that the capture lost
/// (2) follow.
inline constexpr std::size_t kSyncChoices = 3;

/// The two octets in front of the message that say how many octets the capture lost.
inline std::uint32_t octets_lost(const std::uint8_t* message) { return load_be16(message - 2) % 2048; }

}  // namespace plumbline::fuzz
