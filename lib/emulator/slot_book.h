// What the C-plane said of the slots of one eAxC id and direction.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "emulator/asked.h"
#include "radio/types.h"

namespace plumbline::emulator {

/// Remembers the sections of the last kSlots slots. Memory is bounded whatever is said; in the steady state
/// nothing is allocated.
class SlotBook {
 public:
  static constexpr std::size_t kSlots = 64;           ///< 4 ms of 240 kHz
  static constexpr std::size_t kMostSections = 1024;  ///< of a slot
  /// PRBs that a symbol may be asked for, in PRBs of the carrier: no clean request asks for a PRB twice.
  static constexpr std::uint32_t kMostTimes = 4;

  enum class Added : std::uint8_t {
    fresh,
    repeated,  ///< said before: sections that differ in reMask, or the same message again
    full,      ///< not remembered
  };
  /// Adds PRBs of a section of slot `slot`. `filter`: filterIndex; sections of two are two.
  Added add(std::int64_t slot, const Asked& asked, std::uint8_t filter, std::uint16_t carrier_prbs) {
    Slot& place = at(slot);
    const auto bit = static_cast<std::uint16_t>(1u << (asked.symbol & 15));
    Described* same = nullptr;
    for (auto it = place.sections.rbegin(); it != place.sections.rend() && same == nullptr; ++it)
      if (it->id == asked.section && it->first == asked.first && it->count == asked.count &&
          it->rb == asked.rb && it->filter == filter)
        same = &*it;
    if (same != nullptr && (same->symbols & bit) != 0) return Added::repeated;
    std::uint32_t& prbs = place.prbs[asked.symbol & 15];
    if (prbs + asked.count > kMostTimes * carrier_prbs) return Added::full;
    if (same == nullptr) {
      if (place.sections.size() == kMostSections) return Added::full;
      place.sections.push_back({asked.section, asked.first, asked.count, 0, filter, asked.rb});
      same = &place.sections.back();
    }
    prbs += asked.count;
    same->symbols = static_cast<std::uint16_t>(same->symbols | bit);
    return Added::fresh;
  }

  /// Where sections are coupled by frequency and time: whether nobody has asked for this PRB of the slot yet.
  bool claim(std::int64_t slot, std::uint8_t symbol, std::uint32_t prb) {
    Slot& place = at(slot);
    if (place.claimed.empty()) place.claimed.resize(std::size_t{16} * kPrbWords);
    std::uint64_t& word = place.claimed[(symbol & 15u) * kPrbWords + prb / 64 % kPrbWords];
    const std::uint64_t bit = std::uint64_t{1} << prb % 64;
    const bool fresh = (word & bit) == 0;
    word |= bit;
    return fresh;
  }

  /// Whether a section of U-plane was described in this slot, by one description or by several of its id.
  bool knows(std::int64_t slot, std::uint16_t id, std::uint8_t symbol, const radio::PrbRange& prbs) const {
    const Slot& place = slots_[index(slot)];
    if (place.number != slot) return false;
    const auto named = [&](const radio::PrbRange& range) {
      return std::any_of(place.sections.begin(), place.sections.end(), [&](const Described& d) {
        return d.id == id && (d.symbols >> (symbol & 15) & 1) != 0 && radio::covers(d.prbs(), range);
      });
    };
    if (named(prbs)) return true;
    for (std::uint32_t prb = prbs.first; prb < prbs.end(); prb += prbs.step)
      if (!named({.first = static_cast<std::uint16_t>(prb), .count = 1})) return false;
    return prbs.count > 0;
  }

 private:
  static constexpr std::size_t kPrbWords = 16;
  struct Described {
    std::uint16_t id, first, count, symbols;
    std::uint8_t filter;
    bool rb;
    radio::PrbRange prbs() const { return radio::make_prbs(first, count, rb ? 2 : 1); }
  };
  struct Slot {
    std::int64_t number = -1;
    std::vector<Described> sections;
    std::array<std::uint32_t, 16> prbs{};  ///< asked for, by symbol
    std::vector<std::uint64_t> claimed;    ///< a bit each PRB, symbol by symbol; empty: never needed
  };
  static std::size_t index(std::int64_t slot) { return static_cast<std::uint64_t>(slot) % kSlots; }
  Slot& at(std::int64_t slot) {
    Slot& place = slots_[index(slot)];
    if (place.number != slot) {
      place.number = slot;
      place.sections.clear();
      place.prbs.fill(0);
      std::fill(place.claimed.begin(), place.claimed.end(), 0);
    }
    return place;
  }

  std::vector<Slot> slots_{kSlots};
};

}  // namespace plumbline::emulator
