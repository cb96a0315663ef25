// FH-UPL-018: TDD direction.
#pragma once

#include <string>

#include "suite/expect.h"

namespace plumbline::suite::upl_018 {

inline std::string not_applicable(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    if (!carrier.tdd.slots.empty()) return no_data_channel(setup, direction_of(setup.dut));
  return "link carriers.tdd: FDD";
}

/// PRACH below 15 kHz counts symbols of its own, and is left out.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t looked = 0, wrong = 0, packet = 0;
  for (const SeenUplane& seen : observed.uplane) {
    profile::Endpoint endpoint{};
    if (seen.prach || !is_of_unit(setup, seen.place) ||
        profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0)
      continue;
    ++looked;
    const radio::RadioTime& at = seen.header.at;
    const profile::Carrier& carrier = *endpoint.carrier;
    const profile::SymbolSpan span =
        carrier.symbols(seen.header.direction,
                        at.subframe * carrier.numerology.slots_per_subframe() + carrier.slot_of_id(at.slot));
    if (at.symbol >= span.first && at.symbol < span.first + span.count) continue;
    if (wrong++ == 0) packet = seen.place.packet;
  }
  judgement.none("direction", looked, wrong, record::UNIT_SECTIONS, packet);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.IOT.0", "v12.00", "A.2", "TDD patterns", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.3.2", "U-plane header", Relation::own},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"direction", "no section lies in symbols of the other direction", "O-RAN.WG4.TS.IOT.0 v12.00 A.2"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-018",
    .title = "TDD direction",
    .purpose = "No downlink data in uplink or guard symbols, no uplink data in downlink symbols.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_018
