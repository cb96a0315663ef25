// FH-TRN-006: eAxC membership.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::trn_006 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.4", "eAxC identification", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.1.10", "eAxC configuration: unique ids", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-013", "CUS-HDR-019"};

inline constexpr Case kCase{
    .id = "FH-TRN-006",
    .title = "eAxC membership",
    .purpose = "Every eAxC id is one that is configured for its direction.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "no id is shared by two endpoints; the M-plane refuses a duplicate id",
    .rules = kRules,
};

}  // namespace plumbline::suite::trn_006
