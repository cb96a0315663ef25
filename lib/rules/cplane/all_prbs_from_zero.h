// CUS-C-017: numPrbc 0 with start or rb.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct AllPrbsFromZero {
  static constexpr RuleInfo info{
      .id = "CUS-C-017",
      .title = "numPrbc 0 with start or rb",
      .statement = "numPrbc = 0 comes with startPrbc 0 and rb 0.",
      .clause = "7.5.3.6; 7.5.3.2",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails = "\"all PRBs\" and a start contradict each other; receivers take 0.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::SectionFacts& f) {
    return f.section.num_prb == 0 && (f.section.start_prb != 0 || f.section.rb);
  }
  static Outcome judge(const track::SectionFacts& f) {
    if (f.section.start_prb == 0) return failed_equal(0, 1, Unit::none, f.section.at + 1);  // rb
    return failed_equal(0, f.section.start_prb, Unit::prbs, f.section.at + 1);
  }
};

}  // namespace plumbline::rules
