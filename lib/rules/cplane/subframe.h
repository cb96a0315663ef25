// CUS-C-003: subframe number.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplaneSubframe {
  static constexpr RuleInfo info{
      .id = "CUS-C-003",
      .title = "subframe number",
      .statement = "subframeId is 0..9.",
      .clause = "7.5.2.5",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails = "a frame has ten subframes: the slot arithmetic of the sender is wrong.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::MessageFacts& f) { return f.at.subframe > 9; }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_between(0, 9, f.at.subframe, Unit::none, f.header_at + 2);
  }
};

}  // namespace plumbline::rules
