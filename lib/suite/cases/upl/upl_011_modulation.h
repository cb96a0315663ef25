// FH-UPL-011: modulation compression.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "iq/modulation.h"
#include "suite/codes.h"

namespace plumbline::suite::upl_011 {

/// Codes of one alphabet: those of one eAxC id, width, csf and scaler; `mixed`: of an RE mask of SE 5 or 23.
using Key = std::tuple<std::uint16_t, unsigned, bool, std::uint16_t, bool>;
struct Alphabet {
  static constexpr unsigned kMostBits = 5, kCodes = 1u << kMostBits;
  std::array<std::uint64_t, kCodes> count{};  ///< I and Q of REs that hold something, by code modulo kCodes
  std::array<std::uint64_t, kCodes> packet{};
  double squares = 0;  ///< sum of I^2 + Q^2
  std::uint64_t res = 0;

  std::uint64_t of(int code) const { return count[static_cast<unsigned>(code) % kCodes]; }
  void add(int code, std::uint64_t at) {
    const unsigned index = static_cast<unsigned>(code) % kCodes;
    if (count[index]++ == 0) packet[index] = at;
  }
};
struct Found {
  std::map<Key, Alphabet> alphabets;
  std::uint64_t sections = 0, untold = 0, not_read = 0, not_read_at = 0, muted = 0, muted_at = 0;
};

/// Puts the REs of a section to the alphabets of their sets.
inline void look(const Observed& observed, const SeenUplane& seen, const Descriptions& descriptions,
                 Found& found) {
  const unsigned width = wire::width_of(seen.packing);
  std::vector<SeenSet> sets;
  bool patterns = false;
  for (const SeenCplane* told : descriptions.of(seen))
    for (const SeenSet& set : observed.sets_of(*told)) {
      patterns = patterns || set.extension == 23 || set.part > 0;
      sets.push_back(set);
    }
  // Not told at all is a matter of FH-CPL-019.
  if (sets.empty() || patterns || width > Alphabet::kMostBits) {
    ++found.untold;
    return;
  }
  std::array<const SeenSet*, iq::kResPerPrb> of{};
  for (unsigned re = 0; re < of.size(); ++re)
    for (const SeenSet& set : sets)
      if (of[re] == nullptr && (set.re_mask >> (11 - re) & 1) != 0) of[re] = &set;
  std::array<Alphabet*, iq::kResPerPrb> to{};
  for (unsigned re = 0; re < of.size(); ++re)
    if (of[re] != nullptr)
      to[re] = &found.alphabets[{seen.place.eaxc.value, width, of[re]->csf, of[re]->scaler,
                                 of[re]->extension != 4}];
  ++found.sections;
  const std::uint64_t packet = seen.place.packet;
  const bool read = each_prb(observed, seen, [&](const SentPrb& prb) {
    for (unsigned re = 0; re < of.size(); ++re) {
      if (to[re] == nullptr || !prb.sends(re) || (prb.zero(re) && !of[re]->csf)) continue;
      const double scale = std::numbers::sqrt2 * iq::scaler_value(of[re]->scaler);
      if (scale == 0 && found.muted++ == 0) found.muted_at = packet;
      ++to[re]->res;
      for (const unsigned i : {2 * re, 2 * re + 1}) {
        const int code = prb.numbers[i];
        const double f = std::ldexp(2.0 * code + (of[re]->csf ? 1 : 0), -static_cast<int>(width)) * scale;
        to[re]->squares += f * f;
        if (code != 0 || of[re]->csf) to[re]->add(code, packet);
      }
    }
  });
  if (!read && found.not_read++ == 0) found.not_read_at = packet;
}

/// Numbers that are no level of a square constellation, and a packet with one.
struct Off {
  std::uint64_t count = 0, packet = 0;
  void add(const Alphabet& alphabet, int code) {
    if (alphabet.of(code) == 0) return;
    const std::uint64_t at = alphabet.packet[static_cast<unsigned>(code) % Alphabet::kCodes];
    count += alphabet.of(code);
    packet = packet == 0 ? at : std::min(packet, at);
  }
};

/// With csf a code n stands for the level 2 n + 1 of the widest constellation, where each level has its
/// negative; without, the levels of a narrower one are the odd multiples of one power of two (CUS v17.01
/// A.5).
inline void hold_to_grid(const Alphabet& alphabet, unsigned width, bool csf, Off& off) {
  constexpr std::uint64_t kEnough = 64;  ///< numbers of each level, or a missing one may be chance
  const int most = 1 << (width - 1);
  std::uint64_t numbers = 0;
  for (int code = -most; code < most; ++code) numbers += alphabet.of(code);
  if (csf) {
    if (numbers < kEnough * static_cast<std::uint64_t>(2 * most)) return;
    for (int code = -most; code < most; ++code)
      if (alphabet.of(-code - 1) == 0) off.add(alphabet, code);
    return;
  }
  // The step is the one that most numbers are odd multiples of. The most negative code has no opposite.
  std::array<std::uint64_t, Alphabet::kMostBits> by_step{};
  const auto step = [](int code) { return std::countr_zero(static_cast<unsigned>(code)); };
  for (int code = -most + 1; code < most; ++code)
    if (code != 0) by_step[static_cast<std::size_t>(step(code))] += alphabet.of(code);
  const auto usual = std::max_element(by_step.begin(), by_step.end()) - by_step.begin();
  for (int code = -most; code < most; ++code)
    if (code != 0 && (step(code) != usual || code == -most)) off.add(alphabet, code);
}

/// Alphabets whose mean power is not that of most data: 0, 3 or 4.77 dB above it where REs are mixed, which
/// is what DMRS may have (3GPP TS 38.214 Table 4.1-1).
inline std::uint64_t uneven(const std::map<Key, Alphabet>& alphabets) {
  constexpr double kTolerance = 0.5;
  constexpr std::uint64_t kEnough = 500;
  const auto level = [](const Alphabet& one) {
    return 10 * std::log10(one.squares / static_cast<double>(one.res));
  };
  std::map<std::uint16_t, std::vector<std::pair<double, std::uint64_t>>> levels;
  for (const auto& [key, one] : alphabets)
    if (one.res >= kEnough && !std::get<4>(key)) levels[std::get<0>(key)].push_back({level(one), one.res});
  std::uint64_t count = 0;
  for (const auto& [key, one] : alphabets) {
    auto& data = levels[std::get<0>(key)];
    if (one.res < kEnough || data.empty()) continue;
    std::sort(data.begin(), data.end());
    const double above = level(one) - data[data.size() / 2].first;
    bool allowed = std::abs(above) <= kTolerance;
    if (std::get<4>(key))
      for (const double boost : {3.01, 4.77}) allowed = allowed || std::abs(above - boost) <= kTolerance;
    count += allowed ? 0u : 1u;
  }
  return count;
}

inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const Descriptions descriptions{observed};
  Found found;
  for (const SeenUplane& seen : observed.uplane)
    if (seen.place.from_o_du && seen.header.direction == radio::Direction::downlink && seen.prb_octets > 0 &&
        iq::is_modulation(wire::method_of(seen.packing)))
      look(observed, seen, descriptions, found);
  const Measured compared{.expected = 1,
                          .expected_to = INT64_MAX,
                          .observed = static_cast<std::int64_t>(found.sections),
                          .unit = record::UNIT_SECTIONS};
  // SE 23 and links that tell amplitudes elsewhere leave nothing to look at.
  found.sections > 0 ? judgement.holds("compared", compared) : judgement.inconclusive("compared", compared);
  judgement.equals("readable", 0, found.not_read, record::UNIT_SECTIONS, found.not_read_at);
  Off off;
  for (const auto& [key, alphabet] : found.alphabets)
    hold_to_grid(alphabet, std::get<1>(key), std::get<2>(key), off);
  judgement.equals("grid", 0, off.count, record::UNIT_NONE, off.packet);
  judgement.equals("scaler", 0, found.muted, record::UNIT_NONE, found.muted_at);
  if (!setup.unit.has(profile::Feature::even_power)) return judgement.not_applicable("power");
  judgement.equals("power", 0, uneven(found.alphabets), record::UNIT_NONE);
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
