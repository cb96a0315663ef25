// CUS-HDR-006: ecpriPayload too long.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct PayloadFits {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-006",
      .title = "ecpriPayload too long",
      .statement = "ecpriPayload does not exceed the octets present in the frame or UDP datagram.",
      .clause = "5.1.3.2.6",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-HDR-004",
      .fails =
          "the frame was cut on its way, or the sender counts wrongly (some count padding or the header). "
          "The message is kept out of every later judgement.",
  };
  static bool applies(const Class& c) {
    static_cast<void>(c);
    return true;
  }
  static bool off(const track::TransportFacts& f) { return f.ecpri.overlong; }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_between(0, f.ecpri.body.length, f.ecpri.header.payload, Unit::octets, f.ecpri.at + 2);
  }
};

}  // namespace plumbline::rules
