// Beamforming weight vectors, as section extensions 1, 11, 19 and section type 4 have them.
// Source: CUS v17.01 7.7.1.2, 7.7.1.3, Annex A.4.
#pragma once

#include "wire/layout.h"

namespace plumbline::wire {

/// bfwCompHdr: bfwIqWidth (4, 0 = 16), bfwCompMeth (4): 0 none, 1 BFP, 2 block scaling, 3 mu-law, 4 and 5
/// beamspace, 6..15 reserved.
struct BfwCompHdr {
  std::uint8_t iq_width = 0;
  std::uint8_t method = 0;

  constexpr unsigned width() const { return iq_width == 0 ? 16 : iq_width; }
  constexpr bool beamspace() const { return method == 4 || method == 5; }
  constexpr bool reserved() const { return method > 5; }

  template <class W>
  void layout(W& w) {
    w.u("bfwIqWidth", 4, iq_width);
    w.u("bfwCompMeth", 4, method);
  }
};

/// bfwCompParam, by method: 0 nothing · 1 exponent · 2 blockScaler · 3 compBitWidth, compShift · 4, 5
/// activeBeamspaceCoefficientMask of ceil(K / 8) octets (first coefficient: most significant bit of the
/// first), then as 2, 1.
struct BfwCompParam {
  Octets mask;
  std::uint8_t reserved = 0, exponent = 0, block_scaler = 0, comp_bit_width = 0, comp_shift = 0;

  template <class W>
  void layout(W& w, unsigned method, unsigned weights) {
    if (method == 4 || method == 5)
      w.octets("activeBeamspaceCoefficientMask", (weights + 7) / 8, Form::bits, mask);
    if (method == 1 || method == 5) {
      w.r(4, reserved);
      w.u("exponent", 4, exponent);
    } else if (method == 2 || method == 4) {
      w.u("blockScaler", 8, block_scaler);
    } else if (method == 3) {
      w.u("compBitWidth", 4, comp_bit_width);
      w.u("compShift", 4, comp_shift);
    }
  }
  /// Weights that follow of a vector of `weights`: all, or those whose mask bit is 1.
  unsigned present(unsigned method, unsigned weights) const {
    if (method != 4 && method != 5) return weights;
    unsigned ones = 0;
    for (unsigned i = 0; i < weights && i / 8 < mask.size(); ++i) ones += mask[i / 8] >> (7 - i % 8) & 1u;
    return ones;
  }
};

/// (I, Q) pairs of one vector, raw signed integers of the width, and the bits up to the next octet.
struct Weights {
  Numbers iq;
  std::uint8_t fill = 0;

  template <class W>
  void layout(W& w, std::uint64_t pairs, unsigned width) {
    w.numbers("weights", pairs * 2, width, true, 2, iq);
    w.fill(fill);
  }
};

}  // namespace plumbline::wire
