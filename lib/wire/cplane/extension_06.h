// Section extension 6: non-contiguous PRB allocation. Source: CUS v17.01 7.7.6.
//
//   0 | ef | extType (7) |  1 | extLen = 2 |  2 | repetition | rbgSize (3) | rbgMask (28) |
//   6 | priority (2) | symbolMask (14) |
//
// Section types 1, 3, 5, 10, 11; DL and UL; not with SE 12, 19. The least significant bits of the masks are
// the lowest RBG and symbol 0. priority -1, 0, 1; rbgSize 0 only with rb; an RBG above 27 makes the section
// void.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

/// PRBs of an RBG by rbgSize 0..7; 0 for 0, which leaves rbgMask ignored. Source: CUS v17.01 7.7.6.2.
constexpr std::uint32_t rbg_prbs(std::uint8_t rbg_size) {
  constexpr std::uint8_t kPrbs[] = {0, 1, 2, 3, 4, 6, 8, 16};
  return kPrbs[rbg_size & 7];
}

/// Non-contiguous PRB allocation.
struct Extension6 {
  static constexpr std::uint8_t kType = 6;
  bool repetition = false;
  std::uint8_t rbg_size = 0;
  std::uint32_t rbg_mask = 0;
  std::int8_t priority = 0;
  std::uint16_t symbol_mask = 0;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("repetition", 1, repetition);
      s.u("rbgSize", 3, rbg_size);
      s.x("rbgMask", 28, rbg_mask);
      s.s("priority", 2, priority);
      s.x("symbolMask", 14, symbol_mask);
    });
  }
};

}  // namespace plumbline::wire
