// FH-CPL-009: stock sections.
#pragma once

#include <algorithm>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_009 {

/// Of the sets whose layout is published as numbers: B has a section behind the other, C leaves a gap.
inline constexpr std::string_view kParts[] = {"set B", "set C"};
inline constexpr std::uint8_t kSymbol = 5;
struct Layout {
  std::uint16_t first_count, second;  ///< PRBs 0 .. first_count - 1, and up to 255 from `second` on
};
inline constexpr Layout kLayouts[] = {{7, 7}, {4, 8}};

/// Carriers of fewer PRBs have what there is of the second one.
inline std::uint16_t second_count(const profile::Carrier& carrier, const Layout& layout) {
  return static_cast<std::uint16_t>(std::min(255, carrier.prbs - layout.second));
}

template <int kPart>
inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const Layout layout = kLayouts[kPart];
  messages.push_back(
      {.eaxc = place.channel.eaxc[place.port],
       .header = header_at(place, kSymbol),
       .sections = {{section_of(100, 0, layout.first_count, 1)},
                    {section_of(101, layout.second, second_count(place.carrier, layout), 1)}}});
  return true;
}

template <int kPart>
inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  const Layout layout = kLayouts[kPart];
  want_range(slot, 100, radio::make_prbs(0, layout.first_count, 1), kSymbol, 1, wanted);
  want_range(slot, 101, radio::make_prbs(layout.second, second_count(slot.carrier, layout), 1), kSymbol, 1,
             wanted);
}

inline constexpr Speech kSpeeches[] = {{say<0>, want<0>}, {say<1>, want<1>}};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  return {.script = script_of(kSpeeches[part], setup)};
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  judge_speech(kSpeeches[sent.part], setup, sent, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    if (carrier.prbs < 11) return "link carriers.prbs: fewer than 11";
  return no_uplink_target(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.1.1", "stock data sections", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001", "CUS-CU-002", "CUS-CU-003", "CUS-CU-004",
                                              "CUS-TIME-004"};

inline constexpr Case kCase{
    .id = "FH-CPL-009",
    .title = "stock sections",
    .purpose = "The stock sets of sections are answered as they are laid out.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "set F; downlink; the signal on air",
    .rules = kRules,
    .criteria = kSpeechCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_009
