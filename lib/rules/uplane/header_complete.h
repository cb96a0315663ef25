// CUS-U-001: U-plane header.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplaneHeaderComplete {
  static constexpr RuleInfo info{
      .id = "CUS-U-001",
      .title = "U-plane header",
      .statement = "The header is complete and payloadVersion is 1.",
      .clause = "8.3.2; 7.5.2.2",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-HDR-004 CUS-HDR-006 CUS-HDR-009",
      .fails = "the message ends inside its header, or speaks another version.",
  };
  static bool applies(const Class& c) { return c.u_plane(); }
  static bool off(const track::TransportFacts& f) {
    return f.header_error.fault != wire::Fault::none || f.payload_version != 1 || f.ecpri.header.version != 1;
  }
  static Outcome judge(const track::TransportFacts& f) {
    if (f.ecpri.header.version != 1) return {};
    if (f.header_error.fault == wire::Fault::cut)
      return {Verdict::inconclusive, {.observed_only = true}, f.header_error.octet};
    if (f.header_error.fault != wire::Fault::none) return failed_seeing(0, Unit::none, f.header_error.octet);
    return failed_equal(1, f.payload_version, Unit::none, f.ecpri.at + 8);
  }
};

}  // namespace plumbline::rules
