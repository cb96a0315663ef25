// FH-CPL-023: coupling by frequency and time with priorities.
#pragma once

#include <algorithm>
#include <bitset>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "suite/expect.h"
#include "wire/cplane/extensions.h"

namespace plumbline::suite::cpl_023 {

/// Coupled with priorities, optimized or not.
inline bool has_priorities(const profile::Channel& channel) {
  return channel.coupling == profile::Coupling::priorities ||
         channel.coupling == profile::Coupling::priorities_optimized;
}
/// The same, optimized.
inline bool is_optimized(const profile::Channel& channel) {
  return channel.coupling == profile::Coupling::priorities_optimized;
}

/// A section description, and the REs that it refers to.
struct Description {
  std::uint64_t packet = 0;
  std::uint16_t id = 0, re_mask = 0, beam = 0;
  int priority = 0;
  bool has_repetition = false, repetition = false;
  bool punctured = false;  ///< SE 20 takes REs out: what it overlaps is not held against it
  std::uint32_t symbols = 0;
  std::bitset<1024> prbs{};
  std::vector<std::uint8_t> octets{};  ///< extensions, repetition cleared

  bool meets(const Description& other) const {
    return (symbols & other.symbols) != 0 && (re_mask & other.re_mask) != 0 && (prbs & other.prbs).any();
  }
  /// Whether it refers to the REs that `a` and `b` both refer to, at least.
  bool holds_what_meets(const Description& a, const Description& b) const {
    return (a.symbols & b.symbols & ~symbols) == 0 && (a.re_mask & b.re_mask & ~unsigned{re_mask}) == 0 &&
           ((a.prbs & b.prbs) & ~prbs).none();
  }
  bool repeats(const Description& first) const {
    return re_mask == first.re_mask && beam == first.beam && priority == first.priority &&
           symbols == first.symbols && prbs == first.prbs && octets == first.octets;
  }
};

/// What SE 6, 12 and 19 say beside PRBs.
inline void read_masks(const wire::View& extensions, const wire::SectionContext& context, Description& into) {
  const auto take = [&](int priority, std::uint32_t symbols) {
    into.priority = priority;
    into.symbols = symbols;
  };
  const auto repeat = [&](bool repetition) {
    into.has_repetition = true;
    into.repetition = repetition;
  };
  wire::ExtensionWalk walk{extensions};
  for (wire::Extension extension; walk.next(extension);) {
    if (extension.type == wire::Extension6::kType) {
      wire::Extension6 body;
      if (wire::decode_extension_body(extension, context, body) != wire::LayoutEnd::complete) continue;
      take(body.priority, body.symbol_mask);
      repeat(body.repetition);
    } else if (extension.type == wire::Extension12::kType) {
      wire::Extension12 body;
      if (wire::decode_extension_body(extension, context, body) != wire::LayoutEnd::complete) continue;
      take(body.priority, body.symbol_mask);
    } else if (extension.type == wire::Extension19::kType) {
      wire::Extension19 body;
      wire::decode_extension_body(extension, context, body);
      take(body.priority, body.symbol_mask);
      repeat(body.repetition);
    } else if (extension.type == 20) {
      into.punctured = true;
    }
  }
}

/// A section whose current symbol is `symbol` (CUS v17.01 7.5.3.3).
inline Description read(const Observed& observed, const SeenCplane& seen, const profile::Endpoint& endpoint,
                        unsigned symbol) {
  wire::Section section = seen.section;
  section.extensions = observed.extensions_of(seen);
  const wire::CplaneParameters parameters{.carrier_prbs = endpoint.carrier->prbs};
  Description made{.packet = seen.place.packet,
                   .id = section.id,
                   .re_mask = section.re_mask,
                   .beam = section.beam_id,
                   .symbols = symbol < 32 ? ((1u << section.num_symbol) - 1) << symbol : 0};
  // Of section type 10 the PRBs are told whatever extensions there are; they are the same.
  constexpr std::uint8_t kTellsPrbs = 10;
  const wire::SectionContext context = wire::context_of(section, kTellsPrbs, parameters);
  read_masks(section.extensions, context, made);
  made.octets.assign(section.extensions.data, section.extensions.data + section.extensions.captured);
  if (made.has_repetition && (seen.extensions >> wire::Extension6::kType & 1) != 0) {
    wire::ExtensionWalk walk{section.extensions};
    for (wire::Extension extension; walk.next(extension);)
      if (extension.type == wire::Extension6::kType)
        made.octets[static_cast<std::size_t>(extension.room().data - section.extensions.data) + 2] &= 0x7F;
  } else if (made.has_repetition) {
    made.octets.clear();  // a repeated SE 19 leaves its ports out
  }
  const unsigned step = context.allocation && context.allocation->every_second ? 2 : 1;
  if (context.allocation) {
    const wire::PrbSet& prbs = context.allocation->prbs;
    if (step == 1)
      for (std::uint32_t prb = prbs.next(0); prb < prbs.end() && prb < 1024; prb = prbs.next(prb + 1))
        made.prbs.set(prb);
    else
      for (std::uint32_t i = 0; i < section.num_prb && section.start_prb + 2 * i < 1024; ++i)
        made.prbs.set(section.start_prb + 2 * i);
  }
  return made;
}

/// What was found in all descriptions.
struct Found {
  std::uint64_t sections = 0, overlapping = 0;
  Tally equal, values, order, left_out, ids, repetition, changed;
};

/// One message.
using Message = std::vector<Description>;

/// Priorities within a message: different where REs are shared, few, and falling.
inline void look_at_message(const Message& message, Found& found) {
  for (std::size_t i = 0; i < message.size(); ++i) {
    const Description& now = message[i];
    ++found.sections;
    if (now.priority == -2) found.values.note(now.packet);
    for (std::size_t j = 0; j < i; ++j) {
      const Description& before = message[j];
      if (before.priority * now.priority < 0) found.values.note(now.packet);
      const bool ordered =
          before.re_mask != 0 ? now.re_mask == 0 || before.priority >= now.priority : now.re_mask == 0;
      if (!ordered) found.order.note(now.packet);
      if (!before.meets(now) || before.punctured || now.punctured) continue;
      before.priority == now.priority ? found.equal.note(now.packet) : static_cast<void>(++found.overlapping);
    }
  }
}

/// Each message has the highest description of every RE that it refers to.
inline void look_for_highest(const std::vector<Message>& slot, Found& found) {
  for (const Message& message : slot)
    for (const Description& low : message) {
      if (low.punctured) continue;
      for (const Message& other : slot) {
        if (&other == &message) continue;
        for (const Description& high : other) {
          if (high.priority <= low.priority || !high.meets(low)) continue;
          const bool there = std::any_of(message.begin(), message.end(), [&](const Description& one) {
            return one.priority >= high.priority && one.holds_what_meets(high, low);
          });
          if (!there) found.left_out.note(low.packet);
        }
      }
    }
}

/// sectionIds, and repetition of those of the highest priority.
inline void look_at_ids(const profile::Channel& channel, const std::vector<Message>& slot, Found& found) {
  std::map<std::uint16_t, const Description*> first;
  for (const Message& message : slot)
    for (const Description& one : message) {
      if (!is_optimized(channel)) {
        if (one.id != wire::kNoSectionId) found.ids.note(one.packet);
        if (one.repetition) found.repetition.note(one.packet);
        continue;
      }
      // Lower is what another interrupts. What nothing interrupts, and interrupts nothing, may be called
      // either.
      const auto meets_one = [&](auto&& compares) {
        return std::any_of(message.begin(), message.end(), [&](const Description& other) {
          return compares(other.priority, one.priority) && other.meets(one);
        });
      };
      const bool lower = meets_one(std::greater<>{});
      if (one.id == wire::kNoSectionId) {
        if (!lower && (one.priority > 0 || meets_one(std::less<>{}))) found.ids.note(one.packet);
        continue;
      }
      if (lower || one.id >= channel.highest_priority_sections) found.ids.note(one.packet);
      const auto [at, fresh] = first.try_emplace(one.id, &one);
      if (one.has_repetition && one.repetition == fresh) found.repetition.note(one.packet);
      if (!fresh && !one.repeats(*at->second)) found.changed.note(one.packet);
    }
}

/// Descriptions of channels with priorities: eAxC by eAxC and slot by slot, in messages.
class Slots {
 public:
  struct Key {
    std::uint16_t eaxc;
    radio::Direction direction;
    AirTime slot;
    auto operator<=>(const Key&) const = default;
  };

