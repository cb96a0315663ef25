// FH-CPL-014: frequency ranges.
#pragma once

#include "suite/scripted.h"

namespace plumbline::suite::cpl_014 {

/// Three ranges: PRBs 0..3; 5 behind their end 4 more, 9..12; 2 behind these 3 more, 15..17. Symbols 3..9.
inline constexpr std::uint16_t kSymbolMask = 0x3F8;

inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 3)};
  emulator::ScriptSection one{section_of(100, 0, 4, 7)};
  one.section.ef = true;
  one.extensions = {0x0C, 0x02, kSymbolMask >> 8, kSymbolMask & 255, 5, 4, 2, 3};
  message.sections = {std::move(one)};
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_range(slot, 100, radio::make_prbs(0, 4, 1), 3, 7, wanted);
  want_range(slot, 100, radio::make_prbs(9, 4, 1), 3, 7, wanted);
  want_range(slot, 100, radio::make_prbs(15, 3, 1), 3, 7, wanted);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has_extension(12)) return "profile extensions: 12";
  for (const profile::Carrier& carrier : setup.link.carriers)
    if (carrier.prbs < 18) return "link carriers.prbs: fewer than 18";
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
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.19", "section extension 12 UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.12", "section extension 12", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001"};

inline constexpr Case kCase{
    .id = "FH-CPL-014",
    .title = "frequency ranges",
    .purpose = "Section extension 12 is answered in exactly the union of its ranges.",
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

}  // namespace plumbline::suite::cpl_014
