// FH-UPL-016: the block of a PRACH occasion.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "suite/cases/cpl/cpl_011_prach.h"
#include "suite/samples.h"

namespace plumbline::suite::upl_016 {

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Stimulus sent = cpl_011::stimulus(setup, part);
  sent.keep_prbs = true;
  return sent;
}

/// The U-plane of one PRACH symbol: eAxC id, sectionId, time.
using Symbol = std::pair<std::pair<std::uint16_t, std::uint16_t>, AirTime>;

/// What was found in all symbols.
struct Found {
  std::uint64_t symbols = 0;
  Tally wrong_length, not_empty, unreadable;
};

/// One symbol: PRBs of the channel without gaps, and nothing behind the preamble's subcarriers.
inline void look(const Setup& setup, const Observed& observed, std::vector<const SeenUplane*>& sections,
                 const profile::Endpoint& endpoint, Found& found) {
  std::sort(sections.begin(), sections.end(),
            [](const SeenUplane* a, const SeenUplane* b) { return a->prbs.first < b->prbs.first; });
  const profile::Prach& prach = *endpoint.channel->prach;
  const auto shape = radio::prach_shape(prach.format.c_str(), endpoint.carrier->numerology.mu);
  std::vector<std::int32_t> numbers;
  std::uint32_t next = 0;
  bool gapless = true, readable = true;
  for (const SeenUplane* seen : sections) {
    gapless = gapless && seen->prbs.first == next && seen->prbs.step == 1;
    next = seen->prbs.end();
    readable = add_samples(setup, observed, *seen, numbers) && readable;
  }
  const std::uint64_t packet = sections.front()->place.packet;
  ++found.symbols;
  if (!gapless || next != prach.prbs) found.wrong_length.note(packet);
  if (!readable) return found.unreadable.note(packet);
  const std::size_t filled = std::min(numbers.size(), std::size_t{2} * (shape ? shape->subcarriers : 0u));
  const bool empty = std::all_of(numbers.begin() + static_cast<std::ptrdiff_t>(filled), numbers.end(),
                                 [](std::int32_t number) { return number == 0; });
  if (!empty) found.not_empty.note(packet);
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  std::map<Symbol, std::vector<const SeenUplane*>> symbols;
  const auto is_asked = [](const SeenUplane& seen) {
    return seen.prach && !seen.unasked && !seen.place.from_o_du;
  };
  for (const SeenUplane& seen : observed.uplane)
    if (is_asked(seen)) symbols[{{seen.place.eaxc.value, seen.section}, seen.time()}].push_back(&seen);
  Found found;
  for (auto& [symbol, sections] : symbols) {
    std::array<profile::Endpoint, 4> endpoints{};
    const std::size_t count =
        profile::find_endpoints(setup.link, radio::Eaxc{symbol.first.first}, radio::Direction::uplink,
                                endpoints.data(), endpoints.size());
    for (std::size_t i = 0; i < count; ++i)
      if (endpoints[i].channel->prach) look(setup, observed, sections, endpoints[i], found);
  }
  for (const SeenUplane& seen : observed.unread)
    if (is_asked(seen)) found.unreadable.note(seen.place.packet);
  judgement.all("repetitions", cpl_011::symbols_of(setup, sent.frames), found.symbols, record::UNIT_SYMBOLS);
  judgement.never("length", found.wrong_length, record::UNIT_SYMBOLS);
  judgement.never("readable", found.unreadable, record::UNIT_SYMBOLS);
  judgement.never("zeros", found.not_empty, record::UNIT_SYMBOLS);
}

inline std::string not_applicable(const Setup& setup) {
  if (setup.snap != emulator::kNoSnap) return "frames are cut";
  return cpl_011::not_applicable(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.8.1", "ST3 #1 NR PRACH", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.2.1", "U-plane of PRACH", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"repetitions", "an occasion has as many symbols as its format repeats the preamble",
     "3GPP TS 38.211 6.3.3"},
    {"length", "a symbol has all PRBs of the channel, each once", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"readable", "the samples could be unpacked", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.15"},
    {"zeros", "samples behind the subcarriers of the preamble are zero", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-016",
    .title = "PRACH block",
    .purpose =
        "The U-plane of an occasion has the length and repetitions of its format, and zeros behind it.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "detection of preambles and their timing",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_016
