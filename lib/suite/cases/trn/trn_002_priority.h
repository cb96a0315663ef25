// FH-TRN-002: priority marking.
#pragma once

#include <string>

#include "suite/case.h"

namespace plumbline::suite::trn_002 {

inline std::string not_applicable(const Setup& setup) {
  if (setup.link.vlan_stated && !setup.link.vlan) return "link vlan: none";
  return setup.link.c_pcp || setup.link.u_pcp ? "" : "link pcp";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.3", "Quality of service", Relation::own},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "A.1", "default CoS", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-003"};

inline constexpr Case kCase{
    .id = "FH-TRN-002",
    .title = "priority marking",
    .purpose = "C- and U-plane carry the priority that the link was configured to.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .not_applicable = not_applicable,
};

}  // namespace plumbline::suite::trn_002
