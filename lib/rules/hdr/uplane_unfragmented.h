// CUS-HDR-016: radio-transport fragmentation without sequence checks.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplaneUnfragmented {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-016",
      .title = "U-plane fragmented without sequence checks",
      .statement =
          "Where the link switches sequence checks off, E is 1 and the subsequence id is 0 in the U-plane.",
      .clause = "5.1.3.2.7; 5.1.3.2.8; 5.5.3",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails =
          "a receiver that does not check sequence ids cannot join radio-transport fragments: let the sender "
          "fragment at the application layer, or switch sequence checks on.",
      .measures = "E and subsequence id",
  };
  static bool applies(const Class& c) {
    return c.u_plane() && c.link != nullptr && !c.link->sequence_checked;
  }
  static bool off(const track::MessageFacts& f) { return !f.ids.last_fragment || f.ids.subsequence != 0; }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_equal(0x80, (f.ids.last_fragment ? 0x80 : 0) | f.ids.subsequence, Unit::hex, f.ids_at + 3);
  }
};

}  // namespace plumbline::rules
