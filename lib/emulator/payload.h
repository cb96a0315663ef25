// Seeded samples, compressed once and used many times.
#pragma once

#include <cstdint>
#include <vector>

#include "base/cursor.h"
#include "base/random.h"
#include "iq/compression.h"

namespace plumbline::emulator {

/// What samples are.
enum class Payload : std::uint8_t {
  noise,  ///< Gaussian-like (sum of uniform ones, -23 dBFS, never clipped)
  zero,
  pn23,  ///< 64QAM of the bits of iq::Pn23, which starts with all ones in every symbol of an eAxC
  qam,   ///< 64QAM of seeded bits
};

/// PRBs of samples packed in one format. 64QAM has its levels at odd multiples of 1024 (-7..7), which BFP of
/// four bits or more and numbers of six or more hold exactly.
class PrbPool {
 public:
  static constexpr std::size_t kStarts = 2048;

  /// `longest` is the most PRBs that a symbol has. The format must be one that iq::compress knows.
  PrbPool(iq::Format format, std::size_t longest, Random random, Payload payload = Payload::noise);

  /// `prbs` consecutive PRBs, the ones behind the `sent` that the symbol has already (sent + prbs <=
  /// longest): of PN23 these, of others from a random place; takes one number of `random`.
  Octets pick(std::size_t prbs, Random& random, std::size_t sent) const {
    const std::size_t start = random.below(kStarts);
    return Octets{octets_}.subspan((in_order_ ? sent % kStarts : start) * prb_octets_, prbs * prb_octets_);
  }

 private:
  std::size_t prb_octets_;
  bool in_order_;
  std::vector<std::uint8_t> octets_;
};

/// The PRBs of one symbol of the uplink test signal (iq/pn.h) of one eAxC id, 0 dB at the levels of 64QAM
/// above. Fixed point of fewer than 14 bits has them smaller. The format must be one that iq::compress knows.
std::vector<std::uint8_t> test_symbol(iq::Format format, unsigned eaxc, std::size_t prbs);

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
