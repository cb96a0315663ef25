// The verdict, and every rule that has something to say.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/merge.h"
#include "report/page.h"

namespace plumbline::report {
namespace {

using record::RuleResult;

std::uint64_t judged(const RuleResult& rule) { return rule.pass() + rule.inconclusive() + rule.fail(); }

/// Rules in the groups of the page, each in catalogue order.
struct Groups {
  std::vector<const RuleResult*> failed, warnings, notes, inconclusive, pass, not_evaluated, not_applicable;
  std::map<std::string_view, const RuleResult*> failing;                    ///< by id, of any level
  std::map<std::string_view, std::vector<const RuleResult*>> consequences;  ///< by id of the primary
};

/// The primary of a rule all of whose fails follow from another finding; empty when it stands for itself.
std::string_view primary_of(const RuleResult& rule, const Groups& groups) {
  if (rule.fail() == 0 || rule.consequences() < rule.fail()) return {};
  for (const record::Finding& finding : rule.first()) {
    if (finding.follows().empty()) continue;
    // Only a rule with fails of its own can be stood under: two that name each other would hide both.
    const auto primary = groups.failing.find(finding.follows());
    if (primary != groups.failing.end() && primary->second->consequences() < primary->second->fail())
      return primary->first;
  }
  return {};
}

Groups group(const record::Result& result) {
  Groups groups;
  for (const RuleResult& rule : result.rules())
    if (rule.fail() > 0) groups.failing.emplace(rule.id(), &rule);
  for (const RuleResult& rule : result.rules()) {
    switch (record::verdict_of(rule)) {
      case record::VERDICT_PASS:
        groups.pass.push_back(&rule);
        break;
      case record::VERDICT_INCONCLUSIVE:
        groups.inconclusive.push_back(&rule);
        break;
      case record::VERDICT_NOT_APPLICABLE:
        (record::not_evaluated(rule) ? groups.not_evaluated : groups.not_applicable).push_back(&rule);
        break;
      default:
        if (rule.level() == record::LEVEL_MUST)
          groups.failed.push_back(&rule);
        else if (rule.level() == record::LEVEL_SHOULD)
          groups.warnings.push_back(&rule);
        else
          groups.notes.push_back(&rule);
        if (const auto primary = primary_of(rule, groups); !primary.empty())
          groups.consequences[primary].push_back(&rule);
    }
  }
  return groups;
}

void write_verdict(Page& page, const Groups& groups) {
  const bool strict = page.record.provenance().strict();
  const record::Verdict verdict = record::verdict_of(page.record.result(), strict);
  std::string word{name_of(verdict)};
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const Ink ink = verdict == record::VERDICT_PASS   ? Ink::good
                  : verdict == record::VERDICT_FAIL ? Ink::bad
                                                    : Ink::warn;
  const int all = page.record.result().rules_size();
  std::string text = fmt::format("{}   {} of {} failed", page.paint(ink, word), groups.failed.size(),
                                 counted(static_cast<std::uint64_t>(all), "rule"));
  const auto count = [&](std::size_t number, std::string_view words) {
    if (number > 0) text += fmt::format(" · {} {}", number, words);
  };
  count(groups.warnings.size(), groups.warnings.size() == 1 ? "warning" : "warnings");
  count(groups.notes.size(), groups.notes.size() == 1 ? "note" : "notes");
  count(groups.pass.size(), "pass");
  count(groups.inconclusive.size(), "inconclusive");
  count(groups.not_evaluated.size(), "not evaluated");
  count(groups.not_applicable.size(), "not applicable");
  if (strict) text += "   (strict)";
  page.gap();
  page.line(text);
}

/// "212 of 112,000, 3 inconclusive".
std::string tally(const RuleResult& rule) {
  std::string text = fmt::format("{} of {}", grouped(rule.fail()), grouped(judged(rule)));
  if (rule.inconclusive() > 0) text += fmt::format(", {} inconclusive", grouped(rule.inconclusive()));
  return text;
}

/// The findings of a rule, behind `indent` spaces.
void write_findings(Page& page, const RuleResult& rule, const RuleText& text, std::size_t indent) {
  constexpr std::string_view kFirst = "first: ";
  const std::size_t all = static_cast<std::size_t>(rule.first_size());
  const std::size_t shown = page.fits(all, 1);
  for (std::size_t i = 0; i < shown; ++i) {
    const record::Finding& finding = rule.first(static_cast<int>(i));
    const std::string lead = pad_right(std::string{i == 0 ? kFirst : ""}, kFirst.size());
    page.line(std::string(indent, ' ') + lead + place(finding, page.stamps));
    page.paragraph(evidence(finding, text, page.options.detail), indent + kFirst.size());
    if (!finding.follows().empty())
      page.paragraph("follows from " + printable(finding.follows()), indent + kFirst.size());
  }
}

/// One failed rule: its line, its evidence, and what follows from it.
void write_failed(Page& page, const Groups& groups, const RuleResult& rule, Ink ink) {
  const RuleText text = text_of(page.options.rule, rule.id());
  const std::string level = pad_right("  " + std::string{name_of(rule.level())}, 10);
  page.spread(fmt::format("{}{}  {}", level, pad_right(printable(rule.id()), 13), printable(text.title)),
              tally(rule), level.size(), ink);
  if (page.options.verbose || ink == Ink::bad) write_findings(page, rule, text, 10);
  if (rule.consequences() > 0 && rule.consequences() < rule.fail())
    page.line(fmt::format("          {} of them {} from another finding", grouped(rule.consequences()),
                          rule.consequences() == 1 ? "follows" : "follow"));
  if (page.options.verbose) {
    page.paragraph(printable(text.statement), 10);
    page.paragraph(printable(text.reading), 10);
  }
  const auto found = groups.consequences.find(rule.id());
  if (found == groups.consequences.end()) return;
  const std::size_t shown = page.fits(found->second.size(), 3);
  for (std::size_t i = 0; i < shown; ++i) {
    const RuleResult& consequence = *found->second[i];
    const RuleText words = text_of(page.options.rule, consequence.id());
    page.spread(
        fmt::format("          {}  {}", pad_right(printable(consequence.id()), 13), printable(words.title)),
        fmt::format("follows from {}: {}", printable(rule.id()), tally(consequence)), 0, Ink::plain);
    if (page.options.verbose) write_findings(page, consequence, words, 12);
  }
  page.rest(found->second.size(), shown, 10);
}

/// Those of `rules` that do not stand under their primary.
std::vector<const RuleResult*> on_their_own(const std::vector<const RuleResult*>& rules,
                                            const Groups& groups) {
  std::vector<const RuleResult*> own;
  for (const RuleResult* rule : rules)
    if (primary_of(*rule, groups).empty()) own.push_back(rule);
  return own;
}

void write_failures(Page& page, const Groups& groups, const std::vector<const RuleResult*>& rules, Ink ink,
                    std::size_t most) {
  const auto own = on_their_own(rules, groups);
  if (own.empty()) return;
  const std::size_t shown = page.fits(own.size(), most);
  for (std::size_t i = 0; i < shown; ++i) write_failed(page, groups, *own[i], ink);
  page.rest(own.size(), shown, 2);
  if (ink == Ink::bad)
    page.line(
        page.paint(Ink::faint, fmt::format("  more on a rule: plumbline rules {}", printable(own[0]->id()))));
}

void write_inconclusive(Page& page, const Groups& groups) {
  const std::size_t shown = page.fits(groups.inconclusive.size(), 4);
  for (std::size_t i = 0; i < shown; ++i) {
    const RuleResult& rule = *groups.inconclusive[i];
    const RuleText text = text_of(page.options.rule, rule.id());
    page.spread(
        fmt::format("  inconclusive  {}  {}", pad_right(printable(rule.id()), 13), printable(text.title)),
        fmt::format("{} of {}", grouped(rule.inconclusive()), grouped(judged(rule))), 14, Ink::warn);
    if (page.options.verbose) write_findings(page, rule, text, 10);
  }
  page.rest(groups.inconclusive.size(), shown, 2);
}

void write_passed(Page& page, const Groups& groups) {
  if (!page.options.verbose) return;
  page.gap();
  for (const RuleResult* rule : groups.pass)
    page.spread(fmt::format("  pass  {}  {}", pad_right(printable(rule->id()), 13),
                            printable(text_of(page.options.rule, rule->id()).title)),
                grouped(rule->pass()), 6, Ink::good);
  std::string ids;
  for (const RuleResult* rule : groups.not_applicable) ids += printable(rule->id()) + " ";
  if (!ids.empty()) page.gap();
  page.paragraph(ids, 16, "not applicable");
}

}  // namespace

void write_rules(Page& page) {
  const Groups groups = group(page.record.result());
  write_verdict(page, groups);
  page.gap();
  write_failures(page, groups, groups.failed, Ink::bad, 8);
  page.gap();
  write_failures(page, groups, groups.warnings, Ink::warn, 5);
  write_failures(page, groups, groups.notes, Ink::note, 3);
  write_inconclusive(page, groups);
  write_passed(page, groups);
}

void write_not_evaluated(Page& page) {
  std::map<std::string, std::vector<std::string_view>> groups;
  bool names_keys = false;
  for (const RuleResult& rule : page.record.result().rules()) {
    if (!record::not_evaluated(rule)) continue;
    std::string need;
    for (const std::string& lack : rule.lacks()) {
      // Keys of the link file are one word, or several with a dotted one among them ("delays.ta4_* at the
      // O-DU"); kinds of traffic ("both directions") are neither.
      const bool one_word = lack.find(' ') == std::string::npos;
      names_keys |= one_word || lack.find('.') != std::string::npos;
      need += fmt::format("{}{}", need.empty() ? "" : " and ",
                          one_word ? "`" + printable(lack) + "`" : printable(lack));
    }
    groups[need].push_back(rule.id());
  }
  if (groups.empty()) return;
  std::vector<std::pair<std::string, std::vector<std::string_view>>> ordered{groups.begin(), groups.end()};
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  page.gap();
  const std::string& link = page.record.provenance().link_name();
  page.line(fmt::format("not evaluated{}", !names_keys    ? std::string{}
                                           : link.empty() ? ", keys are those of a link file (--link FILE)"
                                                          : ", keys are those of " + printable(link)));
  const std::size_t shown = page.fits(ordered.size(), 5);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [need, ids] = ordered[i];
    page.paragraph(fmt::format("{} {}", counted(ids.size(), "rule needs", "rules need"), need), 2);
    if (!page.options.verbose) continue;
    std::string all;
    for (const std::string_view id : ids) all += printable(id) + " ";
    page.paragraph(all, 10);
  }
  page.rest(ordered.size(), shown, 2);
}

}  // namespace plumbline::report
