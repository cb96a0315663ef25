// CUS-U-003: sections do not end with the payload.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SectionsFill {
  static constexpr RuleInfo info{
      .id = "CUS-U-003",
      .title = "sections do not end with the payload",
      .statement = "There is at least one section, and sections end exactly at the end of ecpriPayload.",
      .clause = "8.3.2",
      .level = Level::must,
      .needs = kCarriers,
      .after = "CUS-COMP-004 CUS-U-008 CUS-COMP-002",
      .fails =
          "octets behind the last section: the width, the method or the number of PRBs is not what the link "
          "says, or ecpriPayload counts padding.",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::UplaneWalkFacts& f) { return f.fit != track::FormatFit::fits; }
  static Outcome judge(const track::UplaneWalkFacts& f) {
    switch (f.fit) {
      case track::FormatFit::leftover:
      case track::FormatFit::empty:
        return failed_equal(f.expected, f.observed, Unit::octets, f.octet);
      case track::FormatFit::cut:
        return {Verdict::inconclusive, {.observed_only = true}, f.octet};
      default:
        return {};
    }
  }
};

}  // namespace plumbline::rules
