// Section extension 18: uplink transmission management. Source: CUS v17.01 7.7.18.
//
//   0 | ef | extType (7) |  1 | extLen = 2 |  2 | transmissionWindowOffset (16) |
//   4 | reserved (2) | transmissionWindowSize (14) |  6 | reserved (6) | toT (2) |  7 | padding |
//
// Section types 1, 3, 5; UL. transmissionWindowOffset in symbols; transmissionWindowSize in us, 0..10000;
// toT: 0 normal, 1 uniformly distributed, 2, 3 reserved.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension18 {
  static constexpr std::uint8_t kType = 18;
  std::uint16_t transmission_window_offset = 0;
  std::uint8_t reserved4 = 0;
  std::uint16_t transmission_window_size_us = 0;
  std::uint8_t reserved6 = 0;
  std::uint8_t tot = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("transmissionWindowOffset", 16, transmission_window_offset);
      s.r(2, reserved4);
      s.u("transmissionWindowSize", 14, transmission_window_size_us);
      s.r(6, reserved6);
      s.u("toT", 2, tot);
    });
  }
};

}  // namespace plumbline::wire
