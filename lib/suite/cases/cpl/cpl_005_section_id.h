// FH-CPL-005: sectionId coupling.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::cpl_005 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1.2", "coupling via sectionId", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-010", "CUS-C-020", "CUS-C-023"};

inline constexpr Case kCase{
    .id = "FH-CPL-005",
    .title = "sectionId coupling",
    .purpose = "Descriptions of one sectionId in a slot agree, and no resource element is claimed twice.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::cpl_005
