// Section extension 13: PRB allocation with frequency hopping. Source: CUS v17.01 7.7.13.
//
//   0 | ef | extType (7) |  1 | extLen |  per hop:  reserved (2) | nextSymbolId (4) | nextStartPrbc (10) |
//
// Section types 1, 3, 5; both directions. From nextSymbolId (0..13, not falling) on the section begins at
// nextStartPrbc. The room holds 2 x extLen - 1 hops; an unused last one repeats the one before.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension13 {
  static constexpr std::uint8_t kType = 13;
  struct Hop {
    std::uint8_t reserved = 0;
    std::uint8_t next_symbol_id = 0;
    std::uint16_t next_start_prbc = 0;
  };
  List<Hop> hops;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    w.list_by_room("hops", hops, [](auto& e, Hop& hop) {
      e.r(2, hop.reserved);
      e.u("nextSymbolId", 4, hop.next_symbol_id);
      e.u("nextStartPrbc", 10, hop.next_start_prbc);
    });
  }
};

}  // namespace plumbline::wire
