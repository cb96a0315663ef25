// FH-UPL-003: one PRB once.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::upl_003 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1", "coupling of C- and U-plane", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-U-011"};

inline constexpr Case kCase{
    .id = "FH-UPL-003",
    .title = "one PRB once",
    .purpose = "No PRB of an eAxC and direction comes twice in one symbol.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::upl_003
