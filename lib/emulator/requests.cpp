#include "emulator/requests.h"

#include <algorithm>
#include <bit>

namespace plumbline::emulator {
namespace {

constexpr std::uint32_t kBits = 64;

constexpr std::uint32_t words_of(std::uint32_t prbs) { return (prbs + kBits - 1) / kBits; }

/// Bits [from, to) of word `word`, where `from` and `to` count over all words.
constexpr std::uint64_t mask_of(std::uint32_t word, std::uint32_t from, std::uint32_t to) {
  const std::uint32_t first = from > word * kBits ? from - word * kBits : 0;
  const std::uint32_t end = std::min(to - word * kBits, kBits);
  const std::uint64_t below = end == kBits ? ~std::uint64_t{0} : (std::uint64_t{1} << end) - 1;
  return below & ~std::uint64_t{0} << first;
}

}  // namespace

std::size_t Requests::find(const Key& key) {
  if (last_ < keys_.size() && keys_[last_] == key) return last_;
  last_ = static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
  return last_;
}

void Requests::ask(const Key& key, const Asked& asked, std::int64_t closes_ns) {
  if (asked.symbol >= kSymbols || asked.count == 0) return;
  const std::size_t found = find(key);
  if (found == keys_.size()) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    keys_.push_back(key);
    slot_of_.push_back(free_.back());
    free_.pop_back();
    Slot& fresh = slots_[slot_of_.back()];
    fresh.head.fill(kNone);
    fresh.entries.clear();
    fresh.marks.clear();
  }
  Slot& slot = slots_[slot_of_[found]];
  if (slot.entries.size() >= kNone) return;
  const radio::PrbRange prbs = radio::make_prbs(asked.first, asked.count, asked.rb ? 2 : 1);
  // Sections are told in order, and most often looked for in order: behind the last one of the symbol.
  std::uint16_t* end = &slot.head[asked.symbol];
  for (; *end != kNone; end = &slot.entries[*end].next)
    if (slot.entries[*end].section == asked.section && slot.entries[*end].prbs == prbs) return;
  *end = static_cast<std::uint16_t>(slot.entries.size());
  slot.entries.push_back({.section = asked.section,
                          .next = kNone,
                          .prbs = prbs,
                          .marks = static_cast<std::uint32_t>(slot.marks.size())});
  slot.marks.resize(slot.marks.size() + words_of(asked.count));
  slot.closes_ns[asked.symbol] = closes_ns;
  next_close_ns_ = std::min(next_close_ns_, closes_ns);
}

std::optional<std::int64_t> Requests::awaited_until_ns(const Key& key, unsigned symbol) {
  const std::size_t found = find(key);
  if (found == keys_.size() || symbol >= kSymbols) return std::nullopt;
  const Slot& slot = slots_[slot_of_[found]];
  return slot.head[symbol] == kNone ? std::nullopt : std::optional{slot.closes_ns[symbol]};
}

void Requests::ask_once(const Key& key, const Asked& asked, std::int64_t closes_ns) {
  const std::size_t found = find(key);
  if (found == keys_.size() || asked.symbol >= kSymbols) return ask(key, asked, closes_ns);
  const Slot& slot = slots_[slot_of_[found]];
  const std::uint16_t head = slot.head[asked.symbol];
  const auto is_asked = [&](std::uint32_t prb) {
    for (std::uint16_t i = head; i != kNone; i = slot.entries[i].next)
      if (slot.entries[i].section == asked.section && slot.entries[i].prbs.contains(prb)) return true;
    return false;
  };
  const std::uint32_t step = asked.rb ? 2 : 1;
  // Runs are found first: asking adds entries.
  runs_.clear();
  for (std::uint32_t i = 0; i < asked.count; ++i) {
    if (is_asked(asked.first + i * step)) continue;
    if (runs_.empty() || runs_.back().second != i) runs_.emplace_back(i, i);
    runs_.back().second = i + 1;
  }
  for (const auto& [from, to] : runs_) {
    Asked run = asked;
    run.first = static_cast<std::uint16_t>(asked.first + from * step);
    run.count = static_cast<std::uint16_t>(to - from);
    ask(key, run, closes_ns);
  }
}

bool Requests::mark(Slot& slot, const Entry& entry, const radio::PrbRange& prbs) {
  if (prbs.step != entry.prbs.step || !radio::covers(entry.prbs, prbs)) return false;
  const std::uint32_t from = (prbs.first - entry.prbs.first) / unsigned{prbs.step}, to = from + prbs.count;
  std::uint64_t* marks = slot.marks.data() + entry.marks;
  for (std::uint32_t word = from / kBits; word * kBits < to; ++word)
    if ((marks[word] & mask_of(word, from, to)) != 0) return false;
  for (std::uint32_t word = from / kBits; word * kBits < to; ++word) marks[word] |= mask_of(word, from, to);
  return true;
}

bool Requests::mark_one(Slot& slot, std::uint16_t head, std::uint16_t id, std::uint32_t prb) {
  for (std::uint16_t i = head; i != kNone; i = slot.entries[i].next) {
    const Entry& entry = slot.entries[i];
    if (entry.section != id || !entry.prbs.contains(prb)) continue;
    const std::uint32_t bit = (prb - entry.prbs.first) / unsigned{entry.prbs.step};
    std::uint64_t& word = slot.marks[entry.marks + bit / kBits];
    if ((word >> bit % kBits & 1) != 0) continue;
    word |= std::uint64_t{1} << bit % kBits;
    return true;
  }
  return false;
}

bool Requests::came(const Key& key, unsigned symbol, std::uint16_t id, const radio::PrbRange& prbs) {
  const std::size_t found = find(key);
  if (found == keys_.size() || symbol >= kSymbols) {
    answers_.not_asked += prbs.count;
    return false;
  }
  Slot& slot = slots_[slot_of_[found]];
  const std::uint16_t head = slot.head[symbol];
  bool known = false;
  for (std::uint16_t i = head; i != kNone; i = slot.entries[i].next) {
    if (slot.entries[i].section != id) continue;
    if (mark(slot, slot.entries[i], prbs)) return true;
    known = true;
  }
  for (std::uint32_t prb = prbs.first; prb < prbs.end(); prb += prbs.step)
    if (!mark_one(slot, head, id, prb)) ++answers_.not_asked;
  return known;
}

void Requests::close(std::int64_t now_ns) {
  next_close_ns_ = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < keys_.size();) {
    Slot& slot = slots_[slot_of_[i]];
    bool open = false;
    for (unsigned symbol = 0; symbol < kSymbols; ++symbol) {
      if (slot.head[symbol] == kNone) continue;
      if (slot.closes_ns[symbol] >= now_ns) {
        open = true;
        next_close_ns_ = std::min(next_close_ns_, slot.closes_ns[symbol]);
        continue;
      }
      for (std::uint16_t at = slot.head[symbol]; at != kNone; at = slot.entries[at].next) {
        const Entry& entry = slot.entries[at];
        answers_.asked += entry.prbs.count;
        for (std::uint32_t word = 0; word < words_of(entry.prbs.count); ++word)
          answers_.answered += static_cast<unsigned>(std::popcount(slot.marks[entry.marks + word]));
      }
      slot.head[symbol] = kNone;
    }
    if (open) {
      ++i;
      continue;
    }
    free_.push_back(slot_of_[i]);
    keys_[i] = keys_.back();
    slot_of_[i] = slot_of_.back();
    keys_.pop_back();
    slot_of_.pop_back();
  }
}

}  // namespace plumbline::emulator
