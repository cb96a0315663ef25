// The links whose traffic the fuzzer of the judge makes, and what making it takes.
#pragma once

#include <array>
#include <cstdint>

#include "profile/link.h"

namespace plumbline::fuzz {

inline constexpr std::uint16_t kPrachEaxc = 4;  ///< in every link that has PRACH

/// How a channel packs its samples.
struct Packing {
  bool dynamic = false;
  std::uint8_t header = 0x91;  ///< udCompHdr
};

struct KnownLink {
  profile::Link link;
  std::uint8_t mu = 1;
  Packing down, up, prach;
  std::uint16_t prach_time = 0;
  std::int32_t prach_frequency = 0;
  std::uint8_t prach_symbol = 0, prach_filter = 0, prach_symbols = 1, prach_structure = 0;
};

/// One each of what makes the judge take another way: duplex, headers, numerology, joined eAxCs, what is
/// known.
const std::array<KnownLink, 4>& known_links();

}  // namespace plumbline::fuzz
