// FH-DLM-002: C-plane transmit windows.
#pragma once

#include <string>

#include "suite/case.h"

namespace plumbline::suite::dlm_002 {

inline std::string not_applicable(const Setup& setup) {
  const profile::Delays& delays = setup.link.delays;
  return delays.t1a_cp_dl || delays.t1a_cp_ul ? "" : "link delays: t1a_cp_dl and t1a_cp_ul";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.4.1", "O-DU delay management", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4", "delay management", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "4.4.3", "delay management", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-005", "CUS-CU-001"};

inline constexpr Case kCase{
    .id = "FH-DLM-002",
    .title = "C-plane transmit windows",
    .purpose = "C-plane leaves inside its T1a window, and never after its own U-plane.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "hardware stamps",
    .rules = kRules,
    .not_applicable = not_applicable,
};

}  // namespace plumbline::suite::dlm_002
