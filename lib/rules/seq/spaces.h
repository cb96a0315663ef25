// CUS-SEQ-008: shared or separate counters.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct NumberSpaces {
  static constexpr RuleInfo info{
      .id = "CUS-SEQ-008",
      .title = "shared or separate counters",
      .statement =
          "C-plane DL and C-plane UL of an eAxC have counters of their own, unless the link says that they "
          "share one.",
      .clause = "5.1.3.2.8; 5.1.3.2.7",
      .level = Level::must,
      .needs = kState,
      .after = "",
      .fails =
          "the sender counts both directions of an eAxC with one counter: set sequence.shared_per_eaxc if "
          "that is agreed, otherwise the peer counts sequence errors.",
      .measures = "sequence id",
  };
  static bool applies(const Class& c) {
    return c.c_plane() &&
           (c.link == nullptr || (c.link->sequence_checked && !c.link->sequence_shared_per_eaxc));
  }
  static bool off(const track::MessageFacts& f) { return f.sibling_continues; }
  static Outcome judge(const track::MessageFacts& f) {
    Outcome outcome = failed_equal(f.sequence.expected, f.ids.sequence, Unit::none, f.ids_at + 2);
    if (f.loss_explains) outcome.verdict = Verdict::inconclusive;
    return outcome;
  }
};

}  // namespace plumbline::rules
