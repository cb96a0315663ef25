// Makes the frames of one subframe of one carrier.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "emulator/asked.h"
#include "emulator/frame_writer.h"
#include "emulator/outbox.h"
#include "emulator/plan.h"
#include "emulator/script.h"

namespace plumbline::emulator {

/// A subframe of a carrier.
struct Subframe {
  std::size_t carrier = 0;    ///< index into Plan::carriers
  std::int64_t frame = 0;     ///< absolute radio frame
  unsigned subframe = 0;      ///< 0..9
  std::int64_t frame_ns = 0;  ///< start of the DL frame on the capture clock
};

/// Makes C- and U-plane frames subframe by subframe; everything seeded depends on radio time alone.
class Maker {
 public:
  /// Borrows `plan`.
  Maker(const Plan& plan, const profile::Link& link, const Options& options)
      : plan_{&plan},
        writer_{link, options.snap},
        role_{options.role},
        salt_{Random{options.seed}.next()},
        script_{options.script},
        transport_fragments_{options.transport_fragments},
        prach_without_symbols_{options.quirks.has(profile::QuirkKind::prach_num_symbol_0)},
        space_(writer_.message_room(options.transport_fragments)) {}

  const FrameWriter& writer() const { return writer_; }

  /// Adds all frames about the radio time of `now` to `out`.
  void make(const Subframe& now, Outbox& out);

 private:
  /// One slot of one channel: what random numbers, instants and headers depend on.
  struct Place {
    const Subframe* now;
    const CarrierPlan* carrier;
    const ChannelPlan* channel;
    std::size_t channel_index;
    std::uint8_t slot;             ///< of the subframe
    std::uint16_t section_offset;  ///< added to sectionId: of PRACH occasions, of parts of a slot
    Random random(std::uint64_t salt, unsigned symbol, radio::Plane plane) const;
    radio::RadioTime time(unsigned symbol) const;
    /// Reference instant of what starts `tc` after the subframe.
    std::int64_t instant(std::int64_t tc) const;
    std::int64_t symbol_instant(unsigned symbol) const;
    unsigned slot_in_frame() const {
      return now->subframe * carrier->carrier.numerology.slots_per_subframe() + slot;
    }
    /// Which constellation `piece` of `port` has, where sections take turns.
    std::size_t turn(const Piece& piece, std::size_t port) const {
      return slot_in_frame() + port + piece.section % kMostSections;
    }
    /// Symbols that `port` uses of the `span` given to the channel.
    unsigned symbols_of(const PortPlan& port, profile::SymbolSpan span) const;
    /// Ports that use `symbol`, but for those of `scripted`.
    std::size_t ports_at(unsigned symbol, profile::SymbolSpan span, const std::vector<bool>& scripted) const;
  };

  /// U-plane of one symbol and eAxC.
  struct Carried {
    const ChannelPlan* channel;
    radio::Eaxc eaxc;
    wire::UplaneHeader header;
    std::uint16_t section_offset = 0;
    const PrachPool* prach = nullptr;  ///< where the PRBs are from; none: of a pool of the plan
    std::size_t prach_symbol = 0;
    const Place* place = nullptr;  ///< contents of a part of the slot; none: those of the channel's pool
    Filling filling = Filling::data;
    std::size_t port = 0;
    std::size_t sent = 0;  ///< PRBs that came before in this symbol
  };
  /// PRBs of DL U-plane that a scripted message asks for.
  struct Said {
    Asked asked;
    wire::CplaneHeader header;
    std::uint32_t message;  ///< of the slot, from 0 on
  };

  void make_scheduled(const Place& place, profile::SymbolSpan span, Outbox& out);
  /// The C-plane of all ports for a part of the symbols of `span`.
  void describe(Place place, profile::SymbolSpan span, const SlotPart& part, Outbox& out);
  /// The U-plane of all ports in the symbols of a part.
  void fill(Place place, profile::SymbolSpan span, const SlotPart& part, Outbox& out);
  void make_prach(const Place& place, const OccasionPlan& occasion, Outbox& out);
  /// A request of one port: symbols, what they hold, and of a slot in parts all symbols.
  struct Wish {
    std::size_t port;
    unsigned symbols;
    Filling filling = Filling::data;
    unsigned of_slot = 0;  ///< that the script is asked for; 0: it is not asked
  };
  /// The C-plane of one port, plain or by the script.
  void request(const Place& place, const Wish& wish, const wire::CplaneHeader& header, Burst& burst,
               Outbox& out);
  /// The PRBs of a piece, and what its section's header says of them.
  Octets take(Carried& carried, const Piece& piece, Random& random, wire::UplaneSection& section,
              std::span<std::uint8_t>& space);
  /// The same of a channel with beams, or coupled otherwise than by sectionId; from sections_.
  void request_beams(const Place& place, std::size_t port, const wire::CplaneHeader& header, unsigned symbols,
                     std::int64_t at_ns, Outbox& out);
  /// All PRBs of the UE of a port, in messages of section type 6.
  void tell_channel(const Place& place, const BeamSlot& slot, const wire::CplaneHeader& header,
                    std::int64_t at_ns, Outbox& out);
  /// The message of parts_, cut by the radio transport.
  void carry_cut(const Carried& carried, Burst& burst, Outbox& out);
  void carry(Carried& carried, const std::vector<std::vector<Piece>>& messages, Burst& burst, Random& random,
             Outbox& out);

  /// False: the script has nothing to say. The plain message would be sent at `at_ns` with sections_.
  bool ask_script(const Place& place, std::size_t port, const wire::CplaneHeader& header, unsigned symbols,
                  std::int64_t at_ns, Outbox& out);
  void speak(const Place& place, const ScriptMessage& message, std::int64_t at_ns, Outbox& out);
  /// DL U-plane of what the script said in the slot.
  void carry_said(const Place& place, Outbox& out);
  /// All of one symbol.
  void carry_symbol(const Place& place, std::span<const Said> said, Outbox& out);

  bool makes(radio::Plane plane, radio::Direction direction) const {
    const bool by_du = plane == radio::Plane::c || direction == radio::Direction::downlink;
    return role_ == Role::both || (role_ == Role::o_du) == by_du;
  }

  const Plan* plan_;
  FrameWriter writer_;
  Role role_;
  std::uint64_t salt_;
  const Script* script_;
  bool transport_fragments_;
  bool prach_without_symbols_;
  std::vector<bool> scripted_;  ///< the ports of the channel at work for which the script spoke
  std::vector<ScriptMessage> messages_;
  std::vector<std::uint8_t> body_;
  std::vector<Asked> asked_;
  std::vector<Said> said_;
  std::uint32_t said_messages_ = 0;
  std::vector<wire::Section> sections_;
  Draft draft_;
  std::vector<UplanePart> parts_;
  std::vector<std::uint8_t> space_;  ///< for PRBs that do not begin with an octet in their pool
  std::vector<std::uint8_t> whole_;
};

}  // namespace plumbline::emulator
