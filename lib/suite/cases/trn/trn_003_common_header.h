// FH-TRN-003: eCPRI common header.
#pragma once

#include "suite/case.h"

namespace plumbline::suite::trn_003 {

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2", "eCPRI transport header", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-004", "CUS-HDR-008", "CUS-HDR-019"};

inline constexpr Case kCase{
    .id = "FH-TRN-003",
    .title = "eCPRI common header",
    .purpose = "Version, reserved bits, message type and direction of travel are those of the standard.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
};

}  // namespace plumbline::suite::trn_003
