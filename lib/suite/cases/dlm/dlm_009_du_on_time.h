// FH-DLM-009: O-DU on time counters.
#pragma once

#include "suite/counting.h"

namespace plumbline::suite::dlm_009 {

inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  judge_counter(kRxOnTime, 1, ~std::uint64_t{0}, observed, judgement);
  judge_counter(kRxEarly, 0, 0, observed, judgement);
  judge_counter(kRxLate, 0, 0, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.ta4) return "link delays: ta4";
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.4.1", "O-DU delay management", Relation::full},
};

inline constexpr Case kCase{
    .id = "FH-DLM-009",
    .title = "O-DU on time counters",
    .purpose = "UL U-plane that arrives in its window counts as on time.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .criteria = kCounterCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_009
