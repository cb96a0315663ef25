// CUS-C-006: section type.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SectionType {
  static constexpr RuleInfo info{
      .id = "CUS-C-006",
      .title = "section type",
      .statement = "sectionType is not reserved (2, 12..255).",
      .clause = "7.3.1; 7.5.2.9",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-C-002",
      .fails = "an undefined section type: the message cannot be understood.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::MessageFacts& f) { return f.section_type == 2 || f.section_type > 11; }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_between(0, 11, f.section_type, Unit::none, f.header_at + 5);
  }
};

}  // namespace plumbline::rules
