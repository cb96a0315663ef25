// CUS-TIME-006: PRACH window.
#pragma once

#include "rules/rule.h"
#include "rules/window.h"

namespace plumbline::rules {

struct PrachWindow {
  static constexpr RuleInfo info{
      .id = "CUS-TIME-006",
      .title = "PRACH window",
      .statement =
          "PRACH U-plane is inside Ta3 / Ta4, counted from the first sample after the CP of its PRACH "
          "symbol.",
      .clause = "4.4.3",
      .level = Level::must,
      .needs = kCarriers | kPrach | kEpoch | kWindowUl,
      .after = "CUS-TIME-012 CUS-CU-001 CUS-CU-002 CUS-CU-010 CUS-C-003 CUS-C-004 CUS-U-002 CUS-U-011",
      .fails = "preambles come too late for the O-DU, or before they can have been received.",
      .measures = "arrival after t0 (negative: before)",
  };
  static bool applies(const Class& c) {
    return (arrives_as(c, track::ArrivalClass::u_prach, profile::TapPlace::at_o_du) ||
            arrives_as(c, track::ArrivalClass::u_prach, profile::TapPlace::at_o_ru)) &&
           c.channel->channel->prach.has_value();
  }
  static bool off(const track::ArrivalFacts& f) { return outside_window(f); }
  static Outcome judge(const track::ArrivalFacts& f) { return judge_window(f); }
};

}  // namespace plumbline::rules
