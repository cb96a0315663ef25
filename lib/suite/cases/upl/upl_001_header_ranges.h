// FH-UPL-001: U-plane header ranges.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::upl_001 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.3", "U-plane message formats", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-U-001", "CUS-U-002", "CUS-CU-001", "CUS-CU-002",
                                              "CUS-TIME-012"};

inline constexpr Case kCase{
    .id = "FH-UPL-001",
    .title = "U-plane header ranges",
    .purpose =
        "payloadVersion, filterIndex, frame, subframe, slot and symbol are in range, those of the C-plane, "
        "and fit the time.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::upl_001
