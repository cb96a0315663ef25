// FH-CPL-008: reMask.
#pragma once

#include "suite/scripted.h"

namespace plumbline::suite::cpl_008 {

/// One PRB in two halves of resource elements, with a beam each, the rest in sections of its own.
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 0)};
  const std::uint8_t symbols = place.symbols.count;
  message.sections = {{section_of(100, 0, 1, symbols)}, {section_of(100, 0, 1, symbols)}};
  message.sections[0].section.re_mask = 0xAAA;
  message.sections[0].section.beam_id = 1;
  message.sections[1].section.re_mask = 0x555;
  message.sections[1].section.beam_id = 2;
  const auto rest = cover(101, 1, static_cast<std::uint16_t>(place.carrier.prbs - 1), symbols);
  message.sections.insert(message.sections.end(), rest.begin(), rest.end());
  messages.push_back(std::move(message));
  return true;
}

/// The same without beams: an O-RU that has none knows beamId 0 alone.
inline bool say_without_beams(const emulator::SlotPlace& place,
                              std::vector<emulator::ScriptMessage>& messages) {
  say(place, messages);
  for (emulator::ScriptSection& one : messages.back().sections) one.section.beam_id = 0;
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_range(slot, 100, radio::make_prbs(0, 1, 1), 0, slot.symbols.count, wanted);
  want_cover(slot, 101, 1, static_cast<std::uint16_t>(slot.carrier.prbs - 1), 0, slot.symbols.count, wanted);
}

inline constexpr Speech kSpeech{say, want}, kWithoutBeams{say_without_beams, want};

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.script = script_of(setup.unit.has_beams() ? kSpeech : kWithoutBeams, setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeech, setup, sent, observed, judgement);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.9", "reMask UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.5.3.5", "reMask", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-004", "CUS-U-011"};

inline constexpr Case kCase{
    .id = "FH-CPL-008",
    .title = "reMask",
    .purpose = "PRBs that several masks of one sectionId share are answered once.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "downlink: zeros outside the masks; the beams on air",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .not_applicable = no_uplink_target,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_008
