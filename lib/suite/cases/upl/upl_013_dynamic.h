// FH-UPL-013: dynamic formats.
#pragma once

#include <string>

#include "suite/scripted.h"

namespace plumbline::suite::upl_013 {

/// The formats that the target's channel may use.
inline std::vector<profile::Packing> formats(const profile::Channel& channel) {
  std::vector<profile::Packing> all{{channel.compression.method, channel.compression.width}};
  all.insert(all.end(), channel.compression.also.begin(), channel.compression.also.end());
  return all;
}
inline std::uint8_t format_in(const profile::Channel& channel, unsigned slot) {
  const auto all = formats(channel);
  const profile::Packing& one = all[slot % all.size()];
  return wire::make_ud_comp_hdr(static_cast<std::uint8_t>(one.method), one.width);
}

/// Slot by slot another one.
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port],
                                  .header = header_at(place, 0),
                                  .sections = cover(100, 0, place.carrier.prbs, place.symbols.count)};
  message.header.ud_comp_hdr = format_in(place.channel, place.slot);
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_cover(slot, 100, 0, slot.carrier.prbs, 0, slot.symbols.count, wanted);
}

inline std::string not_applicable(const Setup& setup) {
  const auto target = uplink_target(setup);
  profile::Endpoint endpoint{};
  if (target && profile::find_endpoints(setup.link, *target, radio::Direction::uplink, &endpoint, 1) == 1 &&
      !endpoint.channel->compression.also.empty())
    return no_uplink_target(setup);
  return "link carriers.channels.pusch.compression: one format only";
}

inline constexpr Speech kSpeech{say, want};

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.script = script_of(kSpeech, setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeech, setup, sent, observed, judgement);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3.7", "dynamic compression", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.3.3.13", "udCompHdr", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-COMP-002", "CUS-COMP-003", "CUS-COMP-004", "CUS-U-008",
                                              "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-UPL-013",
    .title = "dynamic formats",
    .purpose = "Each answer has the compression format that its request named.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "EVM on air",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_013
