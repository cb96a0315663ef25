// CUS-COMP-007: exponent larger than needed.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct LargerExponent {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-007",
      .title = "exponent larger than needed",
      .statement = "The exponent of a BFP PRB is the smallest that holds its samples.",
      .clause = "A.1.2",
      .level = Level::advice,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002 CUS-COMP-005",
      .fails =
          "legal: an encoder may take any exponent that holds the samples, but each step that it is too "
          "large costs 6 dB of resolution.",
      .measures = "exponent",
  };
  static bool applies(const Class& c) { return may_carry(c, is_bfp); }
  static bool off(const track::PrbFacts& f) {
    const ExponentExcess e = exponent_excess(f);
    return e.excess != 0 && !e.habit;
  }
  static Outcome judge(const track::PrbFacts& f) {
    return failed_equal(exponent_excess(f).smallest, f.parameter & 15, Unit::none, f.at);
  }
};

}  // namespace plumbline::rules
