// CUS-COMP-006: exponent for more than 16 bits.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct WideExponent {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-006",
      .title = "exponent for more than 16 bits",
      .statement = "The exponent of a BFP PRB is at most 16 less the width.",
      .clause = "A.1",
      .level = Level::advice,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002 CUS-COMP-005",
      .fails =
          "legal: the samples have more than 16 bits, and a receiver that unpacks to 16 bits clamps them.",
      .measures = "exponent",
  };
  static bool applies(const Class& c) { return may_carry(c, is_bfp); }
  static bool off(const track::PrbFacts& f) { return (f.parameter & 15u) + f.width > 16; }
  static Outcome judge(const track::PrbFacts& f) {
    return failed_between(0, 16 - f.width, f.parameter & 15, Unit::none, f.at);
  }
};

}  // namespace plumbline::rules
