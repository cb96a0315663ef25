// CUS-C-008: number of sections.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SectionCount {
  static constexpr RuleInfo info{
      .id = "CUS-C-008",
      .title = "number of sections",
      .statement = "numberOfSections equals the sections that decode to the end of ecpriPayload.",
      .clause = "7.5.2.8",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-EXT-002 CUS-C-006 CUS-C-002",
      .fails = "the message is cut, its counter is wrong, or an extension length desynchronised it.",
  };
  static bool applies(const Class& c) { return c.c_plane() && wire::has_sections(c.section_type); }
  static bool off(const track::CplaneWalkFacts& f) {
    return f.error.fault != wire::Fault::none || f.rest_octets != 0;
  }
  static Outcome judge(const track::CplaneWalkFacts& f) {
    if (f.in_extension) return {};
    if (f.error.fault == wire::Fault::cut)
      return {Verdict::inconclusive, {.observed_only = true}, f.error.octet};
    if (f.error.fault != wire::Fault::none)
      return failed_equal(f.declared, f.walked, Unit::sections, f.error.octet);
    return failed_equal(0, f.rest_octets, Unit::octets, f.rest_at);
  }
};

}  // namespace plumbline::rules
