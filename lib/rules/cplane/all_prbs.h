// CUS-C-056: numPrbc 0 on a small carrier.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct AllPrbs {
  static constexpr RuleInfo info{
      .id = "CUS-C-056",
      .title = "numPrbc 0 on a small carrier",
      .statement = "numPrbc = 0 only on NR carriers with more than 255 PRBs.",
      .clause = "7.5.3.6",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "a sender that says \"all PRBs\" where it must say how many; many receivers understand it all the "
          "same.",
  };
  static bool applies(const Class& c) { return c.channel != nullptr; }
  static bool off(const track::SectionFacts& f) {
    return f.section.num_prb == 0 && f.message.channel->prbs <= 255;
  }
  static Outcome judge(const track::SectionFacts& f) {
    return failed_equal(f.message.channel->prbs, 0, Unit::prbs, f.section.at + 3);
  }
};

}  // namespace plumbline::rules
