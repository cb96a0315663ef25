// CUS-COMP-004: static or dynamic header mismatch.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct HeaderMode {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-004",
      .title = "static or dynamic header mismatch",
      .statement = "udCompHdr is present with dynamic, absent with static format.",
      .clause = "8.3.3.13; 8.3.3.14",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "one side is set to the static, the other to the dynamic compression header: every sample is read "
          "two octets off. Expected and observed: 1 with, 0 without the header.",
      .measures = "udCompHdr (1 there, 0 not)",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::UplaneWalkFacts& f) { return f.fit == track::FormatFit::header_mode; }
  static Outcome judge(const track::UplaneWalkFacts& f) {
    return failed_equal(f.expected, f.observed, Unit::none, f.octet);
  }
};

}  // namespace plumbline::rules
