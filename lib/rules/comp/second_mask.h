// CUS-COMP-016: sReSMask2 with rb.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SecondMask {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-016",
      .title = "sReSMask2 with rb",
      .statement = "With methods 7 and 8, rb 1 and numPrbu other than 0, sReSMask2 is 0.",
      .clause = "8.3.3.21; 7.5.3.2",
      .level = Level::must,
      .needs = kCarriers,
      .after = "CUS-COMP-002",
      .fails =
          "with every other PRB in a section sReSMask1 is for all of them: who sets sReSMask2 may pack the "
          "second, fourth ... by it.",
      .measures = "sReSMask2",
  };
  static bool applies(const Class& c) {
    return c.u_plane() && c.channel != nullptr &&
           (c.channel->format.dynamic || wire::has_section_masks(c.channel->format.method));
  }
  static bool off(const track::UplaneSectionFacts& f) {
    // With numPrbu 0, all PRBs of the carrier, rb counts as 0 (7.5.3.2).
    return f.section.rb && f.section.num_prb != 0 && f.section.has_masks() && (f.section.mask2 & 0xFFF) != 0;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    return failed_equal(0, f.section.mask2 & 0xFFF, Unit::hex, f.section.masks_at() + 2);
  }
};

}  // namespace plumbline::rules
