// CUS-COMP-024: modulation compression beyond the circle.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct ComplexMagnitude {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-024",
      .title = "modulation compression beyond the circle",
      .statement = "With modulation compression no sample has a magnitude above 1.0.",
      .clause = "A.5; 8.1.3.1",
      .level = Level::advice,
      .needs = kCarriers | kSamples | kState | kModulation,
      .after = "CUS-COMP-002 CUS-COMP-014",
      .fails =
          "A.5 limits the result without saying whether components or the magnitude are meant; by full scale "
          "(8.1.3.1) such a sample is above 0 dBFS. Expected and observed are thousandths.",
      .measures = "magnitude",
  };
  static bool applies(const Class& c) { return may_carry(c, is_modulation); }
  static bool off(const track::PrbFacts& f) {
    return !f.modulation.known || amplitude(f, f.magnitude_scaler, f.magnitude).above_one();
  }
  static Outcome judge(const track::PrbFacts& f) {
    if (!f.modulation.known) return {};
    return failed_between(0, 1000, amplitude(f, f.magnitude_scaler, f.magnitude).thousandths(), Unit::none,
                          f.at);
  }
};

}  // namespace plumbline::rules
