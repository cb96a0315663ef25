// CUS-HDR-003: priority.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct Priority {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-003",
      .title = "priority",
      .statement = "The PCP of tagged frames is the one configured for the plane.",
      .clause = "5.3",
      .level = Level::must,
      .needs = kPcp,
      .after = "",
      .fails = "the switch queues these frames with other traffic; under load they come late.",
      .measures = "PCP",
  };
  static bool applies(const Class& c) {
    return c.link != nullptr && ((c.c_plane() && c.link->c_pcp) || (c.u_plane() && c.link->u_pcp));
  }
  static bool off(const track::TransportFacts& f) {
    return f.frame.tag_count > 0 && f.frame.tag(0).pcp != configured_pcp(f);
  }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_equal(configured_pcp(f), f.frame.tag(0).pcp, Unit::none, 14);
  }

 private:
  static std::uint8_t configured_pcp(const track::TransportFacts& f) {
    return f.ecpri.header.type == wire::EcpriType::rt_control ? *f.link->c_pcp : *f.link->u_pcp;
  }
};

}  // namespace plumbline::rules
