// Section extension 21: variable PRB group size of channel information. Source: CUS v17.01 7.7.21.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | ciPrbGroupSize |  3 | reserved (6) | prgSize (2) |
//
// Section types 5, 6; both directions. ciPrbGroupSize: 2..254, else reserved. prgSize: 0 in ST 5 reserved, in
// ST 6 as ciPrbGroupSize; 1 wideband, 2: 2 PRBs, 3: 4 PRBs. numPrbc counts groups and is not 0.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension21 {
  static constexpr std::uint8_t kType = 21;
  std::uint8_t ci_prb_group_size = 0;
  std::uint8_t reserved = 0;
  std::uint8_t prg_size = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("ciPrbGroupSize", 8, ci_prb_group_size);
      s.r(6, reserved);
      s.u("prgSize", 2, prg_size);
    });
  }
};

}  // namespace plumbline::wire
