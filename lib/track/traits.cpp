#include "track/traits.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "radio/numerology.h"

namespace plumbline::track {
namespace {

constexpr std::int64_t kRuEdgeNs = 200;  // accuracy of the values an O-RU reports (CUS v17.01 4.4.3)

std::optional<radio::Window> before(const std::optional<profile::Delay>& delay) {
  if (!delay) return std::nullopt;
  return profile::window_before(*delay);
}
std::optional<radio::Window> after(const std::optional<profile::Delay>& delay) {
  if (!delay) return std::nullopt;
  return profile::window_after(*delay);
}

void set_timing(const profile::Link& link, const StreamTraits& stream, ChannelTraits& channel) {
  const profile::Delays& d = link.delays;
  const bool at_du = tap_place(link) == profile::TapPlace::at_o_du;
  const bool downlink = stream.direction == radio::Direction::downlink;
  const bool travels_down = stream.plane == radio::Plane::c || downlink;
  if (stream.plane == radio::Plane::c) {
    channel.arrival = downlink ? ArrivalClass::c_dl : ArrivalClass::c_ul;
    channel.window =
        before(at_du ? (downlink ? d.t1a_cp_dl : d.t1a_cp_ul) : (downlink ? d.t2a_cp_dl : d.t2a_cp_ul));
  } else if (downlink) {
    channel.arrival = ArrivalClass::u_dl;
    channel.window = before(at_du ? d.t1a_up : d.t2a_up);
  } else if (channel.is_prach()) {
    channel.arrival = ArrivalClass::u_prach;
    const auto& own = at_du ? d.ta4_prach : d.ta3_prach;
    channel.window = after(own ? own : (at_du ? d.ta4 : d.ta3));
  } else {
    channel.arrival = ArrivalClass::u_ul;
    channel.window = after(at_du ? d.ta4 : d.ta3);
  }
  channel.margin_ns = link.time.timestamp_accuracy_ns + (at_du ? 0 : kRuEdgeNs);
  if (!link.taps.empty()) {
    // Towards the place where the packet goes the tap is early, away from where it comes it is late.
    const std::int64_t travel = link.taps.front().to_place_ns;
    channel.to_place_ns = travels_down == at_du ? -travel : travel;
  }
  if (!downlink) channel.advance_ns = radio::tc_to_ns(channel.carrier->n_ta_offset_tc);
  if (const auto gps = profile::to_gps(link.time, CaptureTime{})) {
    channel.has_time_base = true;
    channel.to_frame_0_ns = (*gps - radio::frame_start(channel.carrier->frame_timing, 0)).count();
    channel.to_frame_0_ns += channel.to_place_ns;
  }
}

/// Start of the symbol that a PRACH C-plane message names. Below 15 kHz slotId is 0 and symbols are those of
/// 15 kHz (CUS v17.01 4.4.3); who names another slot counts slots and symbols of the carrier.
std::int64_t prach_symbol_in_frame_ns(const ChannelTraits& channel, const radio::RadioTime& at) {
  const radio::Numerology& own = channel.carrier->numerology;
  const auto shape = radio::prach_shape(channel.channel->prach->format.c_str(), own.mu);
  const bool below_15_khz = shape && shape->long_format && at.slot == 0;
  return radio::symbol_start_in_frame_ns(below_15_khz ? radio::Numerology{.mu = 0} : own, at.subframe,
                                         channel.carrier->slot_of_id(at.slot), at.symbol);
}

/// First sample after the CP of the PRACH symbol that a U-plane message names.
std::int64_t preamble_in_frame_ns(const ChannelTraits& channel, const radio::RadioTime& at) {
  // symbolId counts on from the startSymbolId of its occasion: the last one that has begun.
  std::optional<radio::PrachStart> first;
  radio::PrachShape shape;
  each_occasion(channel, at, [&](const radio::PrachShape& s, const radio::PrachStart& begins) {
    if (!first || begins.start_symbol <= at.symbol) first = begins;
    shape = s;
  });
  if (!first) return 0;
  const std::int64_t index = std::max(0, at.symbol - first->start_symbol);
  const std::int64_t ts = first->time_offset_ts + index * shape.symbol_ts;
  return radio::symbol_start_in_frame_ns(channel.carrier->numerology, at.subframe,
                                         shape.long_format ? 0u : channel.carrier->slot_of_id(at.slot), 0) +
         radio::tc_to_ns(ts * radio::kTcPerTs);
}

}  // namespace

profile::TapPlace tap_place(const profile::Link& link) {
  if (!link.taps.empty()) return link.taps.front().place;
  const profile::Delays& d = link.delays;
  const bool du = d.t1a_up || d.t1a_cp_dl || d.t1a_cp_ul || d.ta4 || d.ta4_prach;
  const bool ru = d.t2a_up || d.t2a_cp_dl || d.t2a_cp_ul || d.ta3 || d.ta3_prach;
  return ru && !du ? profile::TapPlace::at_o_ru : profile::TapPlace::at_o_du;
}

StreamTraits make_traits(const profile::Link* link, const std::uint8_t* source_mac, radio::Plane plane,
                         radio::Direction direction, radio::Eaxc eaxc) {
  StreamTraits stream;
  stream.plane = plane;
  stream.direction = direction;
  stream.eaxc = eaxc;
  if (link == nullptr) return stream;
  const auto sent_by = [&](const std::optional<profile::MacAddress>& mac) {
    return mac && std::memcmp(mac->data(), source_mac, 6) == 0;
  };
  if (sent_by(link->o_du_mac)) stream.sender = Sender::o_du;
  if (sent_by(link->o_ru_mac)) stream.sender = Sender::o_ru;

  std::array<profile::Endpoint, 4> found{};
  const std::size_t count = profile::find_endpoints(*link, eaxc, direction, found.data(), found.size());
  const auto other =
      direction == radio::Direction::downlink ? radio::Direction::uplink : radio::Direction::downlink;
  profile::Endpoint ignored{};
  stream.eaxc_configured = count > 0 || profile::find_endpoints(*link, eaxc, other, &ignored, 1) > 0;
  const auto add = [&](const profile::Endpoint& endpoint) {
    if (stream.channel_count == 2) return;
    ChannelTraits& channel = stream.channels[stream.channel_count++];
    channel.carrier = endpoint.carrier;
    channel.channel = endpoint.channel;
    channel.prbs = channel.is_prach() && endpoint.channel->prach ? endpoint.channel->prach->prbs
                                                                 : endpoint.carrier->prbs;
    const profile::Compression& c = endpoint.channel->compression;
    channel.format = {.dynamic = c.dynamic,
                      .method = static_cast<std::uint8_t>(c.method),
                      .width = c.width,
                      .carrier_prbs = channel.prbs,
                      .ud_comp_len = c.ud_comp_len};
    channel.by_place = endpoint.channel->coupling != profile::Coupling::section_id;
    channel.slot_shift = static_cast<std::uint8_t>(endpoint.carrier->slot_shift());
    if (!channel.is_prach() || !endpoint.channel->prach)
      channel.symbol_starts_ns = radio::symbol_starts_ns(endpoint.carrier->numerology);
    set_timing(*link, stream, channel);
  };
  const std::size_t kept = std::min(count, found.size());
  for (const bool prach : {false, true})
    for (std::size_t i = 0; i < kept; ++i)
      if ((found[i].channel->kind == profile::ChannelKind::prach) == prach) add(found[i]);
  return stream;
}

std::int64_t unusual_reference_in_frame_ns(const ChannelTraits& channel, radio::Plane plane,
                                           const radio::RadioTime& at) {
  const bool prach = channel.is_prach() && channel.channel->prach.has_value();
  const std::int64_t ns =
      !prach                     ? radio::symbol_start_in_frame_ns(channel.carrier->numerology, at.subframe,
                                                                   channel.carrier->slot_of_id(at.slot), at.symbol)
      : plane == radio::Plane::u ? preamble_in_frame_ns(channel, at)
                                 : prach_symbol_in_frame_ns(channel, at);
  return ns - channel.advance_ns;
}

GpsTime reference_instant(const ChannelTraits& channel, radio::Plane plane, std::int64_t frame,
                          const radio::RadioTime& at) {
  return radio::frame_start(channel.carrier->frame_timing, frame) +
         Nanos{reference_in_frame_ns(channel, plane, at)};
}

}  // namespace plumbline::track
