// CUS-EXT-002: extension length.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct ExtensionLength {
  static constexpr RuleInfo info{
      .id = "CUS-EXT-002",
      .title = "extension length",
      .statement = "extLen is not 0 and the extension fits the message.",
      .clause = "7.6.2",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails =
          "an extension that claims more octets than the message has, or none: everything behind it is lost "
          "to the receiver.",
      .measures = "extType",
  };
  static bool applies(const Class& c) { return c.c_plane() && wire::has_sections(c.section_type); }
  static bool off(const track::CplaneWalkFacts& f) { return f.in_extension; }
  static Outcome judge(const track::CplaneWalkFacts& f) {
    if (f.error.fault == wire::Fault::cut)
      return {Verdict::inconclusive, {.observed_only = true}, f.error.octet};
    return failed_seeing(f.extension_type, Unit::none, f.error.octet);
  }
};

}  // namespace plumbline::rules
