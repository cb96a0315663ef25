#include "plumbline/iq_measure.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "iq/compression.h"
#include "iq/fast_levels.h"

namespace plumbline::app {
namespace {

/// Constellations are looked for in the first sections of a symbolId, then in every n-th.
constexpr std::uint64_t kSectionsLookedAt = 32, kThenEvery = 64;
/// Samples that no constellation explains are tried in halves, down to this: allocations lie side by side.
constexpr std::size_t kSmallestPart = 48;

std::uint64_t key_of(const IqSection& section) {
  return std::uint64_t{section.pair} << 32 | static_cast<std::uint64_t>(section.kind) << 28 |
         std::uint64_t{section.format.method} << 24 | std::uint64_t{section.format.width} << 18 |
         static_cast<std::uint64_t>(section.direction) << 16 | section.eaxc.value;
}

/// True the first time that a symbol comes, as long as its slot is among the last ones.
bool is_new(IqRow& row, const radio::RadioTime& at) {
  const std::uint32_t slot =
      std::uint32_t{at.frame} << 16 | std::uint32_t{at.subframe} << 8 | at.slot | std::uint32_t{1} << 24;
  const std::size_t place =
      (std::size_t{at.frame} * 80 + std::size_t{at.subframe} * 8 + at.slot) % row.slots.size();
  if (row.slots[place] != slot) {
    row.slots[place] = slot;
    row.arrived[place] = 0;
  }
  const std::uint64_t bit = std::uint64_t{1} << (at.symbol & 63);
  if ((row.arrived[place] & bit) != 0) return false;
  row.arrived[place] |= bit;
  return true;
}

/// What shows that the octets are not what they are taken for.
void look_at_octets(const IqSection& section, IqCounts& counts) {
  const Octets octets = section.octets;
  if (section.format.method == iq::kMethodBfp) {
    for (std::size_t at = 0; at < octets.size(); at += 3u * section.format.width + 1)
      counts.reserved_prbs += octets[at] > 15 ? 1u : 0u;
  } else if (section.format == iq::Format{}) {
    std::uint64_t energy = 0;  // of a section: no more than 2^45
    for (std::size_t at = 0; at + 1 < octets.size(); at += 2) {
      const std::int64_t number = static_cast<std::int16_t>(octets[at] | octets[at + 1] << 8);
      energy += static_cast<std::uint64_t>(number * number);
    }
    counts.swapped += energy;
  }
}

}  // namespace

Looks& Looks::operator+=(const Looks& other) {
  for (std::size_t i = 0; i < of.size(); ++i) {
    of[i] += other.of[i];
    gains[i] += other.gains[i];
  }
  unexplained += other.unexplained;
  sections += other.sections;
  return *this;
}

std::uint64_t Looks::points() const {
  std::uint64_t sum = unexplained;
  for (const iq::Evm& evm : of) sum += evm.points;
  return sum;
}

std::optional<std::size_t> Looks::most() const {
  const auto best = std::max_element(of.begin(), of.end(),
                                     [](const iq::Evm& a, const iq::Evm& b) { return a.points < b.points; });
  if (best->points == 0) return {};
  return static_cast<std::size_t>(best - of.begin());
}

IqCounts& IqCounts::operator+=(const IqCounts& other) {
  levels += other.levels;
  looks += other.looks;
  symbols += other.symbols;
  sections += other.sections;
  reserved_prbs += other.reserved_prbs;
  swapped += other.swapped;
  return *this;
}

IqCounts IqRow::all() const {
  IqCounts sum = other;
  for (const IqCounts& one : by_symbol) sum += one;
  return sum;
}

std::uint32_t IqRow::grid_prbs() const {
  if (like.kind == profile::ChannelKind::prach) {
    const bool known = like.channel != nullptr && like.channel->prach.has_value();
    return std::max<std::uint32_t>(known ? like.channel->prach->prbs : 0u, prb_end);
  }
  return std::max<std::uint32_t>(like.carrier_prbs, prb_end);
}

IqMeasured IqMeter::add(const IqSection& section, bool want_numbers) {
  bool added = false;
  const std::uint32_t number = index_.find_or_add(key_of(section), added);
  if (number == track::kNone) {
    ++untracked_;
    return {};
  }
  if (added) {
    rows_.emplace_back().like = section;
    rows_.back().like.octets = {};
  }
  IqRow& row = rows_[number];
  IqCounts& counts = section.at.symbol < kSymbolIds ? row.by_symbol[section.at.symbol] : row.other;
  const iq::Sign sign = section.mulaw_sign == profile::MulawSign::sign_magnitude ? iq::Sign::magnitude
                                                                                 : iq::Sign::twos_complement;
  if (!iq::add_levels_fast(section.format, section.octets, section.prbs.count, counts.levels, sign)) {
    ++unreadable_;
    return {};
  }
  ++counts.sections;
  look_at_octets(section, counts);
  row.prb_end = std::max(row.prb_end, section.prbs.end());
  if (is_new(row, section.at)) ++counts.symbols;
  const bool looked_at = counts.sections <= kSectionsLookedAt || counts.sections % kThenEvery == 0;
  if (looked_at || want_numbers) {
    numbers_.resize(std::size_t{section.prbs.count} * iq::kNumbersPerPrb);
    if (!iq::expand(section.format, section.octets, numbers_, sign)) numbers_.clear();
  }
  if (looked_at) look(counts.looks);
  return {.row = number, .ok = true};
}

void IqMeter::look(Looks& looks) {
  points_.clear();
  for (std::size_t i = 0; i + 1 < numbers_.size(); i += 2)
    if (numbers_[i] != 0 || numbers_[i + 1] != 0)
      points_.push_back({static_cast<double>(numbers_[i]), static_cast<double>(numbers_[i + 1])});
  ++looks.sections;
  explain(points_, looks);
}

void IqMeter::explain(std::span<const iq::Point> points, Looks& looks) {
  const iq::Fit fit = iq::fit_constellation(points, derotate_);
  if (fit.modulation) {
    const auto at = std::find(iq::kModulations.begin(), iq::kModulations.end(), *fit.modulation);
    const auto i = static_cast<std::size_t>(at - iq::kModulations.begin());
    looks.of[i] += fit.evm;
    looks.gains[i] += std::hypot(fit.gain.re, fit.gain.im) * static_cast<double>(points.size());
  } else if (points.size() >= 2 * kSmallestPart) {
    explain(points.first(points.size() / 2), looks);
    explain(points.subspan(points.size() / 2), looks);
  } else {
    looks.unexplained += points.size();
  }
}

std::vector<std::size_t> IqMeter::order() const {
  std::vector<std::size_t> order(rows_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto name = [&](std::size_t i) {
    const IqSection& like = rows_[i].like;
    return std::tuple{like.pair,          like.direction == radio::Direction::uplink,
                      like.kind,          like.eaxc,
                      like.format.method, like.format.width};
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return name(a) < name(b); });
  return order;
}

}  // namespace plumbline::app
