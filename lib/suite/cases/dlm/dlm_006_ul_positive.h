// FH-DLM-006: UL on time.
#pragma once

#include <string>

#include "suite/aiming.h"
#include "suite/expect.h"

namespace plumbline::suite::dlm_006 {

inline constexpr std::string_view kParts[] = {"begin", "end"};

/// As near to the edge of the window at the O-RU as its first or its last request may come.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return sent_at(setup, {setup.link.delays.t2a_cp_ul, &emulator::Aims::cplane_ul},
                 {.plane = radio::Plane::c, .direction = radio::Direction::uplink, .filter_index = 0},
                 part == 0 ? Edge::opens : Edge::closes);
}

/// A request that is not answered has no answer whose time a rule could judge.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Difference found = compare_described(setup, observed, radio::Direction::uplink);
  judge_came("answered", found, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.t2a_cp_ul) return "link delays: t2a_cp_ul";
  return no_data_channel(setup, radio::Direction::uplink);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.4.2", "DLM #2", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-TIME-004"};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "every PRB and symbol that was asked for came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-DLM-006",
    .title = "UL on time",
    .purpose = "Requests at the begin and at the end of their window are answered in time.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the signal on air",
    .rules = kRules,
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_006
