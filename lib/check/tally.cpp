#include "check/tally.h"

#include <algorithm>
#include <utility>

namespace plumbline::check {
namespace {

constexpr std::size_t kDescribed = rules::index_of("CUS-CU-001"), kComplete = rules::index_of("CUS-CU-004");

}  // namespace

void fill_flow(const track::FlowKey& flow, record::Flow& to) {
  const auto source = track::mac_octets(flow.source), destination = track::mac_octets(flow.destination);
  to.set_source(source.data(), source.size());
  to.set_destination(destination.data(), destination.size());
  to.set_vlan(static_cast<std::uint32_t>(flow.vlan));
  to.set_ip(flow.ip);
}

std::size_t cause_of(std::size_t rule, const Where& where) {
  std::size_t cause = kRules;
  if (const rules::RuleSet causes = where.fired & rules::explained_by(rule); !causes.empty()) {
    const rules::RuleSet own = causes & where.primaries;  // otherwise what that cause follows from
    cause = !own.empty() ? own.first() : where.root - 1u;
  } else if (where.explained != 0 && where.explains.has(rule)) {
    cause = where.explained - 1u;
  }
  return cause == rule ? kRules : cause;
}

void remember_fail(std::size_t rule, std::size_t cause, Where& where) {
  const auto set = rules::RuleSet::of(rule);
  where.fired |= set;
  if (cause == kRules) where.primaries |= set;
  if (where.root == 0) where.root = static_cast<std::uint16_t>(1 + (cause == kRules ? rule : cause));
}

void Tally::add(std::size_t rule, const rules::Outcome& outcome, Where& where) {
  PerRule& tally = rules_[rule];
  switch (outcome.verdict) {
    case rules::Verdict::not_applicable:
      ++tally.skipped;
      return;
    case rules::Verdict::pass:
      return;
    case rules::Verdict::inconclusive:
      ++tally.inconclusive;
      break;
    case rules::Verdict::fail:
    case rules::Verdict::error:
      ++tally.fail;
      break;
  }
  const bool failed = outcome.verdict != rules::Verdict::inconclusive;
  const std::size_t primary = cause_of(rule, where);
  if (failed) {
    remember_fail(rule, primary, where);
    if (primary != kRules) ++tally.consequences;
  }
  const bool open =
      failed && primary == kRules && where.unsettled != nullptr && (rule == kDescribed || rule == kComplete);
  std::vector<Kept>& list = open                ? *where.unsettled
                            : !failed           ? tally.unsure
                            : primary != kRules ? tally.followers
                                                : tally.primary;
  // Most of many findings come behind those kept by what ranks first among equal verdicts.
  if (list.size() == record::kMostFindings &&
      std::pair{primary != kRules, where.packet_number} >
          std::pair{!list.back().finding.follows().empty(), list.back().finding.packet()})
    return;
  Kept kept{.finding = make_finding(outcome, where), .slot = where.slot};
  if (primary != kRules) kept.finding.set_follows(std::string{rules::kCatalogue[primary]->id});
  keep(list, std::move(kept));
}

void Tally::keep(std::vector<Kept>& list, Kept kept) {
  const auto at = std::upper_bound(list.begin(), list.end(), kept, [](const Kept& a, const Kept& b) {
    return record::before(a.finding, b.finding);
  });
  list.insert(at, std::move(kept));
  if (list.size() > record::kMostFindings) list.pop_back();
}

void Tally::settle(std::size_t rule, std::vector<Kept>& unsettled, std::size_t primary,
                   track::SlotNumber from, track::SlotNumber to, std::uint64_t unexplained) {
  PerRule& tally = rules_[rule];
  if (primary != kRules) tally.consequences += unexplained;
  for (Kept& kept : unsettled) {
    const bool follows = primary != kRules && kept.slot >= from && kept.slot <= to;
    if (follows) kept.finding.set_follows(std::string{rules::kCatalogue[primary]->id});
    keep(follows ? tally.followers : tally.primary, std::move(kept));
  }
  unsettled.clear();
}

record::Finding Tally::make_finding(const rules::Outcome& outcome, const Where& where) {
  record::Finding f;
  f.set_packet(where.packet_number);
  f.set_first_packet(where.first_packet);
  f.set_message(where.message);
  f.set_section(where.section);
  f.set_has_stamp(where.stamp != io::kNoStamp);
  if (f.has_stamp()) f.set_stamp_ns(where.stamp.time_since_epoch().count());
  fill_flow(*where.flow, *f.mutable_flow());
  f.set_plane(where.other_plane                ? record::PLANE_OTHER
              : where.plane == radio::Plane::c ? record::PLANE_C
                                               : record::PLANE_U);
  f.set_direction(where.direction == radio::Direction::downlink ? record::DIRECTION_DOWNLINK
                                                                : record::DIRECTION_UPLINK);
  f.set_has_eaxc(where.has_eaxc);
  f.set_eaxc(where.eaxc.value);
  f.set_has_radio_time(where.has_time);
  f.set_frame(where.at.frame);
  f.set_subframe(where.at.subframe);
  f.set_slot(where.at.slot);
  f.set_symbol(where.at.symbol);
  f.set_has_section(where.has_section);
  f.set_section_id(where.section_id);
  f.set_prb_first(where.prbs.first);
  f.set_prb_count(where.prbs.count);
  f.set_verdict(static_cast<record::Verdict>(outcome.verdict));
  f.set_unit(static_cast<record::Unit>(outcome.evidence.unit));
  f.set_expected(outcome.evidence.expected);
  f.set_expected_to(outcome.evidence.expected_to);
  f.set_observed(outcome.evidence.observed);
  f.set_observed_only(outcome.evidence.observed_only);
  f.set_octet(outcome.octet);
  return f;
}

}  // namespace plumbline::check
