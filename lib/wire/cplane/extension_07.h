// Section extension 7: eAxC mask. Source: CUS v17.01 7.7.7.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | eAxCmask (16) |
//
// Section types 0, 1, 3; DL and UL; not with SE 3, 10, 17. The message holds for every eAxC that agrees with
// its own wherever the mask is 1.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension7 {
  static constexpr std::uint8_t kType = 7;
  std::uint16_t eaxc_mask = 0xFFFF;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) { s.x("eAxCmask", 16, eaxc_mask); });
  }
};

}  // namespace plumbline::wire
