// FH-UPL-014: DL content.
#pragma once

#include <cmath>
#include <string>

#include "suite/codes.h"
#include "suite/samples.h"

namespace plumbline::suite::upl_014 {

inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) {
  return {.payload = emulator::Payload::pn23, .keep_prbs = true};
}

/// Bits of the 64QAM symbols of one symbol and eAxC id, whose scale is that of their power.
inline std::vector<std::uint32_t> bits_of(const std::vector<std::int32_t>& numbers) {
  double power = 0;
  for (const std::int32_t number : numbers) power += double{1} * number * number;
  std::vector<std::uint32_t> words;
  if (power <= 0) return words;
  const double scale = 1 / std::sqrt(2 * power / static_cast<double>(numbers.size()));
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
    words.push_back(iq::bits_of(iq::Modulation::qam64, {numbers[i] * scale, numbers[i + 1] * scale}));
  return words;
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  iq::BitErrors all;
  Tally unreadable, wrong;
  const auto is_downlink = [](const SeenUplane& seen) {
    return seen.place.from_o_du && seen.header.direction == radio::Direction::downlink;
  };
  each_symbol(setup, observed, is_downlink, [&](const SymbolSamples& symbol) {
    const std::vector<std::uint32_t> words = bits_of(symbol.numbers);
    if (!symbol.whole || words.empty()) {
      unreadable.note(symbol.packet);
      return;
    }
    iq::BitErrorCounter counter{iq::PnRestart::symbol};
    counter.begin_symbol(0);
    counter.add(words, 6);
    wrong.note(symbol.packet, counter.result().errors);
    all += counter.result();
  });
  judgement.never("readable", unreadable, record::UNIT_SYMBOLS);
  judgement.holds("compared", {.expected = 1,
                               .expected_to = INT64_MAX,
                               .observed = static_cast<std::int64_t>(all.bits),
                               .unit = record::UNIT_BITS});
  judgement.never("errors", wrong, record::UNIT_BITS);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::pn23)) return "profile features: pn23";
  if (setup.snap != emulator::kNoSnap) return "frames are cut";
  if (may_be(setup, radio::Direction::downlink, iq::is_modulation))
    return "link carriers.channels.pdsch.compression: modulation";
  return first_eaxc(setup, profile::ChannelKind::pdsch) ? "" : "link carriers.channels.pdsch";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.2", "extended DL resource allocation", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"readable", "the samples of every symbol could be unpacked, and are not all zero",
     "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.15"},
    {"compared", "bits were compared", "O-RAN.WG4.TS.CONF.0 v12.00 3.2.1.1"},
    {"errors", "no bit differs from PN23, which starts again in every symbol of an eAxC",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.2.1.1"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-014",
    .title = "DL content",
    .purpose = "A test signal of PN23 arrives without bit errors.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the signal on air",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_014
