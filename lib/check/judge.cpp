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

}  // namespace

Judge::Judge(const profile::Link* link, Shard shard)
    : link_{link},
      shard_{shard},
      by_eaxc_{link != nullptr && !link->carriers.empty() && !link->eaxc_joined},
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
  const auto frame = wire::decode_frame(packet.octets, packet.original_length,
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
    if (frame)
      count_protocol(totals_, frame->protocol);
    else
      totals_.set_undecodable(totals_.undecodable() + 1);
  }
  // Messages that the capture cut away are lost to us like those it dropped.
  if (!frame && frame.error().fault == wire::Fault::cut) ++losses_;
  if (!frame || frame->protocol != wire::Protocol::ecpri) return;
  wire::EcpriWalk walk{frame->pdu};
  wire::EcpriMessage ecpri;
  bool c = false, u = false;
  while (walk.next(ecpri)) {
    const bool is_c = ecpri.header.type == wire::EcpriType::rt_control;
    const bool is_u = ecpri.header.type == wire::EcpriType::iq_data;
    message(packet, *frame, ecpri, (is_c && u) || (is_u && c));
    c |= is_c;
    u |= is_u;
    if (ecpri.header.concatenation && !rules::Concatenation::followed(ecpri)) break;  // padding is no message
  }
  if (walk.error().fault == wire::Fault::cut) ++losses_;
  if (!counts_packets_) return;
  if (c) totals_.set_c_plane(totals_.c_plane() + 1);
  if (u) totals_.set_u_plane(totals_.u_plane() + 1);
  if (ecpri.index == 0 && walk.error().fault != wire::Fault::none && !c && !u)
    totals_.set_undecodable(totals_.undecodable() + 1);
}

/// The ids and the radio application header of a C- or U-plane message; what is missing goes into
/// `transport`.
Judge::Headers Judge::read_headers(const wire::EcpriMessage& ecpri, track::TransportFacts& transport) {
  Headers headers;
  const bool is_c = ecpri.header.type == wire::EcpriType::rt_control;
  const bool is_u = ecpri.header.type == wire::EcpriType::iq_data;
  if ((!is_c && !is_u) || ecpri.header.version != 1) return headers;
  const auto ids = wire::decode_ids(ecpri.body);
  if (!ids) {
    transport.header_error = ids.error();
    return headers;
  }
  headers.ids = *ids;
  transport.subsequence = ids->subsequence;
  headers.fragment = is_u && (ids->subsequence != 0 || !ids->last_fragment);
  const auto take = [&](const auto& header, auto& out) {
    if (header) {
      out = *header;
      headers.readable = true;
      transport.payload_version = out.payload_version;
    } else {
      transport.header_error = header.error();
    }
  };
  // Later fragments of a message have no header of their own (5.5.3).
  if (is_c)
    take(wire::decode_cplane_header(ecpri.body.from(4)), headers.c);
  else if (ids->subsequence == 0)
    take(wire::decode_uplane_header(ecpri.body.from(4)), headers.u);
  return headers;
}

/// Where a message is, as far as its headers tell.
Where Judge::where_of(const io::Packet& packet, const track::TransportFacts& transport,
                      const Headers& headers) {
  const wire::EcpriType type = transport.ecpri.header.type;
  const bool is_c = type == wire::EcpriType::rt_control, is_u = type == wire::EcpriType::iq_data;
  Where where{.packet_number = packet.number, .stamp = packet.stamp, .message = transport.ecpri.index};
  where.other_plane = !is_c && !is_u;
  where.plane = is_c ? radio::Plane::c : radio::Plane::u;
  std::copy_n(transport.frame.mac + 6, 6, where.flow.source.begin());
  std::copy_n(transport.frame.mac, 6, where.flow.destination.begin());
  if (transport.frame.tag_count > 0) where.flow.vlan = transport.frame.tags[0].vid;
  if (!headers.readable) return where;
  where.direction = is_c ? headers.c.direction : headers.u.direction;
  where.has_eaxc = where.has_time = true;
  where.eaxc = headers.ids.eaxc;
  where.at = is_c ? headers.c.start : headers.u.at;
  return where;
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

void Judge::message(const io::Packet& packet, const wire::Frame& frame, const wire::EcpriMessage& ecpri,
                    bool mixed) {
  ++order_;
  track::TransportFacts transport{.frame = frame, .ecpri = ecpri, .link = link_, .mixed_planes = mixed};
  const Headers headers = read_headers(ecpri, transport);
  const track::PairId pair = pairs_.find(frame);
  if (pair.pair != track::kNone && pair.pair >= pair_state_.size()) pair_state_.resize(pair.pair + 1);
  Where where = where_of(packet, transport, headers);
  judge_transport(transport, where);
  if (headers.fragment && counts_packets_) totals_.set_fragments(totals_.fragments() + 1);
  if (transport.header_error.fault == wire::Fault::cut) ++losses_;
  if (!headers.readable) return note_lost(transport, where, nullptr, nullptr);
  if (pair.pair == track::kNone) {
    if (counts_packets_) totals_.set_untracked_pairs(totals_.untracked_pairs() + 1);
    return;
  }
  const bool is_c = where.plane == radio::Plane::c;
  PairState& state = pair_state_[pair.pair];
  const track::SlotNumber slot = state.slots.observe(where.at);
  if (!is_c && where.direction == radio::Direction::uplink) state.uplink_seen = true;
  const std::uint32_t stream = find_stream(frame, pair, where.plane, where.direction, headers.ids.eaxc);
  if (stream == track::kNone) {
    if (counts_packets_) totals_.set_untracked_streams(totals_.untracked_streams() + 1);
    return;
  }
  note_lost(transport, where, &cold_[stream].traits, &headers.ids);
  if (!hot_[stream].mine) return;
  Passage passage{.packet = packet,
                  .frame = frame,
                  .ecpri = ecpri,
                  .body = ecpri.body.from(4),
                  .stream = stream,
                  .slot = slot,
                  .where = where,
                  .facts = {.traits = cold_[stream].traits, .channel = nullptr},
                  .fragment = headers.fragment};
  track::MessageFacts& facts = passage.facts;
  facts.ids = headers.ids;
  facts.ids_at = ecpri.body.base;
  facts.header_at = passage.body.base;
  facts.at = where.at;
  facts.payload_version = is_c ? headers.c.payload_version : headers.u.payload_version;
  facts.filter_index = is_c ? headers.c.filter_index : headers.u.filter_index;
  if (is_c) {
    facts.section_type = headers.c.section_type;
    facts.time_offset = headers.c.time_offset;
    facts.cp_length = headers.c.cp_length;
    facts.frame_structure = headers.c.frame_structure;
  }
  stream_message(passage, is_c ? &headers.c : nullptr, (where.fired & kFraming) != 0);
}

}  // namespace plumbline::check
