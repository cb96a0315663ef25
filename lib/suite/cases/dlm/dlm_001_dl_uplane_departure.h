// FH-DLM-001: DL U-plane transmit window.
#pragma once

#include <string>

#include "suite/case.h"

namespace plumbline::suite::dlm_001 {

inline std::string not_applicable(const Setup& setup) {
  return setup.link.delays.t1a_up ? "" : "link delays: t1a_up";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.4.1", "O-DU delay management", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4", "delay management", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "4.4.3", "delay management", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-005"};

inline constexpr Case kCase{
    .id = "FH-DLM-001",
    .title = "DL U-plane transmit window",
    .purpose = "Every DL U-plane frame leaves inside T1a of its symbol.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "hardware stamps",
    .rules = kRules,
    .not_applicable = not_applicable,
};

}  // namespace plumbline::suite::dlm_001
