// CUS-U-009: reserved bits of a section header.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplaneReserved {
  static constexpr RuleInfo info{
      .id = "CUS-U-009",
      .title = "reserved bits of the section",
      .statement = "The octet behind udCompHdr and the four bits above each mask are 0.",
      .clause = "8.3.3.14; 8.3.3.20",
      .level = Level::must,
      .needs = kCarriers,
      .after = "CUS-COMP-002",
      .fails =
          "the sender writes what a later version may give a meaning, or its section header is laid out "
          "otherwise.",
      .measures = "reserved bits",
  };
  static bool applies(const Class& c) {
    return c.u_plane() && c.channel != nullptr &&
           (c.channel->format.dynamic || wire::has_section_masks(c.channel->format.method));
  }
  static bool off(const track::UplaneSectionFacts& f) {
    return f.section.reserved != 0 ||
           (f.section.has_masks() && ((f.section.mask1 | f.section.mask2) >> 12) != 0);
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    const wire::UplaneSection& s = f.section;
    if (s.reserved != 0) return failed_equal(0, s.reserved, Unit::hex, s.at + 5);
    if (s.mask1 >> 12 != 0) return failed_equal(0, s.mask1 >> 12, Unit::hex, s.masks_at());
    return failed_equal(0, s.mask2 >> 12, Unit::hex, s.masks_at() + 2);
  }
};

}  // namespace plumbline::rules
