// FH-DLM-011: latencies.
#pragma once

#include <algorithm>
#include <string>

#include "suite/counting.h"

namespace plumbline::suite::dlm_011 {

inline constexpr std::string_view kParts[] = {"minimum", "normal", "maximum"};

/// The longest way that all windows of the link leave open.
inline std::int64_t longest(const profile::Delays& d) {
  std::int64_t most = 160'000;  // IOT v12.00 2.2.4.4
  const auto down = [&](const auto& sends, const auto& receives) {
    if (sends && receives) most = std::min(most, sends->min_ns - receives->min_ns);
  };
  down(d.t1a_up, d.t2a_up);
  down(d.t1a_cp_dl, d.t2a_cp_dl);
  down(d.t1a_cp_ul, d.t2a_cp_ul);
  const auto up = [&](const auto& sends, const auto& receives) {
    if (sends && receives) most = std::min(most, receives->max_ns - sends->max_ns);
  };
  up(d.ta3, d.ta4);
  // PRACH has the windows of other U-plane where it has none of its own.
  if (d.ta3_prach || d.ta4_prach) up(d.ta3_prach ? d.ta3_prach : d.ta3, d.ta4_prach ? d.ta4_prach : d.ta4);
  return most;
}

/// 75 us is the normal one.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const std::int64_t way = way_of(setup).count();
  const std::int64_t most = longest(setup.link.delays) - way;
  const std::int64_t added[] = {0, std::min<std::int64_t>(75'000 - way, most), most};
  return {.delay = Nanos{std::max<std::int64_t>(added[part], 0)}};
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  if (!setup.unit.has(profile::Feature::counters)) return;
  const std::uint64_t sent = observed.tester.tx_total - observed.tester.tx_total_c;
  judge_counter(kRxOnTime, sent, sent, observed, judgement);
  judge_counter(kRxEarly, 0, 0, observed, judgement);
  judge_counter(kRxLate, 0, 0, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  return longest(setup.link.delays) < way_of(setup).count() ? "link delays: no way fits" : "";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.3", "minimum latency", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.4", "maximum latency", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.5", "normal latency", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-001", "CUS-TIME-002", "CUS-TIME-003", "CUS-TIME-004",
                                              "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-DLM-011",
    .title = "latencies",
    .purpose = "Windows hold with a short, a normal and the longest fibre.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "measured T12 and T34 with hardware stamps",
    .rules = kRules,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_011
