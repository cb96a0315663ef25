#include <algorithm>
#include <array>

#include "suite/observed.h"
#include "wire/cplane/extensions.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::suite {
namespace {

/// The channel of a message: PRACH is told by its filterIndex where an id carries it beside another channel.
const profile::Endpoint* pick(std::span<const profile::Endpoint> endpoints, std::uint8_t filter_index) {
  if (endpoints.empty()) return nullptr;
  const bool prach = filter_index != 0 && filter_index != 9;
  const auto found = std::find_if(endpoints.begin(), endpoints.end(), [&](const profile::Endpoint& endpoint) {
    return (endpoint.channel->kind == profile::ChannelKind::prach) == prach;
  });
  return found == endpoints.end() ? endpoints.data() : &*found;
}

wire::UplaneFormat format_of(const profile::Endpoint& endpoint) {
  const profile::Compression& compression = endpoint.channel->compression;
  return {.dynamic = compression.dynamic,
          .method = static_cast<std::uint8_t>(compression.method),
          .width = compression.width,
          .carrier_prbs = endpoint.channel->prach ? endpoint.channel->prach->prbs : endpoint.carrier->prbs,
          .ud_comp_len = compression.ud_comp_len};
}

std::int64_t absolute_frame(const profile::Link& link, const profile::Carrier* carrier, CaptureTime at,
                            std::uint8_t frame_id) {
  const auto when = profile::to_gps(link.time, at);
  if (!when) return frame_id;
  return radio::nearest_frame(carrier != nullptr ? carrier->frame_timing : radio::FrameTiming{}, *when,
                              frame_id);
}
const profile::Carrier* first_carrier(const profile::Link& link) {
  return link.carriers.empty() ? nullptr : link.carriers.data();
}

std::uint64_t types_of(const wire::View& extensions) {
  std::uint64_t types = 0;
  wire::ExtensionWalk walk{extensions};
  wire::Extension extension;
  while (walk.next(extension)) types |= std::uint64_t{1} << std::min<unsigned>(extension.type, 63);
  return types;
}

}  // namespace

std::int64_t absolute_frame(const profile::Link& link, const Place& place, radio::Direction direction,
                            std::uint8_t frame_id) {
  profile::Endpoint endpoint{};
  const bool known = profile::find_endpoints(link, place.eaxc, direction, &endpoint, 1) > 0;
  return absolute_frame(link, known ? endpoint.carrier : first_carrier(link), place.at, frame_id);
}

bool Observer::has_room() {
  if (into_->uplane.size() + into_->unread.size() + into_->cplane.size() + into_->ues.size() +
          into_->others.size() + into_->parts.size() <
      kMostMessages)
    return true;
  ++into_->left_out;
  return false;
}

void Observer::keep(const wire::View& prbs, SeenUplane& seen) {
  if (into_->prbs.size() + prbs.captured > kMostPrbOctets) {
    ++into_->left_out;
    return;
  }
  seen.prbs_at = into_->prbs.size();
  seen.prb_octets = prbs.captured;
  into_->prbs.insert(into_->prbs.end(), prbs.data, prbs.data + prbs.captured);
}

void Observer::keep(const wire::View& extensions, SeenCplane& seen) {
  if (into_->extensions.size() + extensions.captured > kMostExtensionOctets) {
    ++into_->left_out;
    return;
  }
  seen.extensions_at = into_->extensions.size();
  seen.extension_octets = extensions.captured;
  into_->extensions.insert(into_->extensions.end(), extensions.data, extensions.data + extensions.captured);
}

void Observer::see_uplane(const Place& place, const wire::View& message) {
  wire::UplaneHeader header;
  if (wire::decode_uplane_header(message, header)) return;
  std::array<profile::Endpoint, 4> found{};
  const std::size_t count =
      profile::find_endpoints(*link_, place.eaxc, header.direction, found.data(), found.size());
  const profile::Endpoint* endpoint = pick({found.data(), count}, header.filter_index);
  if (endpoint == nullptr) {
    if (has_room())
      into_->uplane.push_back(
          {.place = place,
           .header = header,
           .frame = absolute_frame(*link_, first_carrier(*link_), place.at, header.at.frame)});
    return;
  }
  const std::int64_t frame = absolute_frame(*link_, endpoint->carrier, place.at, header.at.frame);
  wire::UplaneWalk walk{message, format_of(*endpoint)};
  wire::UplaneSection section;
  const auto add_to = [&](std::vector<SeenUplane>& seen) {
    seen.push_back({.place = place,
                    .header = header,
                    .section = section.id,
                    .prbs = section.range,
                    .ud_comp_hdr = section.has_header ? section.ud_comp_hdr : std::uint8_t{0},
                    .packing = section.ud_comp_hdr,
                    .prach = endpoint->channel->kind == profile::ChannelKind::prach,
                    .unasked = endpoint->channel->without_cplane,
                    .mask1 = section.has_masks() ? section.mask1 : std::uint16_t{0},
                    .mask2 = section.has_masks() ? section.mask2 : std::uint16_t{0},
                    .frame = frame});
  };
  while (walk.next(section) && has_room()) {
    add_to(into_->uplane);
    if (keep_prbs_) keep(section.prbs, into_->uplane.back());
  }
  if (walk.error().fault == wire::Fault::truncated && walk.header_read() && has_room()) add_to(into_->unread);
}

