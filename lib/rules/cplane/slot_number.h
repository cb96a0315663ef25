// CUS-C-004: slot number vs numerology.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplaneSlotNumber {
  static constexpr RuleInfo info{
      .id = "CUS-C-004",
      .title = "slot number vs numerology",
      .statement = "slotId is below the number of slots in a subframe; 0 below 15 kHz.",
      .clause = "7.5.2.6; 7.2.3.3",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails = "the two sides use different subcarrier spacings, or the sender counts slots in the frame.",
  };
  static bool applies(const Class& c) { return c.c_plane() && c.channel != nullptr; }
  static bool off(const track::MessageFacts& f) { return f.at.slot > last_slot(f); }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_between(0, last_slot(f), f.at.slot, Unit::none, f.header_at + 2);
  }

 private:
  static unsigned last_slot(const track::MessageFacts& f) {
    if (f.section_type == 3 && (f.frame_structure & 15) >= 12) return 0;
    return f.channel->carrier->numerology.slots_per_subframe() - 1;
  }
};

}  // namespace plumbline::rules
