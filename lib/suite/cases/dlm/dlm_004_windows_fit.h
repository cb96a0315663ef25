// FH-DLM-004: declared windows fit.
#pragma once

#include <algorithm>
#include <string>

#include "suite/case.h"

namespace plumbline::suite::dlm_004 {

/// Lengths of the way, in nanoseconds, with which a sending window fits into a receiving one: before air time
/// (T1a, T2a) or behind it (Ta3, Ta4).
struct Fit {
  std::int64_t least = 0, most = 0;
};
inline Fit before_air(const profile::Delay& sends, const profile::Delay& receives) {
  return {sends.max_ns - receives.max_ns, sends.min_ns - receives.min_ns};
}
inline Fit behind_air(const profile::Delay& sends, const profile::Delay& receives) {
  return {receives.min_ns - sends.min_ns, receives.max_ns - sends.max_ns};
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& /*observed*/,
                  Judgement& judgement) {
  const profile::Delays& d = setup.link.delays;
  const auto one = [&](std::string_view name, bool known, const Fit& fit) {
    if (!known) return judgement.lacks(name, {std::string{name}});
    // The longest way that is possible has to be as long as the shortest one that is needed.
    judgement.holds(name, {.expected = std::max<std::int64_t>(fit.least, 0),
                           .expected_to = INT64_MAX,
                           .observed = fit.most,
                           .unit = record::UNIT_NANOSECONDS});
  };
  const profile::Delay none;
  // Each window by itself, and all of a direction together: they share the fibre.
  Fit t12{0, INT64_MAX}, t34{0, INT64_MAX};
  const auto join = [](Fit& all, bool known, const Fit& fit) {
    if (known) all = {std::max(all.least, fit.least), std::min(all.most, fit.most)};
  };
  const auto down = [&](std::string_view name, const auto& sends, const auto& receives) {
    const Fit fit = before_air(sends.value_or(none), receives.value_or(none));
    one(name, sends && receives, fit);
    join(t12, sends && receives, fit);
  };
  const auto up = [&](std::string_view name, const auto& sends, const auto& receives) {
    const Fit fit = behind_air(sends.value_or(none), receives.value_or(none));
    one(name, sends && receives, fit);
    join(t34, sends && receives, fit);
  };
  down("up", d.t1a_up, d.t2a_up);
  down("cp_dl", d.t1a_cp_dl, d.t2a_cp_dl);
  down("cp_ul", d.t1a_cp_ul, d.t2a_cp_ul);
  up("ul", d.ta3, d.ta4);
  up("prach", d.ta3_prach, d.ta4_prach);
  one("t12", t12.most != INT64_MAX, t12);
  one("t34", t34.most != INT64_MAX, t34);
}

inline std::string not_applicable(const Setup& setup) {
  const profile::Delays& d = setup.link.delays;
  const bool some = (d.t1a_up && d.t2a_up) || (d.t1a_cp_dl && d.t2a_cp_dl) || (d.t1a_cp_ul && d.t2a_cp_ul) ||
                    (d.ta3 && d.ta4) || (d.ta3_prach && d.ta4_prach);
  return some ? "" : "link delays: no window of both units";
}

inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) { return {.frames = 1}; }

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "4.4.2", "delay management", Relation::own},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"up", "T1a_up fits into T2a_up for some way", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
    {"cp_dl", "T1a_cp_dl fits into T2a_cp_dl for some way", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
    {"cp_ul", "T1a_cp_ul fits into T2a_cp_ul for some way", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
    {"ul", "Ta3 fits into Ta4 for some way", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
    {"prach", "Ta3 of PRACH fits into Ta4 for some way", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
    {"t12", "one way there fits all of them", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
    {"t34", "one way back fits all of them", "O-RAN.WG4.TS.CUS.0 v17.01 4.4.2"},
};

inline constexpr Case kCase{
    .id = "FH-DLM-004",
    .title = "declared windows fit",
    .purpose = "For some length of fibre every window of one unit lies in that of the other.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
    .may_be_silent = true,  // arithmetic
};

}  // namespace plumbline::suite::dlm_004
