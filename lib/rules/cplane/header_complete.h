// CUS-C-001: C-plane header.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct CplaneHeaderComplete {
  static constexpr RuleInfo info{
      .id = "CUS-C-001",
      .title = "C-plane header",
      .statement = "The message holds the full application header and section-type header.",
      .clause = "7.4",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-HDR-004 CUS-HDR-006 CUS-HDR-009",
      .fails = "the message ends inside its header.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  static bool off(const track::TransportFacts& f) {
    return f.header_error.fault != wire::Fault::none || f.ecpri.header.version != 1;
  }
  static Outcome judge(const track::TransportFacts& f) {
    if (f.ecpri.header.version != 1) return {};
    if (f.header_error.fault == wire::Fault::cut)
      return {Verdict::inconclusive, {.observed_only = true}, f.header_error.octet};
    return failed_seeing(0, Unit::none, f.header_error.octet);
  }
};

}  // namespace plumbline::rules
