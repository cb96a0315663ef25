// CUS-CU-010: inconsistent use of one section id.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SectionIdConsistent {
  static constexpr RuleInfo info{
      .id = "CUS-CU-010",
      .title = "inconsistent use of one section id",
      .statement =
          "Descriptions with one section id have equal rb, startPrbc, numPrbc, numSymbol and udCompHdr, and "
          "disjoint reMasks.",
      .clause = "7.8.1.2; 7.5.3.1; 7.7.6.1",
      .level = Level::must,
      .needs = kState | kCarriers,
      .after = "CUS-SEQ-001 CUS-SEQ-008",
      .fails =
          "the O-DU uses one section id for two things: the O-RU cannot tell which samples belong where. The "
          "same description again, after one that asked for ACK or NACK, may be a legal repeat.",
  };
  static bool applies(const Class& c) {
    return c.channel != nullptr &&
           (c.channel->channel == nullptr || c.channel->channel->coupling == profile::Coupling::section_id);
  }
  static bool off(const track::SectionFacts& f) { return f.describe.conflict != track::Conflict::none; }
  static Outcome judge(const track::SectionFacts& f) {
    Outcome outcome = failed_equal(f.describe.expected, f.describe.observed,
                                   conflict_unit(f.describe.conflict), f.section.at);
    // Sent again: right when the O-RU had dropped the first, which its NACK tells the O-DU (7.2.8).
    if (f.describe.conflict == track::Conflict::resent) outcome.verdict = Verdict::inconclusive;
    return outcome;
  }

 private:
  static constexpr Unit conflict_unit(track::Conflict conflict) {
    switch (conflict) {
      case track::Conflict::prbs:
        return Unit::prbs;
      case track::Conflict::num_symbol:
        return Unit::symbols;
      case track::Conflict::ud_comp_hdr:
        return Unit::ud_comp_hdr;
      case track::Conflict::re_mask:
      case track::Conflict::resent:
        return Unit::hex;
      default:
        return Unit::none;
    }
  }
};

}  // namespace plumbline::rules
