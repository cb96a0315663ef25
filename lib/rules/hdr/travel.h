// CUS-HDR-019: message in the wrong direction.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct Travel {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-019",
      .title = "message in the wrong direction",
      .statement =
          "The O-DU sends section types 0, 1, 3, 4, 5, 6, 11 and downlink U-plane; the O-RU sends section "
          "types 8, 9, 10 and uplink U-plane.",
      .clause = "4.3; 7.3.1; 7.5.3.14",
      .level = Level::must,
      .needs = kMacs,
      .after = "",
      .fails =
          "a wrong dataDirection bit, swapped MAC addresses in the link file, or a mirror port that sends "
          "packets back.",
      .measures = "section type (C-plane) or dataDirection (U-plane)",
  };
  static bool applies(const Class& c) {
    return c.traits->sender != track::Sender::unknown && !(c.c_plane() && c.section_type == 7);
  }
  static bool off(const track::MessageFacts& f) { return !travels_right(f); }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_seeing(
        f.traits.plane == radio::Plane::c ? f.section_type : static_cast<std::int64_t>(f.traits.direction),
        Unit::none, f.header_at);
  }

 private:
  static bool travels_right(const track::MessageFacts& f) {
    const bool by_du = f.traits.sender == track::Sender::o_du;
    if (f.traits.plane == radio::Plane::u) return by_du == (f.traits.direction == radio::Direction::downlink);
    const bool of_ru = f.section_type >= 8 && f.section_type <= 10;
    return by_du != of_ru;
  }
};

}  // namespace plumbline::rules
