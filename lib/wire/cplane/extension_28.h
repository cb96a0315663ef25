// Section extension 28: frequency resolution of SINR reports. Source: CUS v17.01 7.7.28.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | reserved (3) | numUeSinrRpt (5) |
//   per UE, high nibble first:  reserved (1) | numSinrPerPrb (3) |
//
// Section type 5; UL; with SE 24. numUeSinrRpt 1..12; one value stands for all UEs of the group.
// numSinrPerPrb 0..5: 1, 2, 3, 4, 6, 12 values; 6, 7 reserved. The nibble behind an odd count is 0. Zero
// padding at the end.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension28 {
  static constexpr std::uint8_t kType = 28;
  struct Ue {
    std::uint8_t reserved = 0;
    std::uint8_t num_sinr_per_prb = 0;
  };
  std::uint8_t reserved = 0;
  std::uint8_t num_ue_sinr_rpt = 0;
  List<Ue> ues;
  std::uint8_t fill = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.r(3, reserved);
          s.u("numUeSinrRpt", 5, num_ue_sinr_rpt);
        }))
      return;
    if (w.list("ues", num_ue_sinr_rpt, ues, [](auto& e, Ue& ue) {
          e.r(1, ue.reserved);
          e.u("numSinrPerPrb", 3, ue.num_sinr_per_prb);
        }))
      w.fill(fill);
  }
};

}  // namespace plumbline::wire
