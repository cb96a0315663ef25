// CUS-C-020: numSymbol.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct NumSymbol {
  static constexpr RuleInfo info{
      .id = "CUS-C-020",
      .title = "numSymbol",
      .statement = "numSymbol is 1..14; 0 only with extensions 6, 12 or 19; 15 never.",
      .clause = "7.5.3.7",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails = "the section speaks of no symbol, or of more than a slot has.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::SectionFacts& f) {
    return f.section.num_symbol == 15 ||
           (f.section.num_symbol == 0 && (f.extensions & (1u << 6 | 1u << 12 | 1u << 19)) == 0);
  }
  static Outcome judge(const track::SectionFacts& f) {
    return failed_between(1, 14, f.section.num_symbol, Unit::symbols, f.section.at + 5);
  }
};

}  // namespace plumbline::rules
