// CUS-HDR-009: ecpriPayload too short.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct PayloadHoldsFields {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-009",
      .title = "ecpriPayload too short",
      .statement = "ecpriPayload is at least what the fixed fields of the message type need.",
      .clause = "5.1.3.2.1; 7.4; 8.3.2",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-HDR-004 CUS-HDR-008",
      .fails = "the sender wrote a length that cannot hold its own header.",
  };
  static bool applies(const Class& c) {
    static_cast<void>(c);
    return true;
  }
  static bool off(const track::TransportFacts& f) { return f.ecpri.header.payload < least_octets(f); }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_between(least_octets(f), 65535, f.ecpri.header.payload, Unit::octets, f.ecpri.at + 2);
  }

 private:
  /// Octets of the fixed fields behind the common header.
  static std::uint16_t least_octets(const track::TransportFacts& f) {
    if (f.ecpri.header.type == wire::EcpriType::rt_control) return 12;
    if (f.ecpri.header.type == wire::EcpriType::iq_data) return f.subsequence == 0 ? 8 : 4;
    return wire::least_payload(f.ecpri.header.type);
  }
};

}  // namespace plumbline::rules
