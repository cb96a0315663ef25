// FH-CPL-028: invalid content.
#pragma once

#include <string>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_028 {

inline constexpr std::string_view kParts[] = {"unknown section type", "reserved extension", "rbg above 27",
                                              "PRB beyond carrier"};

/// The invalid message, and behind it a valid one for PRBs 0 to 3.
template <int kPart>
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const radio::Eaxc eaxc = place.channel.eaxc[place.port];
  emulator::ScriptMessage wrong{.eaxc = eaxc, .header = header_at(place, 0)};
  if constexpr (kPart == 0) {
    wrong.header.section_type = 200;
    wrong.rest = {0, 0, 0x06, 0x40, 0x10, 0x04, 0xFF, 0xFE, 0, 0};
  } else {
    emulator::ScriptSection one{section_of(100, 8, 4, place.symbols.count)};
    if constexpr (kPart == 1) one.extensions = {0x7E, 0x01, 0, 0};
    if constexpr (kPart == 2) {  // 30 groups of one PRB
      one.section = section_of(100, 8, 30, place.symbols.count);
      one.extensions = {0x06, 0x02, 0x1F, 0xFF, 0xFF, 0xFF, 0x3F, 0xFF};
    }
    if constexpr (kPart == 3) one.section = section_of(100, place.carrier.prbs, 4, place.symbols.count);
    wrong.sections = {std::move(one)};
  }
  messages.push_back(std::move(wrong));
  messages.push_back({.eaxc = eaxc,
                      .header = header_at(place, 0),
                      .sections = {{section_of(110, 0, 4, place.symbols.count)}}});
  return true;
}

/// A reserved extension is ignored, its section served (CUS v17.01 7.6.2.1).
template <int kPart>
inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  if (kPart == 1) want_range(slot, 100, radio::make_prbs(8, 4, 1), 0, slot.symbols.count, wanted);
  want_range(slot, 110, radio::make_prbs(0, 4, 1), 0, slot.symbols.count, wanted);
}

inline constexpr Speech kSpeeches[] = {
    {say<0>, want<0>}, {say<1>, want<1>}, {say<2>, want<2>}, {say<3>, want<3>}};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.script = script_of(kSpeeches[part], setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeeches[sent.part], setup, sent, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    if (carrier.prbs < 40) return "link carriers.prbs: fewer than 40";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "9.1", "counters", Relation::own},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.6", "section extensions", Relation::own},
};

inline constexpr Case kCase{
    .id = "FH-CPL-028",
    .title = "invalid content",
    .purpose =
        "What the standard forbids is ignored or dropped; the valid message of the same slot is served.",
    .duts = kORu,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "U-plane of an unknown sectionId; counters",
    .criteria = kSpeechCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_028
