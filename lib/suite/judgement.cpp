#include "suite/judgement.h"

#include <algorithm>

namespace plumbline::suite {

void Judgement::add(std::string_view name, record::Verdict verdict, const Measured& measured) {
  record::Criterion& criterion = criteria_.emplace_back();
  criterion.set_name(std::string{name});
  criterion.set_verdict(verdict);
  criterion.set_unit(measured.unit);
  criterion.set_expected(measured.expected);
  criterion.set_expected_to(measured.expected_to);
  criterion.set_observed(measured.observed);
  criterion.set_packet(measured.packet);
}

void Judgement::holds(std::string_view name, const Measured& measured) {
  const bool inside = measured.expected <= measured.observed && measured.observed <= measured.expected_to;
  add(name, inside ? record::VERDICT_PASS : record::VERDICT_FAIL, measured);
}

void Judgement::equals(std::string_view name, std::uint64_t expected, std::uint64_t observed,
                       record::Unit unit, std::uint64_t packet) {
  holds(name, {.expected = static_cast<std::int64_t>(expected),
               .expected_to = static_cast<std::int64_t>(expected),
               .observed = static_cast<std::int64_t>(observed),
               .unit = unit,
               .packet = packet});
}

void Judgement::all(std::string_view name, std::uint64_t wanted, std::uint64_t done, record::Unit unit,
                    std::uint64_t packet) {
  if (wanted == 0) return inconclusive(name, {.expected = 1, .expected_to = INT64_MAX, .unit = unit});
  equals(name, wanted, done, unit, packet);
}

void Judgement::none(std::string_view name, std::uint64_t looked, std::uint64_t wrong, record::Unit unit,
                     std::uint64_t packet) {
  if (looked == 0 && wrong == 0) return inconclusive(name, {.unit = unit});
  equals(name, 0, wrong, unit, packet);
}

void Judgement::not_applicable(std::string_view name) { add(name, record::VERDICT_NOT_APPLICABLE, {}); }

void Judgement::inconclusive(std::string_view name, const Measured& measured) {
  add(name, record::VERDICT_INCONCLUSIVE, measured);
}

void Judgement::lacks(std::string_view name, std::vector<std::string> what) {
  not_applicable(name);
  std::sort(what.begin(), what.end());
  for (std::string& one : what) criteria_.back().add_lacks(std::move(one));
}

record::Verdict verdict_of(const std::vector<record::Criterion>& criteria) {
  record::Verdict verdict = record::VERDICT_NOT_APPLICABLE;
  for (const record::Criterion& criterion : criteria) verdict = std::max(verdict, criterion.verdict());
  return verdict == record::VERDICT_NOT_APPLICABLE ? record::VERDICT_INCONCLUSIVE : verdict;
}

}  // namespace plumbline::suite
