// FH-CPL-004: PRB addressing.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::cpl_004 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.5.3", "section fields", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-C-016", "CUS-C-017", "CUS-C-056"};

inline constexpr Case kCase{
    .id = "FH-CPL-004",
    .title = "PRB addressing",
    .purpose = "Sections lie within the carrier; numPrbc 0 only stands for all PRBs.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::cpl_004
