// FH-DLM-007: DL early and late.
#pragma once

#include "suite/aiming.h"
#include "suite/counting.h"
#include "suite/expect.h"

namespace plumbline::suite::dlm_007 {

inline constexpr std::string_view kParts[] = {"C-plane early", "U-plane early", "U-plane late",
                                              "C-plane late"};

/// Ten messages, far apart.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const bool cplane = part == 0 || part == 3, early = part < 2;
  const Nanos by = beyond(cplane ? setup.link.delays.t2a_cp_dl : setup.link.delays.t2a_up);
  return {.disturbance = emulator::Disturbance{.kind = emulator::Disturbance::Kind::shift,
                                               .which = {.plane = cplane ? radio::Plane::c : radio::Plane::u,
                                                         .direction = radio::Direction::downlink,
                                                         .windowed = true,
                                                         .first = 5,
                                                         .every = 7,
                                                         .count = 10},
                                               .by = early ? -by : by}};
}

inline void judge(const Setup& /*setup*/, const Stimulus& sent, const Observed& observed,
                  Judgement& judgement) {
  const CounterName* const kGrow[] = {&kRxEarlyC, &kRxEarly, &kRxLate, &kRxLateC};
  for (const CounterName* counter : kGrow) {
    const std::uint64_t expected = counter == kGrow[sent.part] ? observed.disturbed : 0;
    judge_counter(*counter, expected, expected, observed, judgement);
  }
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.t2a_up || !setup.link.delays.t2a_cp_dl) return "link delays: t2a_up and t2a_cp_dl";
  if (std::string why = no_data_channel(setup, radio::Direction::downlink); !why.empty()) return why;
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.4.3", "DLM #3", Relation::full},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-004", "CUS-TIME-004"};

inline constexpr Case kCase{
    .id = "FH-DLM-007",
    .title = "DL early and late",
    .purpose =
        "DL C- and U-plane before and behind their windows are counted as early and late, and only these.",
    .duts = kORu,
    .kind = Kind::negative,
    .references = kReferences,
    .rules = kRules,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_007
