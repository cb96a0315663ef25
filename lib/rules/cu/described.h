// CUS-CU-001: U-plane without C-plane.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct Described {
  static constexpr RuleInfo info{
      .id = "CUS-CU-001",
      .title = "U-plane without C-plane",
      .statement =
          "Every U-plane section has a C-plane description with the same eAxC, direction, frame, subframe, "
          "slot and section id.",
      .clause = "7.8.1.2; 7.8.1.3; 8.2.1",
      .level = Level::must,
      .needs = kState | kCarriers,
      .after = "CUS-TIME-012 CUS-U-002 CUS-HDR-019",
      .fails =
          "samples nobody announced: the C-plane was lost or came later, the section id or the slot number "
          "is wrong, or the eAxC map is. What may have been announced before the capture began is "
          "inconclusive.",
      .measures = "sectionId",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.is_described(); }
  static bool off(const track::UplaneSectionFacts& f) {
    return f.deliver.coupling == track::Coupling::missing || f.deliver.coupling == track::Coupling::unknown ||
           f.deliver.coupling == track::Coupling::undecided ||
           f.deliver.coupling == track::Coupling::not_looked_up;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    if (f.deliver.coupling == track::Coupling::undecided ||
        f.deliver.coupling == track::Coupling::not_looked_up)
      return {};
    Outcome outcome = failed_seeing(f.section.id, Unit::none, f.section.at);
    if (f.deliver.coupling == track::Coupling::unknown) outcome.verdict = Verdict::inconclusive;
    return outcome;
  }
};

}  // namespace plumbline::rules
