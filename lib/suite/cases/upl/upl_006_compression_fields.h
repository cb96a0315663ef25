// FH-UPL-006: compression fields.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::upl_006 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.3", "O-DU compression header", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.3.3", "U-plane section fields", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-COMP-002", "CUS-COMP-003", "CUS-COMP-004",
                                              "CUS-COMP-005", "CUS-COMP-017", "CUS-U-003"};

inline constexpr Case kCase{
    .id = "FH-UPL-006",
    .title = "compression fields",
    .purpose =
        "udCompHdr, the reserved octet, udCompParam and udCompLen are exactly where the configured method "
        "has them.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "O-RU: EVM on air with each format",
    .rules = kRules,
};

}  // namespace plumbline::suite::upl_006
