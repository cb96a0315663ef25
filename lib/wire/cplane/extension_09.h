// Section extension 9: dynamic spectrum sharing. Source: CUS v17.01 7.7.9.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | technology |  3 | - (8) |
//
// All section types; DL and UL. technology: 0 LTE, 1 NR; a section without SE 9 is NR.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension9 {
  static constexpr std::uint8_t kType = 9;
  std::uint8_t technology = 1;
  std::uint8_t reserved = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("technology", 8, technology);
      s.r(8, reserved);
    });
  }
};

}  // namespace plumbline::wire
