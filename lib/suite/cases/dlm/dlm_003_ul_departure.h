// FH-DLM-003: UL transmit window.
#pragma once

#include <string>

#include "suite/case.h"

namespace plumbline::suite::dlm_003 {

inline std::string not_applicable(const Setup& setup) {
  return setup.link.delays.ta3 || setup.link.delays.ta3_prach ? "" : "link delays: ta3";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.4.2", "UL delay management", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4", "delay management", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "4.4.3", "delay management", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-004", "CUS-TIME-006"};

inline constexpr Case kCase{
    .id = "FH-DLM-003",
    .title = "UL transmit window",
    .purpose = "Every UL U-plane frame leaves inside its window after its symbol, PRACH in its own.",
    .duts = kORu,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "hardware stamps",
    .rules = kRules,
    .not_applicable = not_applicable,
};

}  // namespace plumbline::suite::dlm_003
