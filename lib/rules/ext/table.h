// Which extension goes with which section type, and how long it is. Source: CUS v17.01 7.7.x.1, 7.7, 9.2.1.
#pragma once

#include <array>
#include <cstdint>

namespace plumbline::rules {

struct ExtensionRow {
  std::uint16_t section_types;  ///< bit n: section type n
  std::uint16_t least, most;    ///< extLen in words
};

inline constexpr std::uint16_t kAnyLength = 0xFFFF;

inline constexpr auto kExtensionTable = [] {
  constexpr auto of = [](auto... types) { return static_cast<std::uint16_t>(((1u << types) | ...)); };
  constexpr std::uint16_t all = 0x0FFB, by_du = of(0, 1, 3, 4, 5, 6, 11);
  return std::array<ExtensionRow, 29>{{
      {all, 1, kAnyLength},                  // 0 reserved: skipped by its length
      {of(1, 3), 1, kAnyLength},             // 1 beamforming weights
      {of(1, 3), 1, kAnyLength},             // 2 beamforming attributes
      {of(1, 3), 1, 4},                      // 3 DL precoding
      {of(1, 3, 5), 1, 1},                   // 4 modulation compression
      {of(1, 3, 5), 2, 11},                  // 5 modulation compression, several sets
      {of(1, 3, 5, 10, 11), 2, 2},           // 6 non-contiguous PRBs
      {of(0, 1, 3), 1, 1},                   // 7 eAxC mask
      {of(5), 1, 1},                         // 8 regularization factor
      {all, 1, 1},                           // 9 dynamic spectrum sharing
      {of(1, 3, 5), 1, kAnyLength},          // 10 group of ports
      {of(1, 3), 1, kAnyLength},             // 11 flexible weights
      {of(1, 3, 5, 10, 11), 1, kAnyLength},  // 12 PRB ranges
      {of(1, 3, 5), 1, kAnyLength},          // 13 frequency hopping
      {of(5), 1, kAnyLength},                // 14 nulling layers
      {of(5, 6), 2, 2},                      // 15 mixed numerology
      {of(5), 1, kAnyLength},                // 16 antenna mapping
      {of(5), 1, kAnyLength},                // 17 user port group
      {of(1, 3, 5), 2, 2},                   // 18 uplink transmission management
      {of(1, 3), 1, kAnyLength},             // 19 compact beamforming
      {all, 1, kAnyLength},                  // 20 puncturing
      {of(5, 6), 1, 1},                      // 21 PRB group size
      {by_du, 1, 1},                         // 22 ACK/NACK request
      {of(1, 3, 5), 1, kAnyLength},          // 23 modulation compression, several symbols
      {of(5), 1, kAnyLength},                // 24 PUSCH DMRS
      {of(5), 1, kAnyLength},                // 25 symbol reordering
      {of(5), 1, kAnyLength},                // 26 frequency offset
      {of(5), 1, kAnyLength},                // 27 dimensionality reduction
      {of(5), 1, kAnyLength},                // 28 SINR resolution
  }};
}();

/// The row of a type; reserved types (29 and up) have the row of type 0.
constexpr const ExtensionRow& extension_row(std::uint8_t type) {
  return kExtensionTable[type < kExtensionTable.size() ? type : 0];
}
/// Section types that are reserved allow everything: what they mean is unknown.
constexpr bool extension_allowed(std::uint8_t type, std::uint8_t section_type) {
  return section_type > 11 || (extension_row(type).section_types >> section_type & 1) != 0;
}
constexpr std::uint16_t least_words(std::uint8_t type) { return extension_row(type).least; }
constexpr std::uint16_t most_words(std::uint8_t type) { return extension_row(type).most; }
constexpr bool extension_size_legal(std::uint8_t type, std::uint16_t words) {
  // Type 3 is 4 words on the first layer, 1 on others (CUS v17.01 7.7.3).
  return words >= least_words(type) && words <= most_words(type) && !(type == 3 && words == 2);
}

}  // namespace plumbline::rules
