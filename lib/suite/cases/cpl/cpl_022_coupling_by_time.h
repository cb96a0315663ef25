// FH-CPL-022: coupling by frequency and time.
#pragma once

#include <string>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_022 {

/// Neighbours, a gap, and fewer symbols: PRBs and symbols alone tell which is which.
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const std::uint8_t symbols = place.symbols.count;
  const radio::Eaxc eaxc = place.channel.eaxc[place.port];
  messages.push_back({.eaxc = eaxc,
                      .header = header_at(place, 0),
                      .sections = {{section_of(wire::kNoSectionId, 0, 4, symbols)},
                                   {section_of(wire::kNoSectionId, 4, 3, symbols)}}});
  messages.push_back(
      {.eaxc = eaxc, .header = header_at(place, 3), .sections = {{section_of(wire::kNoSectionId, 9, 2, 5)}}});
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_range(slot, wire::kNoSectionId, radio::make_prbs(0, 7, 1), 0, slot.symbols.count, wanted);
  want_range(slot, wire::kNoSectionId, radio::make_prbs(9, 2, 1), 3, 5, wanted);
}

inline constexpr Speech kSpeech{say, want};

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.script = script_of(kSpeech, setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeech, setup, sent, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::coupling_by_time)) return "profile features: coupling_by_time";
  for (const profile::Carrier& carrier : setup.link.carriers)
    if (carrier.prbs < 11) return "link carriers.prbs: fewer than 11";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.15", "coupling by frequency and time UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1.3", "coupling via frequency and time", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-CPL-022",
    .title = "coupling by frequency and time",
    .purpose = "Requests that have sectionId 4095 alike are answered by their PRBs and symbols, with 4095.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "downlink, and the signal on air",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_022
