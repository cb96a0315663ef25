// CUS-HDR-017: MTU.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct Mtu {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-017",
      .title = "MTU",
      .statement = "The frame payload fits the MTU of the link.",
      .clause = "5.1.1; 5.5.1",
      .level = Level::must,
      .needs = kMtu,
      .after = "",
      .fails =
          "the sender does not fragment as configured: a switch or port with this MTU drops these frames.",
  };
  static bool applies(const Class& c) { return c.link != nullptr && c.link->mtu.has_value(); }
  static bool off(const track::TransportFacts& f) { return f.frame.client_data().length > *f.link->mtu; }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_between(0, *f.link->mtu, f.frame.client_data().length, Unit::octets,
                          f.frame.client_data().base);
  }
};

}  // namespace plumbline::rules
