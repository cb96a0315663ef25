// Section extension 29: cyclic delay adjustment. Added after CUS v17.01, where the type is reserved.
//
//   0 | ef | extType (7) |  1 | extLen = 1 |  2 | reserved (4) | cdScgSize (4) |  3 | cdScgPhaseStep |
//
// Section types 1, 3, 5; DL. cdScgSize: 0 one subcarrier; 1..6: 1, 2, 4, 8, 16, 32 resource blocks. Nothing
// public says whether cdScgPhaseStep is signed; it is told unsigned.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension29 {
  static constexpr std::uint8_t kType = 29;
  std::uint8_t reserved = 0;
  std::uint8_t cd_scg_size = 0;
  std::uint8_t cd_scg_phase_step = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.r(4, reserved);
      s.u("cdScgSize", 4, cd_scg_size);
      s.u("cdScgPhaseStep", 8, cd_scg_phase_step);
    });
  }
};

}  // namespace plumbline::wire
