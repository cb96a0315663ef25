#include "track/ledger.h"

#include <algorithm>
#include <bit>
#include <bitset>

namespace plumbline::track {
namespace {

/// Which PRBs of a range others name: each counts once, however many name it.
class Coverage {
 public:
  explicit Coverage(const radio::PrbRange& of) : of_{of} {}
  void add(const radio::PrbRange& by) {
    if (whole_ || !radio::overlap(of_, by)) return;
    whole_ = radio::covers(by, of_);
    for (std::uint32_t i = 0; i < std::min<std::size_t>(of_.count, named_.size()) && !whole_; ++i)
      if (by.contains(of_.first + i * of_.step)) named_.set(i);
  }
  std::uint32_t count() const { return whole_ ? of_.count : static_cast<std::uint32_t>(named_.count()); }

 private:
  radio::PrbRange of_;
  std::bitset<512> named_;  ///< numPrb says up to 255, or all PRBs of a carrier: 275
  bool whole_ = false;
};

std::uint16_t first_common(const radio::PrbRange& a, const radio::PrbRange& b) {
  for (std::uint32_t prb = a.first; prb < a.end(); prb += a.step)
    if (b.contains(prb)) return static_cast<std::uint16_t>(prb);
  return a.first;
}

/// symbolId has six bits on the wire; descriptions reach symbol 31 at most.
constexpr bool described(std::uint32_t symbols, std::uint8_t symbol) {
  return symbol < 32 && (symbols >> symbol & 1) != 0;
}

DescribeFacts compare(const Description& old, const Description& now) {
  if (now.by_place) return {};
  const auto differ = [](Conflict what, std::int64_t expected, std::int64_t observed) {
    return DescribeFacts{.conflict = what, .expected = expected, .observed = observed};
  };
  if (old.ud_comp_hdr != now.ud_comp_hdr)
    return differ(Conflict::ud_comp_hdr, old.ud_comp_hdr, now.ud_comp_hdr);
  if (old.by_extension || now.by_extension) return {};
  if (old.prbs.step != now.prbs.step) return differ(Conflict::rb, old.prbs.step - 1, now.prbs.step - 1);
  if (old.prbs.first != now.prbs.first) return differ(Conflict::prbs, old.prbs.first, now.prbs.first);
  if (old.prbs.count != now.prbs.count) return differ(Conflict::prbs, old.prbs.count, now.prbs.count);
  if (old.num_symbol != now.num_symbol) return differ(Conflict::num_symbol, old.num_symbol, now.num_symbol);
  if ((old.symbols & now.symbols) != 0 && (old.re_mask & now.re_mask) != 0) {
    const bool same = old.symbols == now.symbols && old.re_mask == now.re_mask;
    const bool resent = same && old.ack_wanted && old.packet != now.packet;
    return differ(resent ? Conflict::resent : Conflict::re_mask, 0, old.re_mask & now.re_mask);
  }
  return {};
}

/// Whether several descriptions name all PRBs of an arrival of which none names all.
bool covered_together(const SlotEntry& place, const Arrival& arrival) {
  Coverage covered{arrival.prbs};
  for (const Description& d : place.descriptions)
    if (d.id == arrival.id && described(d.symbols, arrival.symbol)) covered.add(d.prbs);
  return covered.count() >= arrival.prbs.count;
}

}  // namespace

SlotEntry* Cell::renew(SlotEntry& place, SlotNumber slot, bool describes) {
  if (keeps(place, slot, describes)) return nullptr;
  place.descriptions.clear();
  place.arrivals.clear();
  place.modulations.clear();
  place.symbols_arrived = 0;
  place.damage = 0;
  place.own_loss = false;
  place.descriptions_left_out = place.arrivals_left_out = false;
  place.open_request = false;
  place.slot = slot;
  return &place;
}

void Cell::note_damage(SlotNumber slot, std::uint16_t damage) {
  if (SlotEntry* place = entry(slot); place != nullptr && place->damage == 0) place->damage = damage;
}

DescribeFacts Cell::describe(SlotNumber slot, const Description& description) {
  if (!c_seen_ || slot < first_c_slot_) first_c_slot_ = c_seen_ ? std::min(first_c_slot_, slot) : slot;
  c_seen_ = true;
  DescribeFacts facts;
  SlotEntry* const found = entry(slot, true);
  if (found == nullptr) return facts;
  SlotEntry& place = *found;
  for (const Description& old : place.descriptions) {
    if (old.id != description.id || old.prach != description.prach) continue;
    facts = compare(old, description);
    if (facts.conflict != Conflict::none) break;
  }
  if (place.descriptions.size() == limits::kDescriptionsPerSlot) {
    facts.untracked = place.descriptions_left_out = true;
    return facts;
  }
  place.descriptions.push_back(description);
  return facts;
}

void Cell::note_modulation(SlotNumber slot, const ModulationFacts& modulation) {
  SlotEntry* const place = find(slot);
  if (place != nullptr && !place->descriptions.empty())
    place->modulations.emplace_back(place->descriptions.size() - 1, modulation);
}

ModulationFacts Cell::modulation(SlotNumber slot, const Arrival& arrival) {
  const SlotEntry* const place = find(slot);
  if (place == nullptr || place->modulations.empty() || place->descriptions_left_out) return {};
  std::size_t only = place->descriptions.size(), count = 0;
  for (std::size_t i = 0; i < place->descriptions.size(); ++i) {
    const Description& d = place->descriptions[i];
    if (d.id != arrival.id || (!d.by_extension && !described(d.symbols, arrival.symbol))) continue;
    only = i;
    ++count;
  }
  if (count != 1) return {};
  for (const auto& [description, modulation] : place->modulations)
    if (description == only) return modulation;
  return {};
}

DeliverFacts Cell::deliver(SlotNumber slot, const Arrival& arrival) {
  DeliverFacts facts;
  SlotEntry* const found = entry(slot);
  if (found == nullptr) {
    facts.coupling = Coupling::not_looked_up;
    return facts;
  }
  SlotEntry& place = *found;
  bool id_seen = false, symbol_seen = false, covered = false;
  for (const Description& d : place.descriptions) {
    if (d.id != arrival.id) continue;
    if (!facts.has_description) {
      facts.has_description = true;
      facts.ud_comp_hdr = d.ud_comp_hdr;
      facts.described = d.prbs;
      facts.described_symbols = d.symbols;
    }
    id_seen = true;
    if (!d.by_extension && !described(d.symbols, arrival.symbol)) continue;
    symbol_seen = true;
    covered = covered || d.by_extension || radio::covers(d.prbs, arrival.prbs);
    facts.described = d.prbs;
  }
  if (symbol_seen && (covered || covered_together(place, arrival)))
    facts.coupling = Coupling::matched;
  else if (!c_seen_)
    facts.coupling = Coupling::undecided;
  else if (slot <= first_c_slot_ || place.own_loss || place.descriptions_left_out || lost_around(slot))
    facts.coupling = Coupling::unknown;
  else
    facts.coupling = symbol_seen ? Coupling::wrong_prbs
                     : id_seen   ? Coupling::wrong_symbol
                                 : Coupling::missing;

  const std::uint32_t bit = std::uint32_t{1} << (arrival.symbol & 31);
  if ((place.symbols_arrived & bit) != 0)
    for (const Arrival& old : place.arrivals) {
      if (old.symbol != arrival.symbol || old.prach != arrival.prach || !overlap(old.prbs, arrival.prbs))
        continue;
      facts.repeated = true;
      facts.repeated_prb = first_common(arrival.prbs, old.prbs);
      break;
    }
  place.symbols_arrived |= bit;
  if (place.arrivals.size() == limits::kArrivalsPerSlot) {
    facts.untracked = place.arrivals_left_out = true;
    return facts;
  }
  place.arrivals.push_back(arrival);
  return facts;
}

RequestFacts Cell::settle(const SlotEntry& entry, const Description& request, bool given_up) const {
  RequestFacts facts{.request = request, .slot = entry.slot, .given_up = given_up};
  facts.excused = entry.own_loss || entry.arrivals_left_out || lost_around(entry.slot) || sleeps(entry.slot);
  facts.excused_by = entry.damage;
  for (std::uint32_t symbols = request.symbols; symbols != 0; symbols &= symbols - 1) {
    const auto symbol = static_cast<std::uint8_t>(std::countr_zero(symbols));
    Coverage arrived{request.prbs};
    for (const Arrival& arrival : entry.arrivals)
      if (arrival.symbol == symbol && arrival.id == request.id && arrival.prach == request.prach)
        arrived.add(arrival.prbs);
    const std::uint32_t here = arrived.count();
    if (here < request.prbs.count && facts.missing == 0) facts.first_missing_symbol = symbol;
    facts.asked += request.prbs.count;
    facts.missing += request.prbs.count - here;
  }
  return facts;
}

}  // namespace plumbline::track
