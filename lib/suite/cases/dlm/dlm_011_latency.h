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
  if (d.ta3 && d.ta4) most = std::min(most, d.ta4->max_ns - d.ta3->max_ns);
  return most;
}

/// 75 us is the normal one.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  constexpr std::int64_t kWay = 5'000;
  const std::int64_t most = longest(setup.link.delays) - kWay;
  const std::int64_t added[] = {0, std::min<std::int64_t>(75'000 - kWay, most), most};
  return {.delay = Nanos{std::max<std::int64_t>(added[part], 0)}};
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  if (!setup.unit.has(profile::Feature::counters)) return;
  judge_counter(kRxOnTime, 1, ~std::uint64_t{0}, observed, judgement);
  judge_counter(kRxEarly, 0, 0, observed, judgement);
  judge_counter(kRxLate, 0, 0, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  return longest(setup.link.delays) < 5'000 ? "link delays: no way fits" : "";
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
    .criteria = kCounterCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_011
