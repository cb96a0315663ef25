// CUS-U-011: PRB sent twice.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct PrbOnce {
  static constexpr RuleInfo info{
      .id = "CUS-U-011",
      .title = "PRB sent twice",
      .statement = "A PRB of a symbol occurs once per eAxC and direction over all messages.",
      .clause = "7.8.1.2; 7.8.1.3; 8.3.3.11",
      .level = Level::must,
      .needs = kState | kCarriers,
      .after = "CUS-SEQ-001 CUS-TIME-012 CUS-U-002 CUS-CU-001 CUS-CU-002 CUS-U-007",
      .fails =
          "the same resource is sent twice: duplicated packets, overlapping sections, or a stale frame "
          "number. Observed: the first PRB that repeats.",
      .measures = "first PRB that repeats",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::UplaneSectionFacts& f) { return f.deliver.repeated; }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    return failed_seeing(f.deliver.repeated_prb, Unit::none, f.section.at);
  }
};

}  // namespace plumbline::rules
