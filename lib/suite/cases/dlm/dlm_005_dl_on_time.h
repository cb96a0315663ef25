// FH-DLM-005: DL on time.
#pragma once

#include <algorithm>

#include "suite/counting.h"
#include "suite/part.h"

namespace plumbline::suite::dlm_005 {

inline constexpr std::string_view kParts[] = {"begin", "middle", "end"};

/// How far DL U-plane can be moved until the first or the last of it would leave the window at the O-RU: it
/// is sent around the middle of T1a, at most 3/8 of the window to either side, and travels for `way`.
inline Nanos move_of(const Setup& setup, std::size_t part) {
  const profile::Delay t1a = setup.link.delays.t1a_up.value_or(profile::Delay{}),
                       t2a = setup.link.delays.t2a_up.value_or(profile::Delay{});
  const std::int64_t spare = 2'000 + setup.link.time.timestamp_accuracy_ns;
  const std::int64_t middle = (t1a.max_ns + t1a.min_ns) / 2 - way_ns(setup.link),
                     reach = (t1a.max_ns - t1a.min_ns) * 3 / 8;
  if (part == 0) return Nanos{-std::max<std::int64_t>(t2a.max_ns - spare - (middle + reach), 0)};
  if (part == 2) return Nanos{std::max<std::int64_t>(middle - reach - (t2a.min_ns + spare), 0)};
  return Nanos{0};
}

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Stimulus sent;
  if (const Nanos by = move_of(setup, part); by != Nanos{0})
    sent.disturbance =
        emulator::Disturbance{.kind = emulator::Disturbance::Kind::shift,
                              .which = {.plane = radio::Plane::u, .direction = radio::Direction::downlink},
                              .by = by};
  return sent;
}

inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  judge_counter(kRxOnTime, 1, ~std::uint64_t{0}, observed, judgement);
  for (const CounterName& counter : {kRxEarly, kRxLate, kRxEarlyC, kRxLateC})
    judge_counter(counter, 0, 0, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.t1a_up || !setup.link.delays.t2a_up) return "link delays: t1a_up and t2a_up";
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
    .criteria = kCounterCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_005
