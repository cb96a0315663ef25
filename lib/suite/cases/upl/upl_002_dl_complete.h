// FH-UPL-002: DL completeness.
#pragma once

#include <string>

#include "suite/expect.h"

namespace plumbline::suite::upl_002 {

/// What the C-plane describes in ways that described() leaves out, and what it does not describe at all, is
/// the rules'.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Difference found = compare_described(setup, observed, radio::Direction::downlink);
  judge_came("complete", found, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  return no_data_channel(setup, radio::Direction::downlink);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1", "coupling of C- and U-plane", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.4.2", "U-plane rules", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-002", "CUS-CU-003"};
inline constexpr CriterionInfo kCriteria[] = {
    {"complete", "every described PRB came in every described symbol", "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-002",
    .title = "DL completeness",
    .purpose = "Every PRB and symbol that the C-plane describes carries data, and nothing else does.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_002
