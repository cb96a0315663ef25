// FH-CPL-010: section type 0.
#pragma once

#include "suite/scripted.h"

namespace plumbline::suite::cpl_010 {

/// The first seven symbols blanked, the others asked for.
inline std::uint8_t others(const profile::SymbolSpan& symbols) {
  return static_cast<std::uint8_t>(symbols.count - 7);
}
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const radio::Eaxc eaxc = place.channel.eaxc[place.port];
  emulator::ScriptMessage idle{.eaxc = eaxc, .header = header_at(place, 0)};
  idle.header.section_type = 0;
  idle.header.ud_comp_hdr = 0;
  idle.header.frame_structure = static_cast<std::uint8_t>(12 << 4 | place.carrier.numerology.mu);
  idle.sections = cover(100, 0, place.carrier.prbs, 7);
  messages.push_back(std::move(idle));
  messages.push_back({.eaxc = eaxc,
                      .header = header_at(place, 7),
                      .sections = cover(110, 0, place.carrier.prbs, others(place.symbols))});
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_cover(slot, 110, 0, slot.carrier.prbs, 7, others(slot.symbols), wanted);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has_section_type(0)) return "profile section_types: 0";
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
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.4.2", "section type 0", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-002", "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-CPL-010",
    .title = "section type 0",
    .purpose = "What section type 0 blanks stays silent, the rest of the slot is served.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "section type 0 of an O-DU",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_010
