// What the link says of one stream: looked up once, when the stream is first seen.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

#include "profile/link.h"
#include "radio/numerology.h"
#include "radio/types.h"
#include "wire/uplane.h"

namespace plumbline::track {

/// Who sent a message, as far as the MACs of the link tell.
enum class Sender : std::uint8_t { unknown, o_du, o_ru };

/// The classes for which arrival is counted and windows are stated.
enum class ArrivalClass : std::uint8_t { u_dl, c_dl, c_ul, u_ul, u_prach, none };
inline constexpr std::size_t kArrivalClasses = 5;

/// Channel information and LAA are bound to no window; section types 8 to 10 come from the O-RU, in windows
/// of their own that the link does not state (CUS v17.01 4.4.3, 7.2.7, 7.2.8).
constexpr bool has_window(std::uint8_t section_type) { return section_type < 6 || section_type > 10; }

/// One channel's view of a stream: how its octets are read and when they are due.
struct ChannelTraits {
  const profile::Carrier* carrier = nullptr;
  const profile::Channel* channel = nullptr;
  wire::UplaneFormat format;  ///< U-plane; carrier_prbs resolved
  std::uint16_t prbs = 0;     ///< of the grid this channel's PRBs count in
  ArrivalClass arrival = ArrivalClass::none;
  std::optional<radio::Window> window;  ///< relative to t0, at the place of the tap
  std::int64_t margin_ns = 0;           ///< stamp accuracy and, at O-RU edges, 200 ns (CUS v17.01 4.4.3)
  std::int64_t to_place_ns = 0;  ///< added to a stamp to get the instant at the place the window is meant for
  bool has_time_base = false;    ///< the link says what its stamps mean
  std::int64_t to_frame_0_ns =
      0;                        ///< added to a stamp: time at that place since the start of absolute frame 0
  std::int64_t advance_ns = 0;  ///< UL: n-ta-offset, by which t0 is earlier than the symbol
  std::span<const std::int32_t> symbol_starts_ns;  ///< in a subframe, where t0 follows from the symbol alone
  bool by_place = false;        ///< coupled by frequency and time, with priorities or without
  std::uint8_t slot_shift = 0;  ///< slotId is the slot's number shifted left by this
  bool is_prach() const { return channel != nullptr && channel->kind == profile::ChannelKind::prach; }
};

/// Everything constant of a stream.
struct StreamTraits {
  radio::Plane plane{};
  radio::Direction direction{};
  radio::Eaxc eaxc;
  Sender sender = Sender::unknown;
  bool eaxc_configured = false;    ///< some endpoint, of either direction
  std::uint8_t channel_count = 0;  ///< 0: not configured for this direction
  ChannelTraits channels[2];       ///< PRACH last where an id carries it beside another channel

  /// The channel a message with this filterIndex belongs to; nullptr when none is configured.
  const ChannelTraits* channel(std::uint8_t filter_index) const {
    if (channel_count == 0) return nullptr;
    if (channel_count == 2 && filter_index != 0 && filter_index != 9) return &channels[1];
    return &channels[0];
  }
};

/// Place of the tap: as declared, else by the windows that the link gives (T1a or Ta4: at the O-DU).
profile::TapPlace tap_place(const profile::Link& link);

/// Looks a stream up in a link (may be nullptr: nothing is configured).
StreamTraits make_traits(const profile::Link* link, const std::uint8_t* source_mac, radio::Plane plane,
                         radio::Direction direction, radio::Eaxc eaxc);

/// Calls `visit(const radio::PrachShape&, const radio::PrachStart&)` for the configured PRACH occasions that
/// a message of radio time `at` may mean, ascending: those of its slot; of its subframe where the preamble is
/// below 15 kHz, for its slot is the subframe (CUS v17.01 7.5.2.12), or of any when none is configured there.
/// The channel is PRACH with its occasions known.
template <class Visit>
void each_occasion(const ChannelTraits& channel, const radio::RadioTime& at, Visit&& visit) {
  const profile::Prach& prach = *channel.channel->prach;
  const radio::Numerology& numerology = channel.carrier->numerology;
  const auto shape = radio::prach_shape(prach.format.c_str(), numerology.mu);
  if (!shape) return;
  const auto in_slot = [&](unsigned slot) {
    for (const std::uint8_t symbol : prach.start_symbols)
      visit(*shape, radio::prach_start(*shape, numerology.mu, slot, symbol));
  };
  if (!shape->long_format) return in_slot(channel.carrier->slot_of_id(at.slot));
  const unsigned slots = numerology.slots_per_subframe();
  const auto in_subframe = [&](std::uint16_t slot) { return slot / slots == at.subframe; };
  const bool some = std::any_of(prach.slots.begin(), prach.slots.end(), in_subframe);
  for (const std::uint16_t slot : prach.slots)
    if (!some || in_subframe(slot)) in_slot(slot % slots);
}

/// reference_in_frame_ns() where it does not follow from the symbol alone: PRACH, extended cyclic prefix,
/// fields out of range.
std::int64_t unusual_reference_in_frame_ns(const ChannelTraits& channel, radio::Plane plane,
                                           const radio::RadioTime& at);

/// t0 of a message as time from the start of the frame it names, see reference_instant().
inline std::int64_t reference_in_frame_ns(const ChannelTraits& channel, radio::Plane plane,
                                          const radio::RadioTime& at) {
  const std::size_t symbol = (std::size_t{at.slot} >> channel.slot_shift) * 14 + at.symbol;
  if (symbol >= channel.symbol_starts_ns.size() || at.symbol >= 14) [[unlikely]]
    return unusual_reference_in_frame_ns(channel, plane, at);
  return at.subframe * std::int64_t{1'000'000} + channel.symbol_starts_ns[symbol] - channel.advance_ns;
}

/// The reference instant t0 of a message (CUS v17.01 4.4.3): start of the CP of its symbol, for UL
/// n-ta-offset earlier; for PRACH below 15 kHz symbols of 15 kHz; for PRACH U-plane the first sample after
/// the CP of its PRACH symbol. `frame` is the absolute frame.
GpsTime reference_instant(const ChannelTraits& channel, radio::Plane plane, std::int64_t frame,
                          const radio::RadioTime& at);

}  // namespace plumbline::track
