// Which messages decode shows: parsed from the command line, asked for every message.
#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "text/message.h"

namespace plumbline::app {

/// A closed range of slots in radio time; wraps over frame 255 when it ends before it begins.
struct SlotRange {
  std::uint32_t first = 0;  ///< frame << 16 | subframe << 8 | slot
  std::uint32_t last = ~0u;
  bool contains(const radio::RadioTime& time) const {
    const std::uint32_t at = std::uint32_t{time.frame} << 16 | std::uint32_t{time.subframe} << 8 | time.slot;
    return first <= last ? first <= at && at <= last : at >= first || at <= last;
  }
};

/// "37.4.1..37.5.0", "37..", "..40.2", "37.4" (all of it): frame, then subframe, then slot, decimal.
Result<SlotRange, Error> parse_slots(std::string_view text);
/// "0,1,4-7,0x102".
Result<std::bitset<65536>, Error> parse_eaxcs(std::string_view text);

/// "4,2,2,8": widths of DU_Port_ID, BandSector_ID, CC_ID, RU_Port_ID, at most 16 together.
Result<std::array<std::uint8_t, 4>, Error> parse_eaxc_bits(std::string_view text);

/// Options as they were typed; empty ones were not given.
struct FilterOptions {
  std::string eaxcs, direction, slots;
};

struct DecodeFilter {
  std::optional<std::bitset<65536>> eaxcs;
  std::optional<char> plane;  ///< 'c', 'u', 's'
  std::optional<radio::Direction> direction;
  std::optional<SlotRange> slots;
  bool any() const { return eaxcs || plane || direction || slots; }
  bool wants(const text::Message& message) const;
};
Result<DecodeFilter, Error> filter_of(const FilterOptions& options);

}  // namespace plumbline::app
