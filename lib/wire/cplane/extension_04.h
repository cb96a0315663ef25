// Section extension 4: modulation compression parameters. Source: CUS v17.01 7.7.4.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | csf | modCompScaler (15) |
//
// Section types 1, 3, 5; DL; not with SE 23; behind an SE 10 one for all ports or one for each.
// modCompScaler: exponent (4), mantissa (11); value = mantissa / 2^11 x 2^-exponent.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension4 {
  static constexpr std::uint8_t kType = 4;
  bool csf = false;
  std::uint16_t mod_comp_scaler = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("csf", 1, csf);
      s.u("modCompScaler", 15, mod_comp_scaler);
    });
  }
};

}  // namespace plumbline::wire
