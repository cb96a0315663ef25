// FH-CPL-021: beams by channel information, section types 5 and 6.
#pragma once

#include <algorithm>
#include <bitset>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "emulator/aim.h"
#include "suite/case.h"

namespace plumbline::suite::cpl_021 {

inline constexpr std::uint16_t kNoUe = 0x7FFF;  ///< not scheduled (CUS v17.01 7.5.3.10)
inline constexpr std::uint64_t kPorts = std::uint64_t{1} << 10, kAntennas = std::uint64_t{1} << 16,
                               kPortGroups = std::uint64_t{1} << 17, kGroupSize = std::uint64_t{1} << 21;

/// PRBs of a carrier.
using Prbs = std::bitset<1024>;

/// Adds PRBs of a range; those beyond a carrier are left out.
inline void add(const radio::PrbRange& range, Prbs& prbs) {
  for (std::uint32_t prb = range.first; prb < range.end() && prb < prbs.size(); prb += range.step)
    prbs.set(prb);
}

/// The channel that a message is of, where it is one with channel information.
inline const profile::Endpoint* endpoint_of(const Setup& setup, const Place& place,
                                            const wire::CplaneHeader& header, profile::Endpoint& into) {
  if (!place.from_o_du || profile::find_endpoints(setup.link, place.eaxc, header.direction, &into, 1) == 0 ||
      !into.channel->channel_information)
    return nullptr;
  return &into;
}

/// What was told of a UE up to some instant.
struct Told {
  Prbs prbs;
  bool any_groups = false;  ///< SE 21: PRBs count in groups
};
using Ue = std::pair<radio::Direction, std::uint16_t>;

/// What was found. Packets are the first of their kind.
struct Found {
  std::uint64_t scheduled = 0, told = 0;
  Tally unpaired;    ///< never told
  Tally told_later;  ///< only after it was used
  Tally uncovered;   ///< PRBs x sections
  Tally not_whole, other_format;
  Tally undeclared;  ///< extensions, as bits
  Tally alone;       ///< extensions without what they need
};

/// Notes extensions that the unit did not declare; bits that are there already are not added again.
inline void look_at_extensions(const Setup& setup, std::uint64_t extensions, std::uint64_t packet,
                               Found& found) {
  found.undeclared.note(packet, extensions & ~setup.unit.extensions & ~found.undeclared.count);
}

/// How long after a section of ST 5 the channel may still come: until its window is over.
inline Nanos window_of(const Setup& setup, const profile::Carrier& carrier, radio::Direction direction) {
  const profile::Delays delays = emulator::delays_of(setup.link, carrier.numerology);
  const auto& window = direction == radio::Direction::downlink ? delays.t2a_cp_dl : delays.t2a_cp_ul;
  return Nanos{window->max_ns - window->min_ns};
}

/// Looks at a UE of ST 6.
inline void see_ue(const Setup& setup, const SeenUe& seen, Found& found) {
  profile::Endpoint endpoint{};
  if (endpoint_of(setup, seen.place, seen.header, endpoint) == nullptr) return;
  const std::uint64_t packet = seen.place.packet;
  const profile::Packing& packing = endpoint.channel->channel_information->packing;
  ++found.told;
  if (!seen.whole) found.not_whole.note(packet);
  if (seen.information.method != static_cast<unsigned>(packing.method) ||
      seen.information.width() != packing.width)
    found.other_format.note(packet);
  look_at_extensions(setup, seen.extensions, packet, found);
}

/// PRBs of the UE that were told until `until`.
inline Told told_until(const Setup& setup, const Observed& observed, const Ue& ue, CaptureTime until) {
  Told told;
  for (const SeenUe& seen : observed.ues) {
    profile::Endpoint endpoint{};
    if (seen.place.at > until || Ue{seen.header.direction, seen.ue.ue_id} != ue ||
        endpoint_of(setup, seen.place, seen.header, endpoint) == nullptr)
      continue;
    told.any_groups |= (seen.extensions & kGroupSize) != 0;
    const std::uint16_t count = seen.ue.num_prb == 0 ? endpoint.carrier->prbs : seen.ue.num_prb;
    add(radio::make_prbs(seen.ue.start_prb, count, 1), told.prbs);
  }
  return told;
}

/// Remembers what was told, so that not every section looks through all messages.
class Channels {
 public:
  Channels(const Setup& setup, const Observed& observed) : setup_{&setup}, observed_{&observed} {}

