// FH-DLM-010: O-DU early and late.
#pragma once

#include "suite/aiming.h"
#include "suite/counting.h"
#include "suite/expect.h"

namespace plumbline::suite::dlm_010 {

inline constexpr std::string_view kParts[] = {"early", "late"};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const Nanos by = beyond(setup.link.delays.ta4);
  return {.disturbance = emulator::Disturbance{.kind = emulator::Disturbance::Kind::shift,
                                               .which = {.plane = radio::Plane::u,
                                                         .direction = radio::Direction::uplink,
                                                         .filter_index = 0,
                                                         .first = 5,
                                                         .every = 7,
                                                         .count = 10},
                                               .by = part == 0 ? -by : by}};
}

inline void judge(const Setup& /*setup*/, const Stimulus& sent, const Observed& observed,
                  Judgement& judgement) {
  const std::uint64_t early = sent.part == 0 ? observed.disturbed : 0, late = observed.disturbed - early;
  judge_counter(kRxEarly, early, early, observed, judgement);
  judge_counter(kRxLate, late, late, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.ta4) return "link delays: ta4";
  if (std::string why = no_data_channel(setup, radio::Direction::uplink); !why.empty()) return why;
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.4.2", "O-DU delay management, negative", Relation::part},
};

inline constexpr Case kCase{
    .id = "FH-DLM-010",
    .title = "O-DU early and late",
    .purpose = "UL U-plane before and behind its window is counted as early and late.",
    .duts = kODu,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "counters of each eAxC",
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_010
