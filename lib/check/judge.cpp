#include "check/judge.h"

#include <algorithm>

#include "check/rule_masks.h"

namespace plumbline::check {
namespace {

std::size_t transport_class(wire::EcpriType type) {
  switch (type) {
    case wire::EcpriType::rt_control:
      return 0;
    case wire::EcpriType::iq_data:
      return 1;
    case wire::EcpriType::one_way_delay:
      return 2;
    default:
      return 3;
  }
}

void count_protocol(record::Totals& totals, wire::Protocol protocol) {
  switch (protocol) {
    case wire::Protocol::ecpri:
      break;
    case wire::Protocol::ptp:
      totals.set_ptp(totals.ptp() + 1);
      break;
    case wire::Protocol::esmc:
      totals.set_esmc(totals.esmc() + 1);
      break;
    case wire::Protocol::roe:
      totals.set_roe(totals.roe() + 1);
      break;
    case wire::Protocol::other:
      totals.set_other(totals.other() + 1);
      break;
  }
}

/// Subframes between the first instant of a C-plane message and the last one of what it asks for.
std::size_t subframes_open(const profile::Link* link) {
  if (link == nullptr) return 0;
  const profile::Delays& delays = link->delays;
  std::int64_t before = 0, behind = 0;
  for (const auto* delay : {&delays.t1a_cp_dl, &delays.t1a_cp_ul, &delays.t2a_cp_dl, &delays.t2a_cp_ul})
    if (*delay) before = std::max(before, (*delay)->max_ns);
  for (const auto* delay : {&delays.ta3, &delays.ta3_prach, &delays.ta4, &delays.ta4_prach})
    if (*delay) behind = std::max(behind, (*delay)->max_ns);
  // Its own, and what of the first one is over.
  return static_cast<std::size_t>(before / 1'000'000 + behind / 1'000'000) + 4;
}

}  // namespace

/// Reads them as far as they are there; what is missing goes into `transport`.
[[gnu::always_inline]] inline void Judge::read_headers(const wire::EcpriMessage& ecpri, bool is_c, bool is_u,
                                                       Headers& headers, track::TransportFacts& transport) {
  if ((!is_c && !is_u) || ecpri.header.version != 1) return;
  transport.header_error = wire::decode_ids(ecpri.body, headers.ids);
  if (transport.header_error) return;
  transport.subsequence = headers.ids.subsequence;
  headers.fragment = is_u && (headers.ids.subsequence != 0 || !headers.ids.last_fragment);
  // Later fragments of a message have no header of their own (5.5.3).
  if (is_u && headers.ids.subsequence != 0) return;
  const wire::View body = ecpri.body.behind(4);
  transport.header_error =
      is_c ? wire::decode_cplane_header(body, headers.c) : wire::decode_uplane_header(body, headers.u);
  headers.readable = !transport.header_error;
  if (headers.readable)
    transport.payload_version = is_c ? headers.c.payload_version : headers.u.payload_version;
}

Judge::Judge(const profile::Link* link, Shard shard, IqScope scope)
    : link_{link},
      shard_{shard},
      by_eaxc_{link != nullptr && !link->carriers.empty() && !link->eaxc_joined},
      subframes_open_{subframes_open(link)},
      scope_{scope},
      counts_packets_{shard.index == 0},
      stream_index_{track::limits::kStreams},
      cell_index_{track::limits::kCells} {
  constexpr std::array types{wire::EcpriType::rt_control, wire::EcpriType::iq_data,
                             wire::EcpriType::one_way_delay, wire::EcpriType::generic_data};
  for (std::size_t i = 0; i < types.size(); ++i) {
    transport_[i].what = {.link = link, .type = types[i]};
    transport_[i].masks[kTransport] = rules::TransportGroup::applicable(transport_[i].what);
  }
}

void Judge::packet(const io::Packet& packet) {
  if (packet.loss_before) ++losses_;  // before the deadlines: what they ask for may be among what was lost
  const bool stamped = packet.stamp != io::kNoStamp;
  const std::int64_t stamp = packet.stamp.time_since_epoch().count();
  // What arrives after this packet may have been due earlier by as much as its stamp can be wrong.
  if (const std::int64_t sure = stamp - packet.stamp_error.count(); stamped && sure > watermark_ns_) {
    watermark_ns_ = sure;
    if (watermark_ns_ >= next_deadline_ns_) run_deadlines();
  }
  const wire::Frame& frame = frame_;
  const wire::DecodeError broken =
      wire::decode_frame(packet.octets, packet.original_length, frame_,
                         link_ != nullptr ? link_->udp_port.value_or(0) : std::uint16_t{0});
  if (counts_packets_) {
    if (stamped) {
      const bool first = totals_.packets() == totals_.packets_without_stamp();
      totals_.set_first_stamp_ns(first ? stamp : std::min(totals_.first_stamp_ns(), stamp));
      totals_.set_last_stamp_ns(first ? stamp : std::max(totals_.last_stamp_ns(), stamp));
    } else {
      totals_.set_packets_without_stamp(totals_.packets_without_stamp() + 1);
    }
    totals_.set_packets(totals_.packets() + 1);
    totals_.set_octets(totals_.octets() + packet.original_length);
    if (packet.octets.size() < packet.original_length) totals_.set_cut_packets(totals_.cut_packets() + 1);
    if (packet.loss_before && !losing_) totals_.set_losses_of_ours(totals_.losses_of_ours() + 1);
    losing_ = packet.loss_before;
    if (broken)
      totals_.set_undecodable(totals_.undecodable() + 1);
    else
      count_protocol(totals_, frame.protocol);
  }
  // Messages that the capture cut away are lost to us like those it dropped.
  if (broken.fault == wire::Fault::cut) ++losses_;
  if (broken || frame.protocol != wire::Protocol::ecpri) return;
  wire::EcpriWalk walk{frame.pdu};
  const wire::EcpriMessage& ecpri = ecpri_;
  bool any = false;
  Origin origin{.packet = packet, .frame = frame, .flow = track::flow_of(frame)};
  bool c = false, u = false;
  while (walk.next(ecpri_)) {
    if (!any) {
      any = true;
      origin.pair = pairs_.find(origin.flow);
      if (origin.pair.pair != track::kNone && origin.pair.pair >= pair_state_.size())
        pair_state_.resize(origin.pair.pair + 1);
    }
    const bool is_c = ecpri.header.type == wire::EcpriType::rt_control;
    const bool is_u = ecpri.header.type == wire::EcpriType::iq_data;
    message(origin, ecpri, (is_c && u) || (is_u && c));
    c |= is_c;
    u |= is_u;
    if (ecpri.header.concatenation && !rules::Concatenation::followed(ecpri)) break;  // padding is no message
  }
  if (walk.error().fault == wire::Fault::cut) ++losses_;
  if (!counts_packets_) return;
  if (c) totals_.set_c_plane(totals_.c_plane() + 1);
  if (u) totals_.set_u_plane(totals_.u_plane() + 1);
  if (!any && walk.error().fault != wire::Fault::none && !c && !u)
    totals_.set_undecodable(totals_.undecodable() + 1);
}

/// Judges what belongs to no group; the first shard counts it, the others only need to know what it found.
void Judge::judge_transport(const track::TransportFacts& transport, Where& where) {
  const wire::EcpriType type = transport.ecpri.header.type;
  ClassEntry& entry = transport_[transport_class(type)];
  if (counts_packets_) {
    totals_.set_messages(totals_.messages() + 1);
    if (type == wire::EcpriType::one_way_delay) totals_.set_one_way_delay(totals_.one_way_delay() + 1);
    if (where.other_plane && type != wire::EcpriType::one_way_delay)
      totals_.set_other_ecpri(totals_.other_ecpri() + 1);
    return run<rules::TransportGroup>(tally_, entry, kTransport, transport, where);
  }
  std::uint32_t off = rules::TransportGroup::off(transport, entry.masks[kTransport]);
  for (; off != 0; off &= off - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(off));
    const std::size_t rule = catalogue_positions<rules::TransportGroup>()[i];
    if (rules::TransportGroup::judge(i, transport).verdict == rules::Verdict::fail)
      remember_fail(rule, cause_of(rule, where), where);
  }
}

