// FH-TRN-007: sequence continuity.
#pragma once

#include <algorithm>

#include "suite/case.h"

namespace plumbline::suite::trn_007 {

/// Two wraps of an 8-bit counter, and the step behind them.
inline constexpr std::int64_t kEnough = 513;

inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t longest = 0;
  for (const record::Stream& stream : observed.check.streams())
    longest = std::max<std::uint64_t>(longest, stream.messages());
  const Measured measured{
      .expected = kEnough, .expected_to = INT64_MAX, .observed = static_cast<std::int64_t>(longest)};
  judgement.add("wraps", measured.observed >= kEnough ? record::VERDICT_PASS : record::VERDICT_INCONCLUSIVE,
                measured);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2.8", "ecpriSeqid", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-SEQ-001", "CUS-SEQ-008"};
inline constexpr CriterionInfo kCriteria[] = {
    {"wraps", "some stream counted round twice", "O-RAN.WG4.TS.CUS.0 v17.01 5.1.3.2.8"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-007",
    .title = "sequence continuity",
    .purpose = "One counter per eAxC, plane and direction grows by one with each message.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_007
