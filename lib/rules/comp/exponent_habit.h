// CUS-COMP-008: exponent one larger by habit.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct ExponentHabit {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-008",
      .title = "exponent one larger by habit",
      .statement =
          "No BFP PRB has an exponent that is one larger than needed because its largest sample is -2^k or "
          "just below a power of two.",
      .clause = "A.1.2",
      .level = Level::advice,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002 CUS-COMP-005",
      .fails =
          "legal, and known: encoders that go by the largest magnitude, or keep room for rounding, take one "
          "more bit for such a PRB.",
      .measures = "exponent",
  };
  static bool applies(const Class& c) { return may_carry(c, is_bfp); }
  static bool off(const track::PrbFacts& f) {
    const ExponentExcess e = exponent_excess(f);
    return e.excess != 0 && e.habit;
  }
  static Outcome judge(const track::PrbFacts& f) {
    return failed_equal(exponent_excess(f).smallest, f.parameter & 15, Unit::none, f.at);
  }
};

}  // namespace plumbline::rules
