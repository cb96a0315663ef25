// One cause, one primary finding: what a finding on one message follows from on another.
#include <algorithm>

#include "check/judge.h"
#include "check/rule_masks.h"

namespace plumbline::check {
namespace {

using rules::index_of;
constexpr std::size_t kEaxcKnown = index_of("CUS-HDR-013"), kTravel = index_of("CUS-HDR-019");

/// Rules whose fail says that the message, or a part of it, may have been meant for another place than it
/// names.
constexpr RuleSet kStray = [] {
  RuleSet set;
  for (const rules::RuleInfo* info : rules::kCatalogue)
    for (const char* family : {"CUS-C-", "CUS-U-", "CUS-EXT-", "CUS-CU-", "CUS-TIME-"})
      if (info->id.starts_with(family)) set |= rules::set_of(info->id);
  for (const char* id : {"CUS-C-001", "CUS-C-002", "CUS-C-017", "CUS-C-056", "CUS-U-001"})
    set &= ~rules::set_of(id);
  return set;
}();

constexpr RuleSet kWindows = [] {
  RuleSet set;
  for (std::size_t i = 0; i < rules::ArrivalGroup::size; ++i)
    set |= rules::set_of(rules::ArrivalGroup::infos[i]->id);
  return set;
}();

/// Outside its window by so much that it may name a slot before or behind its own.
bool another_slot(const track::MessageFacts& facts) {
  const radio::Window& window = *facts.channel->window;
  const std::int64_t off = facts.time.offset_ns - (window.opens_ns + window.closes_ns) / 2;
  const std::int64_t slot_ns = 1'000'000 / facts.channel->carrier->numerology.slots_per_subframe();
  return (off < 0 ? -off : off) > slot_ns - slot_ns / 4;
}

}  // namespace

std::vector<Kept>* Judge::Unexplained::add(track::SlotNumber slot) {
  if (slots.empty() || (slots.back().first != slot && slots.size() < kMostSlots)) slots.emplace_back(slot, 0);
  ++slots.back().second;
  return &kept;
}

/// The rule (1 + index) that says of a stream's messages that another stream misses them: they travel under
/// an eAxC id or in a direction that is not configured. 0: none.
std::uint16_t Judge::lost_elsewhere(const track::StreamTraits& traits) const {
  const bool by_du = traits.sender == track::Sender::o_du;
  const bool wrong_way = traits.sender != track::Sender::unknown && traits.plane == radio::Plane::u &&
                         by_du != (traits.direction == radio::Direction::downlink);
  const bool unknown = link_ != nullptr && !link_->carriers.empty() && !traits.eaxc_configured;
  return static_cast<std::uint16_t>(unknown ? 1 + kEaxcKnown : wrong_way ? 1 + kTravel : 0);
}

/// Remembers a message that its stream will miss: one that cannot be read (no `ids`), or travels under
/// another VLAN, eAxC id or direction. Called for all of them, so that all shards know the same.
void Judge::note_lost(const Where& where, const track::StreamTraits* traits, std::uint16_t lost_rule,
                      const wire::EcpriIds* ids) {
  Lost lost{.source = where.flow->source, .order = order_, .rule = where.root, .plane = where.plane};
  if (ids == nullptr) {
    lost.any_plane = where.other_plane;
    lost.any_eaxc = lost.any_sequence = true;
  } else {
    if (!where.fired.overlaps(kWrongVlan)) lost.rule = lost_rule;
    lost.any_eaxc = link_ != nullptr && !link_->carriers.empty() && !traits->eaxc_configured;
    lost.eaxc = ids->eaxc;
    lost.sequence = ids->sequence;
  }
  lost_[lost_count_++ % lost_.size()] = lost;
}

/// 1 + the rule that tells where the ids went that a gap leaves out, when it tells of all of them.
std::uint16_t Judge::explained_by_loss(const Passage& p, std::uint64_t since) const {
  const track::MessageFacts& facts = p.facts;
  const std::uint64_t source = p.where.flow->source;
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
  explain(cell, gap.plane, gap.from, gap.to, gap.rule);
}

/// What failed before for want of a message of `plane` in slots from.. to follows from `rule` (1 + index).
void Judge::explain(std::uint32_t cell, radio::Plane plane, track::SlotNumber from, track::SlotNumber to,
                    std::uint16_t rule) {
  const bool c = plane == radio::Plane::c;
  Unexplained& open = c ? cells_[cell].described : cells_[cell].complete;
  std::uint64_t count = 0;
  for (const auto& [slot, fails] : open.slots)
    if (slot >= from && slot <= to) count += fails;
  if (count == 0) return;
  tally_.settle(c ? kDescribed : kUlComplete, open.kept, rule - 1u, from, to, count);
  open.slots.clear();
}

/// A stream without a gap up to a later slot: no gap to come can explain what failed before.
void Judge::settle_unexplained(const Passage& p) {
  if (p.cell == nullptr) return;
  const bool c = p.facts.traits.plane == radio::Plane::c;
  Unexplained& open = c ? p.cell->described : p.cell->complete;
  if (open.slots.empty()) return;
  const track::SlotNumber before = std::min(p.hot.last_slot, p.slot);
  for (const auto& [slot, fails] : open.slots)
    if (slot >= before) return;
  tally_.settle(c ? kDescribed : kUlComplete, open.kept, kRules, 0, 0, 0);
  open.slots.clear();
}

/// A gap in a stream may have taken the C-plane or the UL data of the slots around it.
void Judge::note_gap(const Passage& p, std::uint16_t lost) {
  const track::SlotNumber last = p.hot.last_slot;
  if (p.cell == nullptr || last < 0 || p.slot < last) return;
  const auto rule = static_cast<std::uint16_t>(1 + (p.facts.sibling_continues ? kSeqSpaces : kSeqStep));
  add_gap(p.hot.cell,
          {.plane = p.facts.traits.plane, .from = last, .to = p.slot, .rule = lost != 0 ? lost : rule});
}

/// Where the message went astray it leaves a gap in the slots between its neighbours in the stream, and may
/// disturb the slot that it names. Where the one before it did, this one ends that gap.
void Judge::note_stray(const Passage& p) {
  StreamHot& hot = p.hot;
  const radio::Plane plane = p.facts.traits.plane;
  const RuleSet found = p.where.primaries & kStray;
  bool stray = !found.empty() && p.cell != nullptr;
  if (stray && !found.overlaps(~kWindows) && !another_slot(p.facts)) {
    stray = false;  // late or early, but where it belongs: what came before it missed it
    if (plane == radio::Plane::c) explain(hot.cell, plane, p.slot, p.slot, p.where.root);
  }
  if (stray) {
    const track::SlotNumber from = hot.last_slot < 0 ? p.slot : std::min(hot.last_slot, p.slot);
    add_gap(hot.cell, {.plane = plane, .stray = true, .from = p.slot, .to = p.slot, .rule = p.where.root});
    if (!hot.stray)
      add_gap(hot.cell, {.plane = plane, .stray = true, .from = from, .to = kOpen, .rule = p.where.root});
  }
  // One that goes astray says nothing of where the stream stands; two in a row are the stream.
  if (hot.last_slot < p.slot && (!stray || hot.stray)) hot.last_slot = p.slot;
  hot.stray = stray;
}

void Judge::close_stray(const Passage& p) {
  if (p.cell == nullptr) return;
  for (Gap& gap : p.cell->gaps)
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
