// FH-UPL-002: DL completeness.
#pragma once

#include "suite/expect.h"

namespace plumbline::suite::upl_002 {

/// Descriptions whose symbols and PRBs no extension changes; those with one are left to the rules.
inline constexpr std::uint64_t kChangers = std::uint64_t{1} << 6 | 1 << 12 | 1 << 13 | 1 << 19 | 1 << 20;

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::vector<Wanted> wanted;
  unsigned symbol = 0, step = 1;
  std::uint64_t packet = 0;
  for (const SeenCplane& seen : observed.cplane) {
    if (seen.place.packet != packet) symbol = seen.header.start.symbol, step = 1;
    packet = seen.place.packet;
    if (seen.section.sym_inc) symbol += step;
    step = seen.section.num_symbol;
    profile::Endpoint endpoint{};
    if (seen.header.direction != radio::Direction::downlink || seen.header.section_type == 0 ||
        (seen.extensions & kChangers) != 0 || seen.section.re_mask == 0 ||
        profile::find_endpoints(setup.link, seen.place.eaxc, radio::Direction::downlink, &endpoint, 1) == 0)
      continue;
    for (unsigned i = 0; i < seen.section.num_symbol; ++i)
      wanted.push_back({.eaxc = seen.place.eaxc,
                        .frame = seen.header.start.frame,
                        .subframe = seen.header.start.subframe,
                        .slot = seen.header.start.slot,
                        .symbol = static_cast<std::uint8_t>(symbol + i),
                        .section = seen.section.id,
                        .prbs = seen.section.prbs(endpoint.carrier->prbs)});
  }
  const Difference found = compare(wanted, observed.uplane, [](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::downlink;
  });
  judgement.equals("complete", found.wanted, found.wanted - found.missing, record::UNIT_PRB_SYMBOLS);
  judgement.equals("described", 0, found.extra, record::UNIT_PRB_SYMBOLS, found.first_extra);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1", "coupling of C- and U-plane", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.4.2", "U-plane rules", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-002", "CUS-CU-003"};
inline constexpr CriterionInfo kCriteria[] = {
    {"complete", "every described PRB came in every described symbol", "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1"},
    {"described", "nothing came that was not described", "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-002",
    .title = "DL completeness",
    .purpose = "Every PRB and symbol that the C-plane describes carries data, and nothing else does.",
    .duts = kODu,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_002
