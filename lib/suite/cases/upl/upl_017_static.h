// FH-UPL-017: static PRACH and SRS.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "suite/expect.h"

namespace plumbline::suite::upl_017 {

/// Calls `visit(carrier, channel)` for channels whose U-plane comes by a pattern.
template <class Visit>
void each_static(const Setup& setup, Visit&& visit) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (channel.without_cplane && (channel.prach || channel.srs)) visit(carrier, channel);
}

inline Stimulus stimulus(const Setup& setup, std::size_t /*part*/) {
  std::uint32_t period = 0;
  each_static(setup, [&](const profile::Carrier&, const profile::Channel& channel) {
    period = std::max<std::uint32_t>(
        period, channel.prach ? channel.prach->period_frames : channel.srs->period_frames);
  });
  return {.frames = std::max(4u, 2 * period)};
}

/// The symbols of a pattern in one frame, of one eAxC id.
inline void add_pattern(const profile::Carrier& carrier, const profile::Channel& channel, radio::Eaxc eaxc,
                        std::int64_t frame, std::vector<Wanted>& wanted) {
  const auto sfn = static_cast<unsigned>(frame & 1023);
  const unsigned slots = carrier.numerology.slots_per_subframe();
  if (const auto& srs = channel.srs; srs && sfn % srs->period_frames == srs->offset_frames)
    for (const unsigned slot : srs->slots)
      for (unsigned i = 0; i < srs->symbols; ++i)
        wanted.push_back({.eaxc = eaxc,
                          .frame = frame,
                          .subframe = static_cast<std::uint8_t>(slot / slots),
                          .slot = static_cast<std::uint8_t>(carrier.id_of_slot(slot % slots)),
                          .symbol = static_cast<std::uint8_t>(srs->start_symbol + i),
                          .prbs = radio::make_prbs(0, carrier.prbs, 1)});
  const auto& prach = channel.prach;
  if (!prach || sfn % prach->period_frames != prach->offset_frames) return;
  const auto shape = radio::prach_shape(prach->format.c_str(), carrier.numerology.mu);
  if (!shape) return;
  for (const unsigned slot : prach->slots)
    for (const unsigned symbol : prach->start_symbols) {
      const auto start = radio::prach_start(*shape, carrier.numerology.mu, slot % slots, symbol);
      for (unsigned i = 0; i < shape->symbols; ++i)
        wanted.push_back(
            {.eaxc = eaxc,
             .frame = frame,
             .subframe = static_cast<std::uint8_t>(slot / slots),
             .slot = static_cast<std::uint8_t>(shape->long_format ? 0u : carrier.id_of_slot(slot % slots)),
             .symbol = static_cast<std::uint8_t>(start.start_symbol + i),
             .filter_index = shape->filter_index,
             .prbs = radio::make_prbs(0, prach->prbs, 1)});
    }
}

/// What came of one eAxC id in the frames of the run, and in those around it, which the unit does not know
/// of.
struct Found {
  Difference inside, around;
  Tally wrong_filter;
};
inline void look(const Setup& setup, const Stimulus& sent, const Observed& observed,
                 const profile::Carrier& carrier, const profile::Channel& channel, radio::Eaxc eaxc,
                 Found& found) {
  constexpr std::int64_t kAround = 20;
  const std::int64_t first = first_frame(carrier.frame_timing, setup.start), end = first + sent.frames;
  std::vector<Wanted> inside, around;
  for (std::int64_t frame = first - kAround; frame < end + kAround; ++frame)
    add_pattern(carrier, channel, eaxc, frame, frame >= first && frame < end ? inside : around);
  const auto is_inside = [&](const SeenUplane& seen) { return seen.frame >= first && seen.frame < end; };
  const auto is_it = [&](const SeenUplane& seen) {
    return seen.place.eaxc == eaxc && seen.header.direction == radio::Direction::uplink;
  };
  const auto add = [](Difference& sum, const Difference& one) {
    sum.wanted += one.wanted;
    sum.missing += one.missing;
    sum.extra = sum.extra + one.extra;
    sum.twice = sum.twice + one.twice;
  };
  add(found.inside, compare(inside, observed.uplane,
                            [&](const SeenUplane& seen) { return is_it(seen) && is_inside(seen); }));
  add(found.around, compare(around, observed.uplane,
                            [&](const SeenUplane& seen) { return is_it(seen) && !is_inside(seen); }));
  const auto shape = channel.prach ? radio::prach_shape(channel.prach->format.c_str(), carrier.numerology.mu)
                                   : std::optional<radio::PrachShape>{};
  for (const SeenUplane& seen : observed.uplane)
    if (is_it(seen) && seen.header.filter_index != (shape ? shape->filter_index : 0))
      found.wrong_filter.note(seen.place.packet);
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  Found found;
  each_static(setup, [&](const profile::Carrier& carrier, const profile::Channel& channel) {
    for (const radio::Eaxc eaxc : channel.eaxc) look(setup, sent, observed, carrier, channel, eaxc, found);
  });
  const Difference &in = found.inside, &out = found.around;
  const auto unit = record::UNIT_PRB_SYMBOLS;
  judgement.equals("on_pattern", in.wanted, in.wanted - in.missing, unit);
  judgement.never("nowhere_else", in.extra + out.extra, unit);
  judgement.never("once", in.twice + out.twice, unit);
  judgement.never("filter", found.wrong_filter, record::UNIT_SECTIONS);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::static_prach)) return "profile features: static_prach";
  bool any = false;
  each_static(setup, [&](const profile::Carrier&, const profile::Channel&) { any = true; });
  return any ? "" : "link carriers.channels: neither prach nor srs without_cplane";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.20", "static SRS", Relation::part},
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.21", "static PRACH", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "8.2.2", "IQ data transfer without C-plane", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-004", "CUS-TIME-006", "CUS-U-008"};
inline constexpr CriterionInfo kCriteria[] = {
    {"on_pattern", "every PRB of every symbol of the pattern came", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.2"},
    {"nowhere_else", "nothing came that is not of the pattern", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.2"},
    {"once", "nothing came twice", "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1"},
    {"filter", "filterIndex is that of the PRACH format, of SRS 0", "O-RAN.WG4.TS.CUS.0 v17.01 7.5.2.3"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-017",
    .title = "static PRACH and SRS",
    .purpose = "What no C-plane asks for comes exactly by the pattern that was configured.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the configuration over the M-plane, sectionId by its rules, detection of preambles and SRS",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_017
