// FH-DLM-005: DL on time.
#pragma once

#include "suite/aiming.h"
#include "suite/counting.h"
#include "suite/expect.h"

namespace plumbline::suite::dlm_005 {

inline constexpr std::string_view kParts[] = {"middle", "U-plane begin", "U-plane end", "C-plane begin",
                                              "C-plane end"};

/// All as it is sent anyway; then one plane at an edge of its window at the O-RU.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const profile::Delays& delays = setup.link.delays;
  constexpr auto kDown = radio::Direction::downlink;
  if (part == 0) return {};
  const Edge edge = part % 2 == 1 ? Edge::opens : Edge::closes;
  if (part < 3)
    return sent_at(setup, {delays.t2a_up, &emulator::Aims::uplane_dl},
                   {.plane = radio::Plane::u, .direction = kDown}, edge);
  return sent_at(setup, {delays.t2a_cp_dl, &emulator::Aims::cplane_dl},
                 {.plane = radio::Plane::c, .direction = kDown}, edge);
}

/// Each message that was sent is one on time.
inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const std::uint64_t cplane = windowed_cplane(observed);
  const std::uint64_t uplane = observed.tester.tx_total - observed.tester.tx_total_c;
  judge_counter(kRxOnTime, uplane, uplane, observed, judgement);
  judge_counter(kRxOnTimeC, cplane, cplane, observed, judgement);
  for (const CounterName& counter : {kRxEarly, kRxLate, kRxEarlyC, kRxLateC})
    judge_counter(counter, 0, 0, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  const profile::Delays& delays = setup.link.delays;
  if (!delays.t2a_up || !delays.t2a_cp_dl || !delays.t2a_cp_ul)
    return "link delays: t2a_up, t2a_cp_dl and t2a_cp_ul";
  if (std::string why = no_data_channel(setup, radio::Direction::downlink); !why.empty()) return why;
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.4.1", "DLM #1", Relation::part},
};

inline constexpr Case kCase{
    .id = "FH-DLM-005",
    .title = "DL on time",
    .purpose = "What arrives at the begin, in the middle and at the end of its window counts as on time.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the signal on air",
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_005
