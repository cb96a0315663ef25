// CUS-TIME-001: DL U-plane window.
#pragma once

#include "rules/rule.h"
#include "rules/window.h"

namespace plumbline::rules {

struct DownlinkUplaneWindow {
  static constexpr RuleInfo info{
      .id = "CUS-TIME-001",
      .title = "DL U-plane window",
      .statement = "DL U-plane arrives at the O-RU inside [t0 - T2a_max_up, t0 - T2a_min_up].",
      .clause = "4.4.3; 4.5; 8.2.1",
      .level = Level::must,
      .needs = kCarriers | kEpoch | kWindowUDlRu,
      .after = "CUS-TIME-012 CUS-CU-001 CUS-CU-002 CUS-CU-010 CUS-C-003 CUS-C-004 CUS-U-002 CUS-U-011",
      .fails =
          "early packets overflow the buffers of the O-RU, late ones miss their symbol. Negative: before "
          "air.",
      .measures = "arrival after t0 (negative: before)",
  };
  static bool applies(const Class& c) {
    return arrives_as(c, track::ArrivalClass::u_dl, profile::TapPlace::at_o_ru);
  }
  static bool off(const track::ArrivalFacts& f) { return outside_window(f); }
  static Outcome judge(const track::ArrivalFacts& f) { return judge_window(f); }
};

}  // namespace plumbline::rules
