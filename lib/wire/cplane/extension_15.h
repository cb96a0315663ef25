// Section extension 15: mixed numerology of ueId based beamforming. Source: CUS v17.01 7.7.15.
//
//   0 | ef | extType (7) |  1 | extLen = 2 |  2 | frameStructure |  3 | freqOffset (24, signed) |
//   6 | cpLength (16) |
//
// Section types 5, 6; both directions. The fields mean what they mean in section type 3 (7.5.2.13, 7.5.2.14,
// 7.5.3.11); in ST 6 FFT size and cpLength may be 0.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension15 {
  static constexpr std::uint8_t kType = 15;
  std::uint8_t frame_structure = 0;
  std::int32_t freq_offset = 0;
  std::uint16_t cp_length = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.x("frameStructure", 8, frame_structure);
      s.s("freqOffset", 24, freq_offset);
      s.u("cpLength", 16, cp_length);
    });
  }
};

}  // namespace plumbline::wire
