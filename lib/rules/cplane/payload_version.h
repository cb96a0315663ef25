// CUS-C-002: payload version.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplanePayloadVersion {
  static constexpr RuleInfo info{
      .id = "CUS-C-002",
      .title = "payload version",
      .statement = "payloadVersion of the C-plane is 1.",
      .clause = "7.5.2.2",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails = "the units speak different versions of the protocol.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::MessageFacts& f) { return f.payload_version != 1; }
  static Outcome judge(const track::MessageFacts& f) {
    return failed_equal(1, f.payload_version, Unit::none, f.header_at);
  }
};

}  // namespace plumbline::rules
