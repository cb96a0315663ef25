// Section extension 20: puncturing. Source: CUS v17.01 7.7.20.
//
//   0 | ef | extType (7) |  1 | extLen (16) |  3 | numPuncPatterns |
//   per pattern:  symbolMask (14) | startPuncPrb (10) | numPuncPrb (8) | puncReMask (12) | rb |
//                 reserved (1) | multiSDScope | rbgIncl |
//     rbgIncl = 1: reserved (1) | rbgSize (3) | rbgMask (28) |
//
// Any section type that has PRBs; both directions. symbolMask (least significant bit = symbol 0) and
// puncReMask (most significant bit = RE 0) are not 0. rbgSize, rbgMask as in SE 6; rb is ignored with them.
// multiSDScope = 1: the pattern holds for the sections that follow in the message as well.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/layout.h"

namespace plumbline::wire {

struct Extension20 {
  static constexpr std::uint8_t kType = 20;
  struct Pattern {
    std::uint16_t symbol_mask = 0;
    std::uint16_t start_punc_prb = 0;
    std::uint8_t num_punc_prb = 0;
    std::uint16_t punc_re_mask = 0;
    bool rb = false;
    std::uint8_t reserved5 = 0;
    bool multi_sd_scope = false;
    bool rbg_incl = false;
    std::uint8_t reserved6 = 0;
    std::uint8_t rbg_size = 0;
    std::uint32_t rbg_mask = 0;
  };
  std::uint8_t num_punc_patterns = 0;
  List<Pattern> patterns;

  template <class W>
  void layout(W& w, const SectionContext& /*context*/) {
    if (!w.step([&](auto& s) { s.u("numPuncPatterns", 8, num_punc_patterns); })) return;
    w.list("patterns", num_punc_patterns, patterns, [](auto& e, Pattern& pattern) {
      e.x("symbolMask", 14, pattern.symbol_mask);
      e.u("startPuncPrb", 10, pattern.start_punc_prb);
      e.u("numPuncPrb", 8, pattern.num_punc_prb);
      e.x("puncReMask", 12, pattern.punc_re_mask);
      e.u("rb", 1, pattern.rb);
      e.r(1, pattern.reserved5);
      e.u("multiSDScope", 1, pattern.multi_sd_scope);
      e.u("rbgIncl", 1, pattern.rbg_incl);
      if (!pattern.rbg_incl) return;
      e.r(1, pattern.reserved6);
      e.u("rbgSize", 3, pattern.rbg_size);
      e.x("rbgMask", 28, pattern.rbg_mask);
    });
  }
};

}  // namespace plumbline::wire