  /// All PRBs that were told of the UE until `until`, or at any time.
  const Told& ever(const Ue& ue) {
    const auto [at, fresh] = ever_.try_emplace(ue);
    if (fresh) at->second = told_until(*setup_, *observed_, ue, CaptureTime::max());
    return at->second;
  }
  Told until(const Ue& ue, CaptureTime when) {
    // What was told grows only: once everything was there it stays.
    if (const auto at = complete_from_.find(ue); at != complete_from_.end() && when >= at->second)
      return ever(ue);
    Told told = told_until(*setup_, *observed_, ue, when);
    if (told.prbs == ever(ue).prbs) complete_from_[ue] = when;
    return told;
  }

 private:
  const Setup* setup_;
  const Observed* observed_;
  std::map<Ue, Told> ever_;
  std::map<Ue, CaptureTime> complete_from_;
};

/// Looks at a section of ST 5.
inline void see_section(const Setup& setup, const SeenCplane& seen, Channels& channels, Found& found) {
  profile::Endpoint endpoint{};
  if (seen.header.section_type != 5 || endpoint_of(setup, seen.place, seen.header, endpoint) == nullptr)
    return;
  const std::uint64_t packet = seen.place.packet;
  ++found.scheduled;
  look_at_extensions(setup, seen.extensions, packet, found);
  const bool up = seen.header.direction == radio::Direction::uplink;
  if (((seen.extensions & kPortGroups) != 0 && (seen.extensions & kPorts) == 0) ||
      ((seen.extensions & kAntennas) != 0 && !up))
    found.alone.note(packet);
  if (seen.section.beam_id == kNoUe) return;
  const Ue ue{seen.header.direction, seen.section.beam_id};
  const CaptureTime last = seen.place.at + window_of(setup, *endpoint.carrier, seen.header.direction);
  const Told now = channels.until(ue, last);
  if (now.prbs.none())
    return (channels.ever(ue).prbs.none() ? found.unpaired : found.told_later).note(packet);
  // SE 6, 12 and 13 leave PRBs out or move them; SE 21 counts in groups.
  constexpr std::uint64_t kMoved = std::uint64_t{1} << 6 | 1 << 12 | 1 << 13;
  if ((seen.extensions & (kMoved | kGroupSize)) != 0 || now.any_groups) return;
  Prbs wanted;
  add(seen.section.prbs(endpoint.carrier->prbs), wanted);
  found.uncovered.note(packet, (wanted & ~now.prbs).count());
}

inline std::string not_applicable(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.channel_information) return {};
  return "link carriers.channels.channel_information";
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  Found found;
  for (const SeenUe& seen : observed.ues) see_ue(setup, seen, found);
  Channels channels{setup, observed};
  for (const SeenCplane& seen : observed.cplane) see_section(setup, seen, channels, found);
  const auto none = [&](std::string_view name, std::uint64_t of, const Tally& wrong,
                        record::Unit unit = record::UNIT_SECTIONS) {
    if (of == 0) return judgement.not_applicable(name);
    judgement.never(name, wrong, unit);
  };
  // A unit that was there before the run may have told a channel then.
  if (found.scheduled > 0 && found.unpaired.count == 0 && found.told_later.count > 0)
    judgement.inconclusive("paired", found.told_later, record::UNIT_SECTIONS);
  else
    none("paired", found.scheduled, found.unpaired);
  none("covered", found.scheduled, found.uncovered, record::UNIT_PRBS);
  none("whole", found.told, found.not_whole);
  none("format", found.told, found.other_format);
  none("declared", found.scheduled, found.undeclared, record::UNIT_HEX);
  none("companions", found.scheduled, found.alone);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.2.9", "channel information based beamforming DL",
     Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.2.10", "channel information based beamforming UL",
     Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.2.7", "channel information based beamforming", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-EXT-002", "CUS-EXT-003", "CUS-EXT-006"};
inline constexpr CriterionInfo kCriteria[] = {
    {"paired", "section type 6 told the channel of every ueId that section type 5 schedules, in time",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.2.7"},
    {"covered", "the PRBs of a section of type 5 are among those whose channel was told",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.4.8"},
    {"whole", "channel information has the octets that its PRBs, antennas and format take",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.5.3.13"},
    {"format", "ciCompMeth and ciIqWidth are those of the link", "O-RAN.WG4.TS.CUS.0 v17.01 7.5.2.15"},
    {"declared", "no extension comes with section types 5 and 6 that was not declared (bits)",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7, 10.2"},
    {"companions", "SE 17 comes with SE 10, and SE 16 in uplink", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.16, 7.7.17"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-021",
    .title = "section types 5 and 6",
    .purpose = "UEs are scheduled with channel information told for them, in its format and for their PRBs.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the beams on air; groups of ports (SE 10) and of users (SE 17), PRBs of SE 6, 12, 13 and 21",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_021
