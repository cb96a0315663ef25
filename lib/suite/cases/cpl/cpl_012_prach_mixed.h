// FH-CPL-012: section type 3, mixed numerology and LTE PRACH.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "suite/cases/cpl/cpl_011_prach.h"

namespace plumbline::suite::cpl_012 {

/// The formats of 839 REs have subcarriers of 1.25 and 5 kHz beside any carrier; format 0 is LTE's too.
inline bool is_mixed(const profile::Carrier& carrier, const profile::Channel& channel) {
  if (!channel.prach || channel.without_cplane) return false;
  const auto shape = radio::prach_shape(channel.prach->format.c_str(), carrier.numerology.mu);
  return shape && shape->long_format;
}

/// The setup with these PRACH channels alone.
inline Setup of_mixed(Setup setup) {
  for (profile::Carrier& carrier : setup.link.carriers)
    std::erase_if(carrier.channels,
                  [&](const profile::Channel& channel) { return !is_mixed(carrier, channel); });
  return setup;
}

inline std::string not_applicable(const Setup& setup) {
  return cpl_011::longest_period(of_mixed(setup)) > 0
             ? ""
             : "link carriers.channels.prach.format: none of another subcarrier spacing";
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const Setup mixed = of_mixed(setup);
  const auto shape_of = [&](radio::Eaxc eaxc) -> std::optional<radio::PrachShape> {
    for (const profile::Carrier& carrier : mixed.link.carriers)
      for (const profile::Channel& channel : carrier.channels)
        if (std::find(channel.eaxc.begin(), channel.eaxc.end(), eaxc) != channel.eaxc.end())
          return radio::prach_shape(channel.prach->format.c_str(), carrier.numerology.mu);
    return std::nullopt;
  };
  std::uint64_t requests = 0, right = 0, wrong_at = 0;
  for (const SeenCplane& seen : observed.cplane) {
    const auto shape = seen.header.section_type == 3 ? shape_of(seen.place.eaxc) : std::nullopt;
    if (!shape) continue;
    ++requests;
    // Below 15 kHz slotId is 0, and the symbol is one of 15 kHz (CUS v17.01 4.4.3, 7.5.2.12).
    if ((seen.header.frame_structure & 15) == shape->scs_code && seen.header.start.slot == 0 &&
        seen.header.start.symbol < 14 && seen.section.num_symbol == shape->symbols)
      ++right;
    else if (wrong_at == 0)
      wrong_at = seen.place.packet;
  }
  std::set<std::tuple<std::uint16_t, AirTime, std::uint16_t>> seen_symbols;
  for (const SeenUplane& seen : observed.uplane)
    if (seen.prach && !seen.unasked && shape_of(seen.place.eaxc))
      seen_symbols.insert({seen.place.eaxc.value, seen.time(), seen.section});
  judgement.all("described", requests, right, record::UNIT_SECTIONS, wrong_at);
  judgement.all("occasions", cpl_011::symbols_of(mixed, sent.frames), seen_symbols.size(),
                record::UNIT_SYMBOLS);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.8.2", "ST3 #2 mixed numerology", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.2.3", "PRACH and mixed numerology", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"described", "frameStructure, slotId, startSymbolId and numSymbol are those of the PRACH's SCS",
     "O-RAN.WG4.TS.CUS.0 v17.01 4.4.3"},
    {"occasions", "every symbol of every occasion came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-012",
    .title = "section type 3, mixed numerology and LTE PRACH",
    .purpose = "Occasions of another subcarrier spacing are described by it, and answered.",
    .duts = kAny,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "detection of preambles; other channels than PRACH",
    .rules = cpl_011::kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = cpl_011::stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_012
