// FH-CPL-002: C-plane structure.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::cpl_002 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.4", "C-plane message formats", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.6", "section extensions", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-C-006", "CUS-C-008", "CUS-EXT-002", "CUS-EXT-003",
                                              "CUS-EXT-006"};

inline constexpr Case kCase{
    .id = "FH-CPL-002",
    .title = "C-plane structure",
    .purpose =
        "numberOfSections equals what parses; every chain of extensions ends inside the message and is "
        "allowed there.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "C-plane that an O-RU sends",
    .rules = kRules,
};

}  // namespace plumbline::suite::cpl_002
