// CUS-U-002: U-plane slot and symbol.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplaneRadioTime {
  static constexpr RuleInfo info{
      .id = "CUS-U-002",
      .title = "U-plane slot and symbol",
      .statement =
          "subframeId is 0..9, slotId below the slots of a subframe, symbolId inside the slot (PRACH labels "
          "excepted).",
      .clause = "8.3.3.5; 8.3.3.6; 8.3.3.7",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails = "the sender counts slots or symbols by another numerology.",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::MessageFacts& f) {
    return f.at.subframe > 9 || !f.channel->carrier->has_slot_id(f.at.slot) || f.at.symbol > last_symbol(f);
  }
  static Outcome judge(const track::MessageFacts& f) {
    if (f.at.subframe > 9) return failed_between(0, 9, f.at.subframe, Unit::none, f.header_at + 2);
    if (!f.channel->carrier->has_slot_id(f.at.slot))
      return failed_between(0, f.channel->carrier->last_slot_id(), f.at.slot, Unit::none, f.header_at + 2);
    return failed_between(0, last_symbol(f), f.at.symbol, Unit::symbols, f.header_at + 3);
  }

 private:
  static unsigned last_symbol(const track::MessageFacts& f) {
    return f.channel->is_prach() ? 63 : f.channel->carrier->numerology.symbols_per_slot() - 1;
  }
};

}  // namespace plumbline::rules
