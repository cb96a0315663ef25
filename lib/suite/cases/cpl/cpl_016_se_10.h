// FH-CPL-016: port groups.
#pragma once

#include <algorithm>
#include <string>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_016 {

inline constexpr std::string_view kParts[] = {"common beam", "beam matrix", "beam list"};

/// PUSCH eAxC ids that follow the target without a gap, on its carrier, and carry nothing else.
struct Group {
  radio::Eaxc target;
  std::vector<radio::Eaxc> named;      ///< by numPortc, behind the target
  std::optional<radio::Eaxc> outside;  ///< the next one, where there are two or more: it has to stay silent
  bool has(radio::Eaxc eaxc) const {
    return eaxc == target || std::find(named.begin(), named.end(), eaxc) != named.end();
  }
};
inline Group group_of(const Setup& setup) {
  const auto target = uplink_target(setup);
  if (!target) return {};
  Group group{.target = *target, .named = {}, .outside = {}};
  for (std::uint16_t id = target->value; id != 0xFFFF; ++id) {
    const radio::Eaxc next{static_cast<std::uint16_t>(id + 1)};
    if (!is_pusch_alone(setup, next) || carrier_of(setup, next) != carrier_of(setup, *target)) break;
    group.named.push_back(next);
  }
  if (group.named.size() >= 2) {
    group.outside = group.named.back();
    group.named.pop_back();
  }
  return group;
}

/// Of the target's slots; the others say nothing of their own.
class GroupScript final : public emulator::Script {
 public:
  GroupScript(Group group, std::size_t type, bool beams)
      : group_{std::move(group)}, type_{static_cast<std::uint8_t>(type)}, beams_{beams} {}
  bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) const override {
    if (place.channel.kind != profile::ChannelKind::pusch) return false;
    const radio::Eaxc eaxc = place.channel.eaxc[place.port];
    if (eaxc != group_.target) return group_.has(eaxc) || eaxc == group_.outside;
    emulator::ScriptSection one{section_of(100, 2, 5, place.symbols.count)};
    const auto ports = static_cast<std::uint8_t>(group_.named.size());
    const std::size_t octets = type_ == 2 ? (3 + 2 * std::size_t{ports} + 3) / 4 * 4 : 4;
    one.extensions.assign(octets, 0);
    one.extensions[0] = 0x0A;
    one.extensions[1] = static_cast<std::uint8_t>(octets / 4);
    one.extensions[2] = static_cast<std::uint8_t>(type_ << 6 | ports);
    if (type_ == 2 && beams_)
      for (std::size_t i = 0; i < ports; ++i) one.extensions[4 + 2 * i] = static_cast<std::uint8_t>(20 + i);
    one.section.beam_id = beams_ ? 19 : 0;
    messages.push_back({.eaxc = eaxc, .header = place.header, .sections = {std::move(one)}});
    return true;
  }

 private:
  Group group_;
  std::uint8_t type_;
  bool beams_;
};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.script = std::make_shared<GroupScript>(group_of(setup), part, setup.unit.has_beams())};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const Group group = group_of(setup);
  std::vector<Wanted> wanted;
  each_slot(setup, sent.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (group.has(slot.eaxc()))
      want_range(slot, 100, radio::make_prbs(2, 5, 1), slot.symbols.first, slot.symbols.count, wanted);
  });
  const Difference found = compare(wanted, observed.uplane, [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && !seen.prach &&
           (group.has(seen.place.eaxc) || seen.place.eaxc == group.outside);
  });
  const auto unit = record::UNIT_PRB_SYMBOLS;
  judge_came("answered", found, judgement);
  judgement.never("nothing_else", found.extra + found.twice, unit);
  judgement.never("named", found.misnamed, unit);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has_extension(10)) return "profile extensions: 10";
  if (!setup.link.eaxc_joined) return "link eaxc_joined: false";
  if (std::string why = no_uplink_target(setup); !why.empty()) return why;
  const Group group = group_of(setup);
  if (carrier_of(setup, group.target)->prbs < 8) return "link carriers.prbs: fewer than 8";
  return group.named.empty() ? "link carriers.channels.pusch: no eAxC behind the first" : "";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.13", "section extension 10 UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.10", "section extension 10", Relation::part},
};

inline constexpr Case kCase{
    .id = "FH-CPL-016",
    .title = "port groups",
    .purpose =
        "Section extension 10 is answered on the section's own eAxC and on each of those that it names, and "
        "on "
        "no other.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "group type 3; the beams on air",
    .criteria = kSpeechCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_016
