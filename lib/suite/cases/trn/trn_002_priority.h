// FH-TRN-002: priority marking.
#pragma once

#include <string>

#include "suite/expect.h"

namespace plumbline::suite::trn_002 {

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.vlan) return setup.link.vlan_stated ? "link vlan: none" : "link vlan";
  return setup.link.c_pcp || setup.link.u_pcp ? "" : "link pcp";
}

/// A frame without a tag has no priority.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  constexpr std::uint32_t kUntagged = 1u << 8;
  std::uint64_t looked = 0;
  Tally untagged;
  for (const record::Stream& stream : observed.check.streams()) {
    const auto& pcp = stream.plane() == record::PLANE_C ? setup.link.c_pcp : setup.link.u_pcp;
    if (!pcp || !is_of_unit(setup, stream)) continue;
    ++looked;
    if ((stream.pcps() & kUntagged) != 0) untagged.note(stream.first_packet());
  }
  judgement.none("tagged", looked, untagged, record::UNIT_NONE);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.3", "Quality of service", Relation::own},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "A.1", "default CoS", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-003"};

inline constexpr CriterionInfo kCriteria[] = {
    {"tagged", "no stream has frames without a tag, which have no priority", "O-RAN.WG4.TS.CUS.0 v17.01 5.3"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-002",
    .title = "priority marking",
    .purpose = "C- and U-plane carry the priority that the link was configured to.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "DSCP, and the priority of other planes",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_002