[[gnu::always_inline]] inline std::uint32_t Judge::find_stream(const Origin& origin, radio::Plane plane,
                                                               radio::Direction direction, radio::Eaxc eaxc) {
  bool added = false;
  const std::uint32_t index =
      stream_index_.find_or_add(track::stream_key(origin.pair, plane, direction, eaxc), added);
  if (added) add_stream(origin, index, plane, direction, eaxc);
  return index;
}

[[gnu::always_inline]] inline void Judge::message_body(const Origin& origin, const wire::EcpriMessage& ecpri,
                                                       const wire::View* joined, const Headers& headers,
                                                       Where& where, Series* series) {
  const bool is_c = where.plane == radio::Plane::c, is_u = !is_c;
  const track::PairId pair = origin.pair;
  if (pair.pair == track::kNone) {
    if (counts_packets_) totals_.set_untracked_pairs(totals_.untracked_pairs() + 1);
    return;
  }
  PairState& state = pair_state_[pair.pair];
  const track::SlotNumber slot = joined != nullptr ? series->slot : state.slots.observe(where.at);
  if (is_u && where.direction == radio::Direction::uplink) state.uplink_seen = true;
  const std::uint32_t stream = find_stream(origin, where.plane, where.direction, headers.ids.eaxc);
  if (stream == track::kNone) {
    if (counts_packets_) totals_.set_untracked_streams(totals_.untracked_streams() + 1);
    return;
  }
  StreamHot& hot = hot_[stream];
  if (series != nullptr) series->stream = stream;
  if (joined == nullptr && (hot.lost_rule != 0 || where.fired.overlaps(kWrongVlan)))
    note_lost(where, &cold_[stream].traits, hot.lost_rule, &headers.ids);
  if (!hot.mine) return;
  const wire::View body = joined != nullptr ? *joined : ecpri.body.behind(4);
  Passage passage{.packet = origin.packet,
                  .frame = origin.frame,
                  .ecpri = ecpri,
                  .body = body,
                  .hot = hot,
                  .seen = cold_[stream].seen,
                  .slot = slot,
                  .where = where,
                  .facts = {.traits = *hot.traits,
                            .channel = nullptr,
                            .ids = headers.ids,
                            .ids_at = body.base - 4,
                            .header_at = body.base,
                            .payload_version = is_c ? headers.c.payload_version : headers.u.payload_version,
                            .filter_index = is_c ? headers.c.filter_index : headers.u.filter_index,
                            .at = where.at,
                            .section_type = is_c ? headers.c.section_type : std::uint8_t{0},
                            .time_offset = headers.c.time_offset,
                            .cp_length = headers.c.cp_length,
                            .frame_structure = headers.c.frame_structure},
                  .series = series,
                  .joined = joined != nullptr};
  stream_message(passage, is_c ? &headers.c : nullptr, where.fired.overlaps(kFraming));
}

