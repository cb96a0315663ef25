// FH-TRN-004: payload length and padding.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::trn_004 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2.6", "ecpriPayload", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-006", "CUS-HDR-009", "CUS-U-003", "CUS-U-008",
                                              "CUS-C-008"};

inline constexpr Case kCase{
    .id = "FH-TRN-004",
    .title = "payload length and padding",
    .purpose = "ecpriPayload says how many octets the message has; what follows is padding.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::trn_004
