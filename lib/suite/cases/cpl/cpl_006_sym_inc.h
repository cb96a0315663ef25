// FH-CPL-006: symInc.
#pragma once

#include "suite/scripted.h"

namespace plumbline::suite::cpl_006 {

/// Symbols 5 and 6, each in two sections; the third section moves on to the next symbol. The third section's
/// step is the numSymbol of the second, which is 1.
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const auto low = static_cast<std::uint16_t>(place.carrier.prbs / 4);
  const auto high = static_cast<std::uint16_t>(std::min(place.carrier.prbs - low, 255));
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 5)};
  message.sections = {{section_of(100, 0, low, 1)},
                      {section_of(101, low, high, 1)},
                      {section_of(102, 0, low, 1)},
                      {section_of(103, low, high, 1)}};
  message.sections[2].section.sym_inc = true;
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  const auto low = static_cast<std::uint16_t>(slot.carrier.prbs / 4);
  const auto high = static_cast<std::uint16_t>(std::min(slot.carrier.prbs - low, 255));
  want_range(slot, 100, radio::make_prbs(0, low, 1), 5, 1, wanted);
  want_range(slot, 101, radio::make_prbs(low, high, 1), 5, 1, wanted);
  want_range(slot, 102, radio::make_prbs(0, low, 1), 6, 1, wanted);
  want_range(slot, 103, radio::make_prbs(low, high, 1), 6, 1, wanted);
}

inline constexpr Speech kSpeech{say, want};

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.script = script_of(kSpeech, setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeech, setup, sent, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::sym_inc)) return "profile features: sym_inc";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.7", "symInc UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.5.3.3", "symInc", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-004", "CUS-CU-002"};

inline constexpr Case kCase{
    .id = "FH-CPL-006",
    .title = "symInc",
    .purpose = "A section with symInc is answered in the symbol behind those of the section before it.",
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

}  // namespace plumbline::suite::cpl_006
