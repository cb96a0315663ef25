// Section extension 14: nulling layers of ueId based beamforming. Source: CUS v17.01 7.7.14.
//
//   0 | ef | extType (7) |  1 | extLen |  per port:  nullLayerInd (8) |
//
// Section type 5; both directions. The ports are those of SE 10, the section's own first; one without SE 10.
// nullLayerInd: 0 scheduled, 1 nulled (no user data on that layer), 2..255 not defined.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension14 {
  static constexpr std::uint8_t kType = 14;
  struct Layer {
    std::uint8_t null_layer_ind = 0;
  };
  List<Layer> layers;

  template <class W>
  void layout(W& w, const SectionContext& context) {
    w.list("layers", context.ports, layers,
           [](auto& e, Layer& layer) { e.u("nullLayerInd", 8, layer.null_layer_ind); });
  }
};

}  // namespace plumbline::wire
