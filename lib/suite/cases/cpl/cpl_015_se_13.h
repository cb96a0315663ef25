// FH-CPL-015: frequency hopping.
#pragma once

#include <algorithm>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_015 {

/// Symbols 6 and 7; from symbol 7 on the PRBs of the second half.
inline std::uint16_t half(const profile::Carrier& carrier) {
  return static_cast<std::uint16_t>(std::min(carrier.prbs / 2, 51));
}

inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const std::uint16_t prbs = half(place.carrier),
                      next = static_cast<std::uint16_t>(place.carrier.prbs - prbs);
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 6)};
  emulator::ScriptSection one{section_of(100, 0, prbs, 2)};
  one.section.ef = true;
  one.extensions = {0x0D, 0x01, static_cast<std::uint8_t>(7 << 2 | next >> 8),
                    static_cast<std::uint8_t>(next)};
  message.sections = {std::move(one)};
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  const std::uint16_t prbs = half(slot.carrier), next = static_cast<std::uint16_t>(slot.carrier.prbs - prbs);
  want_range(slot, 100, radio::make_prbs(0, prbs, 1), 6, 1, wanted);
  want_range(slot, 100, radio::make_prbs(next, prbs, 1), 7, 1, wanted);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has_extension(13)) return "profile extensions: 13";
  return no_uplink_target(setup);
}

inline constexpr Speech kSpeech{say, want};

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.script = script_of(kSpeech, setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeech, setup, sent, observed, judgement);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.22", "section extension 13", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.13", "section extension 13", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001"};

inline constexpr Case kCase{
    .id = "FH-CPL-015",
    .title = "frequency hopping",
    .purpose = "Section extension 13 moves the answer to other PRBs from the named symbol on.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the signal on air",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_015
