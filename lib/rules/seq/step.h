// CUS-SEQ-001: loss, sequence error.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SequenceStepsByOne {
  static constexpr RuleInfo info{
      .id = "CUS-SEQ-001",
      .title = "loss, sequence error",
      .statement = "The sequence id increments by one, modulo 256, in its number space.",
      .clause = "5.1.3.2.8; 5.1.3.2.7",
      .level = Level::must,
      .needs = kState,
      .after = "CUS-SEQ-008",
      .fails =
          "a gap: packets lost on the wire or by the sender. A repeat: duplicated by the network. A step "
          "back: reordering, or two senders. Losses of our own capture make it inconclusive.",
      .measures = "sequence id",
  };
  static bool applies(const Class& c) { return c.link == nullptr || c.link->sequence_checked; }
  static bool off(const track::MessageFacts& f) { return f.sequence.step != track::SequenceStep::next; }
  static Outcome judge(const track::MessageFacts& f) {
    if (f.sequence.step == track::SequenceStep::first || f.sequence.step == track::SequenceStep::late)
      return {};
    Outcome outcome = failed_equal(f.sequence.expected, f.ids.sequence, Unit::none, f.ids_at + 2);
    if (f.loss_explains) outcome.verdict = Verdict::inconclusive;
    return outcome;
  }
};

}  // namespace plumbline::rules
