// One cause, one primary finding: what a finding on one message follows from on another.
#include <algorithm>

#include "check/judge.h"

namespace plumbline::check {
namespace {

using rules::index_of;
constexpr std::size_t kSeqStep = index_of("CUS-SEQ-001"), kSeqSpaces = index_of("CUS-SEQ-008"),
                      kDescribed = index_of("CUS-CU-001"), kComplete = index_of("CUS-CU-004"),
                      kVlan = index_of("CUS-HDR-002"), kEaxcKnown = index_of("CUS-HDR-013"),
                      kTravel = index_of("CUS-HDR-019");

/// Rules whose fail says that the message, or a part of it, may have been meant for another place than it
/// names.
constexpr std::uint64_t kStray = [] {
  std::uint64_t mask = 0;
  for (const rules::RuleInfo* info : rules::kCatalogue)
    for (const char* family : {"CUS-C-", "CUS-U-", "CUS-EXT-", "CUS-CU-", "CUS-TIME-"})
      if (info->id.starts_with(family)) mask |= std::uint64_t{1} << index_of(info->id);
  for (const char* id : {"CUS-C-001", "CUS-C-002", "CUS-C-017", "CUS-C-056", "CUS-U-001"})
    mask &= ~(std::uint64_t{1} << index_of(id));
  return mask;
}();

}  // namespace

void Judge::Unexplained::add(track::SlotNumber slot) {
  if (count++ == 0) from = to = slot;
  from = std::min(from, slot);
  to = std::max(to, slot);
}

/// Remembers a message that its stream will miss: one that cannot be read, or travels under another VLAN,
/// eAxC id or direction. Called for every message, so that all shards know the same.
void Judge::note_lost(const track::TransportFacts& transport, const Where& where,
                      const track::StreamTraits* traits, const wire::EcpriIds* ids) {
  Lost lost{.order = order_, .rule = where.root, .plane = where.plane};
  if (ids == nullptr) {
    if (where.root == 0) return;
    lost.any_plane = where.other_plane;
    lost.any_eaxc = lost.any_sequence = true;
  } else {
    const bool by_du = traits->sender == track::Sender::o_du;
    const bool wrong_way = traits->sender != track::Sender::unknown && traits->plane == radio::Plane::u &&
                           by_du != (traits->direction == radio::Direction::downlink);
    const bool unknown = link_ != nullptr && !link_->carriers.empty() && !traits->eaxc_configured;
    if ((where.fired >> kVlan & 1) == 0) {
      if (!unknown && !wrong_way) return;
      lost.rule = static_cast<std::uint16_t>(1 + (unknown ? kEaxcKnown : kTravel));
    }
    lost.any_eaxc = unknown;
    lost.eaxc = ids->eaxc;
    lost.sequence = ids->sequence;
  }
  lost.source = load_be<6>(transport.frame.mac + 6);
  lost_[lost_count_++ % lost_.size()] = lost;
}

/// 1 + the rule that tells where the ids went that a gap leaves out, when it tells of all of them.
std::uint16_t Judge::explained_by_loss(const Passage& p, std::uint64_t since) const {
  const track::MessageFacts& facts = p.facts;
  const std::uint64_t source = load_be<6>(p.frame.mac + 6);
  std::uint16_t rule = 0;
  unsigned found = 0;
  for (const Lost& lost : lost_) {
    if (lost.rule == 0 || lost.source != source || lost.order <= since) continue;
    if (!lost.any_plane && lost.plane != facts.traits.plane) continue;
    if (!lost.any_eaxc && lost.eaxc != facts.traits.eaxc) continue;
    const auto ahead = static_cast<std::uint8_t>(lost.sequence - facts.sequence.expected);
    if (!lost.any_sequence && ahead >= facts.sequence.missing) continue;
    if (found++ == 0) rule = lost.rule;
  }
  return found == facts.sequence.missing ? rule : std::uint16_t{0};
}

void Judge::add_gap(std::uint32_t cell, const Gap& gap) {
  CellState& state = cells_[cell];
  bool joined = false;
  for (Gap& old : state.gaps) {
    if (old.rule != gap.rule || old.plane != gap.plane || old.stray != gap.stray) continue;
    if (gap.from < old.from || gap.from > old.to) continue;
    old.to = std::max(old.to, gap.to);
    joined = true;
    break;
  }
  if (!joined) state.gaps[state.gap_count++ % state.gaps.size()] = gap;
  const bool c = gap.plane == radio::Plane::c;
  Unexplained& open = c ? state.described : state.complete;
  if (open.count == 0 || open.to < gap.from || open.from > gap.to) return;
  tally_.explain(c ? kDescribed : kComplete, gap.rule - 1u, cell, gap.from, gap.to, open.count);
  open = {};
}

/// A gap in a stream may have taken the C-plane or the UL data of the slots around it.
void Judge::note_gap(const Passage& p, const StreamHot& hot, std::uint16_t lost) {
  if (hot.cell == track::kNone || hot.last_slot < 0 || p.slot < hot.last_slot) return;
  const auto rule = static_cast<std::uint16_t>(1 + (p.facts.sibling_continues ? kSeqSpaces : kSeqStep));
  add_gap(
      hot.cell,
      {.plane = p.facts.traits.plane, .from = hot.last_slot, .to = p.slot, .rule = lost != 0 ? lost : rule});
}

/// Where the message went astray it leaves a gap in the slots between its neighbours in the stream, and may
/// disturb the slot that it names. Where the one before it did, this one ends that gap.
void Judge::note_stray(const Passage& p, StreamHot& hot) {
  const bool stray = (p.where.primaries & kStray) != 0 && hot.cell != track::kNone;
  if (stray) {
    const radio::Plane plane = p.facts.traits.plane;
    const track::SlotNumber from = hot.last_slot < 0 ? p.slot : std::min(hot.last_slot, p.slot);
    add_gap(hot.cell, {.plane = plane, .stray = true, .from = p.slot, .to = p.slot, .rule = p.where.root});
    add_gap(hot.cell, {.plane = plane, .stray = true, .from = from, .to = kOpen, .rule = p.where.root});
  }
  // One that goes astray says nothing of where the stream stands; two in a row are the stream.
  if (hot.last_slot < p.slot && (!stray || hot.stray)) hot.last_slot = p.slot;
  hot.stray = stray;
}

void Judge::close_stray(const Passage& p, const StreamHot& hot) {
  if (!hot.stray || hot.cell == track::kNone) return;
  for (Gap& gap : cells_[hot.cell].gaps)
    if (gap.stray && gap.plane == p.facts.traits.plane && gap.to == kOpen)
      gap.to = std::max(gap.from, p.slot);
}

std::uint16_t Judge::explained_by_gap(const CellState& state, radio::Plane plane, track::SlotNumber slot,
                                      bool strays_only) {
  for (const Gap& gap : state.gaps)
    if (gap.plane == plane && slot >= gap.from && slot <= gap.to && (gap.stray || !strays_only))
      return gap.rule;
  return 0;
}

}  // namespace plumbline::check
