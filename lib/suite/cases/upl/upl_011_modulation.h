// FH-UPL-011: modulation compression.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <compare>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "iq/modulation.h"
#include "suite/codes.h"

namespace plumbline::suite::upl_011 {

/// The numbers of the REs of one set in one section.
struct Codes {
  static constexpr unsigned kMostBits = 5, kCodes = 1u << kMostBits;
  std::array<std::uint64_t, kCodes> count{};  ///< I and Q of REs that hold something, by code modulo kCodes
  std::uint64_t of(int code) const { return count[static_cast<unsigned>(code) % kCodes]; }
};

/// How many of them are no level of a square constellation. With csf a code n stands for the level 2 n + 1 of
/// the widest one, where each level has its negative; without, the levels of a narrower one are the odd
/// multiples of one power of two (CUS v17.01 A.5).
inline std::uint64_t off_grid(const Codes& codes, unsigned width, bool csf) {
  constexpr std::uint64_t kEnough = 36;  ///< numbers for each level, or a missing one may be chance
  const int most = 1 << (width - 1);
  std::uint64_t numbers = 0, off = 0;
  for (int code = -most; code < most; ++code) numbers += codes.of(code);
  if (csf) {
    if (numbers < kEnough * 2 * static_cast<std::uint64_t>(most)) return 0;
    for (int code = -most; code < most; ++code)
      if (codes.of(-code - 1) == 0) off += codes.of(code);
    return off;
  }
  // The step is the one that most numbers are odd multiples of. The most negative code has no opposite.
  std::array<std::uint64_t, Codes::kMostBits> by_step{};
  const auto step = [](int code) { return std::countr_zero(static_cast<unsigned>(code)); };
  for (int code = -most + 1; code < most; ++code)
    if (code != 0) by_step[static_cast<std::size_t>(step(code))] += codes.of(code);
  const auto usual = std::max_element(by_step.begin(), by_step.end()) - by_step.begin();
  for (int code = -most; code < most; ++code)
    if (code != 0 && (step(code) != usual || code == -most)) off += codes.of(code);
  return off;
}

/// What has the same eAxC id, width, csf and scaler; `mixed`: in a set of SE 5.
struct Like {
  std::uint16_t eaxc = 0;
  unsigned width = 0;
  bool csf = false;
  std::uint16_t scaler = 0;
  bool mixed = false;
  auto operator<=>(const Like&) const = default;
};
struct Power {
  double squares = 0;     ///< sum of I^2 + Q^2
  std::uint64_t res = 0;  ///< REs that hold something
  double level() const { return 10 * std::log10(squares / static_cast<double>(res)); }
};

/// What was found in all sections.
struct Found {
  std::map<Like, Power> powers;
  std::uint64_t sections = 0;
  Tally not_read, muted, off;
};

/// The sets that speak of a section; none where SE 23, or several SE 4 or 5 behind an SE 10, do.
inline std::vector<AmplitudeSet> sets_of(const Observed& observed, const SeenUplane& seen,
                                         const Descriptions& descriptions) {
  std::vector<AmplitudeSet> sets;
  for (const SeenCplane* told : descriptions.of(seen))
    for (const AmplitudeSet& set : suite::sets_of(observed, *told)) {
      if (set.extension == 23 || set.part > 0) return {};
      sets.push_back(set);
    }
  return sets;
}

/// Adds what a section holds.
inline void look(const Observed& observed, const SeenUplane& seen, const Descriptions& descriptions,
                 Found& found) {
  const unsigned width = wire::width_of(seen.packing);
  const std::vector<AmplitudeSet> sets = sets_of(observed, seen, descriptions);
  if (sets.empty() || width > Codes::kMostBits) return;
  constexpr std::size_t kNone = ~std::size_t{0};
  std::array<std::size_t, iq::kResPerPrb> of{};
  of.fill(kNone);
  for (unsigned re = 0; re < of.size(); ++re)
    for (std::size_t i = sets.size(); i-- > 0;)
      if ((sets[i].re_mask >> (11 - re) & 1) != 0) of[re] = i;
  std::vector<Codes> codes(sets.size());
  std::vector<Power> powers(sets.size());
  const bool read = each_prb(observed, seen, [&](const SentPrb& prb) {
    for (unsigned re = 0; re < of.size(); ++re) {
      const std::size_t set = of[re];
      if (set == kNone || !prb.sends(re) || (prb.zero(re) && !sets[set].csf)) continue;
      ++powers[set].res;
      for (const unsigned i : {2 * re, 2 * re + 1}) {
        const int code = prb.numbers[i];
        const double level = 2.0 * code + (sets[set].csf ? 1 : 0);
        powers[set].squares += level * level;
        ++codes[set].count[static_cast<unsigned>(code) % Codes::kCodes];
      }
    }
  });
  ++found.sections;
  const std::uint64_t packet = seen.place.packet;
  found.not_read.note(packet, read ? 0 : 1);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const double scale =
        std::ldexp(std::numbers::sqrt2 * iq::scaler_value(sets[i].scaler), -static_cast<int>(width));
    found.off.note(packet, off_grid(codes[i], width, sets[i].csf));
    if (scale == 0) found.muted.note(packet, powers[i].res);
    if (scale == 0 || powers[i].res == 0) continue;
    Power& power =
        found.powers[{seen.place.eaxc.value, width, sets[i].csf, sets[i].scaler, sets[i].extension != 4}];
    power.squares += powers[i].squares * scale * scale;
    power.res += powers[i].res;
  }
}

