// CUS-C-016: PRB range.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplanePrbRange {
  static constexpr RuleInfo info{
      .id = "CUS-C-016",
      .title = "PRB range",
      .statement = "startPrbc, numPrbc and rb stay inside the PRBs of the carrier.",
      .clause = "7.5.3.4; 7.5.3.6",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails = "the two sides are configured for different bandwidths.",
      .measures = "end of the PRBs",
  };
  static bool applies(const Class& c) { return c.channel != nullptr && c.section_type != 3; }
  static bool off(const track::SectionFacts& f) {
    return f.section.num_prb != 0 && f.section.prbs(0).end() > f.message.channel->carrier->prbs;
  }
  static Outcome judge(const track::SectionFacts& f) {
    return failed_between(0, f.message.channel->carrier->prbs, f.section.prbs(0).end(), Unit::prbs,
                          f.section.at + 1);
  }
};

}  // namespace plumbline::rules
