// CUS-HDR-013: unknown eAxC.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct EaxcKnown {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-013",
      .title = "unknown eAxC",
      .statement = "The eAxC id is configured for an endpoint.",
      .clause = "5.1.3.2.7; 9.1",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "the two sides do not agree on the eAxC map, or on the widths of its sub-fields: the peer drops "
          "these messages.",
      .measures = "eAxC id",
  };
  static bool applies(const Class& c) { return c.link != nullptr && !c.link->carriers.empty(); }
  static bool off(const track::MessageFacts& f) { return !f.traits.eaxc_configured; }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_seeing(f.ids.eaxc.value, Unit::hex, f.ids_at);
  }
};

}  // namespace plumbline::rules
