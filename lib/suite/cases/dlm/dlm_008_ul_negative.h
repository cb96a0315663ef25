// FH-DLM-008: UL C-plane early and late.
#pragma once

#include "suite/aiming.h"
#include "suite/counting.h"
#include "suite/scripted.h"

namespace plumbline::suite::dlm_008 {

inline constexpr std::string_view kParts[] = {"early", "late"};
inline constexpr std::uint64_t kFirst = 2, kEvery = 3;

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const Nanos by = beyond(setup.link.delays.t2a_cp_ul);
  return {.disturbance = emulator::Disturbance{.kind = emulator::Disturbance::Kind::shift,
                                               .which = {.plane = radio::Plane::c,
                                                         .direction = radio::Direction::uplink,
                                                         .eaxc = uplink_target(setup),
                                                         .windowed = true,
                                                         .first = kFirst,
                                                         .every = kEvery},
                                               .by = part == 0 ? -by : by}};
}

/// The target's requests go out slot by slot: every third of them, from the third on, came out of its window.
inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const radio::Eaxc target = uplink_target(setup).value_or(radio::Eaxc{});
  std::vector<Wanted> wanted;
  std::uint64_t request = 0;
  each_slot(setup, sent.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (slot.eaxc() != target) return;
    const std::uint64_t number = request++;
    if (number >= kFirst && (number - kFirst) % kEvery == 0) return;
    want_range(slot, 0, radio::make_prbs(0, slot.carrier.prbs, 1), slot.symbols.first, slot.symbols.count,
               wanted);
  });
  const Difference found = compare(wanted, observed.uplane, [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && seen.place.eaxc == target;
  });
  judge_came("answered", found, judgement);
  judgement.never("not_answered", found.extra, record::UNIT_PRB_SYMBOLS);
  const std::uint64_t early = sent.part == 0 ? observed.disturbed : 0, late = observed.disturbed - early;
  judge_counter(kRxEarlyC, early, early, observed, judgement);
  judge_counter(kRxLateC, late, late, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.t2a_cp_ul) return "link delays: t2a_cp_ul";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.4.4", "DLM #4", Relation::full},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "requests in their window are answered", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"not_answered", "requests out of their window are not", "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.4.4"},
};

inline constexpr Case kCase{
    .id = "FH-DLM-008",
    .title = "UL C-plane early and late",
    .purpose = "UL requests before and behind their window are counted, and not answered.",
    .duts = kORu,
    .kind = Kind::negative,
    .references = kReferences,
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_008
