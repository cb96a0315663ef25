// FH-CPL-016: port groups.
#pragma once

#include <algorithm>
#include <string>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_016 {

inline constexpr std::string_view kParts[] = {"common beam", "beam matrix", "beam list"};

/// The PUSCH eAxC ids of the first carrier that follow the target without a gap.
inline std::vector<radio::Eaxc> others(const Setup& setup) {
  std::vector<radio::Eaxc> ids;
  const auto target = uplink_target(setup);
  if (!target) return ids;
  for (const profile::Channel& channel : setup.link.carriers[0].channels)
    if (channel.kind == profile::ChannelKind::pusch)
      for (const radio::Eaxc eaxc : channel.eaxc)
        if (eaxc.value == target->value + ids.size() + 1) ids.push_back(eaxc);
  return ids;
}

/// Of the target's slots; the others of the group say nothing of their own.
class GroupScript final : public emulator::Script {
 public:
  GroupScript(radio::Eaxc target, std::vector<radio::Eaxc> group, std::size_t type)
      : target_{target}, group_{std::move(group)}, type_{static_cast<std::uint8_t>(type)} {}
  bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) const override {
    if (place.channel.kind != profile::ChannelKind::pusch) return false;
    const radio::Eaxc eaxc = place.channel.eaxc[place.port];
    if (std::find(group_.begin(), group_.end(), eaxc) != group_.end()) return true;
    if (eaxc != target_) return false;
    emulator::ScriptSection one{section_of(100, 2, 5, place.symbols.count)};
    const auto ports = static_cast<std::uint8_t>(group_.size());
    const std::size_t octets = type_ == 2 ? (3 + 2 * std::size_t{ports} + 3) / 4 * 4 : 4;
    one.extensions.assign(octets, 0);
    one.extensions[0] = 0x0A;
    one.extensions[1] = static_cast<std::uint8_t>(octets / 4);
    one.extensions[2] = static_cast<std::uint8_t>(type_ << 6 | ports);
    if (type_ == 2)
      for (std::size_t i = 0; i < ports; ++i) one.extensions[4 + 2 * i] = static_cast<std::uint8_t>(20 + i);
    one.section.beam_id = 19;
    messages.push_back({.eaxc = eaxc, .header = place.header, .sections = {std::move(one)}});
    return true;
  }

 private:
  radio::Eaxc target_;
  std::vector<radio::Eaxc> group_;
  std::uint8_t type_;
};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.script = std::make_shared<GroupScript>(uplink_target(setup).value_or(radio::Eaxc{}), others(setup),
                                                  part)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  std::vector<radio::Eaxc> group = others(setup);
  group.push_back(uplink_target(setup).value_or(radio::Eaxc{}));
  const auto in_group = [&](radio::Eaxc eaxc) {
    return std::find(group.begin(), group.end(), eaxc) != group.end();
  };
  std::vector<Wanted> wanted;
  each_slot(setup, sent.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (in_group(slot.eaxc()))
      want_range(slot, 100, radio::make_prbs(2, 5, 1), slot.symbols.first, slot.symbols.count, wanted);
  });
  const Difference found = compare(wanted, observed.uplane, [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && !seen.prach && in_group(seen.place.eaxc);
  });
  const auto unit = record::UNIT_PRB_SYMBOLS;
  judge_came("answered", found, judgement);
  judgement.equals("nothing_else", 0, found.extra + found.twice, unit, found.first_extra);
  judgement.equals("named", 0, found.misnamed, unit, found.first_misnamed);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has_extension(10)) return "profile extensions: 10";
  if (!setup.link.eaxc_joined) return "link eaxc_joined: false";
  if (setup.link.carriers[0].prbs < 8) return "link carriers.prbs: fewer than 8";
  if (others(setup).empty()) return "link carriers.channels.pusch: no eAxC behind the first";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.13", "section extension 10 UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.10", "section extension 10", Relation::part},
};

inline constexpr Case kCase{
    .id = "FH-CPL-016",
    .title = "port groups",
    .purpose =
        "Section extension 10 is answered on the section's own eAxC and on each of the others that it names.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the beams on air",
    .criteria = kSpeechCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_016
