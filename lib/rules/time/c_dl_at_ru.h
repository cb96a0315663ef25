// CUS-TIME-002: DL C-plane window.
#pragma once

#include "rules/rule.h"
#include "rules/window.h"

namespace plumbline::rules {

struct DownlinkCplaneWindow {
  static constexpr RuleInfo info{
      .id = "CUS-TIME-002",
      .title = "DL C-plane window",
      .statement = "DL C-plane arrives at the O-RU inside the T2a_cp_dl window of its startSymbolId.",
      .clause = "4.4.3; 8.2.1",
      .level = Level::must,
      .needs = kCarriers | kEpoch | kWindowCDlRu,
      .after = "CUS-TIME-012 CUS-CU-001 CUS-CU-002 CUS-CU-010 CUS-C-003 CUS-C-004 CUS-U-002 CUS-U-011",
      .fails = "the O-RU cannot apply what comes outside. Negative: before air.",
      .measures = "arrival after t0 (negative: before)",
  };
  static bool applies(const Class& c) {
    return arrives_as(c, track::ArrivalClass::c_dl, profile::TapPlace::at_o_ru);
  }
  static bool off(const track::ArrivalFacts& f) { return outside_window(f); }
  static Outcome judge(const track::ArrivalFacts& f) { return judge_window(f); }
};

}  // namespace plumbline::rules
