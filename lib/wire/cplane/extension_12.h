// Section extension 12: non-contiguous PRB allocation with frequency ranges. Source: CUS v17.01 7.7.12.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | priority (2) | symbolMask (14) |
//   per further range:  offStartPrb (8) | numPrb (8) |
//
// Section types 1, 3, 5, 10, 11; both directions; not with SE 6, 19. The first range is the section's
// startPrbc, numPrbc, so the room holds 2 x (extLen - 1) further ones. A range begins offStartPrb PRBs behind
// the end of the one before; numPrb 0 only moves on, (0, 0) at the end is unused. symbolMask: least
// significant bit = symbol 0. priority: -2 reserved.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension12 {
  static constexpr std::uint8_t kType = 12;
  struct Range {
    std::uint8_t off_start_prb = 0;
    std::uint8_t num_prb = 0;
  };
  std::int8_t priority = 0;
  std::uint16_t symbol_mask = 0;
  List<Range> ranges;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.s("priority", 2, priority);
          s.x("symbolMask", 14, symbol_mask);
        }))
      return;
    w.list_by_room("ranges", ranges, [](auto& e, Range& range) {
      e.u("offStartPrb", 8, range.off_start_prb);
      e.u("numPrb", 8, range.num_prb);
    });
  }
};

}  // namespace plumbline::wire
