// The coupling ledger: which C-plane descriptions a slot has, and which U-plane PRBs came for it.
// Source: CUS v17.01 7.8.1, 8.3.3, 8.4.1 (coupling by section id value).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/bounded.h"
#include "radio/types.h"
#include "track/limits.h"
#include "track/slots.h"

namespace plumbline::track {

/// What SE 4 or SE 5 says of the amplitudes of the REs of a section (CUS v17.01 7.7.4, 7.7.5).
struct ModulationFacts {
  struct Set {
    std::uint16_t mask = 0;    ///< most significant of 12 bits: RE 0
    std::uint16_t scaler = 0;  ///< modCompScaler, mcScaleOffset
    bool csf = false;
  };
  static constexpr std::size_t kMostSets = 12;
  bool known = false;              ///< nothing else speaks of them
  Bounded<Set, kMostSets> sets{};  ///< REs of none hold nothing
};

/// One section description, with numPrbc 0 resolved.
struct Description {
  std::uint64_t packet = 0;   ///< that carried it
  std::uint32_t symbols = 0;  ///< bit n: symbolId n
  radio::PrbRange prbs;
  std::uint16_t id = 0;  ///< sectionId
  std::uint16_t re_mask = 0;
  std::uint8_t num_symbol = 0;
  std::uint8_t start_symbol = 0;
  std::uint8_t ud_comp_hdr = 0;  ///< as in the C-plane message
  std::uint8_t section_type = 1;
  bool by_extension = false;  ///< SE 6, 12, 13, 19, 20 change its PRBs or symbols: sets are not compared
  bool prach = false;         ///< PRBs count in the grid of the PRACH
  bool by_place = false;      ///< coupled by frequency and time: sections of one id are no one section
  bool asked = false;         ///< an UL request that awaits its answer
  bool ack_wanted = false;    ///< SE 22 asks whether it was dropped; one that was may be sent again
};

/// How a new description agrees with the earlier ones of its section id in the slot.
enum class Conflict : std::uint8_t {
  none,
  rb,    ///< rb differs
  prbs,  ///< startPrbc or numPrbc differ
  num_symbol,
  ud_comp_hdr,
  re_mask,  ///< reMasks of overlapping symbols are not disjoint
  resent,   ///< the same again, in another message, after one that could be answered with a NACK
};
struct DescribeFacts {
  Conflict conflict = Conflict::none;
  std::int64_t expected = 0, observed = 0;
  bool untracked = false;  ///< a limit was reached
};

/// One U-plane section as it arrived.
struct Arrival {
  radio::PrbRange prbs;
  std::uint16_t id = 0;
  std::uint8_t symbol = 0;
  bool prach = false;
};

/// What is known of the C-plane of a U-plane section.
enum class Coupling : std::uint8_t {
  not_looked_up,  ///< its frame number is known to be wrong, or its slot is over and forgotten
  undecided,      ///< no C-plane of this eAxC and direction has been seen yet
  unknown,        ///< its C-plane may have come before the capture began, was lost by us or is beyond a limit
  missing,        ///< no description of this section id in the slot
  wrong_symbol,   ///< descriptions of this id, but none of this symbol
  wrong_prbs,     ///< PRBs outside the descriptions of this id and symbol
  matched,
};
struct DeliverFacts {
  Coupling coupling = Coupling::unknown;
  bool repeated = false;           ///< some of its PRBs were there already in this symbol
  std::uint16_t repeated_prb = 0;  ///< the first of these
  bool has_description = false;    ///< ud_comp_hdr and description_* are set
  std::uint8_t ud_comp_hdr = 0;
  radio::PrbRange described;  ///< of the (first) description of the id
  std::uint32_t described_symbols = 0;
  bool untracked = false;
};

/// An UL request whose deadline has passed, or that was given up.
struct RequestFacts {
  Description request;
  SlotNumber slot = 0;
  std::uint32_t asked = 0;    ///< PRBs x symbols
  std::uint32_t missing = 0;  ///< of these
  std::uint8_t first_missing_symbol = 0;
  bool given_up = false;  ///< the deadline did not elapse: end of input, or evicted
  bool excused = false;   ///< our own loss or limit, a damaged message, or sleep explains what is missing
  std::uint16_t excused_by = 0;  ///< note of the damage, see SlotEntry
};

/// One slot of a cell.
struct SlotEntry {
  SlotNumber slot = -1;
  std::vector<Description> descriptions;
  std::vector<Arrival> arrivals;
  /// By place of the description; seldom there, and kept apart: descriptions are copied as a whole.
  std::vector<std::pair<std::size_t, ModulationFacts>> modulations;
  std::uint32_t symbols_arrived = 0;  ///< bit n: some section of symbolId n
  std::uint16_t damage = 0;           ///< 1 + rule index of the finding that kept a message of this slot out
  bool own_loss = false;
  bool descriptions_left_out = false, arrivals_left_out = false;  ///< there was no room for more
  bool open_request = false;                                      ///< UL descriptions not yet closed
  std::int64_t deadline_ns = 0;  ///< stamp after which open requests are closed
};

/// The ledger of one eAxC and direction of an address pair. Bounded by limits::k...PerSlot.
class Cell {
 public:
  /// To be called before anything else, where more than 8 subframes lie between a description and the end of
  /// its answer's window; at most 64 are remembered.
  void remember(std::size_t subframes) {
    slots_.resize(std::bit_ceil(
        std::clamp(subframes * kSlotsOfSubframe, limits::kSlotsInFlight, limits::kMostSlotsInFlight)));
  }

