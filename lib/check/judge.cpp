#include "check/judge.h"

#include <algorithm>

#include "radio/numerology.h"

namespace plumbline::check {
namespace {

using rules::index_of;
constexpr std::size_t kSeqStep = index_of("CUS-SEQ-001"), kSeqSpaces = index_of("CUS-SEQ-008"),
                      kDescribed = index_of("CUS-CU-001"), kUlComplete = index_of("CUS-CU-004");
static_assert(kSeqStep < kRules && kSeqSpaces < kRules && kDescribed < kRules && kUlComplete < kRules);
constexpr std::uint64_t kSequence = std::uint64_t{1} << kSeqStep | std::uint64_t{1} << kSeqSpaces;

/// Rules that keep a message out of the stateful ones (rules.md, behaviour).
constexpr std::uint64_t kFraming = [] {
  std::uint64_t mask = 0;
  for (const char* id : {"CUS-HDR-004", "CUS-HDR-006", "CUS-HDR-008", "CUS-HDR-009", "CUS-HDR-010"})
    mask |= std::uint64_t{1} << index_of(id);
  return mask;
}();

/// Mask of the sequence rules within the message group: all that is judged of a message that failed framing.
constexpr std::uint32_t kSequenceOnly = [] {
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < rules::MessageGroup::size; ++i)
    if (rules::MessageGroup::infos[i]->id.starts_with("CUS-SEQ-")) mask |= 1u << i;
  return mask;
}();

/// The bit of CUS-SEQ-001 in the message group.
constexpr std::uint32_t kStepOnly = [] {
  for (std::size_t i = 0; i < rules::MessageGroup::size; ++i)
    if (rules::MessageGroup::infos[i]->id == "CUS-SEQ-001") return 1u << i;
  return 0u;
}();

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

std::uint32_t mix(std::uint32_t value) {
  value = (value ^ value >> 16) * 0x45D9F3Bu;
  value = (value ^ value >> 16) * 0x45D9F3Bu;
  return value ^ value >> 16;
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
  const bool stamped = packet.stamp != io::kNoStamp;
  const std::int64_t stamp = packet.stamp.time_since_epoch().count();
  // What arrives after this packet may have been due earlier by as much as its stamp can be wrong.
  if (const std::int64_t sure = stamp - packet.stamp_error.count(); stamped && sure > watermark_ns_) {
    watermark_ns_ = sure;
    if (watermark_ns_ >= next_deadline_ns_) run_deadlines();
  }
  if (packet.loss_before) ++losses_;
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
    if (packet.loss_before) totals_.set_losses_of_ours(totals_.losses_of_ours() + 1);
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

void Judge::message(const io::Packet& packet, const wire::Frame& frame, const wire::EcpriMessage& ecpri,
                    bool mixed) {
  const wire::EcpriType type = ecpri.header.type;
  const bool is_c = type == wire::EcpriType::rt_control, is_u = type == wire::EcpriType::iq_data;
  ++order_;
  track::TransportFacts transport{.frame = frame, .ecpri = ecpri, .link = link_, .mixed_planes = mixed};
  wire::EcpriIds ids;
  wire::CplaneHeader c_header;
  wire::UplaneHeader u_header;
  bool readable = false;
  if ((is_c || is_u) && ecpri.header.version == 1) {
    if (const auto read = wire::decode_ids(ecpri.body); !read) {
      transport.header_error = read.error();
    } else {
      ids = *read;
      transport.subsequence = ids.subsequence;
      const wire::View body = ecpri.body.from(4);
      const auto take = [&](const auto& header, auto& out) {
        if (header) {
          out = *header;
          readable = true;
          transport.payload_version = out.payload_version;
        } else {
          transport.header_error = header.error();
        }
      };
      // Later fragments of a message have no header of their own (5.5.3).
      if (is_c)
        take(wire::decode_cplane_header(body), c_header);
      else if (ids.subsequence == 0)
        take(wire::decode_uplane_header(body), u_header);
    }
  }

  const track::PairId pair = pairs_.find(frame);
  if (pair.pair != track::kNone && pair.pair >= pair_state_.size()) pair_state_.resize(pair.pair + 1);
  Where where{
      .packet = &packet, .packet_number = packet.number, .stamp = packet.stamp, .message = ecpri.index};
  where.other_plane = !is_c && !is_u;
  where.plane = is_c ? radio::Plane::c : radio::Plane::u;
  std::copy_n(frame.mac + 6, 6, where.flow.source.begin());
  std::copy_n(frame.mac, 6, where.flow.destination.begin());
  if (frame.tag_count > 0) where.flow.vlan = frame.tags[0].vid;
  if (readable) {
    where.direction = is_c ? c_header.direction : u_header.direction;
    where.has_eaxc = where.has_time = true;
    where.eaxc = ids.eaxc;
    where.at = is_c ? c_header.start : u_header.at;
  }
  if (counts_packets_) {
    totals_.set_messages(totals_.messages() + 1);
    if (type == wire::EcpriType::one_way_delay) totals_.set_one_way_delay(totals_.one_way_delay() + 1);
    if (where.other_plane && type != wire::EcpriType::one_way_delay)
      totals_.set_other_ecpri(totals_.other_ecpri() + 1);
    run<rules::TransportGroup>(tally_, transport_[transport_class(type)], kTransport, transport, where);
  } else {
    // The first shard judges what belongs to no group; the others only need to know what it found.
    std::uint32_t off =
        rules::TransportGroup::off(transport, transport_[transport_class(type)].masks[kTransport]);
    for (; off != 0; off &= off - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(off));
      const std::size_t rule = catalogue_positions<rules::TransportGroup>()[i];
      if (rules::TransportGroup::judge(i, transport).verdict == rules::Verdict::fail)
        remember_fail(rule, cause_of(rule, where), where);
    }
  }
  const bool fragment = is_u && (ids.subsequence != 0 || !ids.last_fragment);
  if (fragment && counts_packets_) totals_.set_fragments(totals_.fragments() + 1);
  if (transport.header_error.fault == wire::Fault::cut) ++losses_;
  if (!readable) return note_lost(transport, where, nullptr, nullptr);
  if (pair.pair == track::kNone) {
    if (counts_packets_) totals_.set_untracked_pairs(totals_.untracked_pairs() + 1);
    return;
  }
  PairState& state = pair_state_[pair.pair];
  const track::SlotNumber slot = state.slots.observe(where.at);
  if (is_u && where.direction == radio::Direction::uplink) state.uplink_seen = true;
  const std::uint32_t stream = find_stream(frame, pair, where.plane, where.direction, ids.eaxc);
  if (stream == track::kNone) {
    if (counts_packets_) totals_.set_untracked_streams(totals_.untracked_streams() + 1);
    return;
  }
  note_lost(transport, where, &cold_[stream].traits, &ids);
  if (!hot_[stream].mine) return;
  Passage passage{.packet = packet,
                  .frame = frame,
                  .ecpri = ecpri,
                  .body = ecpri.body.from(4),
                  .stream = stream,
                  .slot = slot,
                  .where = where,
                  .facts = {.traits = cold_[stream].traits, .channel = nullptr}};
  track::MessageFacts& facts = passage.facts;
  facts.ids = ids;
  facts.ids_at = ecpri.body.base;
  facts.header_at = passage.body.base;
  facts.at = where.at;
  facts.payload_version = is_c ? c_header.payload_version : u_header.payload_version;
  facts.filter_index = is_c ? c_header.filter_index : u_header.filter_index;
  if (is_c) {
    facts.section_type = c_header.section_type;
    facts.time_offset = c_header.time_offset;
    facts.cp_length = c_header.cp_length;
    facts.frame_structure = c_header.frame_structure;
  }
  passage.fragment = fragment;
  stream_message(passage, is_c ? &c_header : nullptr, (where.fired & kFraming) != 0);
}

std::uint32_t Judge::find_stream(const wire::Frame& frame, track::PairId pair, radio::Plane plane,
                                 radio::Direction direction, radio::Eaxc eaxc) {
  bool added = false;
  const std::uint32_t index =
      stream_index_.find_or_add(track::stream_key(pair, plane, direction, eaxc), added);
  if (!added) return index;
  StreamCold& cold = cold_.emplace_back();
  cold.traits = track::make_traits(link_, frame.mac + 6, plane, direction, eaxc);
  std::copy_n(frame.mac + 6, 6, cold.flow.source.begin());
  std::copy_n(frame.mac, 6, cold.flow.destination.begin());
  if (frame.tag_count > 0) cold.flow.vlan = frame.tags[0].vid;
  cold.flow.ip = pairs_.key(pair.pair).ip;
  StreamHot& hot = hot_.emplace_back();
  hot.pair = pair.pair;
  const std::uint32_t group = by_eaxc_ ? mix(pair.pair * 65599u + eaxc.value) : mix(pair.pair);
  hot.mine = group % shard_.count == shard_.index;
  if (plane == radio::Plane::c) {
    const auto other =
        direction == radio::Direction::downlink ? radio::Direction::uplink : radio::Direction::downlink;
    hot.sibling = stream_index_.find(track::stream_key(pair, plane, other, eaxc));
    if (hot.sibling != track::kNone) hot_[hot.sibling].sibling = index;
  }
  if (cold.traits.channel_count > 0) find_cell(index);
  return index;
}

bool Judge::observe_sequence(Passage& p, StreamHot& hot) {
  track::MessageFacts& facts = p.facts;
  record::Stream& seen = cold_[p.stream].seen;
  const std::uint8_t id = facts.ids.sequence;
  StreamHot* sibling = hot.sibling != track::kNone ? &hot_[hot.sibling] : nullptr;
  const bool shared =
      link_ != nullptr && link_->sequence_shared_per_eaxc && facts.traits.plane == radio::Plane::c;
  // With a shared counter the stream first seen keeps it for both.
  StreamHot& keeper = shared && sibling != nullptr && hot.sibling < p.stream ? *sibling : hot;
  const bool sibling_is_next = !shared && sibling != nullptr && hot.messages > 0 &&
                               static_cast<std::uint8_t>(sibling->sequence.last() + 1) == id;
  facts.sequence = keeper.sequence.observe(id);
  facts.loss_explains = keeper.loss_mark != losses_;
  hot.loss_mark = keeper.loss_mark = losses_;
  const bool gap = facts.sequence.step == track::SequenceStep::gap;
  // As many ids left out as the sibling used meanwhile: counters in step that lose a message differ in that.
  const auto siblings = sibling != nullptr ? static_cast<std::uint32_t>(sibling->messages) : 0u;
  facts.sibling_continues =
      gap && sibling_is_next && siblings - hot.sibling_messages == facts.sequence.missing;
  hot.sibling_messages = siblings;
  switch (facts.sequence.step) {
    case track::SequenceStep::gap:
      seen.set_sequence_gaps(seen.sequence_gaps() + 1);
      seen.set_sequence_missing(seen.sequence_missing() + facts.sequence.missing);
      break;
    case track::SequenceStep::late:
      seen.set_sequence_late(seen.sequence_late() + 1);
      break;
    case track::SequenceStep::repeat:
      seen.set_sequence_repeats(seen.sequence_repeats() + 1);
      break;
    default:
      break;
  }
  const std::uint64_t signature = p.body.captured >= 8 ? load_be<8>(p.body.data) : 0;
  const bool duplicate = facts.sequence.step == track::SequenceStep::repeat && signature == hot.signature &&
                         static_cast<std::uint8_t>(facts.sequence.expected - 1) == id;
  hot.signature = signature;
  hot.order = order_;
  return duplicate;
}

track::TimeFacts Judge::observe_time(const Passage& p) const {
  const track::ChannelTraits* channel = p.facts.channel;
  if (channel == nullptr || p.packet.stamp == io::kNoStamp) return {};
  const auto gps = profile::to_gps(link_->time, p.packet.stamp);
  if (!gps) return {};
  const GpsTime at_place = *gps + Nanos{channel->to_place_ns};
  const std::int64_t frame = radio::nearest_frame(channel->carrier->frame_timing, at_place, p.facts.at.frame);
  const GpsTime t0 =
      track::reference_instant(*channel, p.facts.traits.direction, p.facts.traits.plane, frame, p.facts.at);
  track::TimeFacts time{.timed = true, .offset_ns = (at_place - t0).count()};
  time.margin_ns = channel->margin_ns + p.packet.stamp_error.count();
  const std::int64_t centre =
      channel->window ? (channel->window->opens_ns + channel->window->closes_ns) / 2 : 0;
  constexpr std::int64_t half = radio::kFrameNs / 2;
  const std::int64_t off = time.offset_ns - centre, distance = off < 0 ? -off : off;
  if (distance - time.margin_ns > half)
    time.frames_off = (off + (off > 0 ? half : -half)) / radio::kFrameNs;
  else
    time.frame_uncertain = distance + time.margin_ns > half;
  return time;
}

void Judge::count_arrival(const Passage& p) {
  const track::TimeFacts& time = p.facts.time;
  if (!time.timed) return;
  const auto index = static_cast<std::size_t>(p.facts.channel->arrival);
  if (!arrivals_[index]) arrivals_[index] = std::make_unique<Histogram>();
  arrivals_[index]->add(time.offset_ns);
  if (!p.facts.channel->window) return;
  const radio::Window& window = *p.facts.channel->window;
  WindowCounts& counts = windows_[index];
  counts.has_window = true;
  counts.window = window;
  if (time.offset_ns < window.opens_ns)
    ++counts.early;
  else if (time.offset_ns > window.closes_ns)
    ++counts.late;
  else
    ++counts.on_time;
}

ClassEntry& Judge::entry_of(Passage& p, StreamHot& hot, bool framing_bad) {
  const track::StreamTraits& traits = p.facts.traits;
  std::size_t variant = 0;
  if (framing_bad)
    variant = kVariants - 1;
  else if (traits.plane == radio::Plane::c)
    switch (p.facts.section_type) {
      case 0:
        variant = 0;
        break;
      case 1:
        variant = 1;
        break;
      case 3:
        variant = 2;
        break;
      case 5:
        variant = 3;
        break;
      case 7:
        variant = 8;
        break;
      default:
        variant = 9;
    }
  if (variant < 4 && p.facts.channel == &traits.channels[1]) variant += 4;
  std::uint16_t& slot = hot.classes[variant];
  if (slot == 0) {
    ClassEntry& entry = classes_.emplace_back();
    entry.what = {
        .link = link_,
        .type = traits.plane == radio::Plane::c ? wire::EcpriType::rt_control : wire::EcpriType::iq_data,
        .traits = &traits,
        .channel = p.facts.channel,
        .section_type = p.facts.section_type};
    entry.masks[kMessage] = rules::MessageGroup::applicable(entry.what);
    if (framing_bad) {
      entry.masks[kMessage] &= kSequenceOnly;
    } else {
      entry.masks[kCplaneWalk] = rules::CplaneWalkGroup::applicable(entry.what);
      entry.masks[kSection] = rules::SectionGroup::applicable(entry.what);
      entry.masks[kExtension] = rules::ExtensionGroup::applicable(entry.what);
      entry.masks[kUplaneWalk] = rules::UplaneWalkGroup::applicable(entry.what);
      entry.masks[kUplaneSection] = rules::UplaneSectionGroup::applicable(entry.what);
      entry.masks[kArrival] = rules::ArrivalGroup::applicable(entry.what);
      entry.masks[kRequest] = rules::RequestGroup::applicable(entry.what);
    }
    slot = static_cast<std::uint16_t>(classes_.size());
  }
  return classes_[slot - 1u];
}

/// The cell of a stream is numbered in every shard, so that the limit is the same in all; its owner keeps it.
void Judge::find_cell(std::uint32_t stream) {
  StreamHot& hot = hot_[stream];
  const track::StreamTraits& traits = cold_[stream].traits;
  bool added = false;
  const std::uint64_t key =
      track::stream_key({hot.pair, false}, radio::Plane::u, traits.direction, traits.eaxc);
  const std::uint32_t index = cell_index_.find_or_add(key, added);
  if (index == track::kNone || !hot.mine) return;
  if (index >= cell_of_index_.size()) cell_of_index_.resize(index + 1, track::kNone);
  std::uint32_t& cell = cell_of_index_[index];
  if (cell == track::kNone) {
    cell = static_cast<std::uint32_t>(cells_.size());
    CellState& state = cells_.emplace_back();
    state.stream = stream;
    state.pair = hot.pair;
    state.loss_mark = losses_;
    if (traits.direction == radio::Direction::uplink) {
      static constexpr std::uint8_t nobody[6]{};
      state.uplink = track::make_traits(link_, nobody, radio::Plane::u, traits.direction, traits.eaxc);
    }
  }
  hot.cell = cell;
}

Judge::CellState* Judge::cell_of(Passage& p, StreamHot& hot) {
  if (hot.cell == track::kNone) return nullptr;
  CellState& state = cells_[hot.cell];
  if (!p.slot_known) return &state;  // says nothing of where the cell stands
  if (state.loss_mark != losses_) {
    state.loss_mark = losses_;
    note_own_loss(hot.cell, p.slot);
  }
  return &state;
}

/// Closes the requests of the slot that a message of another one is about to push out of the ledger.
void Judge::make_room(std::uint32_t cell, track::SlotNumber slot, bool describes) {
  const track::SlotNumber old = cells_[cell].cell.evicts(slot, describes);
  if (old >= 0) close_requests(cell, old, true);
}

void Judge::note_own_loss(std::uint32_t cell, track::SlotNumber slot) {
  make_room(cell, slot, false);
  cells_[cell].cell.note_own_loss(slot);
}

void Judge::stream_message(Passage& p, const wire::CplaneHeader* c, bool framing_bad) {
  StreamHot& hot = hot_[p.stream];
  StreamCold& cold = cold_[p.stream];
  track::MessageFacts& facts = p.facts;
  facts.channel = facts.traits.channel(facts.filter_index);
  const bool first_of_stream = hot.messages == 0;
  const std::uint64_t before = hot.order;
  close_stray(p, hot);
  const bool duplicate = observe_sequence(p, hot);
  ++hot.messages;
  hot.octets += p.packet.original_length;
  record::Stream& seen = cold.seen;
  if (first_of_stream) seen.set_first_packet(p.packet.number);
  if (p.packet.stamp != io::kNoStamp) {
    const std::int64_t stamp = p.packet.stamp.time_since_epoch().count();
    seen.set_first_stamp_ns(seen.has_stamps() ? std::min(seen.first_stamp_ns(), stamp) : stamp);
    seen.set_last_stamp_ns(seen.has_stamps() ? std::max(seen.last_stamp_ns(), stamp) : stamp);
    seen.set_has_stamps(true);
  }
  seen.set_filter_indices(seen.filter_indices() | 1u << facts.filter_index);
  seen.set_pcps(seen.pcps() | (p.frame.tag_count > 0 ? 1u << p.frame.tags[0].pcp : 1u << 8));
  facts.time = observe_time(p);
  p.slot_known =
      facts.time.frames_off == 0 && facts.at.subframe <= 9 &&
      (facts.channel == nullptr || facts.at.slot < facts.channel->carrier->numerology.slots_per_subframe());
  p.entry = &entry_of(p, hot, framing_bad || p.fragment);
  CellState* cell = facts.channel != nullptr ? cell_of(p, hot) : nullptr;
  p.where.slot = p.slot;
  const bool gap = facts.sequence.step == track::SequenceStep::gap;
  const std::uint16_t lost = gap ? explained_by_loss(p, before) : std::uint16_t{0};
  p.where.explained = lost;
  p.where.explains = kSequence;
  run<rules::MessageGroup>(tally_, *p.entry, kMessage, facts, p.where);
  p.where.explained = 0;
  if (gap && !facts.loss_explains)
    note_gap(p, hot, lost);
  else
    settle_unexplained(p, hot);
  if (framing_bad) {
    if (hot.last_slot < p.slot) hot.last_slot = p.slot;
    if (cell != nullptr) coupling_damage(p);
    return;
  }
  if (p.fragment) {  // its sections are unknown, not absent
    if (cell != nullptr) note_own_loss(hot.cell, p.slot);
    return;
  }
  if (duplicate) return;
  if (c != nullptr)
    cplane(p, *c);
  else
    uplane(p);
  if (facts.channel != nullptr) {
    count_arrival(p);
    // What others overtook, or came before, is late for the same reason.
    const bool again = facts.sequence.step == track::SequenceStep::late ||
                       facts.sequence.step == track::SequenceStep::repeat;
    p.where.explained = again && (p.entry->masks[kMessage] & kStepOnly) != 0 ? 1 + kSeqStep : 0;
    p.where.explains = ~std::uint64_t{0};
    run<rules::ArrivalGroup>(tally_, *p.entry, kArrival, track::ArrivalFacts{facts}, p.where);
  }
  note_stray(p, hot);
}

/// What misses in the slot of a message that could not be read follows from the finding on it.
void Judge::coupling_damage(const Passage& p) {
  const StreamHot& hot = hot_[p.stream];
  if (hot.cell == track::kNone || p.where.root == 0 || !p.slot_known) return;
  make_room(hot.cell, p.slot, false);
  cells_[hot.cell].cell.note_damage(p.slot, p.where.root);
}

void Judge::finish() {
  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    CellState& state = cells_[i];
    std::vector<track::SlotNumber> open;
    state.cell.each_open([&](track::SlotNumber slot) { open.push_back(slot); });
    std::sort(open.begin(), open.end());
    for (const track::SlotNumber slot : open) close_requests(i, slot, true);
    // U-plane that came before any C-plane: unknown if C-plane followed, otherwise there is nothing to
    // compare with.
    tally_.settle(kDescribed, state.described.kept, kRules, 0, 0, 0);
    tally_.settle(kUlComplete, state.complete.kept, kRules, 0, 0, 0);
    Tally::PerRule& described = tally_[kDescribed];
    if (state.pending_unknown == 0) continue;
    if (!state.cell.c_plane_seen()) {
      cell_without_cplane_ = true;
      continue;
    }
    described.skipped -= state.pending_unknown;
    described.inconclusive += state.pending_unknown;
    described.unsure.insert(described.unsure.end(), state.pending.begin(), state.pending.end());
  }
  for (PairState& state : pair_state_) {
    if (state.pending_requests == 0) continue;
    Tally::PerRule& complete = tally_[kUlComplete];
    if (!state.uplink_seen) {
      complete.skipped += state.pending_requests;
      pair_without_uplink_ = true;
      continue;
    }
    complete.fail += state.pending_requests;
    complete.primary.insert(complete.primary.end(), state.pending.begin(), state.pending.end());
  }
}

}  // namespace plumbline::check
