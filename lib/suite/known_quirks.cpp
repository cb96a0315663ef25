#include "suite/known_quirks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "rules/catalogue.h"
#include "suite/catalogue.h"
#include "suite/verdict.h"

namespace plumbline::suite {
namespace {

bool is_rule(std::string_view name) { return rules::index_of(name) < rules::kCatalogue.size(); }

bool is_of_preamble(std::string_view name) {
  const auto all = preamble();
  return std::any_of(all.begin(), all.end(), [&](const CriterionInfo& info) { return info.name == name; });
}

bool holds(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

profile::KnownIds known_ids() {
  static const std::vector<std::string_view> rule_ids = [] {
    std::vector<std::string_view> ids;
    for (const rules::RuleInfo* info : rules::kCatalogue) ids.push_back(info->id);
    return ids;
  }();
  static const std::vector<std::string_view> case_ids = [] {
    std::vector<std::string_view> ids;
    for (const Case* one : catalogue()) ids.push_back(one->id);
    return ids;
  }();
  return {.rules = rule_ids, .cases = case_ids};
}

bool names(const profile::Quirk& quirk, std::string_view id, std::string_view criterion) {
  if (is_of_preamble(criterion)) return false;
  const bool of_case = holds(quirk.cases, id);
  if (!is_rule(criterion)) return of_case;
  return holds(quirk.rules, criterion) || (of_case && quirk.rules.empty() && !quirk.kind);
}

void mark_known(const profile::Unit& unit, record::CaseResult& result) {
  for (record::CasePart& part : *result.mutable_parts()) {
    if (part.verdict() != record::VERDICT_FAIL) continue;
    for (record::Criterion& criterion : *part.mutable_criteria()) {
      if (criterion.verdict() != record::VERDICT_FAIL) continue;
      for (std::size_t i = 0; i < unit.quirks.size(); ++i)
        if (names(unit.quirks[i], result.id(), criterion.name()))
          criterion.add_known_quirks(static_cast<std::uint32_t>(i));
    }
  }
}

void sum_up_known(const profile::Unit& unit, record::RunResult& result) {
  result.clear_quirks();
  for (const profile::Quirk& quirk : unit.quirks) {
    record::KnownQuirk& summed = *result.add_quirks();
    summed.set_id(std::string{quirk.id()});
    summed.set_text(quirk.text);
    summed.set_link(quirk.link);
    summed.set_until_firmware(quirk.until_firmware);
    for (const record::CaseResult& one : result.cases())
      for (const record::CasePart& part : one.parts()) {
        if (part.verdict() != record::VERDICT_FAIL && part.verdict() != record::VERDICT_PASS) continue;
        for (const record::Criterion& criterion : part.criteria()) {
          if (!names(quirk, one.id(), criterion.name())) continue;
          if (criterion.verdict() == record::VERDICT_FAIL) summed.set_failed(summed.failed() + 1);
          if (criterion.verdict() == record::VERDICT_PASS) summed.set_passed(summed.passed() + 1);
        }
      }
  }
}

}  // namespace plumbline::suite
