// What is measured of U-plane samples: one row per address pair, eAxC, direction, channel and format.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "iq/evm.h"
#include "iq/levels.h"
#include "plumbline/iq_reader.h"
#include "track/streams.h"

namespace plumbline::app {

inline constexpr std::size_t kMostRows = 4096;
inline constexpr std::size_t kSymbolIds = 14;

/// What constellations the samples look like. Errors are summed in the order of packets.
struct Looks {
  std::array<iq::Evm, iq::kModulations.size()> of{};    ///< by modulation
  std::array<double, iq::kModulations.size()> gains{};  ///< sum of |gain| over REs
  std::uint64_t unexplained = 0;                        ///< REs that no constellation explains
  std::uint64_t sections = 0;                           ///< that were looked at

  Looks& operator+=(const Looks& other);
  std::uint64_t points() const;  ///< all REs that were looked at
  /// The one that explains most REs, as index of iq::kModulations; nothing when none explains any.
  std::optional<std::size_t> most() const;
};

/// Samples of one symbolId, or of all.
struct IqCounts {
  iq::Levels levels;
  Looks looks;
  std::uint64_t symbols = 0;  ///< different symbols of radio time that came
  std::uint64_t sections = 0;
  std::uint64_t reserved_prbs = 0;  ///< BFP: bits of udCompParam are set that are reserved
  iq::Levels::Energy swapped = 0;   ///< 16 bits uncompressed: energy with octets the other way round
  IqCounts& operator+=(const IqCounts& other);
};

struct IqRow {
  IqSection like;             ///< what names it; borrows nothing that goes away but `octets`
  std::uint32_t prb_end = 0;  ///< one past the highest PRB
  std::array<IqCounts, kSymbolIds> by_symbol;
  IqCounts other;  ///< symbolId 14..63

  IqCounts all() const;
  /// PRBs that a symbol has: of the carrier or the PRACH occasion, else the highest that was seen.
  std::uint32_t grid_prbs() const;

  /// Symbols that came, of the last slots.
  std::array<std::uint32_t, 64> slots{};
  std::array<std::uint64_t, 64> arrived{};
};

/// What of a section is handed on: numbers only when they were asked for.
struct IqMeasured {
  std::size_t row = 0;
  bool ok = false;  ///< false: not measured, see IqMeter::untracked()
};

class IqMeter {
 public:
  /// `derotate`: see iq::fit_constellation().
  explicit IqMeter(bool derotate) : derotate_{derotate} {}

  /// Measures a section; `numbers` are its expanded ones, empty when not made (wants_numbers()).
  IqMeasured add(const IqSection& section, bool want_numbers);
  /// The numbers of the section that add() measured last, when they were wanted.
  std::span<const std::int32_t> numbers() const { return numbers_; }

  const std::deque<IqRow>& rows() const { return rows_; }
  /// Row numbers by address pair, direction (downlink first), channel, eAxC, format.
  std::vector<std::size_t> order() const;
  std::uint64_t untracked() const { return untracked_; }
  std::uint64_t unreadable() const {
    return unreadable_;
  }  ///< sections of a method or width that says nothing

 private:
  void look(Looks& looks);
  void explain(std::span<const iq::Point> points, Looks& looks);

  bool derotate_;
  track::DenseIndex index_{kMostRows};
  std::deque<IqRow> rows_;
  std::vector<std::int32_t> numbers_;
  std::vector<iq::Point> points_;
  std::uint64_t untracked_ = 0, unreadable_ = 0;
};

}  // namespace plumbline::app
