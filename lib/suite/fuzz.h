// Mutated messages against a unit, and how plain traffic fares before, while and after they come.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "suite/case.h"

namespace plumbline::suite {

/// As many as O-RAN.WG11 SecTest 24.2.2.2 and 24.2.2.4 want.
inline constexpr std::uint32_t kMutations = 250'000;
/// Of what is served without them, this much must be served while they come, in percent.
inline constexpr std::uint64_t kServedMeanwhile = 90;

/// Radio frames of a run, counted from its first: health is probed in those before `from`, mutations come in
/// [from, to), and health is probed in those from `again` on; what was owed to the mutations is over then.
struct FuzzSpan {
  std::uint32_t from = 0, to = 0, again = 0;
};
/// `frames` are shared out: a twelfth before, between and after each.
FuzzSpan fuzz_span(std::uint32_t frames);

/// A message that is mutated: an eCPRI PDU for the instant `after` of the run. `number` counts up.
using FuzzBase =
    std::function<std::vector<std::uint8_t>(const Setup& setup, std::uint64_t number, Nanos after)>;

/// Traffic, and besides it kMutations messages, each a base with one to four mutations: bits turned, octets
/// drawn or at their extremes, cut, inserted, taken out. Three of four have an ecpriPayload that is true
/// again. Drawn by the seed of the setup.
Stimulus fuzz(const Setup& setup, const FuzzBase& base);

/// Where the radio time of `after` lies in the first carrier: the symbol that begins last before it.
radio::RadioTime radio_time_at(const Setup& setup, Nanos after);

/// Judges "mutations" (all were sent, else inconclusive), and of an O-RU "before", "meanwhile", "afterwards":
/// PRBs of plain PUSCH requests that were answered inside Ta4. Ids of sections from kFuzzSection on are taken
/// for answers to mutations.
void judge_o_ru_health(const Setup& setup, const Stimulus& sent, const Observed& observed,
                       Judgement& judgement);
/// The same of an O-DU: sections of its C- and U-plane inside T2a, meanwhile and afterwards against before by
/// radio frames, and RX_ON_TIME against the answers that it got. Section type 3 is left out.
void judge_o_du_health(const Setup& setup, const Stimulus& sent, const Observed& observed,
                       Judgement& judgement);
inline constexpr std::uint16_t kFuzzSection = 2048;

inline constexpr CriterionInfo kHealthCriteria[] = {
    {"mutations", "250 000 mutated messages were sent", "O-RAN.WG11.TS.SecTest.0 v09.00 24.2.2"},
    {"before", "before them every request was answered in time", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"meanwhile", "while they came at least nine in ten were", "O-RAN.WG11.TS.SecTest.0 v09.00 24.2.2"},
    {"afterwards", "behind them every request was answered in time", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};
inline constexpr CriterionInfo kODuHealthCriteria[] = {
    {"mutations", "250 000 mutated messages were sent", "O-RAN.WG11.TS.SecTest.0 v09.00 24.2.2"},
    {"before", "before them the unit sends C- or U-plane in its windows", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"meanwhile", "while they came it sent at least nine tenths as much in its windows",
     "O-RAN.WG11.TS.SecTest.0 v09.00 24.2.2"},
    {"afterwards", "behind them it sent at least nine tenths as much in its windows",
     "O-RAN.WG11.TS.SecTest.0 v09.00 24.2.2"},
    {"RX_ON_TIME", "all U-plane that answered its requests is counted on time",
     "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
};

}  // namespace plumbline::suite
