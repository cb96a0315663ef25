// CUS-CU-004: UL data missing.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplinkComplete {
  static constexpr RuleInfo info{
      .id = "CUS-CU-004",
      .title = "UL data missing",
      .statement =
          "Every UL symbol and PRB requested by a valid C-plane message that came in its window arrives.",
      .clause = "8.2.1; 8.4.2.2",
      .level = Level::must,
      .needs = kState | kCarriers | kEpoch | kWindowUl | kBothDirections,
      .after = "",
      .fails =
          "the O-RU did not answer, or answered on another eAxC, or its packets were lost: with nothing at "
          "all coming back, compare VLAN, MAC, eAxC map and the section type 3 fields first. Expected and "
          "observed are PRBs summed over symbols.",
      .measures = "PRBs over all symbols",
  };
  static bool applies(const Class& c) { return c.c_plane() && c.uplink() && c.channel != nullptr; }
  static bool off(const track::RequestFacts& f) { return f.missing != 0; }
  static Outcome judge(const track::RequestFacts& f) {
    Outcome outcome = failed_equal(f.asked, f.asked - f.missing, Unit::prb_symbols);
    if (f.given_up || f.excused) outcome.verdict = Verdict::inconclusive;
    return outcome;
  }
};

}  // namespace plumbline::rules
