// CUS-HDR-030: planes mixed.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct PlanesApart {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-030",
      .title = "planes mixed",
      .statement = "A frame does not concatenate C-plane with U-plane messages.",
      .clause = "7.1.1; 8.2.1",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails = "the sender packs both planes into one frame; receivers need not take it.",
  };
  static bool applies(const Class& c) { return c.c_plane() || c.u_plane(); }
  static bool off(const track::TransportFacts& f) { return f.mixed_planes; }
  static Outcome judge(const track::TransportFacts& f) { return failed_equal(0, 1, Unit::none, f.ecpri.at); }
};

}  // namespace plumbline::rules
