// FH-CPL-011: section type 3, NR PRACH.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include "suite/expect.h"

namespace plumbline::suite::cpl_011 {

/// In radio frames, of all PRACH channels; 0: there is none.
inline std::uint32_t longest_period(const Setup& setup) {
  std::uint32_t period = 0;
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.prach && !channel.without_cplane)
        period = std::max<std::uint32_t>(period, channel.prach->period_frames);
  return period;
}

inline std::string not_applicable(const Setup& setup) {
  return longest_period(setup) > 0 ? "" : "link carriers.channels.prach";
}

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  return {.frames = std::max(4u, 2 * longest_period(setup))};
}

/// Symbols of all occasions of the run, over all ports.
inline std::uint64_t symbols_of(const Setup& setup, std::uint32_t frames) {
  std::uint64_t symbols = 0;
  for (const profile::Carrier& carrier : setup.link.carriers) {
    const std::int64_t first = first_frame(carrier.frame_timing, setup.start);
    for (const profile::Channel& channel : carrier.channels) {
      if (!channel.prach || channel.without_cplane) continue;
      const profile::Prach& prach = *channel.prach;
      const auto shape = radio::prach_shape(prach.format.c_str(), carrier.numerology.mu);
      if (!shape) continue;
      for (std::int64_t frame = first; frame < first + frames; ++frame)
        if ((frame & 1023) % prach.period_frames == prach.offset_frames)
          symbols += prach.slots.size() * prach.start_symbols.size() * shape->symbols * channel.eaxc.size();
    }
  }
  return symbols;
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  std::set<std::tuple<std::uint16_t, AirTime, std::uint16_t>> seen;
  for (const SeenUplane& one : observed.uplane)
    if (one.prach && !one.unasked && one.header.direction == radio::Direction::uplink)
      seen.insert({one.place.eaxc.value, one.time(), one.section});
  const std::uint64_t symbols = symbols_of(setup, sent.frames);
  judgement.all("occasions", symbols, seen.size(), record::UNIT_SYMBOLS);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.8.1", "ST3 #1 NR PRACH", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.4.5", "section type 3", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-C-006",  "CUS-C-032",  "CUS-C-033",
                                              "CUS-CU-001", "CUS-CU-004", "CUS-TIME-006"};
inline constexpr CriterionInfo kCriteria[] = {
    {"occasions", "every symbol of every occasion came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-011",
    .title = "section type 3, NR PRACH",
    .purpose = "Every PRACH occasion is described as its format wants, and answered.",
    .duts = kAny,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "detection of preambles",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_011
