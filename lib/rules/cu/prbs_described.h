// CUS-CU-003: PRBs outside the grant.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct PrbsDescribed {
  static constexpr RuleInfo info{
      .id = "CUS-CU-003",
      .title = "PRBs outside the grant",
      .statement = "The PRBs of a U-plane section are PRBs of descriptions with its section id.",
      .clause = "8.3.3.11; 8.3.3.12; 7.8.1.3",
      .level = Level::must,
      .needs = kState | kCarriers,
      .after = "CUS-U-007 CUS-CU-001",
      .fails = "samples of PRBs that nobody announced: different ideas of bandwidth or of numPrb 0.",
      .measures = "edge of the PRBs",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.is_described(); }
  static bool off(const track::UplaneSectionFacts& f) {
    return f.deliver.coupling != track::Coupling::matched;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    if (f.deliver.coupling != track::Coupling::wrong_prbs) return {};
    return failed_between(
        f.deliver.described.first, f.deliver.described.end(),
        f.section.range.end() > f.deliver.described.end() ? f.section.range.end() : f.section.range.first,
        Unit::prbs, f.section.at + 1);
  }
};

}  // namespace plumbline::rules
