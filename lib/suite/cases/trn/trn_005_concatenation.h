// FH-TRN-005: concatenation.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::trn_005 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2.4", "ecpriConcatenation", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-010", "CUS-HDR-030"};

inline constexpr Case kCase{
    .id = "FH-TRN-005",
    .title = "concatenation",
    .purpose = "Messages are concatenated only where the pair agreed on it, and then aligned.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::trn_005