void Observer::see_cplane(const Place& place, const wire::View& message, const io::Packet& packet) {
  wire::CplaneHeader header;
  if (wire::decode_cplane_header(message, header)) return;
  if (header.section_type == 6) see_ues(place, header, message);
  if (!wire::has_sections(header.section_type)) return see_other(place, packet);
  const std::int64_t frame = absolute_frame(*link_, place, header.direction, header.start.frame);
  wire::SectionWalk walk{message, header};
  for (wire::Section section; walk.next(section) && has_room();) {
    SeenCplane& seen = into_->cplane.emplace_back(SeenCplane{.place = place,
                                                             .header = header,
                                                             .section = section,
                                                             .extensions = types_of(section.extensions),
                                                             .frame = frame});
    if (section.extensions.captured > 0) keep(section.extensions, seen);
    seen.section.extensions = {};
  }
}

void Observer::see_ues(const Place& place, const wire::CplaneHeader& header, const wire::View& message) {
  SeenUe seen{.place = place, .header = header};
  if (wire::decode(message, 6, seen.information) != wire::LayoutEnd::complete) return;
  std::array<profile::Endpoint, 4> found{};
  const std::size_t count =
      profile::find_endpoints(*link_, place.eaxc, header.direction, found.data(), found.size());
  wire::CplaneParameters parameters;
  if (const profile::Endpoint* endpoint = pick({found.data(), count}, 0)) {
    parameters.carrier_prbs = endpoint->carrier->prbs;
    if (const auto& known = endpoint->channel->channel_information) {
      parameters.antennas = known->antennas;
      parameters.st6_aligned = known->aligned;
    }
  }
  wire::UeWalk walk{message, seen.information, parameters};
  while (walk.next(seen.ue) && has_room()) {
    SeenUe& kept = into_->ues.emplace_back(seen);
    kept.whole = !walk.unknown() && !walk.error();
    kept.extensions = types_of(seen.ue.extensions);
    kept.ue.room = {};
    kept.ue.extensions = {};
  }
  // Octets behind the last one: it was longer than it had to be.
  if (!into_->ues.empty() && into_->ues.back().place.packet == place.packet && walk.rest().length > 0)
    into_->ues.back().whole = false;
}

void Observer::see_other(const Place& place, const io::Packet& packet, std::size_t most) {
  if (!has_room()) return;
  const Octets kept = packet.octets.first(std::min(packet.octets.size(), most));
  if (most == SeenOther::kMostOfOther && (long_octets_ += kept.size()) > kMostLongOctets) {
    ++into_->left_out;
    return;
  }
  into_->others.push_back({.place = place, .octets = {kept.begin(), kept.end()}});
}

/// What lacks parts is told by those that came alone.
void Observer::see_part(const Place& place, const wire::EcpriIds& ids, const wire::View& part) {
  if (!has_room()) return;
  into_->parts.push_back({.place = place, .subsequence = ids.subsequence, .last = ids.last_fragment});
  if (!reassembler_) reassembler_.emplace(wire::Reassembler::Limits{});
  const std::uint32_t sender = place.from_o_du ? 1 : 0;
  const auto next = static_cast<std::uint32_t>(streams_.size());
  const std::uint32_t key = streams_.try_emplace(sender << 16 | ids.eaxc.value, next).first->second;
  const wire::Piece piece =
      reassembler_->add(key, ids, part, place.at.time_since_epoch().count(), place.packet);
  if (piece.step != wire::PieceStep::complete) return;
  Place whole = place;
  whole.parts = std::max(piece.expected, static_cast<std::uint8_t>(ids.subsequence + 1));
  see_uplane(whole, piece.message);
}

void Observer::see(const io::Packet& packet) {
  Place place{.packet = packet.number, .at = packet.stamp};
  wire::Frame frame;
  if (wire::decode_frame(packet.octets, packet.original_length, frame)) return see_other(place, packet);
  if (link_->o_du_mac)
    place.from_o_du = std::equal(link_->o_du_mac->begin(), link_->o_du_mac->end(), frame.mac + 6);
  if (frame.protocol != wire::Protocol::ecpri) return see_other(place, packet, SeenOther::kMostOfOther);
  wire::EcpriWalk walk{frame.pdu};
  for (wire::EcpriMessage message; walk.next(message);) {
    place.concatenated = message.header.concatenation;
    const bool uplane = message.header.type == wire::EcpriType::iq_data;
    wire::EcpriIds ids;
    if ((!uplane && message.header.type != wire::EcpriType::rt_control) ||
        wire::decode_ids(message.body, ids)) {
      see_other(place, packet);
      continue;
    }
    place.message = message.index;
    place.eaxc = ids.eaxc;
    place.sequence = ids.sequence;
    if (uplane && (!ids.last_fragment || ids.subsequence != 0)) {
      see_part(place, ids, message.body.from(4));
      continue;
    }
    uplane ? see_uplane(place, message.body.from(4)) : see_cplane(place, message.body.from(4), packet);
  }
}

wire::View Observed::extensions_of(const SeenCplane& seen) const {
  wire::View view;
  view.data = extensions.data() + seen.extensions_at;
  view.captured = view.length = seen.extension_octets;
  return view;
}

void Observer::feed(std::span<const io::Packet> packets) {
  for (const io::Packet& packet : packets) see(packet);
}

}  // namespace plumbline::suite
