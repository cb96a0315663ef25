// CUS-U-008: payload size vs width.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct RoomForPrbs {
  static constexpr RuleInfo info{
      .id = "CUS-U-008",
      .title = "payload size vs width",
      .statement = "The section has room for numPrbu PRBs of the configured format.",
      .clause = "8.3.2; 8.2.1",
      .level = Level::must,
      .needs = kCarriers,
      .after = "CUS-COMP-004 CUS-COMP-002",
      .fails =
          "the sender uses another IQ width or method than the link, or numPrbu is wrong. Expected and "
          "observed are octets of the PRBs (methods 5 and 6: as far as masks say).",
      .measures = "octets of the PRBs",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::UplaneWalkFacts& f) { return f.fit != track::FormatFit::fits; }
  static Outcome judge(const track::UplaneWalkFacts& f) {
    if (f.fit == track::FormatFit::cut) return {Verdict::inconclusive, {.observed_only = true}, f.octet};
    if (f.fit != track::FormatFit::no_room && f.fit != track::FormatFit::width) return {};
    return failed_equal(f.expected, f.observed, Unit::octets, f.octet);
  }
};

}  // namespace plumbline::rules
