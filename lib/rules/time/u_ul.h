// CUS-TIME-004: UL U-plane window.
#pragma once

#include "rules/rule.h"
#include "rules/window.h"

namespace plumbline::rules {

struct UplinkUplaneWindow {
  static constexpr RuleInfo info{
      .id = "CUS-TIME-004",
      .title = "UL U-plane window",
      .statement = "UL U-plane leaves the O-RU inside Ta3 and arrives at the O-DU inside Ta4 of its symbol.",
      .clause = "4.4.3; 8.2.1",
      .level = Level::must,
      .needs = kCarriers | kEpoch | kWindowUl,
      .after = "CUS-TIME-012 CUS-CU-001 CUS-CU-002 CUS-CU-010 CUS-C-003 CUS-C-004 CUS-U-002 CUS-U-011",
      .fails =
          "before the symbol was on air (negative): the samples cannot be real; late: the O-DU has given up "
          "on them.",
      .measures = "arrival after t0 (negative: before)",
  };
  static bool applies(const Class& c) {
    return arrives_as(c, track::ArrivalClass::u_ul, profile::TapPlace::at_o_du) ||
           arrives_as(c, track::ArrivalClass::u_ul, profile::TapPlace::at_o_ru);
  }
  static bool off(const track::ArrivalFacts& f) { return outside_window(f); }
  static Outcome judge(const track::ArrivalFacts& f) { return judge_window(f); }
};

}  // namespace plumbline::rules
