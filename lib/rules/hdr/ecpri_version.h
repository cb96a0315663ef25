// CUS-HDR-004: eCPRI version.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct EcpriVersion {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-004",
      .title = "eCPRI version",
      .statement = "ecpriVersion is 1.",
      .clause = "5.1.3.2.2",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails =
          "another version, or the octets are not eCPRI at all: nothing behind this field can be trusted.",
  };
  static bool applies(const Class& c) {
    static_cast<void>(c);
    return true;
  }
  static bool off(const track::TransportFacts& f) { return f.ecpri.header.version != 1; }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_equal(1, f.ecpri.header.version, Unit::none, f.ecpri.at);
  }
};

}  // namespace plumbline::rules
