// FH-DLM-012: excess latency.
#pragma once

#include <algorithm>

#include "suite/counting.h"

namespace plumbline::suite::dlm_012 {

/// So much longer that C- and U-plane miss their windows whole.
inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  const profile::Delays& delays = setup.link.delays;
  constexpr std::int64_t kSpare = 50'000;
  return {.delay = Nanos{std::max(delays.t1a_up->max_ns - delays.t2a_up->min_ns,
                                  delays.t1a_cp_ul->max_ns - delays.t2a_cp_ul->min_ns) +
                         kSpare}};
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t answers = 0, packet = 0;
  for (const SeenUplane& seen : observed.uplane)
    if (seen.header.direction == radio::Direction::uplink && answers++ == 0) packet = seen.place.packet;
  judgement.equals("silent", 0, answers, record::UNIT_SECTIONS, packet);
  if (!setup.unit.has(profile::Feature::counters)) return;
  const std::uint64_t cplane = windowed_cplane(observed);
  const std::uint64_t uplane = observed.tester.tx_total - observed.tester.tx_total_c;
  judge_counter(kRxLate, uplane, uplane, observed, judgement);
  judge_counter(kRxOnTime, 0, 0, observed, judgement);
  judge_counter(kRxLateC, cplane, cplane, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  const profile::Delays& delays = setup.link.delays;
  return delays.t1a_up && delays.t2a_up && delays.t1a_cp_ul && delays.t2a_cp_ul
             ? ""
             : "link delays: t1a_up, t2a_up, t1a_cp_ul and t2a_cp_ul";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.6", "excess latency", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"silent", "no request is answered", "O-RAN.WG4.TS.IOT.0 v12.00 2.2.4.6"},
};

inline constexpr Case kCase{
    .id = "FH-DLM-012",
    .title = "excess latency",
    .purpose = "Beyond the latency of its category the O-RU counts all as late and answers no request.",
    .duts = kORu,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "silence on air",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
    .may_be_silent = true,
};

}  // namespace plumbline::suite::dlm_012
