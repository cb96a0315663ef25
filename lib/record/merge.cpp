#include "record/merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/histogram.h"

namespace plumbline::record {
namespace {

// Keys borrow from their item: valid while it lives and its addresses stay as they are.
std::string_view key(const RuleResult& rule) { return rule.id(); }
int key(const ArrivalStats& stats) { return stats.class_(); }
auto key(const Stream& s) {
  return std::make_tuple(std::string_view{s.flow().source()}, std::string_view{s.flow().destination()},
                         s.flow().vlan(), s.flow().ip(), static_cast<int>(s.direction()),
                         static_cast<int>(s.plane()), s.eaxc());
}

/// The span of stamps of two parties of which either may have none.
template <class T>
void widen(T& into, const T& from, bool into_has, bool from_has) {
  if (!from_has) return;
  into.set_first_stamp_ns(into_has ? std::min(into.first_stamp_ns(), from.first_stamp_ns())
                                   : from.first_stamp_ns());
  into.set_last_stamp_ns(into_has ? std::max(into.last_stamp_ns(), from.last_stamp_ns())
                                  : from.last_stamp_ns());
}

/// Every unsigned counter of Totals is a sum; reflection keeps a new field from being forgotten.
void add(Totals& into, const Totals& from) {
  widen(into, from, into.packets() > into.packets_without_stamp(),
        from.packets() > from.packets_without_stamp());
  const auto* reflection = Totals::GetReflection();
  const auto* descriptor = Totals::GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_UINT64) continue;
    reflection->SetUInt64(&into, field,
                          reflection->GetUInt64(into, field) + reflection->GetUInt64(from, field));
  }
}

void add(RuleResult& into, const RuleResult& from) {
  into.set_pass(into.pass() + from.pass());
  into.set_inconclusive(into.inconclusive() + from.inconclusive());
  into.set_fail(into.fail() + from.fail());
  into.set_consequences(into.consequences() + from.consequences());
  std::set<std::string> lacks{into.lacks().begin(), into.lacks().end()};
  lacks.insert(from.lacks().begin(), from.lacks().end());
  into.clear_lacks();
  for (const std::string& lack : lacks) into.add_lacks(lack);
  into.mutable_first()->MergeFrom(from.first());
}

void add(Stream& into, const Stream& from) {
  widen(into, from, into.has_stamps(), from.has_stamps());
  into.set_has_stamps(into.has_stamps() || from.has_stamps());
  into.set_channel(std::max(into.channel(), from.channel()));
  if (from.prb_end() > 0) {
    into.set_prb_first(into.prb_end() > 0 ? std::min(into.prb_first(), from.prb_first()) : from.prb_first());
    into.set_prb_end(std::max(into.prb_end(), from.prb_end()));
  }
  into.set_first_packet(std::min(into.first_packet(), from.first_packet()));
  into.set_messages(into.messages() + from.messages());
  into.set_octets(into.octets() + from.octets());
  into.set_sections(into.sections() + from.sections());
  into.set_section_types(into.section_types() | from.section_types());
  into.set_extensions(into.extensions() | from.extensions());
  into.set_filter_indices(into.filter_indices() | from.filter_indices());
  into.set_pcps(into.pcps() | from.pcps());
  into.set_sequence_gaps(into.sequence_gaps() + from.sequence_gaps());
  into.set_sequence_missing(into.sequence_missing() + from.sequence_missing());
  into.set_sequence_late(into.sequence_late() + from.sequence_late());
  into.set_sequence_repeats(into.sequence_repeats() + from.sequence_repeats());
  std::set<std::uint32_t> headers{into.ud_comp_hdrs().begin(), into.ud_comp_hdrs().end()};
  headers.insert(from.ud_comp_hdrs().begin(), from.ud_comp_hdrs().end());
  into.clear_ud_comp_hdrs();
  for (const std::uint32_t header : headers)
    if (into.ud_comp_hdrs_size() < 16) into.add_ud_comp_hdrs(header);
}

void add(ArrivalStats& into, const ArrivalStats& from) {
  if (from.count() > 0) {
    into.set_least_ns(into.count() > 0 ? std::min(into.least_ns(), from.least_ns()) : from.least_ns());
    into.set_greatest_ns(into.count() > 0 ? std::max(into.greatest_ns(), from.greatest_ns())
                                          : from.greatest_ns());
  }
  into.set_count(into.count() + from.count());
  into.set_early(into.early() + from.early());
  into.set_on_time(into.on_time() + from.on_time());
  into.set_late(into.late() + from.late());
  if (from.has_window()) {
    // Differing windows cannot be shown as one: the widest keeps the operation commutative.
    into.set_window_opens_ns(into.has_window() ? std::min(into.window_opens_ns(), from.window_opens_ns())
                                               : from.window_opens_ns());
    into.set_window_closes_ns(into.has_window() ? std::max(into.window_closes_ns(), from.window_closes_ns())
                                                : from.window_closes_ns());
    into.set_has_window(true);
  }
  std::vector<Bin> bins{into.bins().begin(), into.bins().end()};
  bins.insert(bins.end(), from.bins().begin(), from.bins().end());
  std::sort(bins.begin(), bins.end(), [](const Bin& a, const Bin& b) { return a.index() < b.index(); });
  into.clear_bins();
  for (const Bin& bin : bins) {
    const int last = into.bins_size() - 1;
    if (last >= 0 && into.bins(last).index() == bin.index())
      into.mutable_bins(last)->set_count(into.bins(last).count() + bin.count());
    else
      *into.add_bins() = bin;
  }
}

