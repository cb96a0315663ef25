// What DL sections hold where the format shows it: modulation compression and selective RE sending.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bounded.h"
#include "emulator/payload.h"
#include "emulator/traffic.h"
#include "profile/link.h"

namespace plumbline::emulator {

/// What symbols hold.
enum class Filling : std::uint8_t {
  data,
  dmrs,    ///< DMRS besides data; with selective methods a CDM group without either (3GPP TS 38.211 7.4.1.1)
  sparse,  ///< data, and in every second PRB an RE of a zero-power CSI-RS; selective methods alone
};

/// Symbols of a slot that are described together.
struct SlotPart {
  profile::SymbolSpan symbols;
  Filling filling = Filling::data;
};
using SlotParts = Bounded<SlotPart, 4>;

/// The PRBs of a section, and what its description says of them.
struct Content {
  std::size_t pool = 0;                    ///< of Plan::pools
  std::uint16_t re_mask = 0xFFF;           ///< reMask: the REs that hold something
  std::vector<std::uint8_t> extensions{};  ///< SE 4 or SE 5; empty: none
};

/// All contents of a channel. With modulation compression of w bits sections take turns in constellations of
/// 1 to w bits an axis: the widest is shifted (csf), the others are not (CUS v17.01 A.5). Data has the same
/// mean power in all of them.
struct Contents {
  bool sparse = false;       ///< the last symbol of a slot is Filling::sparse
  std::size_t turns = 1;     ///< how many constellations
  std::vector<Content> all;  ///< by filling, then by turn

  const Content& of(Filling filling, std::size_t turn) const {
    return all[static_cast<std::size_t>(filling) * turns + turn % turns];
  }
  /// How the symbols of a slot are described: DMRS in the third one.
  SlotParts cut(const profile::SymbolSpan& symbols) const;
};

/// Whether the samples of a format tell what they are for: modulation compression always, selective methods
/// where the payload has REs to leave out.
bool has_contents(iq::Format format, Payload payload);

/// Makes the pools of a carrier of `prbs` PRBs behind those that `pools` has. The format must have contents.
Contents make_contents(iq::Format format, std::uint16_t prbs, Random random, Payload payload,
                       std::vector<PrbPool>& pools);

}  // namespace plumbline::emulator
