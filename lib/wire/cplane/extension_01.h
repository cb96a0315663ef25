// Section extension 1: beamforming weights. Source: CUS v17.01 7.7.1.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | bfwCompHdr |  3 | bfwCompParam, (I, Q) x K, zeros to 4 octets
//
// Section types 1, 3; DL and UL; not with SE 19; with SE 7, 10 where all ports have the same. The weights
// belong to the section's beamId.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/weights.h"

namespace plumbline::wire {

struct Extension1 {
  static constexpr std::uint8_t kType = 1;
  BfwCompHdr comp_hdr;
  BfwCompParam param;
  Weights weights;

  /// Without K, all weights that fit are read, or those there are written.
  template <class W>
  void layout(W& w, const SectionContext& context) {
    if (!w.step([&](auto& s) { comp_hdr.layout(s); })) return;
    const unsigned k = context.parameters.weights;
    if (comp_hdr.reserved()) return static_cast<void>(w.unknown("bfwCompMeth reserved"));
    if (k == 0 && comp_hdr.beamspace()) return static_cast<void>(w.unknown("number of weights not known"));
    if (!w.step([&](auto& s) { param.layout(s, comp_hdr.method, k); })) return;
    std::uint64_t pairs = param.present(comp_hdr.method, k);
    if (k == 0) pairs = w.pairs("weights", comp_hdr.width(), weights.iq);
    w.step([&](auto& s) { weights.layout(s, pairs, comp_hdr.width()); });
  }
};

}  // namespace plumbline::wire
