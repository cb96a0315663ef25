// FH-CPL-013: non-contiguous PRBs.
#pragma once

#include <algorithm>

#include "suite/scripted.h"

namespace plumbline::suite::cpl_013 {

/// Sizes of rbgSize 1..7.
inline constexpr unsigned kSizes[] = {0, 1, 2, 3, 4, 6, 8, 16};

/// What a slot asks for: sizes take turns, PRBs from 0 to at most 28 groups; groups 0, 1, 3 and the last but
/// one; even symbols.
struct Sweep {
  unsigned code, size, prbs, groups;
  std::uint32_t mask;
  explicit Sweep(unsigned slot, unsigned carrier_prbs)
      : code{1 + slot % 7},
        size{kSizes[code]},
        prbs{std::min({carrier_prbs, 28 * size, 255u})},
        groups{(prbs + size - 1) / size},
        mask{(0xBu | (groups > 4 ? 1u << (groups - 2) : 0u)) & ((groups < 32 ? 1u << groups : 0u) - 1u)} {}
};
/// Every second of a slot of `symbols` symbols.
inline std::uint16_t symbol_mask(unsigned symbols) {
  return static_cast<std::uint16_t>(0x1555u & ((1u << symbols) - 1u));
}

inline bool say(const emulator::SlotPlace& place, std::vector<emulator::ScriptMessage>& messages) {
  const Sweep sweep{place.slot, place.carrier.prbs};
  emulator::ScriptMessage message{.eaxc = place.channel.eaxc[place.port], .header = header_at(place, 0)};
  emulator::ScriptSection one{
      section_of(100, 0, static_cast<std::uint16_t>(sweep.prbs), place.symbols.count)};
  one.section.ef = true;
  const std::uint16_t symbols = symbol_mask(place.symbols.count);
  one.extensions = {0x06,
                    0x02,
                    static_cast<std::uint8_t>(sweep.code << 4 | sweep.mask >> 24),
                    static_cast<std::uint8_t>(sweep.mask >> 16),
                    static_cast<std::uint8_t>(sweep.mask >> 8),
                    static_cast<std::uint8_t>(sweep.mask),
                    static_cast<std::uint8_t>(symbols >> 8),
                    static_cast<std::uint8_t>(symbols)};
  message.sections = {std::move(one)};
  messages.push_back(std::move(message));
  return true;
}

inline void want(const SlotOf& slot, std::vector<Wanted>& wanted) {
  const Sweep sweep{slot.slot, slot.carrier.prbs};
  for (unsigned group = 0; group < sweep.groups; ++group) {
    if ((sweep.mask >> group & 1) == 0) continue;
    const unsigned first = group * sweep.size, end = std::min(first + sweep.size, sweep.prbs);
    for (std::uint8_t symbol = 0; symbol < slot.symbols.count; symbol = static_cast<std::uint8_t>(symbol + 2))
      want_range(
          slot, 100,
          radio::make_prbs(static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(end - first), 1),
          symbol, 1, wanted);
  }
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has_extension(6)) return "profile extensions: 6";
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
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.11", "section extension 6 UL", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.7.6", "section extension 6", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-CU-001"};

inline constexpr Case kCase{
    .id = "FH-CPL-013",
    .title = "non-contiguous PRBs",
    .purpose = "Section extension 6 is answered in exactly the groups and symbols of its masks.",
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

}  // namespace plumbline::suite::cpl_013
