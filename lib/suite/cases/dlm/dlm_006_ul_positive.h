// FH-DLM-006: UL on time.
#pragma once

#include <algorithm>
#include <string>

#include "suite/expect.h"
#include "suite/part.h"

namespace plumbline::suite::dlm_006 {

inline constexpr std::string_view kParts[] = {"begin", "end"};

/// As far as the first or the last request may move until it leaves the window at the O-RU; see FH-DLM-005.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  const profile::Delay t1a = *setup.link.delays.t1a_cp_ul, t2a = *setup.link.delays.t2a_cp_ul;
  const std::int64_t spare = 2'000 + setup.link.time.timestamp_accuracy_ns;
  const std::int64_t middle = (t1a.max_ns + t1a.min_ns) / 2 - way_ns(setup.link),
                     reach = (t1a.max_ns - t1a.min_ns) * 3 / 8;
  const std::int64_t by = part == 0 ? -std::max<std::int64_t>(t2a.max_ns - spare - (middle + reach), 0)
                                    : std::max<std::int64_t>(middle - reach - (t2a.min_ns + spare), 0);
  Stimulus sent;
  if (by != 0)
    sent.disturbance = emulator::Disturbance{
        .kind = emulator::Disturbance::Kind::shift,
        .which = {.plane = radio::Plane::c, .direction = radio::Direction::uplink, .filter_index = 0},
        .by = Nanos{by}};
  return sent;
}

/// A request that is not answered has no answer whose time a rule could judge.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Difference found = compare_described(setup, observed, radio::Direction::uplink);
  judgement.equals("answered", found.wanted, found.wanted - found.missing, record::UNIT_PRB_SYMBOLS);
}

inline std::string not_applicable(const Setup& setup) {
  return setup.link.delays.t1a_cp_ul && setup.link.delays.t2a_cp_ul ? ""
                                                                    : "link delays: t1a_cp_ul and t2a_cp_ul";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.4.2", "DLM #2", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-TIME-004"};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "every PRB and symbol that was asked for came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-DLM-006",
    .title = "UL on time",
    .purpose = "Requests at the begin and at the end of their window are answered in time.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the signal on air",
    .rules = kRules,
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::dlm_006
