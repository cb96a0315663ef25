// What the sections of a C-plane message ask the U-plane for, symbol by symbol.
#pragma once

#include <cstdint>
#include <vector>

#include "wire/cplane.h"

namespace plumbline::emulator {

/// PRBs of one section in one symbol, as one section of a U-plane message names them.
struct Asked {
  radio::Eaxc eaxc;
  std::uint16_t section = 0;  ///< sectionId
  std::uint8_t symbol = 0;    ///< symbolId
  std::uint16_t first = 0;    ///< startPrbu
  std::uint16_t count = 0;    ///< PRBs; with `rb` of every second one
  bool rb = false;
  bool whole = false;  ///< all PRBs of a carrier of more than 255, written as numPrbu 0
  friend bool operator==(const Asked&, const Asked&) = default;
};

/// How the carrier counts.
struct Grid {
  std::uint16_t prbs = 273;  ///< what numPrbc 0 stands for
  std::uint8_t symbols = 14;
};

/// Adds to `asked` what `message` (a body behind ecpriSeqid, of ST 1, 3 or 5) asks for: symInc, rb, SE 6, 10,
/// 12 and 13 followed; sections that share sectionId, symbols and PRBs and differ in reMask asked once. In
/// the order of the message, of symbols, of PRBs. Returns false, and adds nothing, where the message cannot
/// be read to its end. Symbols beyond the slot and PRBs beyond the carrier are left out. Source: CUS
/// v17.01 7.5.3, 7.7.6, 7.7.10, 7.7.12, 7.7.13, 8.3.3.
bool read_asked(const wire::View& message, const wire::CplaneHeader& header, radio::Eaxc eaxc,
                const Grid& grid, std::vector<Asked>& asked);

}  // namespace plumbline::emulator
