// Section extension 16: antenna mapping of UL beamforming by channel information. Source: CUS v17.01 7.7.16.
//
//   0 | ef | extType (7) |  1 | extLen |  per receive eAxC:  antMask (64) |  two octets of padding
//
// Section type 5; UL. One mask without SE 10 (extLen 3). A bit that is 1: the antenna is combined.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension16 {
  static constexpr std::uint8_t kType = 16;
  struct Mask {
    std::uint64_t ant_mask = 0;
  };
  List<Mask> masks;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.list_by_room("masks", masks, [](auto& e, Mask& mask) { e.x("antMask", 64, mask.ant_mask); });
  }
};

}  // namespace plumbline::wire
