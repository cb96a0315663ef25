// The PRACH occasion: which format and start symbol give the section type 3 that was seen.
#include <algorithm>
#include <map>
#include <tuple>

#include "infer/conclude.h"

namespace plumbline::infer {
namespace {

constexpr std::array<const char*, 13> kFormats{"0",  "1",  "2",  "3",  "A1", "A2", "A3",
                                               "B1", "B2", "B3", "B4", "C0", "C2"};

using Occasions = std::vector<Occasion>;

/// Where an occasion lies, counted with the carrier's subcarrier spacing.
struct Where {
  std::uint16_t slot = 0;  ///< of the frame
  std::uint8_t symbol = 0;
};

/// True when `o` asks for an occasion of this shape that starts there, by either convention of CUS
/// v17.01 4.4.3.
bool asks_for(const Occasion& o, const radio::PrachShape& shape, const radio::PrachStart& start) {
  if (o.cp_length == 0) return o.time_offset == start.time_offset_ts && o.start_symbol == start.start_symbol;
  return shape.long_format && shape.symbols == 1 && o.cp_length == shape.cp_ts &&
         o.time_offset + o.cp_length == start.time_offset_ts;
}

/// Where `o` lies if it is of this shape; nothing when its time is that of no symbol. Long formats have one
/// slot a subframe, 0, and their timeOffset runs over all slots of the carrier in it (CUS v17.01 7.5.2.12).
std::optional<Where> find_place(const Occasion& o, const radio::PrachShape& shape, std::uint8_t mu) {
  if (o.scs_code != shape.scs_code || o.num_symbol != shape.symbols) return std::nullopt;
  if (o.slot >= (shape.long_format ? 1u : 1u << mu)) return std::nullopt;
  const unsigned first = shape.long_format ? 0 : o.slot, last = shape.long_format ? (1u << mu) - 1 : o.slot;
  for (unsigned slot = first; slot <= last; ++slot)
    for (std::uint8_t symbol = 0; symbol < 14; ++symbol)
      if (asks_for(o, shape, radio::prach_start(shape, mu, slot, symbol)))
        return Where{static_cast<std::uint16_t>((o.subframe << mu) + static_cast<int>(slot)), symbol};
  return std::nullopt;
}

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// The value of `field` with the most messages.
template <class T>
T majority(const Occasions& occasions, T Occasion::*field) {
  std::map<T, std::uint64_t> counts;
  for (const Occasion& o : occasions) counts[o.*field] += o.messages;
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

/// How many messages a format explains, with occasions at these symbols of a slot.
struct Explained {
  std::uint64_t messages = 0;
  std::uint64_t of_shape = 0;  ///< with its subcarrier spacing and number of symbols, at whatever time
  std::vector<std::uint16_t> slots;
  std::vector<std::uint8_t> symbols;
};

Explained explain(const Occasions& occasions, const radio::PrachShape& shape, std::uint8_t mu,
                  const profile::Prach& block) {
  Explained explained;
  for (const Occasion& o : occasions) {
    if (o.frequency_offset != block.frequency_offset || o.prbs != block.prbs) continue;
    if (o.scs_code == shape.scs_code && o.num_symbol == shape.symbols) explained.of_shape += o.messages;
    const auto where = find_place(o, shape, mu);
    if (!where) continue;
    explained.messages += o.messages;
    explained.slots.push_back(where->slot);
    explained.symbols.push_back(where->symbol);
  }
  sort_unique(explained.slots);
  sort_unique(explained.symbols);
  return explained;
}

/// The format that explains most messages, with the fewest occasions a slot; what explains as many as well
/// comes behind as an alternative.
void find_shape(const Occasions& occasions, std::uint8_t mu, PrachEvidence& to) {
  std::uint64_t all = 0;
  for (const Occasion& o : occasions) all += o.messages;
  Explained best;
  for (const char* format : kFormats) {
    const auto shape = radio::prach_shape(format, mu);
    if (!shape) continue;
    Explained one = explain(occasions, *shape, mu, to.best);
    const auto rank = [](const Explained& e) {
      return std::tuple{e.messages, e.of_shape, 14 - static_cast<int>(e.symbols.size())};
    };
    if (one.of_shape == 0 || rank(one) < rank(best)) continue;
    if (best.of_shape != 0 && rank(one) == rank(best)) {
      to.formats.emplace_back(format);
      continue;
    }
    to.formats.clear();
    to.best.format = format;
    best = std::move(one);
  }
  to.geometry = {best.messages, all - best.messages};
  // Without any fitting time the slots stay as slotId has them.
  if (!best.slots.empty()) to.best.slots = best.slots;
  to.best.start_symbols = best.symbols.empty() ? std::vector<std::uint8_t>{0} : best.symbols;
  // Without a fitting time the format is still known where no other one has its spacing and symbols.
  const std::uint64_t explained = best.messages > 0 ? best.messages : to.formats.empty() ? best.of_shape : 0;
  to.written = explained > 0 && explained >= 99 * (all - explained) && to.best.prbs != 0;
}

/// Period and offset of the frames with occasions, modulo 256 as frameId is.
void find_period(const std::bitset<256>& frames, PrachEvidence& to) {
  to.frames = static_cast<std::uint32_t>(frames.count());
  to.best.period_frames = 1;
  if (to.frames < 2) return;
  for (unsigned period = 16; period > 1; period /= 2) {
    std::bitset<16> rests;
    for (std::size_t i = 0; i < frames.size(); ++i)
      if (frames[i]) rests.set(i % period);
    if (rests.count() != 1) continue;
    to.best.period_frames = static_cast<std::uint8_t>(period);
    for (std::size_t i = 0; i < period; ++i)
      if (rests[i]) to.best.offset_frames = static_cast<std::uint8_t>(i);
    return;
  }
}

}  // namespace

void conclude_prach(const Evidence& evidence, Inferred& to) {
  Occasions occasions;
  for (const Occasion& o : evidence.all.occasions)
    if (evidence.mine(evidence.all.streams[o.stream]) && is_prach(evidence.all.streams[o.stream]))
      occasions.push_back(o);
  if (occasions.empty()) return;
  profile::Carrier& carrier = to.link.carriers[0];
  const std::uint8_t mu = carrier.numerology.mu;
  PrachEvidence& prach = to.prach;
  prach.best.frequency_offset = majority(occasions, &Occasion::frequency_offset);
  prach.best.prbs = majority(occasions, &Occasion::prbs);
  for (const Occasion& o : occasions) {
    prach.best.slots.push_back(
        static_cast<std::uint16_t>((o.subframe << mu) + std::min<int>(o.slot, (1 << mu) - 1)));
    prach.start_symbols.push_back(o.start_symbol);
  }
  sort_unique(prach.best.slots);
  sort_unique(prach.start_symbols);
  find_shape(occasions, mu, prach);
  find_period(evidence.all.flows[evidence.flow].prach_frames, prach);
  if (!prach.written) return;
  for (profile::Channel& channel : carrier.channels)
    if (channel.kind == profile::ChannelKind::prach) channel.prach = prach.best;
  for (const std::uint16_t slot : prach.best.slots)
    if (carrier.symbols(radio::Direction::uplink, slot).count == 0) {
      carrier.tdd = {};
      to.tdd.known = false;
      to.tdd.against_prach = true;
    }
}

}  // namespace plumbline::infer
