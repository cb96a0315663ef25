// Section extension 25: symbol reordering for DMRS based beamforming. Source: CUS v17.01 7.7.25.
//
//   0 | ef | extType (7) |  1 | extLen |  per layer:  txWinForOnAirSymbol (4) x 14 |
//
// Section type 5; UL; behind SE 24. One block for all layers, or one per ueId. Values 0..13 (extended CP
// 0..11), 14 reserved, 15 no information. Zero padding at the end.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension25 {
  static constexpr std::uint8_t kType = 25;
  struct Layer {
    Numbers tx_win_for_on_air_symbol;
  };
  List<Layer> layers;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.list_by_room("layers", layers, [](auto& e, Layer& layer) {
      e.numbers("txWinForOnAirSymbol", 14, 4, false, 1, layer.tx_win_for_on_air_symbol);
    });
  }
};

}  // namespace plumbline::wire
