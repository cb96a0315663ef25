// CUS-U-007: PRB range.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplanePrbRange {
  static constexpr RuleInfo info{
      .id = "CUS-U-007",
      .title = "PRB range",
      .statement = "startPrbu, numPrbu and rb stay inside the carrier, or the PRACH block.",
      .clause = "8.3.3.11; 8.3.3.12",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails = "the two sides are configured for different bandwidths.",
      .measures = "end of the PRBs",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::UplaneSectionFacts& f) {
    return f.section.range.end() > f.message.channel->prbs;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    return failed_between(0, f.message.channel->prbs, f.section.range.end(), Unit::prbs, f.section.at + 1);
  }
};

}  // namespace plumbline::rules
