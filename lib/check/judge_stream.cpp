// A message in its stream: sequence, time, the rules of its class, its cell.
#include <algorithm>

#include "check/judge.h"
#include "check/rule_masks.h"
#include "radio/numerology.h"

namespace plumbline::check {
namespace {

std::uint32_t mix(std::uint32_t value) {
  value = (value ^ value >> 16) * 0x45D9F3Bu;
  value = (value ^ value >> 16) * 0x45D9F3Bu;
  return value ^ value >> 16;
}

/// Section types that differ in the rules that apply to their messages.
constexpr std::uint8_t variant_of(std::uint8_t section_type) {
  constexpr std::array<std::uint8_t, 8> variants{0, 1, 9, 2, 9, 3, 10, 8};
  return section_type < variants.size() ? variants[section_type] : std::uint8_t{9};
}

}  // namespace

/// Whether the coupling group of these is of this shard.
bool Judge::owns(std::uint32_t pair, radio::Eaxc eaxc) const {
  const std::uint32_t group = by_eaxc_ ? mix(pair * 65599u + eaxc.value) : mix(pair);
  return group % shard_.count == shard_.index;
}

void Judge::add_stream(const Origin& origin, std::uint32_t index, radio::Plane plane,
                       radio::Direction direction, radio::Eaxc eaxc) {
  StreamCold& cold = cold_.emplace_back();
  cold.flow = origin.flow;
  cold.traits = track::make_traits(link_, origin.frame.mac + 6, plane, direction, eaxc);
  const std::uint32_t pair = origin.pair.pair;
  StreamHot& hot = hot_.emplace_back();
  hot.pair = pair;
  hot.traits = &cold.traits;
  hot.lost_rule = lost_elsewhere(cold.traits);
  hot.mine = owns(pair, eaxc);
  if (plane == radio::Plane::c) {
    const auto other =
        direction == radio::Direction::downlink ? radio::Direction::uplink : radio::Direction::downlink;
    hot.sibling = stream_index_.find(track::stream_key(origin.pair, plane, other, eaxc));
    if (hot.sibling != track::kNone) hot_[hot.sibling].sibling = index;
  }
  if (cold.traits.channel_count > 0) find_cell(index);
}

[[gnu::always_inline]] inline bool Judge::observe_sequence(Passage& p) {
  track::MessageFacts& facts = p.facts;
  StreamHot& hot = p.hot;
  const std::uint8_t id = facts.ids.sequence;
  StreamHot* sibling = hot.sibling != track::kNone ? &hot_[hot.sibling] : nullptr;
  const bool shared =
      link_ != nullptr && link_->sequence_shared_per_eaxc && facts.traits.plane == radio::Plane::c;
  // With a shared counter the stream first seen keeps it for both.
  StreamHot& keeper = shared && sibling != nullptr && sibling < &hot ? *sibling : hot;
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
      p.seen.set_sequence_gaps(p.seen.sequence_gaps() + 1);
      p.seen.set_sequence_missing(p.seen.sequence_missing() + facts.sequence.missing);
      break;
    case track::SequenceStep::late:
      p.seen.set_sequence_late(p.seen.sequence_late() + 1);
      break;
    case track::SequenceStep::repeat:
      p.seen.set_sequence_repeats(p.seen.sequence_repeats() + 1);
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

[[gnu::always_inline]] inline void Judge::observe_time(Passage& p) {
  const track::ChannelTraits* channel = p.facts.channel;
  if (channel == nullptr || !channel->has_time_base || p.packet.stamp == io::kNoStamp) return;
  const std::int64_t stamp = p.packet.stamp.time_since_epoch().count();
  if (!profile::believable(stamp)) return;
  const std::int64_t in_frame =
      radio::since_nearest_frame_ns(stamp + channel->to_frame_0_ns, p.facts.at.frame);
  const std::int64_t offset =
      in_frame - track::reference_in_frame_ns(*channel, p.facts.traits.plane, p.facts.at);
  const std::int64_t margin = channel->margin_ns + p.packet.stamp_error.count();
  const std::int64_t centre =
      channel->window ? (channel->window->opens_ns + channel->window->closes_ns) / 2 : 0;
  constexpr std::int64_t half = radio::kFrameNs / 2;
  const std::int64_t off = offset - centre, distance = off < 0 ? -off : off;
  track::TimeFacts& time = p.facts.time;
  time.timed = true;
  time.offset_ns = offset;
  time.margin_ns = margin;
  if (distance - margin > half)
    time.frames_off = (off + (off > 0 ? half : -half)) / radio::kFrameNs;
  else
    time.frame_uncertain = distance + margin > half;
}

[[gnu::always_inline]] inline void Judge::count_arrival(const Passage& p) {
  const track::TimeFacts& time = p.facts.time;
  if (!time.timed || (p.facts.traits.plane == radio::Plane::c && !track::has_window(p.facts.section_type)))
    return;
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

/// The rules that apply to messages like this one of its stream; 1 + index into classes_.
std::uint16_t Judge::add_class(const Passage& p, bool framing_bad) {
  const track::StreamTraits& traits = p.facts.traits;
  ClassEntry& entry = classes_.emplace_back();
  entry.what = {
      .link = link_,
      .type = traits.plane == radio::Plane::c ? wire::EcpriType::rt_control : wire::EcpriType::iq_data,
      .traits = &traits,
      .channel = p.facts.channel,
      .section_type = p.facts.section_type};
  entry.masks[kMessage] = rules::MessageGroup::applicable(entry.what);
  // Of a message in pieces the ids are judged with the first, the rest when it is whole.
  if (framing_bad) {
    entry.masks[kMessage] &= kSequenceOnly;
  } else if (p.series != nullptr && !p.joined) {
    entry.masks[kMessage] &= kIdsOnly;
  } else {
    if (p.joined) entry.masks[kMessage] &= ~kIdsOnly;
    entry.masks[kCplaneWalk] = rules::CplaneWalkGroup::applicable(entry.what);
    entry.masks[kSection] = rules::SectionGroup::applicable(entry.what);
    entry.masks[kExtension] = rules::ExtensionGroup::applicable(entry.what);
    entry.masks[kUplaneWalk] = rules::UplaneWalkGroup::applicable(entry.what);
    entry.masks[kUplaneSection] = rules::UplaneSectionGroup::applicable(entry.what);
    entry.masks[kPrbPlain] = rules::PlainPrbGroup::applicable(entry.what);
    entry.masks[kPrbBfp] = rules::BfpPrbGroup::applicable(entry.what);
    entry.masks[kPrbScaling] = rules::ScalingPrbGroup::applicable(entry.what);
    entry.masks[kPrbMuLaw] = rules::MuLawPrbGroup::applicable(entry.what);
    entry.masks[kPrbModulation] = rules::ModulationPrbGroup::applicable(entry.what);
    entry.masks[kPrbSelective] = rules::SelectivePrbGroup::applicable(entry.what);
    entry.masks[kArrival] = rules::ArrivalGroup::applicable(entry.what);
    entry.masks[kRequest] = rules::RequestGroup::applicable(entry.what);
  }
  return static_cast<std::uint16_t>(classes_.size());
}

[[gnu::always_inline]] inline ClassEntry& Judge::entry_of(const Passage& p, bool framing_bad) {
  const track::StreamTraits& traits = p.facts.traits;
  std::size_t variant = p.joined ? 1 : 0;
  if (framing_bad)
    variant = kVariants - 1;
  else if (p.series != nullptr && !p.joined)
    variant = 8;
  else if (traits.plane == radio::Plane::c)
    variant = variant_of(p.facts.section_type);
  if (variant < 4 && p.facts.channel == &traits.channels[1]) variant += 4;
  std::uint16_t& number = p.hot.classes[variant];
  if (number == 0) [[unlikely]]
    number = add_class(p, framing_bad);
  return classes_[number - 1u];
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
    state.cell.remember(subframes_open_);
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

/// A loss on our side since the last message of the cell: what misses there is unknown.
[[gnu::always_inline]] inline void Judge::find_own_loss(Passage& p) {
  // A message of no known slot says nothing of where the cell stands.
  if (p.cell == nullptr || !p.slot_known || p.cell->loss_mark == losses_) return;
  p.cell->loss_mark = losses_;
  note_own_loss(p.hot.cell, p.slot, true);
}

void Judge::note_own_loss(std::uint32_t cell, track::SlotNumber slot, bool anywhere) {
  make_room(cell, slot, false);
  cells_[cell].cell.note_own_loss(slot, anywhere);
}

void Judge::stream_message(Passage& p, const wire::CplaneHeader* c, bool framing_bad) {
  StreamHot& hot = p.hot;
  track::MessageFacts& facts = p.facts;
  facts.channel = facts.traits.channel(facts.filter_index);
  if (facts.channel != nullptr && hot.cell != track::kNone) p.cell = &cells_[hot.cell];
  const std::uint64_t before = hot.order;
  bool duplicate = false;
  if (p.joined) [[unlikely]] {
    duplicate = recall_head(p);
  } else {
    if (hot.stray) close_stray(p);
    duplicate = observe_sequence(p);
    count_stream(p);
  }
  observe_time(p);
  p.slot_known = facts.time.frames_off == 0 && facts.at.subframe <= 9 &&
                 (facts.channel == nullptr || facts.channel->carrier->has_slot_id(facts.at.slot));
  p.entry = &entry_of(p, framing_bad);
  find_own_loss(p);
  p.where.slot = p.slot;
  const bool gap = facts.sequence.step == track::SequenceStep::gap && !p.joined;
  const std::uint16_t lost = gap ? explained_by_loss(p, before) : std::uint16_t{0};
  p.where.explained = lost;
  p.where.explains = kSequence;
  run<rules::MessageGroup>(tally_, *p.entry, kMessage, facts, p.where);
  p.where.explained = 0;
  if (gap && !facts.loss_explains)
    note_gap(p, lost);
  else if (!p.joined)
    settle_unexplained(p);
  if (p.series != nullptr && !p.joined) [[unlikely]]
    return keep_head(p, duplicate);
  if (framing_bad) {
    if (hot.last_slot < p.slot) hot.last_slot = p.slot;
    coupling_damage(p);
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
    p.where.explained = again && rules::SequenceStepsByOne::applies(p.entry->what) ? 1 + kSeqStep : 0;
    p.where.explains = RuleSet::all();
    // PRACH asked for at another instant than the link says comes at another, too.
    if (p.where.explained == 0 && c == nullptr && p.cell != nullptr && facts.channel->is_prach() &&
        explained_by_gap(*p.cell, radio::Plane::c, p.slot, true) == 1 + kPrachTime)
      p.where.explained = 1 + kPrachTime;
    run<rules::ArrivalGroup>(tally_, *p.entry, kArrival, track::ArrivalFacts{facts}, p.where);
  }
  if (!p.where.primaries.empty()) return note_stray(p);
  if (hot.last_slot < p.slot) hot.last_slot = p.slot;
  hot.stray = false;
}

/// What a report says was seen of the stream.
[[gnu::always_inline]] inline void Judge::count_stream(const Passage& p) {
  record::Stream& seen = p.seen;
  if (p.hot.messages++ == 0) seen.set_first_packet(p.packet.number);
  p.hot.octets += p.packet.original_length;
  if (p.packet.stamp != io::kNoStamp) {
    const std::int64_t stamp = p.packet.stamp.time_since_epoch().count();
    seen.set_first_stamp_ns(seen.has_stamps() ? std::min(seen.first_stamp_ns(), stamp) : stamp);
    seen.set_last_stamp_ns(seen.has_stamps() ? std::max(seen.last_stamp_ns(), stamp) : stamp);
    seen.set_has_stamps(true);
  }
  seen.set_filter_indices(seen.filter_indices() | 1u << p.facts.filter_index);
  seen.set_pcps(seen.pcps() | (p.frame.tag_count > 0 ? 1u << p.frame.tag(0).pcp : 1u << 8));
}

/// What misses in the slot of a message that could not be read follows from the finding on it.
void Judge::coupling_damage(const Passage& p) {
  if (p.cell == nullptr || p.where.root == 0 || !p.slot_known) return;
  make_room(p.hot.cell, p.slot, false);
  p.cell->cell.note_damage(p.slot, p.where.root);
}

}  // namespace plumbline::check
