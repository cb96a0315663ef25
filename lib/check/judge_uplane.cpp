// U-plane messages: how their sections fill them, what C-plane they belong to.
#include <algorithm>

#include "check/judge.h"
#include "check/rule_masks.h"

namespace plumbline::check {
namespace {

using rules::index_of;
constexpr std::size_t kConfigured = index_of("CUS-COMP-002"), kOnce = index_of("CUS-U-011");
constexpr RuleSet kCoupling =
    RuleSet::of(kDescribed) | rules::set_of("CUS-CU-002") | rules::set_of("CUS-CU-003");

/// How a message reads in a format.
struct Reading {
  wire::Fault fault = wire::Fault::none;
  unsigned sections = 0;
  std::uint32_t end = 0;     ///< octet of the frame behind the last whole section
  bool lengths_true = true;  ///< every udCompLen says how long its section is
  bool fits() const { return fault == wire::Fault::none && sections > 0; }
};

Reading read_as(const wire::View& body, const wire::UplaneFormat& format) {
  wire::UplaneWalk walk{body, format};
  wire::UplaneSection section;
  Reading reading{.end = body.base + wire::kUplaneHeaderOctets};
  while (walk.next(section)) {
    reading.end = section.prbs.base + section.prbs.length;
    reading.lengths_true = reading.lengths_true && rules::UdCompLen::is_true(section);
  }
  reading.fault = walk.error().fault;
  reading.sections = walk.count();
  return reading;
}

/// Whether PRBs of this method have this size with some width.
bool is_some_width(std::uint8_t method, std::uint32_t prb_octets) {
  for (std::uint8_t width = 1; width <= 16; ++width)
    if (wire::prb_octets(method, width) == prb_octets) return true;
  return false;
}

void remember_header(record::Stream& seen, std::uint8_t header) {
  const auto& known = seen.ud_comp_hdrs();
  if (known.size() >= 16 || std::find(known.begin(), known.end(), header) != known.end()) return;
  seen.add_ud_comp_hdrs(header);
  std::sort(seen.mutable_ud_comp_hdrs()->begin(), seen.mutable_ud_comp_hdrs()->end());
}

void remember_prbs(record::Stream& seen, const radio::PrbRange& prbs) {
  if (prbs.count == 0) return;
  if (seen.prb_end() == 0 || prbs.first < seen.prb_first()) seen.set_prb_first(prbs.first);
  if (prbs.end() > seen.prb_end()) seen.set_prb_end(prbs.end());
}

}  // namespace

void Judge::uplane(Passage& p) {
  if (p.facts.channel == nullptr) return uplane_unknown(p);
  const wire::UplaneFormat& format = p.facts.channel->format;
  wire::UplaneWalk walk{p.body, format};
  while (walk.next(u_sections_[walk.count()]))
    if (walk.count() == u_sections_.size()) u_sections_.emplace_back();
  const unsigned count = walk.count();
  if (walk.error() || count == 0) return misfit(p);
  run<rules::UplaneWalkGroup>(tally_, *p.entry, kUplaneWalk,
                              {.message = p.facts, .sections = {u_sections_.data(), count}}, p.where);
  const bool look = scope_ == IqScope::all || (scope_ == IqScope::sampled && is_sampled(p.hot.messages));
  for (unsigned i = 0; i < count; ++i) uplane_section(p, u_sections_[i], look);
}

/// The configured reading does not fit: which one does?
track::UplaneWalkFacts Judge::diagnose(const Passage& p, const wire::UplaneWalk& walk,
                                       const wire::UplaneSection* head) const {
  const wire::UplaneFormat& format = p.facts.channel->format;
  const wire::DecodeError error = walk.error();
  track::UplaneWalkFacts facts{.message = p.facts, .octet = error.octet};
  wire::UplaneFormat other = format;
  other.dynamic = !format.dynamic;
  const Reading otherwise = read_as(p.body, other);
  const std::uint8_t configured = wire::make_ud_comp_hdr(format.method, format.width);
  const std::uint8_t header = format.dynamic && head != nullptr ? head->ud_comp_hdr : configured;
  const std::uint8_t method = wire::method_of(header);
  const bool selective = rules::UdCompLen::concerns(format);
  other = format;
  other.ud_comp_len = !format.ud_comp_len;
  const Reading by_length = selective ? read_as(p.body, other) : Reading{.fault = error.fault};
  const std::uint32_t after_head =
      wire::kUplaneHeaderOctets + wire::uplane_section_header_octets(format, method);
  const std::uint32_t prbs = head == nullptr ? 0 : head->num_prb != 0 ? head->num_prb : format.carrier_prbs;
  const std::uint32_t octets = p.body.length > after_head ? p.body.length - after_head : 0;
  const std::uint32_t prb_octets = wire::prb_octets(method, wire::width_of(header));

  if (error.fault == wire::Fault::cut || otherwise.fault == wire::Fault::cut ||
      by_length.fault == wire::Fault::cut) {
    facts.fit = track::FormatFit::cut;
  } else if (p.body.length <= wire::kUplaneHeaderOctets) {
    facts.fit = track::FormatFit::empty;
    facts.expected = prb_octets != 0 ? prb_octets : after_head - wire::kUplaneHeaderOctets;
    facts.octet = p.body.base + p.body.length;
  } else if (by_length.fits() && (by_length.lengths_true || !otherwise.fits())) {
    facts.fit = track::FormatFit::length_mode;
    facts.expected = format.ud_comp_len ? 1 : 0;
    facts.observed = format.ud_comp_len ? 0 : 1;
    facts.octet = p.body.base + wire::kUplaneHeaderOctets + (format.dynamic ? 6 : 4);
  } else if (otherwise.fits()) {
    facts.fit = track::FormatFit::header_mode;
    facts.expected = format.dynamic ? 1 : 0;
    facts.observed = format.dynamic ? 0 : 1;
    facts.octet = p.body.base + 8;
  } else if (error.fault == wire::Fault::prbs_unknown || (error.fault == wire::Fault::unsupported_method &&
                                                          (walk.count() == 0 || header == configured))) {
    facts.fit = track::FormatFit::unsupported;
  } else if (prbs > 0 && octets % prbs == 0 && octets != prbs * prb_octets && walk.count() <= 1 &&
             is_some_width(method, octets / prbs)) {
    facts.fit = track::FormatFit::width;  // one section whose PRBs have another size
    facts.expected = prbs * prb_octets;
    facts.observed = octets;
    facts.octet = p.body.base + after_head;
  } else if (error.fault == wire::Fault::truncated && walk.count() == 0 && walk.header_read()) {
    facts.fit = track::FormatFit::no_room;
    facts.expected = walk.needed();
    facts.observed = octets;
  } else {
    facts.fit = track::FormatFit::leftover;
    facts.octet = read_as(p.body, format).end;
    facts.observed = p.body.base + p.body.length - facts.octet;
  }
  return facts;
}

void Judge::misfit(Passage& p) {
  const wire::UplaneFormat& format = p.facts.channel->format;
  wire::UplaneSection head, passed;
  wire::UplaneWalk walk{p.body, format};
  while (walk.next(passed)) {
  }
  const bool head_there =
      wire::decode_uplane_section_header(p.body.from(4), format.dynamic, head).fault == wire::Fault::none;
  const track::UplaneWalkFacts facts = diagnose(p, walk, head_there ? &head : nullptr);
  if (facts.fit == track::FormatFit::unsupported) totals_.set_format_unknown(totals_.format_unknown() + 1);
  // A header that disagrees with the link is the cause, not the consequence: it is judged first.
  if (head_there && format.dynamic && facts.fit != track::FormatFit::header_mode &&
      facts.fit != track::FormatFit::cut) {
    const track::UplaneSectionFacts section{p.facts, head, {}};
    static constexpr auto positions = catalogue_positions<rules::UplaneSectionGroup>();
    for (std::size_t i = 0; i < positions.size(); ++i)
      if (positions[i] == kConfigured) {
        std::uint32_t off = rules::UplaneSectionGroup::off(section, p.entry->masks[kUplaneSection] & 1u << i);
        if (off == 0) continue;
        tally_.add(kConfigured, rules::UplaneSectionGroup::judge(i, section), p.where);
        --tally_[kConfigured].skipped;  // judged once more than the sections of its class were
      }
  }
  run<rules::UplaneWalkGroup>(tally_, *p.entry, kUplaneWalk, facts, p.where);
  if (facts.fit == track::FormatFit::cut || facts.fit == track::FormatFit::unsupported) {
    if (p.cell != nullptr && p.slot_known) note_own_loss(p.hot.cell, p.slot);
  } else {
    coupling_damage(p);
  }
}

/// What the ledger says of the section.
[[gnu::always_inline]] inline track::DeliverFacts Judge::deliver(Passage& p,
                                                                 const wire::UplaneSection& section) {
  if (!p.slot_known) return {.coupling = track::Coupling::not_looked_up};
  if (p.cell == nullptr) {
    totals_.set_untracked_coupling(totals_.untracked_coupling() + 1);
    return {};
  }
  make_room(p.hot.cell, p.slot, false);
  return p.cell->cell.deliver(p.slot, {.prbs = section.range,
                                       .id = section.id,
                                       .symbol = p.facts.at.symbol,
                                       .prach = p.facts.channel->is_prach()});
}

void Judge::uplane_section(Passage& p, const wire::UplaneSection& section, bool look) {
  record::Stream& seen = p.seen;
  ++p.hot.sections;
  remember_prbs(seen, section.range);
  if (section.has_header) remember_header(seen, section.ud_comp_hdr);
  p.where.has_section = true;
  p.where.section_id = section.id;
  p.where.prbs = section.range;
  p.where.explained = 0;
  track::UplaneSectionFacts facts{p.facts, section, deliver(p, section)};
  if (p.slot_known && p.cell != nullptr) {
    CellState& state = *p.cell;
    if (facts.deliver.untracked) totals_.set_untracked_coupling(totals_.untracked_coupling() + 1);
    track::Coupling& coupling = facts.deliver.coupling;
    // Where C-plane may speak for other eAxC ids, a description may be one that only its extension names.
    if (link_->eaxc_joined && coupling != track::Coupling::matched &&
        coupling != track::Coupling::undecided && coupling != track::Coupling::not_looked_up)
      coupling = track::Coupling::unknown;
    if (coupling == track::Coupling::undecided) {
      // Whether C-plane is missing or not captured at all shows only at the end.
      ++state.pending_unknown;
      if (state.pending.size() < record::kMostFindings)
        state.pending.push_back(
            {Tally::make_finding({rules::Verdict::inconclusive, {.observed = section.id}, section.at},
                                 p.where),
             p.slot});
    }
    if (coupling == track::Coupling::missing || coupling == track::Coupling::wrong_symbol ||
        coupling == track::Coupling::wrong_prbs) {
      const track::SlotEntry* entry = state.cell.find(p.slot);
      p.where.explained = entry != nullptr ? entry->damage : std::uint16_t{0};
      if (p.where.explained == 0) p.where.explained = explained_by_gap(state, radio::Plane::c, p.slot);
      p.where.explains = kCoupling;
      if (p.where.explained == 0 && coupling == track::Coupling::missing &&
          !p.where.fired.overlaps(rules::explained_by(kDescribed)))
        p.where.unsettled = state.described.add(p.slot);
    } else if (facts.deliver.repeated) {
      p.where.explained = explained_by_gap(state, radio::Plane::u, p.slot, true);
      p.where.explains = RuleSet::of(kOnce);
    }
  }
  run<rules::UplaneSectionGroup>(tally_, *p.entry, kUplaneSection, facts, p.where);
  p.where.explained = 0;
  p.where.unsettled = nullptr;
  prbs_ += section.range.count;
  if (look) prbs(p, section, facts.deliver);
  ++p.where.section;
}

/// Without a format only the first section header can be read, and that only as if static.
void Judge::uplane_unknown(Passage& p) {
  totals_.set_format_unknown(totals_.format_unknown() + 1);
  wire::UplaneSection head;
  if (wire::decode_uplane_section_header(p.body.from(4), false, head).fault != wire::Fault::none) return;
  ++p.hot.sections;
  if (head.num_prb != 0)
    remember_prbs(
        p.seen,
        {.first = head.start_prb, .count = head.num_prb, .step = static_cast<std::uint8_t>(head.rb ? 2 : 1)});
}

}  // namespace plumbline::check
