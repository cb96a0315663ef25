// FH-TRN-008: application fragmentation.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "suite/case.h"

namespace plumbline::suite::trn_008 {

/// The longest message of one symbol of all channels of a direction, were it sent whole.
inline std::uint32_t widest(const Setup& setup) {
  std::uint32_t octets = 0;
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      if ((channel.direction() == radio::Direction::uplink) != (setup.dut == Dut::o_ru) || channel.prach)
        continue;
      const std::uint32_t prb =
          wire::prb_octets(static_cast<std::uint8_t>(channel.compression.method), channel.compression.width);
      octets = std::max(octets, 12 + (channel.compression.dynamic ? 6 : 4) + carrier.prbs * prb);
    }
  return octets;
}

inline std::string not_applicable(const Setup& setup) {
  return widest(setup) > setup.link.mtu.value_or(1500) ? "" : "link mtu: every symbol fits into one message";
}

/// Parts of messages that the unit's radio transport cut, and of these what was joined.
struct Parts {
  std::uint64_t all = 0, joined = 0, first = 0;
};
inline Parts parts_of(const Setup& setup, const Observed& observed) {
  Parts parts;
  const bool o_du = setup.dut == Dut::o_du;
  for (const SeenPart& seen : observed.parts)
    if (seen.place.from_o_du == o_du && parts.all++ == 0) parts.first = seen.place.packet;
  std::uint64_t packet = 0;
  for (const SeenUplane& seen : observed.uplane) {
    if (seen.place.from_o_du != o_du || seen.place.parts == 1 || seen.place.packet == packet) continue;
    packet = seen.place.packet;
    parts.joined += seen.place.parts;
  }
  return parts;
}

/// Symbols of the unit's direction that came in more than one message. A unit that claims radio-transport
/// fragmentation may use that instead (5.5.3): then FH-TRN-009 judges it, and what was not joined is wrong.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Parts parts = parts_of(setup, observed);
  const bool may_cut = setup.unit.has(profile::Feature::transport_fragments) && setup.link.sequence_checked;
  const std::uint64_t pieces = parts.all - (may_cut ? parts.joined : 0);
  std::map<std::pair<std::uint16_t, AirTime>, std::set<std::uint64_t>> packets;
  for (const SeenUplane& seen : observed.uplane)
    if (seen.place.from_o_du == (setup.dut == Dut::o_du) && !seen.prach)
      packets[{seen.place.eaxc.value, seen.time()}].insert(seen.place.packet);
  const auto several =
      std::count_if(packets.begin(), packets.end(), [](const auto& one) { return one.second.size() > 1; });
  if (several == 0 && may_cut && parts.joined > 0)
    judgement.not_applicable("fragments");
  else
    judgement.holds(
        "fragments",
        {.expected = 1, .expected_to = INT64_MAX, .observed = several, .unit = record::UNIT_SYMBOLS});
  judgement.equals("whole", 0, pieces, record::UNIT_MESSAGES, pieces > 0 ? parts.first : 0);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.5.2", "application layer fragmentation", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "5.5.4", "MTU", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-HDR-016", "CUS-HDR-017", "CUS-U-003",
                                              "CUS-U-011",   "CUS-CU-003",  "CUS-CU-004"};
inline constexpr CriterionInfo kCriteria[] = {
    {"fragments", "symbols came in several messages", "O-RAN.WG4.TS.CUS.0 v17.01 5.5.2"},
    {"whole", "every message has E 1 and subsequence id 0", "O-RAN.WG4.TS.CUS.0 v17.01 5.1.3.2.8"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-008",
    .title = "application fragmentation",
    .purpose =
        "A symbol wider than the MTU comes in whole PRBs, each once, in messages no longer than the MTU.",
    .duts = kAny,
    .kind = Kind::passive,
    .references = kReferences,
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_008
