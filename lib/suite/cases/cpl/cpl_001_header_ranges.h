// FH-CPL-001: C-plane header ranges.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::cpl_001 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.5.2", "C-plane radio application header", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-C-001", "CUS-C-002", "CUS-C-003",
                                              "CUS-C-004", "CUS-C-021", "CUS-TIME-012"};

inline constexpr Case kCase{
    .id = "FH-CPL-001",
    .title = "C-plane header ranges",
    .purpose =
        "payloadVersion, frame, subframe, slot and symbol numbers lie in the ranges of the numerology and "
        "follow time.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::cpl_001
