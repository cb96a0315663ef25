// What the sections of a C-plane message ask the U-plane for, symbol by symbol.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "emulator/fragment.h"
#include "wire/cplane.h"
#include "wire/cplane/extension_06.h"
#include "wire/cplane/extension_13.h"

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
  Piece piece() const { return {section, first, count, whole, rb}; }
  friend bool operator==(const Asked&, const Asked&) = default;
};

/// How the carrier counts.
struct Grid {
  std::uint16_t prbs = 273;  ///< what numPrbc 0 stands for
  std::uint8_t symbols = 14;
};

/// No message asks for more than this, or it cannot be read.
inline constexpr std::size_t kMostAsked = 65536;

/// Reads what the sections of a message ask for, one after the other: symInc, and sections that share their
/// PRBs, depend on those before. Rules as read_asked(); kept from message to message it allocates nothing.
class AskedReader {
 public:
  /// Begins a message. What it asks for is added behind what `asked` holds.
  void begin(const wire::CplaneHeader& header, radio::Eaxc eaxc, const Grid& grid,
             const std::vector<Asked>& asked);
  /// Adds what the next section asks for, or nothing and returns false: an extension that changes what is
  /// asked for is too short for its fields, or the message asks for too much.
  bool next(const wire::Section& section, std::vector<Asked>& asked);
  /// Whether the section that was read last names symbols beyond the slot (by startSymbolId and numSymbol) or
  /// PRBs beyond the grid, which are left out of what it asks for.
  bool beyond() const { return beyond_; }
  /// Takes back what the section that was read last asks for.
  void take_back(std::vector<Asked>& asked);
  /// Passes over the next section; symInc of those behind goes on from it.
  void skip(const wire::Section& section) { step(section); }

 private:
  struct Run {
    std::uint16_t first, count;
  };
  /// What the extensions of a section change.
  struct Shape {
    bool masked = false;  ///< symbols are those of symbol_mask
    std::uint16_t symbol_mask = 0;
    wire::Extension6 groups{};  ///< rbgSize 0: no SE 6, or it leaves the PRBs as they are
    bool has_ranges = false;
    wire::View ranges{};  ///< the room of SE 12
    unsigned ports = 0;   ///< besides the section's own
  };
  struct Earlier {
    std::uint16_t id;
    std::size_t begin, end;  ///< of `asked`
  };

  void step(const wire::Section& section);
  bool read_extensions(const wire::Section& section, Shape& shape);
  std::uint32_t symbols_of(const wire::Section& section, const Shape& shape);
  void find_runs(const wire::Section& section, const Shape& shape, unsigned start);
  void add_run(unsigned first, unsigned count);
  bool add_port(const wire::Section& section, const Shape& shape, std::uint32_t symbols, radio::Eaxc eaxc,
                std::vector<Asked>& asked);
  void leave_out_repeated(std::uint16_t id, std::size_t begin, std::vector<Asked>& asked);

  radio::Eaxc eaxc_;
  Grid grid_;
  unsigned symbol_ = 0, num_symbol_ = 1;  ///< of the section before
  bool has_uplane_ = true;                ///< type 0 asks for none
  bool beyond_ = false;
  std::size_t begin_ = 0, last_ = 0;  ///< of `asked`: where the message and the section begin
  std::vector<Earlier> earlier_;
  std::vector<Run> runs_;
  std::vector<wire::Extension13::Hop> hops_;
};

/// Adds to `asked` what `message` (a body behind ecpriSeqid, of ST 0, 1, 3 or 5) asks for: nothing by ST 0;
/// symInc, rb, SE 6, 10, 12 and 13 followed; sections that share sectionId, symbols and PRBs and differ in
/// reMask asked once. In the order of the message, of ports, of symbols, of PRBs. Returns false, and adds
/// nothing, where the message cannot be read to its end. Symbols beyond the slot and PRBs beyond the carrier
/// are left out. Source: CUS v17.01 7.5.3, 7.7.6, 7.7.10, 7.7.12, 7.7.13, 8.3.2, 8.3.3.
bool read_asked(const wire::View& message, const wire::CplaneHeader& header, radio::Eaxc eaxc,
                const Grid& grid, std::vector<Asked>& asked);
/// The same by a reader that is kept: nothing is allocated in the steady state.
bool read_asked(const wire::View& message, const wire::CplaneHeader& header, radio::Eaxc eaxc,
                const Grid& grid, AskedReader& reader, std::vector<Asked>& asked);

}  // namespace plumbline::emulator
