// CUS-HDR-008: unknown message type.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct MessageType {
  static constexpr RuleInfo info{
      .id = "CUS-HDR-008",
      .title = "unknown message type",
      .statement = "ecpriMessage is 0, 2 or 5.",
      .clause = "5.1.3.2.5; 9.1",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-HDR-004",
      .fails =
          "a type the fronthaul does not use: another eCPRI application shares the link, or the octets are "
          "not eCPRI.",
  };
  static bool applies(const Class& c) {
    static_cast<void>(c);
    return true;
  }
  static bool off(const track::TransportFacts& f) {
    return f.ecpri.header.type != wire::EcpriType::iq_data &&
           f.ecpri.header.type != wire::EcpriType::rt_control &&
           f.ecpri.header.type != wire::EcpriType::one_way_delay;
  }
  static Outcome judge(const track::TransportFacts& f) {
    return failed_between(0, 5, static_cast<std::int64_t>(f.ecpri.header.type), Unit::none, f.ecpri.at + 1);
  }
};

}  // namespace plumbline::rules