  /// Adds a description; what the earlier ones of its id make of it.
  DescribeFacts describe(SlotNumber slot, const Description& description);
  /// Remembers what SE 4 or SE 5 says of the description that was added last, in that slot.
  void note_modulation(SlotNumber slot, const ModulationFacts& modulation);
  /// What they say of a U-plane section: known where one description is of it.
  ModulationFacts modulation(SlotNumber slot, const Arrival& arrival);

  /// Adds a U-plane section; what the descriptions make of it.
  DeliverFacts deliver(SlotNumber slot, const Arrival& arrival);

  /// Remembers that a message of this slot could not be read (`damage` = 1 + rule index).
  void note_damage(SlotNumber slot, std::uint16_t damage);

  /// Remembers that packets were lost on our side around `slot`: what misses a description there is unknown.
  /// `anywhere`: that is where the cell stands now; the loss may be older, and answer what was asked before
  /// it.
  void note_own_loss(SlotNumber slot, bool anywhere) {
    entry(slot);  // it must not be forgotten with the next loss
    loss_from_ = subframes(slot) - 4, loss_to_ = subframes(slot) + 8, had_loss_ = true;
    for (SlotEntry& entry : slots_)
      entry.own_loss |= lost_around(entry.slot) || (anywhere && entry.open_request);
  }
  bool lost_around(SlotNumber slot) const {
    return had_loss_ && subframes(slot) >= loss_from_ && subframes(slot) <= loss_to_;
  }

  /// A command of sleep: what is asked for from its slot on need not come for so many subframes; 0: it wakes
  /// up, which may take kWakeUp of them. `kind` 0 is TRX_CONTROL, 1 ASM: they do not end each other. Source:
  /// CUS v17.01 16.8.3, 16.13.
  void note_sleep(SlotNumber slot, unsigned kind, std::int64_t for_subframes) {
    Asleep& asleep = asleep_[kind & 1];
    const std::int64_t from = subframes(slot);
    const bool was = from >= asleep.from && from <= asleep.to;
    if (for_subframes == 0 && !was) return;
    if (!was) asleep.from = from;
    asleep.to = from + std::min(for_subframes, kForever) + kWakeUp;
  }
  bool sleeps(SlotNumber slot) const {
    const std::int64_t when = subframes(slot);
    return std::any_of(asleep_.begin(), asleep_.end(),
                       [&](const Asleep& one) { return one.from <= when && when <= one.to; });
  }
  /// How long a wake-up may take: the link does not say.
  static constexpr std::int64_t kWakeUp = 100;
  static constexpr std::int64_t kForever = std::int64_t{1} << 40;

