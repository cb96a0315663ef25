// FH-CPL-007: every second PRB.
#pragma once

#include <algorithm>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_007 {

/// How many PRBs of the carrier have odd numbers, and even ones, as far as numPrbc can say.
inline std::uint16_t odd(const profile::Carrier& carrier) {
  return static_cast<std::uint16_t>(std::min(carrier.prbs / 2, 255));
}
/// See odd().
inline std::uint16_t even(const profile::Carrier& carrier) {
  return static_cast<std::uint16_t>(std::min((carrier.prbs + 1) / 2, 255));
}

/// Even PRBs in one section, odd ones in another.
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 0)};
  const std::uint8_t symbols = place.symbols.count;
  message.sections = {{section_of(100, 0, even(place.carrier), symbols)},
                      {section_of(101, 1, odd(place.carrier), symbols)}};
  for (emulator::ScriptSection& one : message.sections) one.section.rb = true;
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_range(slot, 100, radio::make_prbs(0, even(slot.carrier), 2), 0, slot.symbols.count, wanted);
  want_range(slot, 101, radio::make_prbs(1, odd(slot.carrier), 2), 0, slot.symbols.count, wanted);
}

inline constexpr Speech kSpeech{say, want};

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.script = script_of(kSpeech, setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeech, setup, sent, observed, judgement);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.5", "resource block step UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.5.3.2", "rb", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-003", "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-CPL-007",
    .title = "every second PRB",
    .purpose = "A section with rb is answered with every second PRB of its range and rb.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the signal on air",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .not_applicable = no_uplink_target,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_007
