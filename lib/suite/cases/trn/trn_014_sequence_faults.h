// FH-TRN-014: sequence faults.
#pragma once

#include "suite/counting.h"
#include "suite/expect.h"

namespace plumbline::suite::trn_014 {

using emulator::Disturbance;

inline constexpr std::string_view kParts[] = {"U-plane lost", "U-plane repeated", "U-plane exchanged",
                                              "C-plane lost", "C-plane repeated", "C-plane exchanged"};

/// One message in the middle of the traffic: of DL U-plane or DL C-plane, of one eAxC.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  constexpr Disturbance::Kind kKinds[] = {Disturbance::Kind::drop, Disturbance::Kind::duplicate,
                                          Disturbance::Kind::reorder};
  const bool cplane = part >= 3;
  return {.disturbance = Disturbance{.kind = kKinds[part % 3],
                                     .which = {.plane = cplane ? radio::Plane::c : radio::Plane::u,
                                               .direction = radio::Direction::downlink,
                                               .eaxc = first_eaxc(setup, profile::ChannelKind::pdsch),
                                               .first = 20,
                                               .count = 1},
                                     .by = Nanos{1'000}}};
}

/// One step too far or too short for a lost and a repeated message; an exchange may be counted once, or for
/// each step that it makes wrong: up to three.
inline void judge(const Setup& /*setup*/, const Stimulus& sent, const Observed& observed,
                  Judgement& judgement) {
  const std::uint64_t most = sent.part % 3 == 2 ? 3 : 1;
  const bool cplane = sent.part >= 3;
  judge_counter(cplane ? kRxSeqidErrC : kRxSeqidErr, 1, most, observed, judgement);
  judge_counter(cplane ? kRxSeqidErr : kRxSeqidErrC, 0, 0, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!first_eaxc(setup, profile::ChannelKind::pdsch)) return "link carriers.channels.pdsch";
  if (!setup.link.sequence_checked) return "link sequence.checked: false";
  if (!setup.unit.has(profile::Feature::sequence_counters)) return "profile features: sequence_counters";
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2.8", "ecpriSeqid", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "9.1", "counters", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-004", "CUS-TIME-004"};

inline constexpr Case kCase{
    .id = "FH-TRN-014",
    .title = "sequence faults",
    .purpose =
        "A lost, a repeated and two exchanged messages are counted as sequence errors, and traffic goes on.",
    .duts = kORu,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "sequence faults towards an O-DU",
    .rules = kRules,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_014
