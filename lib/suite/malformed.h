// Frames that a unit has to throw away, and how its traffic fares meanwhile.
#pragma once

#include <string>

#include "suite/counting.h"
#include "suite/expect.h"

namespace plumbline::suite {

/// Every fiftieth U-plane frame that the unit under test receives. Kind, field and value are still to be set.
emulator::Disturbance now_and_then(const Setup& setup);

/// Judges "RX_CORRUPT" where the unit has such a counter, "goes_on" (what the unit had to send in spite of
/// it: answers to requests, or what its C-plane describes) and "speaks_on" (it sends in the last radio
/// frame).
void judge_malformed(const Setup& setup, const Stimulus& sent, const Observed& observed,
                     Judgement& judgement);

/// Why the unit receives no U-plane, or has nothing to go on with. For Case::not_applicable.
std::string nothing_goes_on(const Setup& setup);

/// The criteria of judge_malformed() but for the counter.
inline constexpr CriterionInfo kMalformedCriteria[] = {
    {"goes_on", "every PRB that the unit had to send came in spite of it", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"speaks_on", "the unit still sends in the last radio frame", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

}  // namespace plumbline::suite
