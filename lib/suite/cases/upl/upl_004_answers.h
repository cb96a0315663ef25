// FH-UPL-004: UL answers requests.
#pragma once

#include <string>

#include "suite/expect.h"

namespace plumbline::suite::upl_004 {

/// Four sections, so that the ids matter.
inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) { return {.sections = 4}; }

/// Rules do not judge a unit that says nothing at all.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Difference found = compare_described(setup, observed, radio::Direction::uplink);
  judge_came("answered", found, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  return no_data_channel(setup, radio::Direction::uplink);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.3", "Base UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.2", "U-plane data transfer", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-002",   "CUS-CU-003",  "CUS-CU-004",
                                              "CUS-U-011",  "CUS-TIME-004", "CUS-TIME-006"};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "every PRB and symbol that was asked for came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-004",
    .title = "UL answers requests",
    .purpose = "Every requested symbol and PRB is answered once, with its sectionId, in time.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "decoding of what the antenna received",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_004
