// FH-UPL-005: no unsolicited UL.
#pragma once

#include "suite/scripted.h"

namespace plumbline::suite::upl_005 {

inline constexpr std::string_view kParts[] = {"no request", "fewer PRBs", "fewer symbols"};

/// In every second slot nothing is asked for.
inline bool say_nothing(const emulator::SlotPlace& place,
                        std::vector<emulator::ScriptMessage>& /*messages*/) {
  return place.slot % 2 == 1;
}
/// Nothing.
inline void want_nothing(const SlotOf& /*slot*/, std::vector<Wanted>& /*wanted*/) {}

/// Five PRBs in the middle.
inline bool say_few_prbs(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  messages.push_back({.eaxc = place.channel.eaxc[place.port],
                      .header = header_at(place, 0),
                      .sections = {{section_of(100, 3, 5, place.symbols.count)}}});
  return true;
}
/// These.
inline void want_few_prbs(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_range(slot, 100, radio::make_prbs(3, 5, 1), 0, slot.symbols.count, wanted);
}

/// Three symbols.
inline bool say_few_symbols(const emulator::SlotPlace& place,
                            std::vector<emulator::ScriptMessage>& messages) {
  messages.push_back({.eaxc = place.channel.eaxc[place.port],
                      .header = header_at(place, 2),
                      .sections = cover(100, 0, place.carrier.prbs, 3)});
  return true;
}
/// These.
inline void want_few_symbols(const SlotOf& slot, std::vector<Wanted>& wanted) {
  want_cover(slot, 100, 0, slot.carrier.prbs, 2, 3, wanted);
}

inline constexpr Speech kSpeeches[] = {
    {say_nothing, want_nothing}, {say_few_prbs, want_few_prbs}, {say_few_symbols, want_few_symbols}};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.script = script_of(kSpeeches[part], setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeeches[sent.part], setup, sent, observed, judgement);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.2.1", "U-plane data transfer", Relation::own},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-002", "CUS-CU-003"};

inline constexpr Case kCase{
    .id = "FH-UPL-005",
    .title = "no unsolicited UL",
    .purpose = "Nothing comes that no C-plane asked for.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .parts = kParts,
    .not_applicable = no_uplink_target,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_005
