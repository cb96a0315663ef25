// FH-TRN-001: addressing and VLAN.
#pragma once

#include <algorithm>
#include <string>

#include "suite/expect.h"

namespace plumbline::suite::trn_001 {

/// Streams whose addresses are not those of the pair.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  std::uint64_t of_unit = 0;
  Tally strangers;
  const auto is = [](const std::string& octets, const profile::MacAddress& mac) {
    return octets.size() == mac.size() &&
           std::equal(mac.begin(), mac.end(), octets.begin(),
                      [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
  };
  for (const record::Stream& stream : observed.check.streams()) {
    const bool there = is(stream.flow().source(), *setup.link.o_du_mac) &&
                       is(stream.flow().destination(), *setup.link.o_ru_mac);
    const bool back = is(stream.flow().source(), *setup.link.o_ru_mac) &&
                      is(stream.flow().destination(), *setup.link.o_du_mac);
    of_unit += is_of_unit(setup, stream) ? 1u : 0u;
    if (there || back) continue;
    strangers.note(stream.first_packet());
  }
  judgement.none("pair", of_unit, strangers, record::UNIT_NONE);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.1.1", "Ethernet encapsulation", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.4", "eAxC identification", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-002", "CUS-HDR-013"};
inline constexpr CriterionInfo kCriteria[] = {
    {"pair", "no stream has other addresses than the pair's", "O-RAN.WG4.TS.CUS.0 v17.01 5.1.1"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-001",
    .title = "addressing and VLAN",
    .purpose = "Every C- and U-plane frame goes between the two configured addresses in the configured VLAN.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_001
