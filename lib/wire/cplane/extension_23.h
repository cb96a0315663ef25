// Section extension 23: modulation compression of arbitrary symbol patterns. Source: CUS v17.01 7.7.23.
//
//   0 | ef | extType (7) |  1 | extLen |  2 | numSymPrbPattern (4) | reserved (3) | prbMode |  3 | reserved |
//   per pattern:   +0 | reserved (2) | symMask (14) |
//     prbMode 0:   +2 | numMcScaleOffset (4) | prbPattern (4) |  +3 | reserved |
//     prbMode 1:   +2 | numMcScaleOffset (4) | prbBlkOffset (8) | prbBlkSize (8) |
//   per set:       +4 | reserved (4) | mcScaleReMask (12) |  +6 | csf | mcScaleOffset (15) |
//   the first set of prbMode 1 has prbBlkSize's last four bits in place of the reserved ones
//
// Section types 1, 3, 5; DL; not with SE 4, 5; one a section, or one for each port behind an SE 10.
// numSymPrbPattern 1..15, numMcScaleOffset 1..12. The first set is there whatever numMcScaleOffset says, as
// its word holds the end of prbBlkSize. symMask, prbPattern: least significant bit = symbol 0, lowest PRB;
// mcScaleReMask: most significant bit = RE 0. mcScaleOffset as modCompScaler of SE 4.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension23 {
  static constexpr std::uint8_t kType = 23;
  struct Set {
    std::uint8_t reserved = 0;
    std::uint16_t mc_scale_re_mask = 0;
    bool csf = false;
    std::uint16_t mc_scale_offset = 0;
  };
  struct Pattern {
    std::uint8_t reserved0 = 0;
    std::uint16_t sym_mask = 0;
    std::uint8_t num_mc_scale_offset = 0;
    std::uint8_t prb_pattern = 0;                       ///< prbMode 0
    std::uint8_t reserved3 = 0;                         ///< prbMode 0
    std::uint8_t prb_blk_offset = 0, prb_blk_size = 0;  ///< prbMode 1
    List<Set> sets;
  };
  std::uint8_t num_sym_prb_pattern = 0;
  std::uint8_t reserved2 = 0;
  bool prb_mode = false;
  std::uint8_t reserved3 = 0;
  List<Pattern> patterns;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) {
          s.u("numSymPrbPattern", 4, num_sym_prb_pattern);
          s.r(3, reserved2);
          s.u("prbMode", 1, prb_mode);
          s.r(8, reserved3);
        }))
      return;
    w.list("patterns", num_sym_prb_pattern, patterns, [&](auto& e, Pattern& pattern) { entry(e, pattern); });
  }

 private:
  template <class W>
  void entry(W& w, Pattern& pattern) const {
    w.r(2, pattern.reserved0);
    w.x("symMask", 14, pattern.sym_mask);
    w.u("numMcScaleOffset", 4, pattern.num_mc_scale_offset);
    if (prb_mode) {
      w.u("prbBlkOffset", 8, pattern.prb_blk_offset);
      w.u("prbBlkSize", 8, pattern.prb_blk_size);
    } else {
      w.x("prbPattern", 4, pattern.prb_pattern);
      w.r(8, pattern.reserved3);
    }
    w.list("sets", pattern.num_mc_scale_offset == 0 ? 1 : pattern.num_mc_scale_offset, pattern.sets,
           [&](auto& e, Set& set, std::uint64_t index) {
             if (!prb_mode || index > 0) e.r(4, set.reserved);
             e.x("mcScaleReMask", 12, set.mc_scale_re_mask);
             e.u("csf", 1, set.csf);
             e.u("mcScaleOffset", 15, set.mc_scale_offset);
           });
  }
};

}  // namespace plumbline::wire
