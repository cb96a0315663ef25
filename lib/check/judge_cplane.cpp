// C-plane messages: sections, extensions, descriptions for the ledger, UL requests and their deadlines.
#include <algorithm>

#include "check/judge.h"
#include "check/rule_masks.h"
#include "radio/numerology.h"
#include "wire/cplane/extensions.h"
#include "wire/cplane/section_type_04.h"

namespace plumbline::check {
namespace {

constexpr std::size_t kConsistent = rules::index_of("CUS-CU-010");
/// Data may be late without being missing: a request is closed only this long after its window.
constexpr std::int64_t kGraceNs = 2'000'000;

/// A message with a finding of these is not valid: an O-RU need not answer it (CUS v17.01 9.1).
constexpr RuleSet kInvalid = [] {
  RuleSet set;
  for (const char* id : {"CUS-HDR-013", "CUS-HDR-019", "CUS-C-002", "CUS-C-003", "CUS-C-004", "CUS-C-006",
                         "CUS-C-016", "CUS-C-017", "CUS-C-020", "CUS-C-021", "CUS-C-023", "CUS-C-032",
                         "CUS-C-033", "CUS-C-056", "CUS-EXT-003", "CUS-EXT-006", "CUS-CU-010"})
    set |= rules::set_of(id);
  return set;
}();

/// Takes the sets of an SE 5, as far as there can be sets.
struct SetSink : wire::NullLayoutSink {
  SetSink(track::ModulationFacts& facts, std::uint16_t re_mask) : to{&facts}, within{re_mask} {}
  void item(const wire::Extension5::Set& set) {
    whole = to->sets.try_push({.mask = static_cast<std::uint16_t>(set.re_mask & within),
                               .scaler = set.scale_offset,
                               .csf = set.csf}) &&
            whole;
  }
  track::ModulationFacts* to;
  std::uint16_t within;
  bool whole = true;
};

/// What SE 4 or SE 5 says of amplitudes; `types`: of the extensions before. Behind an SE 10 there may be one
/// for each port: then it is not told here whose is whose.
void read_sets(const wire::Section& section, const wire::Extension& extension, std::uint64_t types,
               track::ModulationFacts& modulation) {
  const bool first = (types & (1u << 4 | 1u << 5)) == 0;
  modulation = {};
  if (!first) return;
  const wire::CplaneParameters parameters;
  const wire::SectionContext context{.parameters = parameters, .section = section};
  if (extension.type == wire::Extension4::kType) {
    wire::Extension4 body;
    modulation.known =
        wire::decode_extension_body(extension, context, body) == wire::LayoutEnd::complete &&
        modulation.sets.try_push({.mask = section.re_mask, .scaler = body.mod_comp_scaler, .csf = body.csf});
    return;
  }
  wire::Extension5 body;
  SetSink sink{modulation, section.re_mask};
  modulation.known =
      wire::read_extension(extension, context, body, sink).end() == wire::LayoutEnd::complete && sink.whole;
}

bool changes_resources(std::uint64_t extensions) {
  return (extensions & (1u << 6 | 1u << 12 | 1u << 13 | 1u << 19 | 1u << 20)) != 0;
}

}  // namespace

/// Commands that put the whole array or carrier to sleep, and that wake it up (CUS v17.01 7.4.6, 16).
void Judge::note_sleep(const Passage& p, const wire::CplaneHeader& header) {
  if (p.body.missing(0, 8) != wire::Fault::none) return;
  wire::SectionType4Header commands;
  wire::decode(p.body, 6, commands);
  wire::CommandWalk walk{p.body, commands};
  constexpr std::uint32_t kBody = wire::SlotCommand::kOctets, kLeast = 8;
  const wire::CplaneParameters parameters;
  for (wire::SlotCommand command; walk.next(command);) {
    if (command.room.length < kBody + kLeast) continue;
    const auto note = [&](const auto& body, unsigned kind, bool sleeps) {
      const std::int64_t slots = command.num_slots + std::int64_t{body.num_slots_ext};
      const std::int64_t length =
          slots == 0 ? track::Cell::kForever : (slots >> (header.filter_index & 7)) + 1;
      p.cell->cell.note_sleep(p.slot, kind, sleeps ? length : 0);
    };
    if (command.type == wire::TrxControl::kType) {
      wire::TrxControl body;
      wire::decode(command.room, kBody, body, parameters);
      const bool off = std::all_of(body.ant_mask.begin(), body.ant_mask.end(),
                                   [](std::uint8_t octet) { return octet == 0; });
      note(body, 0, off && body.symbol_mask != 0);
    } else if (command.type == wire::AsmCommand::kType) {
      wire::AsmCommand body;
      wire::decode(command.room, kBody, body, parameters);
      note(body, 1, body.symbol_mask != 0);
    }
  }
}

void Judge::cplane(Passage& p, const wire::CplaneHeader& header) {
  record::Stream& seen = p.seen;
  seen.set_section_types(seen.section_types() | std::uint64_t{1}
                                                    << std::min<unsigned>(header.section_type, 63));
  if (header.section_type == 4) totals_.set_joining_messages(totals_.joining_messages() + 1);
  if (!wire::has_sections(header.section_type)) {
    totals_.set_sections_not_read(totals_.sections_not_read() + 1);
    if (header.section_type == 4 && p.cell != nullptr && p.slot_known) note_sleep(p, header);
    return;
  }
  // First whether the message is whole, then what it says: a damaged one stays out of the ledger.
  wire::SectionWalk probe{p.body, header};
  while (probe.next(c_sections_[probe.count()]))
    if (probe.count() == c_sections_.size()) c_sections_.emplace_back();
  const wire::View rest = probe.rest();
  const track::CplaneWalkFacts walk{.message = p.facts,
                                    .error = probe.error(),
                                    .in_extension = probe.extension_fault(),
                                    .extension_type = probe.faulty_extension_type(),
                                    .declared = header.number_of_sections,
                                    .walked = probe.count(),
                                    .rest_octets = probe.error().fault == wire::Fault::none ? rest.length : 0,
                                    .rest_at = rest.base};
  run<rules::CplaneWalkGroup>(tally_, *p.entry, kCplaneWalk, walk, p.where);
  if (walk.error.fault != wire::Fault::none || walk.rest_octets != 0) {
    constexpr RuleSet kWalk = rules::set_of("CUS-C-008") | rules::set_of("CUS-EXT-002");
    if (p.where.fired.overlaps(kWalk))
      coupling_damage(p);
    else if (p.cell != nullptr && p.slot_known)
      note_own_loss(p.hot.cell, p.slot);  // cut by the capture: its sections are unknown, not absent
    return;
  }
  unsigned symbol = header.start.symbol, step = 1;
  bool joins = false;
  for (unsigned i = 0; i < walk.walked; ++i) {
    const wire::Section& section = c_sections_[i];
    if (section.sym_inc) symbol += step;
    step = section.num_symbol;
    joins |= this->section(p, header, section, symbol);
    ++p.where.section;
  }
  if (joins) totals_.set_joining_messages(totals_.joining_messages() + 1);
}

/// Judges the extensions of a section; bit n: type n is among them (n < 64). What SE 4 or SE 5 says goes into
/// `modulation`.
std::uint64_t Judge::extensions(Passage& p, const wire::Section& section,
                                track::ModulationFacts& modulation) {
  std::uint64_t types = 0;
  wire::ExtensionWalk walk{section.extensions};
  wire::Extension extension;
  while (walk.next(extension)) {
    if (extension.type == 4 || extension.type == 5) read_sets(section, extension, types, modulation);
    types |= std::uint64_t{1} << std::min<unsigned>(extension.type, 63);
    run<rules::ExtensionGroup>(tally_, *p.entry, kExtension, {p.facts, section, extension}, p.where);
  }
  p.seen.set_extensions(p.seen.extensions() | types);
  if ((types >> 23 & 1) != 0) modulation.known = false;
  return types;
}

/// What the ledger says of the description; ST 0 describes nothing that comes.
[[gnu::always_inline]] inline track::DescribeFacts Judge::describe(const Passage& p,
                                                                   const track::Description& description) {
  if (p.facts.channel == nullptr || description.section_type == 0) return {};
  if (!p.slot_known || p.cell == nullptr) {
    totals_.set_untracked_coupling(totals_.untracked_coupling() + 1);
    return {.untracked = true};
  }
  make_room(p.hot.cell, p.slot, true);
  return p.cell->cell.describe(p.slot, description);
}

bool Judge::section(Passage& p, const wire::CplaneHeader& header, const wire::Section& section,
                    unsigned symbol) {
  record::Stream& seen = p.seen;
  const track::ChannelTraits* channel = p.facts.channel;
  ++p.hot.sections;
  const radio::PrbRange prbs = section.prbs(channel != nullptr ? channel->prbs : std::uint16_t{0});
  p.where.has_section = true;
  p.where.section_id = section.id;
  p.where.prbs = prbs;
  if (prbs.count > 0) {
    seen.set_prb_first(seen.prb_end() == 0 ? prbs.first
                                           : std::min<std::uint32_t>(seen.prb_first(), prbs.first));
    seen.set_prb_end(std::max(seen.prb_end(), prbs.end()));
  }
  track::ModulationFacts modulation;
  const std::uint64_t types = section.ef ? extensions(p, section, modulation) : 0;
  const bool by_place = channel != nullptr && channel->by_place;
  const track::Description description{
      .packet = p.packet.number,
      .symbols = symbol < 32 ? ((1u << section.num_symbol) - 1) << symbol : 0,
      .prbs = prbs,
      .id = by_place ? wire::kNoSectionId : section.id,
      .re_mask = section.re_mask,
      .num_symbol = section.num_symbol,
      .start_symbol = static_cast<std::uint8_t>(symbol & 63),
      .ud_comp_hdr = header.ud_comp_hdr,
      .section_type = header.section_type,
      .by_extension = changes_resources(types),
      .prach = channel != nullptr && channel->is_prach(),
      .by_place = by_place,
      .ack_wanted = (types >> 22 & 1) != 0};
  const track::SectionFacts facts{.message = p.facts,
                                  .section = section,
                                  .extensions = types,
                                  .symbol = symbol,
                                  .describe = describe(p, description)};
  const bool described = p.slot_known && p.cell != nullptr && header.section_type != 0;
  p.where.explained = 0;
  if (modulation.known && described && !facts.describe.untracked)
    p.cell->cell.note_modulation(p.slot, modulation);
  if (described && facts.describe.untracked) totals_.set_untracked_coupling(totals_.untracked_coupling() + 1);
  if (facts.describe.conflict != track::Conflict::none) {
    p.where.explained = explained_by_gap(*p.cell, radio::Plane::c, p.slot, true);
    p.where.explains = RuleSet::of(kConsistent);
  }
  run<rules::SectionGroup>(tally_, *p.entry, kSection, facts, p.where);
  if (described && !facts.describe.untracked && p.facts.traits.direction == radio::Direction::uplink &&
      !p.where.fired.overlaps(kInvalid))
    ask(p, *p.cell, description);
  return (types & (1u << 7 | 1u << 10)) != 0;
}

/// Opens an UL request when it came in its window and the link says when its answer is due.
void Judge::ask(Passage& p, CellState& cell, const track::Description& description) {
  const track::ChannelTraits* answer = cell.uplink.channel(p.facts.filter_index);
  const track::TimeFacts& time = p.facts.time;
  if (answer == nullptr || !answer->window || !time.timed || time.frames_off != 0 ||
      description.symbols == 0 || description.re_mask == 0 || description.by_extension ||
      (p.entry->masks[kRequest] & 1) == 0)
    return;
  const auto& own = p.facts.channel->window;
  if (own &&
      (time.offset_ns < own->opens_ns - time.margin_ns || time.offset_ns > own->closes_ns + time.margin_ns))
    return;
  radio::RadioTime last = p.facts.at;
  last.symbol = static_cast<std::uint8_t>(31 - std::countl_zero(description.symbols));
  const std::int64_t stamp = p.packet.stamp.time_since_epoch().count();
  const std::int64_t frame_begins =
      stamp - radio::since_nearest_frame_ns(stamp + answer->to_frame_0_ns, p.facts.at.frame);
  const std::int64_t at = frame_begins + track::reference_in_frame_ns(*answer, radio::Plane::u, last) +
                          answer->window->closes_ns + answer->margin_ns + kGraceNs;
  track::SlotEntry* entry = cell.cell.find(p.slot);
  if (entry == nullptr || entry->descriptions.empty()) return;  // the slot is over
  entry->descriptions.back().asked = true;
  if (entry->open_request && entry->deadline_ns >= at) return;
  entry->open_request = true;
  entry->deadline_ns = at;
  deadlines_.push_back({at, p.hot.cell, p.slot});
  std::push_heap(deadlines_.begin(), deadlines_.end());
  next_deadline_ns_ = std::min(next_deadline_ns_, at);
}

void Judge::run_deadlines() {
  if (pieces_) {
    pieces_->reassembler.expire(watermark_ns_, pieces_->last_packet);
    settle_incomplete();
  }
  while (!deadlines_.empty() && deadlines_.front().at_ns <= watermark_ns_) {
    const Deadline due = deadlines_.front();
    std::pop_heap(deadlines_.begin(), deadlines_.end());
    deadlines_.pop_back();
    const track::SlotEntry* entry = cells_[due.cell].cell.find(due.slot);
    if (entry != nullptr && entry->open_request && entry->deadline_ns <= due.at_ns)
      close_requests(due.cell, due.slot, false);
  }
  next_deadline_ns_ = deadlines_.empty() ? INT64_MAX : deadlines_.front().at_ns;
  if (pieces_) next_deadline_ns_ = std::min(next_deadline_ns_, pieces_->reassembler.next_expiry_ns());
}

void Judge::close_requests(std::uint32_t index, track::SlotNumber slot, bool given_up) {
  if (pieces_) note_open_pieces(index, slot);
  CellState& state = cells_[index];
  const StreamCold& cold = cold_[state.stream];
  PairState& pair = pair_state_[state.pair];
  const bool lost_since = state.loss_mark != losses_;  // and nothing of the cell came since then
  state.cell.close(slot, given_up, [&](track::RequestFacts facts) {
    facts.excused |= lost_since;
    Where where{.packet_number = facts.request.packet,
                .flow = &cold.flow,
                .plane = radio::Plane::c,
                .direction = radio::Direction::uplink,
                .has_eaxc = true,
                .has_time = true,
                .has_section = true,
                .eaxc = cold.traits.eaxc,
                .at = track::radio_time(slot),
                .section_id = facts.request.id,
                .prbs = facts.request.prbs,
                .explained = facts.excused_by,
                .explains = RuleSet::of(kUlComplete),
                .slot = slot};
    where.at.symbol = facts.missing != 0 ? facts.first_missing_symbol : facts.request.start_symbol;
    ++requests_;
    if (facts.missing == 0) return;  // complete, whatever would have followed
    if (where.explained == 0) where.explained = explained_by_gap(state, radio::Plane::u, slot);
    if (where.explained == 0) where.explained = explained_by_gap(state, radio::Plane::c, slot, true);
    const rules::Outcome outcome = rules::RequestGroup::judge(0, facts);
    if (!pair.uplink_seen && outcome.verdict == rules::Verdict::fail) {
      ++pair.pending_requests;
      Tally::keep(pair.pending, {Tally::make_finding(outcome, where), slot});
      return;
    }
    if (outcome.verdict == rules::Verdict::fail && where.explained == 0)
      where.unsettled = state.complete.add(slot);
    tally_.add(kUlComplete, outcome, where);
  });
}

}  // namespace plumbline::check
