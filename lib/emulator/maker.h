// Makes the frames of one subframe of one carrier.
#pragma once

#include <cstdint>
#include <vector>

#include "emulator/frame_writer.h"
#include "emulator/outbox.h"
#include "emulator/plan.h"

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
  /// Borrows `plan`. Of each frame the first `snap` octets are made.
  Maker(const Plan& plan, const profile::Link& link, Role role, std::uint64_t seed,
        std::uint32_t snap = kNoSnap)
      : plan_{&plan}, writer_{link, snap}, role_{role}, salt_{Random{seed}.next()} {}

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
    std::uint8_t slot;            ///< slotId
    std::uint8_t section_offset;  ///< OccasionPlan::section_offset, else 0
    Random random(std::uint64_t salt, unsigned symbol, radio::Plane plane) const;
    radio::RadioTime time(unsigned symbol) const;
    /// Reference instant of what starts `tc` after the subframe.
    std::int64_t instant(std::int64_t tc) const;
    std::int64_t symbol_instant(unsigned symbol) const;
    /// Symbols that `port` uses of the `span` given to the channel.
    unsigned symbols_of(const PortPlan& port, profile::SymbolSpan span) const;
    /// Ports that use `symbol`.
    std::size_t ports_at(unsigned symbol, profile::SymbolSpan span) const;
  };

  void make_scheduled(const Place& place, profile::SymbolSpan span, Outbox& out);
  void make_prach(const Place& place, const OccasionPlan& occasion, Outbox& out);
  void request(const Place& place, const PortPlan& port, const wire::CplaneHeader& header, unsigned symbols,
               Burst& burst, Outbox& out);
  void carry(const Place& place, const PortPlan& port, unsigned symbol, Octets prbs, Burst& burst,
             Random& random, Outbox& out);

  bool makes(radio::Plane plane, radio::Direction direction) const {
    const bool by_du = plane == radio::Plane::c || direction == radio::Direction::downlink;
    return role_ == Role::both || (role_ == Role::o_du) == by_du;
  }

  const Plan* plan_;
  FrameWriter writer_;
  Role role_;
  std::uint64_t salt_;
  std::vector<wire::Section> sections_;
  std::vector<UplanePart> parts_;
};

}  // namespace plumbline::emulator