/// Kinds whose mean power is not that of most data: 0, 3 or 4.77 dB above it where REs are mixed, which is
/// what DMRS may have (3GPP TS 38.214 Table 4.1-1).
inline std::uint64_t uneven(const std::map<Like, Power>& powers) {
  constexpr double kTolerance = 0.5;
  constexpr std::uint64_t kEnough = 500;
  std::map<std::uint16_t, std::vector<double>> data;
  for (const auto& [kind, power] : powers)
    if (power.res >= kEnough && !kind.mixed) data[kind.eaxc].push_back(power.level());
  std::uint64_t count = 0;
  for (const auto& [kind, power] : powers) {
    std::vector<double>& levels = data[kind.eaxc];
    if (power.res < kEnough || levels.empty()) continue;
    std::sort(levels.begin(), levels.end());
    const double above = power.level() - levels[levels.size() / 2];
    bool allowed = std::abs(above) <= kTolerance;
    if (kind.mixed)
      for (const double boost : {3.01, 4.77}) allowed = allowed || std::abs(above - boost) <= kTolerance;
    count += allowed ? 0u : 1u;
  }
  return count;
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Descriptions descriptions{observed};
  Found found;
  const auto is_modulated = [](const SeenUplane& seen) {
    return seen.place.from_o_du && seen.header.direction == radio::Direction::downlink &&
           iq::is_modulation(wire::method_of(seen.packing));
  };
  for (const SeenUplane& seen : observed.uplane)
    if (seen.prb_octets > 0 && is_modulated(seen)) look(observed, seen, descriptions, found);
  for (const SeenUplane& seen : observed.unread)
    if (is_modulated(seen)) found.not_read.note(seen.place.packet);
  const Measured compared{.expected = 1,
                          .expected_to = INT64_MAX,
                          .observed = static_cast<std::int64_t>(found.sections),
                          .unit = record::UNIT_SECTIONS};
  // SE 23 and links that tell amplitudes elsewhere leave nothing to look at.
  found.sections > 0 ? judgement.holds("compared", compared) : judgement.inconclusive("compared", compared);
  judgement.never("readable", found.not_read, record::UNIT_SECTIONS);
  judgement.never("grid", found.off, record::UNIT_NONE);
  judgement.never("scaler", found.muted, record::UNIT_NONE);
  if (!setup.unit.has(profile::Feature::even_power)) return judgement.not_applicable("power");
  judgement.equals("power", 0, uneven(found.powers), record::UNIT_NONE);
}

/// Every PRB is looked into.
inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) {
  return {.every_prb = true, .keep_prbs = true};
}

inline std::string not_applicable(const Setup& setup) {
  if (setup.snap != emulator::kNoSnap) return "frames are cut";
  return may_be(setup, radio::Direction::downlink, iq::is_modulation)
             ? ""
             : "link carriers.channels.pdsch.compression: no modulation compression";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3.6", "modulation compression", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "A.5", "modulation compression", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-COMP-014", "CUS-U-008"};
inline constexpr CriterionInfo kCriteria[] = {
    {"compared", "sections were held against the csf and scaler of their description",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.4"},
    {"readable", "the codes of every section could be unpacked", "O-RAN.WG4.TS.CUS.0 v17.01 8.3.3.13"},
    {"grid", "codes with their csf are levels of a square constellation", "O-RAN.WG4.TS.CUS.0 v17.01 A.5"},
    {"scaler", "no RE that holds something has a scaler of 0", "O-RAN.WG4.TS.CUS.0 v17.01 7.7.4.3"},
    {"power",
     "with scalers all constellations have the power of the test signal: the same for data, for DMRS 0, 3 or "
     "4.77 dB more",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.2.1.1; 3GPP TS 38.214 4.1"},
};

inline constexpr Case kCase{
    .id = "FH-UPL-011",
    .title = "modulation compression",
    .purpose = "Codes, csf and scaler together give the points of a constellation.",
    .duts = kODu,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains =
        "the signal on air; that it is the constellation which the UE was promised, and of units that "
        "cannot send data of even power also the size of scalers; sections with SE 23",
    .rules = kRules,
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::upl_011
