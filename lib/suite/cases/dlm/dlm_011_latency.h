// FH-DLM-011: latencies.
#pragma once

#include <algorithm>
#include <string>

#include "suite/counting.h"
#include "suite/part.h"

namespace plumbline::suite::dlm_011 {

inline constexpr std::string_view kParts[] = {"minimum", "normal", "maximum"};

/// 75 us is the normal one.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const std::int64_t way = way_of(setup).count(), most = longest_way_ns(setup.link) - way;
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
  return longest_way_ns(setup.link) < way_of(setup).count() ? "link delays: no way fits" : "";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.3", "minimum latency", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.4", "maximum latency", Relation::part},
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "2.2.4.5", "normal latency", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-004", "CUS-TIME-005", "CUS-CU-004"};

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
