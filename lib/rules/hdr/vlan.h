// CUS-HDR-002: VLAN.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct Vlan {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-002",
      .title = "VLAN",
      .statement =
          "The VLAN id is the one configured; priority-tagged frames (VID 0) are never a fault by "
          "themselves; untagged only where the link has no VLAN.",
      .clause = "5.1.1; 5.4",
      .level = Level::must,
      .needs = kVlan,
      .after = "",
      .fails =
          "the port, the switch or the unit uses another VLAN: the peer will not see these frames. 4096 "
          "stands for untagged.",
      .measures = "VLAN id (4096: untagged)",
  };
  static bool applies(const Class& c) { return c.link != nullptr && c.link->vlan_stated; }
  static bool off(const track::TransportFacts& f) { return !vlan_agrees(f); }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_equal(f.link->vlan ? *f.link->vlan : kUntagged,
                        f.frame.tag_count > 0 ? f.frame.tag(0).vid : kUntagged, Unit::none, 14);
  }

 private:
  static constexpr std::int64_t kUntagged = 4096;
  static bool vlan_agrees(const track::TransportFacts& f) {
    if (f.frame.tag_count == 0) return !f.link->vlan.has_value();
    return f.frame.tag(0).vid == 0 || f.link->vlan == f.frame.tag(0).vid;
  }
};

}  // namespace plumbline::rules
