// What a shard found, as a record.
#include <algorithm>

#include "check/judge.h"
#include "check/rule_masks.h"

namespace plumbline::check {
namespace {

record::Channel channel_of(const track::StreamTraits& traits) {
  if (traits.channel_count == 0) return record::CHANNEL_UNKNOWN;
  switch (traits.channels[0].channel->kind) {
    case profile::ChannelKind::pdsch:
      return record::CHANNEL_PDSCH;
    case profile::ChannelKind::pusch:
      return record::CHANNEL_PUSCH;
    case profile::ChannelKind::prach:
      return record::CHANNEL_PRACH;
    case profile::ChannelKind::srs:
      return record::CHANNEL_SRS;
  }
  return record::CHANNEL_UNKNOWN;
}

/// How many facts each rule was applied to, from the counters of the classes.
template <class Group>
void add_judged(const ClassEntry& entry, GroupIndex group, std::array<std::uint64_t, kRules>& judged) {
  static constexpr auto positions = catalogue_positions<Group>();
  for (std::size_t i = 0; i < positions.size(); ++i)
    if ((entry.masks[group] >> i & 1) != 0) judged[positions[i]] += entry.counts[group];
}

}  // namespace

void Judge::finish() {
  if (pieces_) finish_pieces();
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

void Judge::fill_rules(record::Result& result) const {
  std::array<std::uint64_t, kRules> judged{};
  for (const ClassEntry& entry : transport_) add_judged<rules::TransportGroup>(entry, kTransport, judged);
  if (pieces_) {
    add_judged<rules::PieceGroup>(pieces_->entry, kPiece, judged);
    add_judged<rules::SeriesGroup>(pieces_->entry, kSeries, judged);
  }
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const ClassEntry& entry = classes_[i];
    add_judged<rules::MessageGroup>(entry, kMessage, judged);
    add_judged<rules::CplaneWalkGroup>(entry, kCplaneWalk, judged);
    add_judged<rules::SectionGroup>(entry, kSection, judged);
    add_judged<rules::ExtensionGroup>(entry, kExtension, judged);
    add_judged<rules::UplaneWalkGroup>(entry, kUplaneWalk, judged);
    add_judged<rules::UplaneSectionGroup>(entry, kUplaneSection, judged);
    add_judged<rules::PlainPrbGroup>(entry, kPrbPlain, judged);
    add_judged<rules::BfpPrbGroup>(entry, kPrbBfp, judged);
    add_judged<rules::ScalingPrbGroup>(entry, kPrbScaling, judged);
    add_judged<rules::MuLawPrbGroup>(entry, kPrbMuLaw, judged);
    add_judged<rules::ModulationPrbGroup>(entry, kPrbModulation, judged);
    add_judged<rules::SelectivePrbGroup>(entry, kPrbSelective, judged);
    add_judged<rules::ArrivalGroup>(entry, kArrival, judged);
  }
  judged[rules::index_of("CUS-CU-004")] = requests_;
  for (std::size_t i = 0; i < kRules; ++i) {
    const rules::RuleInfo& info = *rules::kCatalogue[i];
    const Tally::PerRule& tally = tally_[i];
    record::RuleResult& rule = *result.add_rules();
    rule.set_id(std::string{info.id});
    rule.set_level(static_cast<record::Level>(info.level));
    rule.set_fail(tally.fail);
    rule.set_inconclusive(tally.inconclusive);
    rule.set_consequences(tally.consequences);
    rule.set_pass(judged[i] - tally.fail - tally.inconclusive - tally.skipped);
    std::vector<std::string> lacks = rules::lacks(info, link_);
    if (info.id.starts_with("CUS-CU-00") && info.id < "CUS-CU-004" && cell_without_cplane_)
      lacks.emplace_back("C-plane in the capture");
    if (info.id == "CUS-CU-004" && pair_without_uplink_) lacks.emplace_back("uplink traffic in the capture");
    if ((info.needs & rules::kEpoch) != 0 && totals_.packets() > 0 &&
        totals_.packets_without_stamp() == totals_.packets())
      lacks.emplace_back("time stamps in the capture");
    add_iq_lacks(info.needs, lacks);
    std::sort(lacks.begin(), lacks.end());
    for (std::string& lack : lacks) rule.add_lacks(std::move(lack));
    for (const auto* kept : {&tally.primary, &tally.followers, &tally.unsure})
      for (const Kept& one : *kept) *rule.add_first() = one.finding;
  }
}

record::Result Judge::result() const {
  record::Result result;
  *result.mutable_totals() = totals_;
  fill_pieces(*result.mutable_totals());
  fill_rules(result);
  fill_iq(*result.mutable_iq());
  for (std::size_t i = 0; i < hot_.size(); ++i) {
    if (!hot_[i].mine) continue;
    const StreamCold& cold = cold_[i];
    record::Stream& stream = *result.add_streams();
    stream = cold.seen;
    fill_flow(cold.flow, *stream.mutable_flow());
    stream.set_plane(cold.traits.plane == radio::Plane::c ? record::PLANE_C : record::PLANE_U);
    stream.set_direction(cold.traits.direction == radio::Direction::downlink ? record::DIRECTION_DOWNLINK
                                                                             : record::DIRECTION_UPLINK);
    stream.set_eaxc(cold.traits.eaxc.value);
    stream.set_channel(channel_of(cold.traits));
    stream.set_messages(hot_[i].messages);
    stream.set_octets(hot_[i].octets);
    stream.set_sections(hot_[i].sections);
  }
  for (std::size_t i = 0; i < arrivals_.size(); ++i) {
    if (!arrivals_[i]) continue;
    record::ArrivalStats& stats = *result.add_arrivals();
    stats.set_class_(static_cast<record::ArrivalClass>(i));
    stats.set_count(arrivals_[i]->count());
    stats.set_least_ns(arrivals_[i]->least());
    stats.set_greatest_ns(arrivals_[i]->greatest());
    arrivals_[i]->each([&](std::int32_t bin, std::uint64_t count) {
      record::Bin& out = *stats.add_bins();
      out.set_index(bin);
      out.set_count(count);
    });
    stats.set_has_window(windows_[i].has_window);
    stats.set_window_opens_ns(windows_[i].window.opens_ns);
    stats.set_window_closes_ns(windows_[i].window.closes_ns);
    stats.set_early(windows_[i].early);
    stats.set_on_time(windows_[i].on_time);
    stats.set_late(windows_[i].late);
  }
  record::normalise(result);
  return result;
}

}  // namespace plumbline::check
