// CUS-SEQ-005: the last fragment has E = 1.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct FragmentsEnd {
  static constexpr RuleInfo info{
      .id = "CUS-SEQ-005",
      .title = "the last fragment",
      .statement = "Every series of radio-transport fragments is finished by a fragment with E = 1.",
      .clause = "5.1.3.2.8; 5.5.3",
      .level = Level::must,
      .needs = kState,
      .after = "",
      .fails =
          "the end of the message was lost on the wire, or the sender does not mark it: a receiver waits for "
          "more and drops the message.",
      .measures = "E of the last fragment that came",
  };
  static bool applies(const Class& c) { return c.link == nullptr || c.link->sequence_checked; }
  static bool off(const track::SeriesFacts& f) { return !f.complete && !f.last_seen; }
  static Outcome judge(const track::SeriesFacts& f) {
    if (f.why == wire::GivenUp::overlap || f.why == wire::GivenUp::too_long) return {};
    Outcome outcome = failed_equal(1, 0, Unit::none, f.ids_at + 3);
    if (f.loss_explains || f.why == wire::GivenUp::evicted || f.why == wire::GivenUp::ended)
      outcome.verdict = Verdict::inconclusive;
    return outcome;
  }
};

}  // namespace plumbline::rules
