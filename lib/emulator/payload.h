// Seeded samples, compressed once and used many times.
#pragma once

#include <cstdint>
#include <vector>

#include "base/cursor.h"
#include "base/random.h"
#include "iq/compression.h"

namespace plumbline::emulator {

/// PRBs of Gaussian-like samples (sum of uniform ones, -23 dBFS, never clipped), packed in one format.
class PrbPool {
 public:
  static constexpr std::size_t kStarts = 2048;

  /// `longest` is the most PRBs pick() is asked for. The format must be one that iq::compress knows.
  PrbPool(iq::Format format, std::size_t longest, Random random);

  /// `prbs` <= longest consecutive PRBs from a random place; takes one number of `random`.
  Octets pick(std::size_t prbs, Random& random) const {
    return Octets{octets_}.subspan(random.below(kStarts) * prb_octets_, prbs * prb_octets_);
  }

 private:
  std::size_t prb_octets_;
  std::vector<std::uint8_t> octets_;
};

/// Whole PRACH symbols: the preamble's REs, then zeros to the end of the PRBs (CUS v17.01 8.2.1).
class PrachPool {
 public:
  static constexpr std::size_t kSymbols = 8;

  PrachPool(iq::Format format, std::size_t prbs, std::size_t subcarriers, Random random);

  /// The PRBs of one symbol; takes one number of `random`.
  Octets pick(Random& random) const {
    return Octets{octets_}.subspan(random.below(kSymbols) * symbol_octets_, symbol_octets_);
  }

 private:
  std::size_t symbol_octets_;
  std::vector<std::uint8_t> octets_;
};

}  // namespace plumbline::emulator