  /// Closes the UL requests of a slot: calls `visit(const RequestFacts&)` for each, once.
  template <class Visit>
  void close(SlotNumber slot, bool given_up, Visit&& visit) {
    SlotEntry* entry = find(slot);
    if (entry == nullptr || !entry->open_request) return;
    entry->open_request = false;
    for (const Description& request : entry->descriptions)
      if (request.asked) visit(settle(*entry, request, given_up));
  }
  /// Slots with open UL requests, for the end of the input.
  template <class Visit>
  void each_open(Visit&& visit) {
    for (const SlotEntry& entry : slots_)
      if (entry.open_request) visit(entry.slot);
  }

  SlotEntry* find(SlotNumber slot) {
    SlotEntry& place = slots_[position(slot)];
    return place.slot == slot ? &place : nullptr;
  }
  /// The earlier slot that `slot` would push out of the ledger while its UL requests are open; -1: none.
  /// `describes`: by a description; an arrival pushes out no described slot that is older by more than
  /// traffic is ever ahead.
  SlotNumber evicts(SlotNumber slot, bool describes = false) const {
    const SlotEntry& place = slots_[position(slot)];
    return place.slot != slot && place.open_request && !keeps(place, slot, describes) ? place.slot : -1;
  }

  bool c_plane_seen() const { return c_seen_; }
  SlotNumber first_c_plane_slot() const { return first_c_slot_; }

 private:
  /// The entry of `slot`, made when it is new; nullptr when a later slot has its place: what is over never
  /// pushes out what is not.
  SlotEntry* entry(SlotNumber slot, bool describes = false) {
    SlotEntry& place = slots_[position(slot)];
    return place.slot == slot ? &place : renew(place, slot, describes);
  }
  SlotEntry* renew(SlotEntry& place, SlotNumber slot, bool describes);
  /// A slot stays in its place against older ones, and when described against arrivals far ahead of it: a
  /// wrong frame number must not push it out.
  static bool keeps(const SlotEntry& place, SlotNumber slot, bool describes) {
    if (place.slot > slot) return place.slot - slot <= kStaleSlots;
    return !describes && !place.descriptions.empty() && slot > place.slot + limits::kStraySlots;
  }
  /// Frame, subframe and slot in one ring: consecutive slots of any numerology up to mu 3 land on different
  /// places.
  std::size_t position(SlotNumber slot) const {
    const auto number = static_cast<std::uint64_t>(slot);
    return ((number >> 10) * 10 * kSlotsOfSubframe + (number >> 6 & 15) * kSlotsOfSubframe + (number & 63)) &
           (slots_.size() - 1);
  }
  static constexpr std::size_t kSlotsOfSubframe = 8;
  /// What is older than this is not late: the frame number of the later one was wrong.
  static constexpr SlotNumber kStaleSlots = 16 * 1024;
  RequestFacts settle(const SlotEntry& entry, const Description& request, bool given_up) const;

  std::vector<SlotEntry> slots_ = std::vector<SlotEntry>(limits::kSlotsInFlight);  ///< a power of two
  SlotNumber first_c_slot_ = 0;
  std::int64_t loss_from_ = 0, loss_to_ = 0;  ///< subframes around the last loss
  /// In subframes; what is asked for within need not come.
  struct Asleep {
    std::int64_t from = 0, to = -1;
  };
  std::array<Asleep, 2> asleep_{};
  bool c_seen_ = false;
  bool had_loss_ = false;
};

}  // namespace plumbline::track