void Judge::message(const Origin& origin, const wire::EcpriMessage& ecpri, bool mixed) {
  ++order_;
  const bool is_c = ecpri.header.type == wire::EcpriType::rt_control;
  const bool is_u = ecpri.header.type == wire::EcpriType::iq_data;
  track::TransportFacts transport{
      .frame = origin.frame, .ecpri = ecpri, .link = link_, .mixed_planes = mixed};
  Headers headers;
  read_headers(ecpri, is_c, is_u, headers, transport);
  Where where{.packet_number = origin.packet.number,
              .stamp = origin.packet.stamp,
              .flow = &origin.flow,
              .plane = is_c ? radio::Plane::c : radio::Plane::u,
              .other_plane = !is_c && !is_u,
              .message = ecpri.index};
  if (headers.readable) {
    where.direction = is_c ? headers.c.direction : headers.u.direction;
    where.has_eaxc = where.has_time = true;
    where.eaxc = headers.ids.eaxc;
    where.at = is_c ? headers.c.start : headers.u.at;
  }
  judge_transport(transport, where);
  if (transport.header_error.fault == wire::Fault::cut) ++losses_;
  if (headers.fragment) [[unlikely]]
    return piece(origin, ecpri, headers.ids, headers.u, headers.readable, where);
  if (!headers.readable) {
    if (where.root != 0) note_lost(where, nullptr, 0, nullptr);
    return;
  }
  message_body(origin, ecpri, nullptr, headers, where, nullptr);
}

/// The same for the first piece of a message, and for all of them joined.
void Judge::piece_message(const Origin& origin, const wire::EcpriMessage& ecpri, const wire::View* joined,
                          const Headers& headers, Where& where, Series& series) {
  message_body(origin, ecpri, joined, headers, where, &series);
}

}  // namespace plumbline::check
