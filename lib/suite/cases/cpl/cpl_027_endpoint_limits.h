// FH-CPL-027: endpoint limits.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "suite/expect.h"

namespace plumbline::suite::cpl_027 {

/// Sections of symbols that no extension changes; those of others count for the slot alone.
inline constexpr std::uint64_t kMasked = std::uint64_t{1} << 6 | 1 << 12 | 1 << 19;
inline constexpr unsigned kSymbols = 14;

/// A carrier in several sections.
inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  std::uint16_t sections = 8;
  for (const profile::Carrier& carrier : setup.link.carriers) sections = std::min(sections, carrier.prbs);
  return {.sections = sections};
}

/// Of one eAxC id, direction and slot. Sections of one id are one resource, described by several beams or
/// masks: each of them counts as a section, their PRBs once.
struct Slot {
  std::uint64_t sections = 0;
  std::array<std::uint64_t, kSymbols> of_symbol{}, prbs{};
  std::map<std::pair<std::uint16_t, unsigned>, bool> counted{};  ///< sectionId and symbol
};

/// The most of something, and where.
struct Most {
  std::uint64_t value = 0, packet = 0;
  void take(std::uint64_t now, std::uint64_t at) {
    if (now > value) value = now, packet = at;
  }
};
struct Load {
  Most per_symbol, per_slot, prbs;
};

/// The greatest load of an eAxC and direction.
inline Load load_of(const Setup& setup, const Observed& observed) {
  using Key = std::pair<std::pair<std::uint16_t, radio::Direction>, AirTime>;
  std::map<Key, Slot> slots;
  Load load;
  SymbolWalk walk;
  for (const SeenCplane& seen : observed.cplane) {
    const unsigned symbol = walk.next(seen);
    const std::uint64_t packet = seen.place.packet;
    profile::Endpoint endpoint{};
    if (!seen.place.from_o_du ||
        profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0)
      continue;
    Slot& slot = slots[{{seen.place.eaxc.value, seen.header.direction}, seen.time().slot()}];
    load.per_slot.take(++slot.sections, packet);
    if ((seen.extensions & kMasked) != 0) continue;
    for (unsigned i = symbol; i < symbol + seen.section.num_symbol && i < kSymbols; ++i) {
      load.per_symbol.take(++slot.of_symbol[i], packet);
      bool& counted = slot.counted[{seen.section.id, i}];
      if (!counted) slot.prbs[i] += seen.section.prbs(endpoint.carrier->prbs).count;
      counted = true;
      load.prbs.take(slot.prbs[i], packet);
    }
  }
  return load;
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Load load = load_of(setup, observed);
  const auto hold = [&](std::string_view name, const std::optional<std::uint16_t>& limit, const Most& most,
                        record::Unit unit) {
    if (!limit) return judgement.not_applicable(name);
    const Measured measured{.expected = 1,
                            .expected_to = *limit,
                            .observed = static_cast<std::int64_t>(most.value),
                            .unit = unit,
                            .packet = most.packet};
    most.value == 0 ? judgement.inconclusive(name, measured) : judgement.holds(name, measured);
  };
  const profile::Limits& limits = setup.unit.limits;
  hold("sections_per_symbol", limits.sections_per_symbol, load.per_symbol, record::UNIT_SECTIONS);
  hold("sections_per_slot", limits.sections_per_slot, load.per_slot, record::UNIT_SECTIONS);
  hold("prbs_per_symbol", limits.prbs_per_symbol, load.prbs, record::UNIT_PRB_SYMBOLS);
}

inline std::string not_applicable(const Setup& setup) {
  return setup.unit.limits == profile::Limits{} ? "profile limits" : "";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.2", "limits of endpoints", Relation::own},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"sections_per_symbol", "no symbol of an endpoint has more sections than it takes",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.2"},
    {"sections_per_slot", "no slot of an endpoint has more sections than it takes",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.2"},
    {"prbs_per_symbol", "no symbol of an endpoint has more PRBs than it takes",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.2"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-027",
    .title = "endpoint limits",
    .purpose = "No endpoint is given more sections and PRBs than the O-RU declared.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .remains = "beams, reMasks of a section and what else an O-RU may limit",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_027
