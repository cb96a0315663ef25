// CUS-HDR-015: C-plane E bit.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplaneUnfragmented {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-015",
      .title = "C-plane E bit",
      .statement = "C-plane messages have E bit 1 and subsequence id 0.",
      .clause = "5.1.3.2.8",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails =
          "radio-transport fragmentation is not allowed in the C-plane: the receiver drops the message or "
          "waits for more.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::MessageFacts& f) { return !f.ids.last_fragment || f.ids.subsequence != 0; }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_equal(0x80, (f.ids.last_fragment ? 0x80 : 0) | f.ids.subsequence, Unit::hex, f.ids_at + 3);
  }
};

}  // namespace plumbline::rules
