// CUS-C-004: slot number vs numerology.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplaneSlotNumber {
  static constexpr RuleInfo info{
      .id = "CUS-C-004",
      .title = "slot number vs numerology",
      .statement =
          "slotId names a slot of the carrier, counted in the numerology agreed for it; 0 below 15 kHz.",
      .clause = "7.5.2.6; 7.2.3.3",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "the two sides use different subcarrier spacings, or the sender counts slots in the frame, or in "
          "another numerology (slot_reference_scs_khz).",
  };
  static bool applies(const Class& c) { return c.c_plane() && c.channel != nullptr; }
  static bool off(const track::MessageFacts& f) {
    return below_15_khz(f) ? f.at.slot != 0 : !f.channel->carrier->has_slot_id(f.at.slot);
  }
  static Outcome judge(const track::MessageFacts& f) {
    const unsigned last = below_15_khz(f) ? 0 : f.channel->carrier->last_slot_id();
    return failed_between(0, last, f.at.slot, Unit::none, f.header_at + 2);
  }

 private:
  static bool below_15_khz(const track::MessageFacts& f) {
    return f.section_type == 3 && (f.frame_structure & 15) >= 12;
  }
};

}  // namespace plumbline::rules
