// Section extension 27: dimensionality reduction that the O-DU controls. Source: CUS v17.01 7.7.27.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | beamType (2) | reserved (6) |  3 | numElements |
//   per beam:  reserved (1) | beamId (15) |
//
// Section type 5; UL; behind SE 24. numElements: 0 = 256. beamType: 0 that many beamIds, 1 the first of that
// many successive ones, 2, 3 reserved. Zero padding at the end.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension27 {
  static constexpr std::uint8_t kType = 27;
  struct Beam {
    std::uint8_t reserved = 0;
    std::uint16_t beam_id = 0;
  };
  std::uint8_t beam_type = 0;
  std::uint8_t reserved = 0;
  std::uint8_t num_elements = 0;
  List<Beam> beams;

  constexpr unsigned element_count() const { return num_elements == 0 ? 256 : num_elements; }

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.u("beamType", 2, beam_type);
          s.r(6, reserved);
          s.u("numElements", 8, num_elements);
        }))
      return;
    w.list("beams", beam_type == 0 ? element_count() : 1, beams, [&](auto& e, Beam& beam) {
      if (beam_type > 1) return static_cast<void>(e.unknown("beamType reserved"));
      e.r(1, beam.reserved);
      e.u("beamId", 15, beam.beam_id);
    });
  }
};

}  // namespace plumbline::wire
