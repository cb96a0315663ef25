// FH-DLM-009: O-DU on time counters.
#pragma once

#include "suite/counting.h"

namespace plumbline::suite::dlm_009 {

/// Each message of our O-RU is one on time, and so is each message of the unit by our O-RU's counters.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const emulator::Counters& here = observed.tester;
  const std::uint64_t sent = here.tx_total - here.tx_total_c;
  judge_counter(kRxOnTime, sent, sent, observed, judgement);
  judge_counter(kRxEarly, 0, 0, observed, judgement);
  judge_counter(kRxLate, 0, 0, observed, judgement);
  const profile::Delays& delays = setup.link.delays;
  if (!delays.t2a_up || !delays.t2a_cp_dl || !delays.t2a_cp_ul)
    return judgement.lacks("in_time", {"link delays: t2a_up, t2a_cp_dl and t2a_cp_ul"});
  judgement.none("in_time", here.rx_total, here.rx_early + here.rx_late + here.rx_early_c + here.rx_late_c);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.link.delays.ta4) return "link delays: ta4";
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.4.4.4.1", "O-DU delay management", Relation::full},
};

inline constexpr CriterionInfo kCriteria[] = {
    {"in_time", "nothing that the unit sends is early or late at the O-RU",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.4.4.4.1"},
};

inline constexpr Case kCase{
    .id = "FH-DLM-009",
    .title = "O-DU on time counters",
    .purpose = "UL U-plane that arrives in its window counts as on time.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_009
