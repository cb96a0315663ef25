// FH-TRN-007: sequence continuity.
#pragma once

#include <algorithm>

#include "suite/expect.h"

namespace plumbline::suite::trn_007 {

/// Two wraps of an 8-bit counter, and the step behind them.
inline constexpr std::uint32_t kEnough = 513;

inline std::string not_applicable(const Setup& setup) {
  return setup.link.sequence_checked ? "" : "link sequence.checked: false";
}

/// As many frames as the unit needs for that in its busiest stream of U-plane: a message a symbol.
inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  constexpr std::uint32_t kFew = 4, kMany = 64;
  std::uint32_t most = 0;
  for (const profile::Carrier& carrier : setup.link.carriers) {
    std::uint32_t symbols = 0;
    for (unsigned slot = 0; slot < carrier.numerology.slots_per_frame(); ++slot)
      symbols += carrier.symbols(direction_of(setup.dut), slot).count;
    most = std::max(most, symbols);
  }
  return {.frames = most == 0 ? kFew : std::clamp(kEnough / most + 1, kFew, kMany)};
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t longest = 0;
  for (const record::Stream& stream : observed.check.streams())
    if (is_of_unit(setup, stream)) longest = std::max<std::uint64_t>(longest, stream.messages());
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
    {"wraps", "some stream of the unit counted round twice", "O-RAN.WG4.TS.CUS.0 v17.01 5.1.3.2.8"},
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
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_007
