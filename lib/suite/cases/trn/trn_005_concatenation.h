// FH-TRN-005: concatenation.
#pragma once

#include "suite/expect.h"

namespace plumbline::suite::trn_005 {

/// Messages of the unit that say that another one follows, where the pair agreed on none.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  if (!setup.link.concatenation) return judgement.lacks("agreed", {"link concatenation"});
  if (*setup.link.concatenation) return judgement.not_applicable("agreed");
  std::uint64_t looked = 0, wrong = 0, packet = 0;
  const auto look = [&](const auto& all) {
    for (const auto& seen : all) {
      if (!is_of_unit(setup, seen.place)) continue;
      ++looked;
      if (seen.place.concatenated && wrong++ == 0) packet = seen.place.packet;
    }
  };
  look(observed.uplane);
  look(observed.cplane);
  look(observed.others);
  judgement.none("agreed", looked, wrong, record::UNIT_SECTIONS, packet);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.3.2.4", "ecpriConcatenation", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-010", "CUS-HDR-030"};

inline constexpr CriterionInfo kCriteria[] = {
    {"agreed", "no message is followed by another one in its frame, where the pair agreed on none",
     "O-RAN.WG4.TS.CUS.0 v17.01 5.1.3.2.4"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-005",
    .title = "concatenation",
    .purpose = "Messages are concatenated only where the pair agreed on it, and then aligned.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_005
