// CUS-TIME-005: O-DU departure.
#pragma once

#include "rules/rule.h"
#include "rules/window.h"

namespace plumbline::rules {

struct DuDeparture {
  static constexpr RuleInfo info{
      .id = "CUS-TIME-005",
      .title = "O-DU departure",
      .statement = "The O-DU sends inside its T1a windows, measured at R1.",
      .clause = "4.4.4.1; 8.2.1",
      .level = Level::must,
      .needs = kCarriers | kEpoch | kWindowDu,
      .after = "CUS-TIME-012 CUS-CU-001 CUS-CU-002 CUS-CU-010 CUS-C-003 CUS-C-004 CUS-U-002 CUS-U-011",
      .fails =
          "the O-DU is early or late by itself, before any network: its pace, its clock or its load. "
          "Negative: before air.",
      .measures = "arrival after t0 (negative: before)",
  };
  static bool applies(const Class& c) {
    return arrives_as(c, track::ArrivalClass::u_dl, profile::TapPlace::at_o_du) ||
           arrives_as(c, track::ArrivalClass::c_dl, profile::TapPlace::at_o_du) ||
           arrives_as(c, track::ArrivalClass::c_ul, profile::TapPlace::at_o_du);
  }
  static bool off(const track::ArrivalFacts& f) { return outside_window(f); }
  static Outcome judge(const track::ArrivalFacts& f) { return judge_window(f); }
};

}  // namespace plumbline::rules
