// The samples of U-plane that was kept.
#pragma once

#include <cstdint>
#include <vector>

#include "iq/compression.h"
#include "iq/constellation.h"
#include "iq/pn.h"
#include "suite/expect.h"

namespace plumbline::suite {

/// Adds the numbers (24 a PRB) of a section to `numbers`. False: they were not kept as a whole, or cannot be
/// unpacked; methods without samples of their own (modulation compression) cannot.
bool add_samples(const Setup& setup, const Observed& observed, const SeenUplane& seen,
                 std::vector<std::int32_t>& numbers);

/// The U-plane of one symbol of an eAxC id, in the order of its PRBs.
struct SymbolSamples {
  radio::Eaxc eaxc;
  AirTime at;
  std::uint64_t packet = 0;      ///< its first
  std::uint8_t ud_comp_hdr = 0;  ///< of its first section; 0 where it has none
  bool whole = true;             ///< all samples could be unpacked, and no section lacks octets
  std::vector<std::uint16_t> prbs{};
  std::vector<std::int32_t> numbers{};  ///< 24 a PRB
};
/// Calls `visit` for every symbol of what `regard` takes, of Observed::unread too.
void each_symbol(const Setup& setup, const Observed& observed, const Regard& regard,
                 const std::function<void(const SymbolSamples&)>& visit);

}  // namespace plumbline::suite
