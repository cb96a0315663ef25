// CUS-SEQ-004: fragments follow each other.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct FragmentsCount {
  static constexpr RuleInfo info{
      .id = "CUS-SEQ-004",
      .title = "fragments follow each other",
      .statement =
          "Radio-transport fragments keep the sequence id, their subsequence id counts 0, 1, 2 and so on, "
          "and "
          "E is 1 only on the last.",
      .clause = "5.1.3.2.8; 5.5.3",
      .level = Level::must,
      .needs = kState,
      .after = "",
      .fails =
          "a gap: fragments lost on the wire or by the sender, their message cannot be read. A step back: "
          "duplicated or re-ordered by the network, or two messages with one sequence id.",
      .measures = "subsequence id",
  };
  static bool applies(const Class& c) { return c.link == nullptr || c.link->sequence_checked; }
  static bool off(const track::PieceFacts& f) {
    return f.ids.subsequence != f.expected || f.step == wire::PieceStep::duplicate ||
           f.step == wire::PieceStep::overlap;
  }
  static Outcome judge(const track::PieceFacts& f) {
    const bool taken = f.step == wire::PieceStep::pending || f.step == wire::PieceStep::complete;
    if (f.first || (taken && f.ids.subsequence < f.expected)) return {};  // one that a gap had left out
    // Behind the last fragment comes another message.
    const std::uint8_t expected = f.ids.subsequence == f.expected ? std::uint8_t{0} : f.expected;
    Outcome outcome = failed_equal(expected, f.ids.subsequence, Unit::none, f.ids_at + 3);
    if (f.loss_explains) outcome.verdict = Verdict::inconclusive;
    return outcome;
  }
};

}  // namespace plumbline::rules
