// CUS-COMP-009: exponent of a PRB of zeros.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct ZeroPrb {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-009",
      .title = "exponent of a PRB of zeros",
      .statement = "A BFP PRB of which all mantissas are 0 has the exponent 0.",
      .clause = "A.1.2",
      .level = Level::advice,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002 CUS-COMP-005",
      .fails = "legal: an exponent of a fixed size, or samples that were lost in rounding.",
      .measures = "exponent",
  };
  static bool applies(const Class& c) { return may_carry(c, is_bfp); }
  static bool off(const track::PrbFacts& f) { return f.zero && (f.parameter & 15) != 0; }
  static Outcome judge(const track::PrbFacts& f) {
    return failed_equal(0, f.parameter & 15, Unit::none, f.at);
  }
};

}  // namespace plumbline::rules
