// FH-UPL-007: PRB payload length.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::upl_007 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.3.3", "U-plane section fields", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "Annex A", "compression methods", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-U-003", "CUS-U-007", "CUS-U-008", "CUS-U-009"};

inline constexpr Case kCase{
    .id = "FH-UPL-007",
    .title = "PRB payload length",
    .purpose = "Sections end with the payload; PRBs have the size of method and width.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::upl_007