void add(Iq& into, const Iq& from) {
  const bool differ =
      into.scope() != from.scope() && into.scope() != IQ_SCOPE_NONE && from.scope() != IQ_SCOPE_NONE;
  into.set_scope(differ ? IQ_SCOPE_SAMPLED : std::max(into.scope(), from.scope()));
  into.set_one_in(std::max(into.one_in(), from.one_in()));
  into.set_prbs(into.prbs() + from.prbs());
  into.set_prbs_judged(into.prbs_judged() + from.prbs_judged());
  into.set_prbs_cut(into.prbs_cut() + from.prbs_cut());
}

/// Adds every item of `from` to the one of `into` with an equal key, or appends it.
template <class Items>
void join(Items& into, const Items& from) {
  std::map<decltype(key(*from.begin())), int> index;
  for (int i = 0; i < into.size(); ++i) index.try_emplace(key(into[i]), i);
  for (const auto& item : from) {
    const auto found = index.find(key(item));
    if (found != index.end()) {
      add(into[found->second], item);
    } else {
      *into.Add() = item;
      index.try_emplace(key(into[into.size() - 1]), into.size() - 1);
    }
  }
}

/// Sorts by moving pointers, and not at all when there is nothing to do.
template <class Items, class Before>
void sort(Items& items, Before less) {
  if (!std::is_sorted(items.begin(), items.end(), less))
    std::sort(items.pointer_begin(), items.pointer_end(), [&](auto* a, auto* b) { return less(*a, *b); });
}

}  // namespace

// Total: what was due at one packet on several eAxCs differs in nothing but fields that no rank names, and
// must not depend on which shard came first.
bool before(const Finding& a, const Finding& b) {
  const auto rank = [](const Finding& f) {
    return std::make_tuple(-static_cast<int>(f.verdict()), !f.follows().empty(), f.packet(), f.message(),
                           f.section(), f.detail(), f.observed(), f.expected());
  };
  const auto of_a = rank(a);
  const auto of_b = rank(b);
  return of_a != of_b ? of_a < of_b : a.SerializeAsString() < b.SerializeAsString();
}

void normalise(Result& result) {
  constexpr int kMost = static_cast<int>(kMostFindings);
  const auto by_key = [](const auto& a, const auto& b) { return key(a) < key(b); };
  for (RuleResult& rule : *result.mutable_rules()) {
    auto& first = *rule.mutable_first();
    sort(first, before);
    if (first.size() > kMost) first.DeleteSubrange(kMost, first.size() - kMost);
  }
  sort(*result.mutable_streams(), by_key);
  sort(*result.mutable_arrivals(), by_key);
}

void merge(Result& into, const Result& from) {
  add(*into.mutable_totals(), from.totals());
  if (into.has_iq() || from.has_iq()) add(*into.mutable_iq(), from.iq());
  join(*into.mutable_rules(), from.rules());
  join(*into.mutable_streams(), from.streams());
  join(*into.mutable_arrivals(), from.arrivals());
  normalise(into);
}

Verdict verdict_of(const RuleResult& rule) {
  if (rule.fail() > 0) return VERDICT_FAIL;
  if (rule.inconclusive() > 0) return VERDICT_INCONCLUSIVE;
  return rule.pass() > 0 ? VERDICT_PASS : VERDICT_NOT_APPLICABLE;
}

bool not_evaluated(const RuleResult& rule) {
  return rule.pass() + rule.inconclusive() + rule.fail() == 0 && rule.lacks_size() > 0;
}

Verdict verdict_of(const Result& result, bool strict) {
  Verdict whole = VERDICT_NOT_APPLICABLE;
  for (const RuleResult& rule : result.rules()) {
    if (rule.level() != LEVEL_MUST && !(strict && rule.level() == LEVEL_SHOULD)) continue;
    whole = std::max(whole, verdict_of(rule));
    if (strict && not_evaluated(rule)) whole = std::max(whole, VERDICT_INCONCLUSIVE);
  }
  return whole;
}

Verdict verdict_of(const RunResult& result) {
  Verdict verdict = VERDICT_NOT_APPLICABLE;
  for (const CaseResult& one : result.cases()) verdict = std::max(verdict, one.verdict());
  return verdict;
}

std::int64_t percentile_ns(const ArrivalStats& stats, unsigned per_mille) {
  if (per_mille == 0) return stats.least_ns();
  if (per_mille >= 1000) return stats.greatest_ns();
  const std::uint64_t rank = (stats.count() * per_mille + 999) / 1000;
  std::uint64_t before = 0;
  for (const Bin& bin : stats.bins()) {
    before += bin.count();
    if (before >= rank)
      return std::clamp(Histogram::value_of(bin.index()), stats.least_ns(), stats.greatest_ns());
  }
  return stats.greatest_ns();
}

}  // namespace plumbline::record
