// Section extension 26: frequency offset feedback. Source: CUS v17.01 7.7.26.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | reserved |  3 | reserved (1) | numFoFb (7) |
//   per value:  freqOffsetFb (16, signed) |
//
// Section type 5; UL; behind SE 24. numFoFb 1..126. freqOffsetFb in units of 2^(mu - 2) Hz, -30000..30000,
// 0x8000 = not provided, others reserved. Zero padding at the end.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension26 {
  static constexpr std::uint8_t kType = 26;
  struct Offset {
    std::int16_t freq_offset_fb = 0;
  };
  std::uint8_t reserved2 = 0;
  std::uint8_t reserved3 = 0;
  std::uint8_t num_fo_fb = 0;
  List<Offset> offsets;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.r(8, reserved2);
          s.r(1, reserved3);
          s.u("numFoFb", 7, num_fo_fb);
        }))
      return;
    w.list("offsets", num_fo_fb, offsets,
           [](auto& e, Offset& offset) { e.s("freqOffsetFb", 16, offset.freq_offset_fb); });
  }
};

}  // namespace plumbline::wire