  void add(const Setup& setup, const Observed& observed) {
    SymbolWalk walk;
    for (const SeenCplane& seen : observed.cplane) {
      const unsigned symbol = walk.next(seen);
      profile::Endpoint endpoint{};
      if (!seen.place.from_o_du || !wire::is_common(seen.header.section_type) ||
          profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0 ||
          !has_priorities(*endpoint.channel))
        continue;
      Slot& slot = slots_[{seen.place.eaxc.value, seen.header.direction, seen.time().slot()}];
      slot.channel = endpoint.channel;
      if (slot.messages.empty() || walk.begins()) slot.messages.emplace_back();
      slot.messages.back().push_back(read(observed, seen, endpoint, symbol));
    }
    for (const auto& [key, slot] : slots_) finish(slot);
  }
  const Found& found() const { return found_; }

 private:
  struct Slot {
    const profile::Channel* channel = nullptr;
    std::vector<Message> messages{};
  };
  void finish(const Slot& slot) {
    for (const Message& message : slot.messages) look_at_message(message, found_);
    look_for_highest(slot.messages, found_);
    look_at_ids(*slot.channel, slot.messages, found_);
  }

  std::map<Key, Slot> slots_;
  Found found_;
};

/// The channel of U-plane with priorities; nullptr: it is none.
inline const profile::Channel* channel_of(const Setup& setup, const SeenUplane& seen) {
  profile::Endpoint endpoint{};
  if (seen.prach ||
      profile::find_endpoints(setup.link, seen.place.eaxc, seen.header.direction, &endpoint, 1) == 0 ||
      !has_priorities(*endpoint.channel))
    return nullptr;
  return endpoint.channel;
}

/// What an O-DU described.
inline void judge_o_du(const Setup& setup, const Observed& observed, Judgement& judgement) {
  Slots slots;
  slots.add(setup, observed);
  const Found& found = slots.found();
  const auto none = [&](std::string_view name, const Tally& wrong) {
    if (found.sections == 0) return judgement.not_applicable(name);
    judgement.never(name, wrong, record::UNIT_SECTIONS);
  };
  none("unequal", found.equal);
  none("values", found.values);
  none("order", found.order);
  none("highest_there", found.left_out);
  none("ids", found.ids);
  none("repetition", found.repetition);
  none("repeated_alike", found.changed);
  const Measured overlap{.expected = 1,
                         .expected_to = INT64_MAX,
                         .observed = static_cast<std::int64_t>(found.overlapping),
                         .unit = record::UNIT_SECTIONS};
  found.overlapping == 0 ? judgement.inconclusive("overlap", overlap) : judgement.holds("overlap", overlap);
}

/// Every PRB of every slot was asked for, by sections of two priorities: each has to come once.
inline void judge_o_ru(const Setup& setup, const Stimulus& sent, const Observed& observed,
                       Judgement& judgement) {
  std::vector<Wanted> wanted;
  each_slot(setup, sent.frames, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (!has_priorities(slot.channel)) return;
    for (std::uint8_t i = 0; i < slot.symbols.count; ++i) {
      Wanted& want = wanted.emplace_back(slot.wanted());
      want.symbol = static_cast<std::uint8_t>(slot.symbols.first + i);
      want.section = wire::kNoSectionId;
      want.prbs = radio::make_prbs(0, slot.carrier.prbs, 1);
    }
  });
  const Difference found = compare(wanted, observed.uplane, [&](const SeenUplane& seen) {
    return seen.header.direction == radio::Direction::uplink && channel_of(setup, seen) != nullptr;
  });
  const auto unit = record::UNIT_PRB_SYMBOLS;
  judgement.equals("answered", found.wanted, found.wanted - found.missing, unit);
  judgement.never("nothing_else", found.extra + found.twice, unit);
}

inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const bool from_o_du = setup.dut == Dut::o_du;
  from_o_du ? judge_o_du(setup, observed, judgement) : judge_o_ru(setup, sent, observed, judgement);
  Tally named;
  std::uint64_t sections = 0;
  for (const SeenUplane& seen : observed.uplane) {
    if (seen.place.from_o_du != from_o_du || channel_of(setup, seen) == nullptr) continue;
    ++sections;
    if (seen.section != wire::kNoSectionId) named.note(seen.place.packet);
  }
  if (sections == 0) return judgement.not_applicable("unnamed");
  judgement.never("unnamed", named, record::UNIT_SECTIONS);
}

inline std::string not_applicable(const Setup& setup) {
  if (setup.dut == Dut::o_ru && !setup.unit.has(profile::Feature::coupling_by_priority))
    return "profile features: coupling_by_priority";
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      if (!has_priorities(channel)) continue;
      if (setup.dut == Dut::o_du) return {};
      // PRACH and SRS of the same id would take what is not known to be asked for.
      const bool alone = channel.kind == profile::ChannelKind::pusch &&
                         std::all_of(channel.eaxc.begin(), channel.eaxc.end(), [&](radio::Eaxc eaxc) {
                           std::array<profile::Endpoint, 2> found{};
                           return profile::find_endpoints(setup.link, eaxc, radio::Direction::uplink,
                                                          found.data(), found.size()) == 1;
                         });
      if (alone) return {};
    }
  return "link carriers.channels.coupling: no priorities";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.1.16", "coupling by frequency and time with priorities",
     Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1.4", "coupling via frequency and time with priorities",
     Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "7.8.1.5", "the same, optimized", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "every PRB that was asked for came, whichever priority asked",
     "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
    {"nothing_else", "no PRB came twice, however often it was described",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1.4"},
    {"unnamed", "sectionId of the U-plane is 4095", "O-RAN.WG4.TS.CUS.0 v17.01 8.4.1"},
    // Of an O-DU only.
    {"unequal", "descriptions of a resource element in one message have different priorities",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1.4"},
    {"values", "no priority is -2, and a message has none beside +1 and -1",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.6.5"},
    {"order", "descriptions come by falling priority, those without resource elements last",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1.4"},
    {"highest_there", "a message has the description of the highest priority of all that it refers to",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1.4"},
    {"ids", "sectionId is 4095; optimized, that of the highest priority lies below the number agreed",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1.4, 7.8.1.5"},
    {"repetition", "repetition is 1 in repeated descriptions of optimized coupling, and 0 in all others",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.7.6.6"},
    {"repeated_alike", "a repeated description differs from the first in repetition only",
     "O-RAN.WG4.TS.CUS.0 v17.01 7.8.1.5"},
    {"overlap", "descriptions of two priorities refer to the same resource elements",
     "O-RAN.WG4.TS.CONF.0 v12.00 3.2.3.1.16"},
};

inline constexpr Case kCase{
    .id = "FH-CPL-023",
    .title = "coupling with priorities",
    .purpose =
        "Overlapping descriptions are told apart by priority, and their PRBs come once, without an id.",
    .duts = kAny,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the beams on air; puncturing (SE 20); in uplink, requests other than of the whole carrier",
    .criteria = kCriteria,
    .not_applicable = not_applicable,
    .judge = judge,
};

}  // namespace plumbline::suite::cpl_023
