// FH-UPL-001: U-plane header ranges.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include "suite/expect.h"

namespace plumbline::suite::upl_001 {

/// U-plane sections of the unit whose slot and sectionId the C-plane described, but with another filterIndex.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const auto key_of = [](const Place& place, radio::Direction direction, const AirTime& time,
                         std::uint16_t section) {
    return std::tuple{place.eaxc.value, direction, time.slot(), section};
  };
  std::map<decltype(key_of({}, {}, {}, {})), std::set<std::uint8_t>> said;
  for (const SeenCplane& seen : observed.cplane)
    said[key_of(seen.place, seen.header.direction, seen.time(), seen.section.id)].insert(
        seen.header.filter_index);
  std::uint64_t looked = 0;
  Tally wrong;
  for (const SeenUplane& seen : observed.uplane) {
    if (!is_of_unit(setup, seen.place)) continue;
    ++looked;
    const auto found = said.find(key_of(seen.place, seen.header.direction, seen.time(), seen.section));
    if (found == said.end() || found->second.contains(seen.header.filter_index)) continue;
    wrong.note(seen.place.packet);
  }
  judgement.none("filter_index", looked, wrong, record::UNIT_SECTIONS);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.3", "U-plane message formats", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-U-001", "CUS-U-002", "CUS-CU-001", "CUS-CU-002",
                                              "CUS-TIME-012"};
inline constexpr CriterionInfo kCriteria[] = {
    {"filter_index", "filterIndex is that of the C-plane", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.3"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-001",
    .title = "U-plane header ranges",
    .purpose =
        "payloadVersion, filterIndex, frame, subframe, slot and symbol are in range, those of the C-plane, "
        "and fit the time.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_001
