// Cases that read the counters of the unit under test.
#pragma once

#include <string>

#include "suite/case.h"

namespace plumbline::suite {

/// A counter of CUS v17.01 9.1 by its name.
struct CounterName {
  std::string_view name;
  std::uint64_t emulator::Counters::*value;
};
inline constexpr CounterName kRxOnTime{"RX_ON_TIME", &emulator::Counters::rx_on_time},
    kRxEarly{"RX_EARLY", &emulator::Counters::rx_early}, kRxLate{"RX_LATE", &emulator::Counters::rx_late},
    kRxOnTimeC{"RX_ON_TIME_C", &emulator::Counters::rx_on_time_c},
    kRxEarlyC{"RX_EARLY_C", &emulator::Counters::rx_early_c},
    kRxLateC{"RX_LATE_C", &emulator::Counters::rx_late_c},
    kRxSeqidErr{"RX_SEQID_ERR", &emulator::Counters::rx_seqid_err},
    kRxSeqidErrC{"RX_SEQID_ERR_C", &emulator::Counters::rx_seqid_err_c};

/// What the counters of a unit are for, in the words of a criterion.
inline constexpr CriterionInfo kCounterCriteria[] = {
    {"RX_ON_TIME", "U-plane in its window is counted as such", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_EARLY", "U-plane before its window is counted as such", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_LATE", "U-plane behind its window is counted as such", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_ON_TIME_C", "C-plane in its window is counted as such", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_EARLY_C", "C-plane before its window is counted as such", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_LATE_C", "C-plane behind its window is counted as such", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_SEQID_ERR", "sequence errors of the U-plane are counted", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_SEQID_ERR_C", "sequence errors of the C-plane are counted", "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
    {"RX_CORRUPT", "what is corrupt or dropped is counted (RX_CORRUPT and RX_ERR_DROP)",
     "O-RAN.WG4.TS.CUS.0 v17.01 9.1"},
};

/// A counter lies in `least`..`most`; lacks the counters where they cannot be read.
void judge_counter(const CounterName& counter, std::uint64_t least, std::uint64_t most,
                   const Observed& observed, Judgement& judgement);
/// RX_CORRUPT and RX_ERR_DROP together are `least` or more.
void judge_discarded(std::uint64_t least, const Observed& observed, Judgement& judgement);

/// "profile features: counters" where the unit's cannot be read. For Case::not_applicable.
std::string no_counters(const Setup& setup);

/// C-plane messages of the tester that are bound to a window: those of section type 6 are not (CUS
/// v17.01 4.4.3).
std::uint64_t windowed_cplane(const Observed& observed);

}  // namespace plumbline::suite
