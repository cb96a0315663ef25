#include "report/run_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "record/merge.h"
#include "report/page.h"
#include "report/quirk_words.h"

namespace plumbline::report {
namespace {

using record::CasePart;
using record::CaseResult;
using record::Criterion;
using record::Verdict;

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case record::VERDICT_PASS:
      return Ink::good;
    case record::VERDICT_INCONCLUSIVE:
      return Ink::warn;
    case record::VERDICT_FAIL:
    case record::VERDICT_ERROR:
      return Ink::bad;
    default:
      return Ink::faint;
  }
}

std::string title_of(const RunWords& words, const CaseResult& one) {
  return words.test ? std::string{words.test(one.id()).title} : std::string{};
}

/// "answered: expected 280 PRBs, observed 266 · first in packet 312".
std::string evidence_of(const Criterion& criterion) {
  std::string text = fmt::format("{}: expected {}, observed {}", printable(criterion.name()),
                                 expected(criterion.unit(), criterion.expected(), criterion.expected_to()),
                                 value(criterion.unit(), criterion.observed()));
  // Rules count what failed; what they expect is told in their own report.
  if (criterion.name().starts_with("CUS-"))
    text = fmt::format("{}: {} failed", printable(criterion.name()),
                       grouped(static_cast<std::uint64_t>(criterion.observed())));
  if (criterion.packet() != 0) text += fmt::format(" · first in packet {}", grouped(criterion.packet()));
  return text;
}

std::string head_of(const CaseResult& one, std::size_t parts) {
  if (one.verdict() == record::VERDICT_NOT_APPLICABLE) return printable(one.decided_by());
  std::size_t judged = 0;
  for (const CasePart& part : one.parts())
    for (const Criterion& criterion : part.criteria())
      judged += criterion.verdict() != record::VERDICT_NOT_APPLICABLE ? 1u : 0u;
  std::uint64_t spoilt = 0;
  for (const CasePart& part : one.parts()) spoilt += part.spoilt();
  const std::string again =
      spoilt > 0 ? fmt::format(", {} by us", counted(spoilt, "run spoilt", "runs spoilt")) : "";
  return (parts > 1 ? fmt::format("{} runs, {} criteria", parts, judged)
                    : counted(judged, "criterion", "criteria")) +
         again;
}

/// What was not a pass in a case, criterion by criterion, and which known quirks name it.
void write_findings(Lines& page, const record::RunResult& result, const CaseResult& one,
                    const RunWords& words) {
  std::set<std::uint32_t> quirks;
  for (const CasePart& part : one.parts()) {
    if (part.verdict() == record::VERDICT_PASS && !page.options.verbose) continue;
    const std::string name =
        part.name().empty() ? std::string{} : fmt::format("{}: ", printable(part.name()));
    if (!part.failure().empty()) page.paragraph(name + printable(part.failure()), 12);
    for (const Criterion& criterion : part.criteria()) {
      const Verdict verdict = criterion.verdict();
      const bool wanted = page.options.verbose ? true : verdict > record::VERDICT_PASS;
      if (!wanted) continue;
      std::string text = fmt::format("{}{} {}", name, name_of(verdict), evidence_of(criterion));
      for (const std::string& lack : criterion.lacks()) text += fmt::format(" · lacks {}", printable(lack));
      for (const std::uint32_t quirk : criterion.known_quirks()) {
        text += fmt::format(" · known quirk {}", name_of_quirk(result, quirk));
        quirks.insert(quirk);
      }
      page.paragraph(text, 12);
      if (verdict <= record::VERDICT_PASS || !words.criterion) continue;
      const CriterionText said = words.criterion(one.id(), criterion.name());
      if (!said.statement.empty()) page.paragraph(fmt::format("{} ({})", said.statement, said.clause), 14);
    }
  }
  for (const std::uint32_t quirk : quirks)
    if (const std::string said = words_of_quirk(result, quirk); !said.empty()) page.paragraph(said, 12);
  if (one.verdict() > record::VERDICT_PASS && words.repeat)
    page.line(std::string(12, ' ') + "again: " + printable(words.repeat(one)));  // one line, to be copied
}

void write_case(Lines& page, const record::RunResult& result, const CaseResult& one, const RunWords& words,
                bool several_seeds) {
  const std::string_view verdict = name_of(one.verdict());
  page.spread(fmt::format("  {:<16}{}{}  {}", verdict, printable(one.id()),
                          several_seeds ? fmt::format(" seed {}", one.seed()) : "", title_of(words, one)),
              head_of(one, static_cast<std::size_t>(one.parts_size())), verdict.size() + 2,
              ink_of(one.verdict()));
  if (one.verdict() > record::VERDICT_PASS || page.options.verbose) write_findings(page, result, one, words);
}

/// What passed by groups of the catalogue: "FH-TRN  001 003 004 (19 of 20)".
void write_passes(Lines& page, const record::RunResult& result) {
  std::map<std::string, std::pair<unsigned, unsigned>> counts;  // passes, runs
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (const CaseResult& one : result.cases()) {
    auto& [passes, runs] = counts[one.id()];
    if (++runs == 1) {
      const std::string group = one.id().substr(0, one.id().rfind('-'));
      if (groups.empty() || groups.back().first != group) groups.push_back({group, {}});
      groups.back().second.push_back(one.id());
    }
    passes += one.verdict() == record::VERDICT_PASS ? 1u : 0u;
  }
  constexpr std::size_t kIndent = 28;
  for (const auto& [group, ids] : groups) {
    std::string numbers;
    for (const std::string& id : ids) {
      const auto [passes, runs] = counts[id];
      if (passes == 0) continue;
      numbers +=
          (numbers.empty() ? "" : " ") + printable(id.substr(std::min(id.rfind('-'), id.size() - 1) + 1));
      if (passes < runs) numbers += fmt::format(" ({} of {})", passes, runs);
    }
    if (numbers.empty()) continue;
    const std::string name = printable(group);
    page.paragraph(numbers, kIndent,
                   "  " + page.paint(Ink::good, "pass") + std::string(12, ' ') + name +
                       std::string(std::max<std::size_t>(kIndent - 18, name.size() + 1) - name.size(), ' '));
  }
}

void write_cases(Lines& page, const record::RunResult& result, const RunWords& words) {
  const bool several = has_several_seeds(result);
  std::set<std::pair<std::string, std::string>> told;  // what does not apply does not for any seed
  for (const Verdict wanted : {record::VERDICT_ERROR, record::VERDICT_FAIL, record::VERDICT_INCONCLUSIVE,
                               record::VERDICT_PASS, record::VERDICT_NOT_APPLICABLE}) {
    if (wanted == record::VERDICT_PASS && !page.options.verbose) {
      write_passes(page, result);
      continue;
    }
    for (const CaseResult& one : result.cases()) {
      if (one.verdict() != wanted) continue;
      if (wanted != record::VERDICT_NOT_APPLICABLE)
        write_case(page, result, one, words, several);
      else if (told.emplace(one.id(), one.decided_by()).second)
        write_case(page, result, one, words, false);
    }
  }
}

void write_published(Lines& page, const record::RunResult& result, const RunWords& words) {
  if (!words.test) return;
  const bool several = has_several_seeds(result);
  bool first = true;
  for (const CaseResult& one : result.cases()) {
    if (one.verdict() == record::VERDICT_NOT_APPLICABLE) continue;
    const CaseText text = words.test(one.id());
    for (const PublishedText& published : text.published) {
      if (published.relation == '+') continue;
      if (std::exchange(first, false)) {
        page.gap();
        page.line("against published tests");
      }
      page.paragraph(fmt::format("{} {} {} {} · {}{}{}", published.document, published.version,
                                 published.clause, published.title, printable(one.id()),
                                 several ? fmt::format(" seed {}", one.seed()) : "",
                                 published.relation == '~' && !text.remains.empty()
                                     ? fmt::format(" · elsewhere: {}", text.remains)
                                     : std::string{}),
                     18, fmt::format("    {}", published_verdict(one, published.relation)));
    }
  }
}

/// What the profile said beforehand, and what became of it.
void write_quirks(Lines& page, const record::RunResult& result) {
  if (result.quirks().empty()) return;
  page.gap();
  page.line("known quirks of the profile (a fail stays a fail, and may have another cause too)");
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(result.quirks_size()); ++i) {
    const record::KnownQuirk& quirk = result.quirks(static_cast<int>(i));
    const std::string_view outcome = outcome_of(quirk);
    const Ink ink = quirk.failed() > 0 ? Ink::bad : quirk.passed() > 0 ? Ink::good : Ink::faint;
    constexpr std::size_t kColumn = 18;
    page.paragraph(fmt::format("{}: {} · {}", name_of_quirk(result, i), printable(quirk.text()),
                               evidence_of_quirk(quirk)),
                   kColumn, "  " + page.paint(ink, outcome) + std::string(kColumn - 2 - outcome.size(), ' '));
  }
}

/// "3 fail (2 named by known quirks)".
std::string fails_of(const record::RunResult& result, std::uint64_t fails) {
  const auto known = std::count_if(result.cases().begin(), result.cases().end(), is_named_by_quirks);
  return known == 0 ? fmt::format("{} fail", fails)
                    : fmt::format("{} fail ({} named by known quirks)", fails, known);
}

/// "lab7.yaml   O-RU under test: Example RU 1   51 cases   2.210 s on air".
std::string head_of(Lines& page, const record::RunRecord& record) {
  const record::Provenance& from = record.provenance();
  std::uint64_t air_ns = 0;
  for (const CaseResult& one : record.result().cases())
    for (const CasePart& part : one.parts()) air_ns += part.air_ns();
  const bool tests_o_du =
      record.result().cases_size() > 0 && record.result().cases(0).dut() == record::DUT_O_DU;
  std::string units;
  for (const record::Profile& profile : from.run().profiles())
    units += (units.empty() ? ": " : "   tester: ") + printable(profile.unit());
  if (from.run().has_cable()) units += "   cable: " + printable(from.run().cable().file());
  const std::string plan = from.run().plan().empty() ? std::string{} : printable(from.run().plan()) + "   ";
  return fmt::format("{}{}   {} under test{}   {}   {} s on air", plan,
                     page.paint(Ink::strong, printable(from.link_name())), tests_o_du ? "O-DU" : "O-RU",
                     units, counted(static_cast<std::uint64_t>(record.result().cases_size()), "case"),
                     seconds(static_cast<std::int64_t>(air_ns), 3));
}

}  // namespace

std::string_view published_verdict(const CaseResult& result, char relation) {
  const bool lacks = std::any_of(result.parts().begin(), result.parts().end(), [](const CasePart& part) {
    return std::any_of(part.criteria().begin(), part.criteria().end(),
                       [](const Criterion& one) { return one.lacks_size() > 0; });
  });
  const bool in_part = lacks || relation == '~';
  return result.verdict() == record::VERDICT_PASS && in_part ? "partial" : name_of(result.verdict());
}

bool has_several_seeds(const record::RunResult& result) {
  return std::any_of(result.cases().begin(), result.cases().end(),
                     [&](const CaseResult& one) { return one.seed() != result.cases(0).seed(); });
}

std::string render_run(const record::RunRecord& record, const RunWords& words, const RenderOptions& options) {
  Lines page{options};
  std::array<std::uint64_t, 5> counts{};
  for (const CaseResult& one : record.result().cases()) ++counts[static_cast<std::size_t>(one.verdict())];
  page.line(head_of(page, record));
  page.gap();
  const Verdict verdict = record::verdict_of(record.result());
  std::string word{name_of(verdict)};
  for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  page.line(fmt::format("{}   {} pass · {} · {} inconclusive · {} not applicable · {} error",
                        page.paint(ink_of(verdict), word), counts[record::VERDICT_PASS],
                        fails_of(record.result(), counts[record::VERDICT_FAIL]),
                        counts[record::VERDICT_INCONCLUSIVE], counts[record::VERDICT_NOT_APPLICABLE],
                        counts[record::VERDICT_ERROR]));
  if (record.provenance().interrupted()) page.line("interrupted: this covers what was run until then");
  page.gap();
  write_cases(page, record.result(), words);
  write_quirks(page, record.result());
  if (options.verbose) write_published(page, record.result(), words);
  if (!options.files.empty() || options.exit_status) {
    page.gap();
    std::string end;
    for (const std::string& file : options.files) end += (end.empty() ? "" : ", ") + printable(file);
    if (!end.empty()) end += " written";
    if (options.exit_status)
      end += fmt::format("{}exit status {}", end.empty() ? "" : " · ", *options.exit_status);
    page.line(end);
  }
  return std::move(page).take();
}

}  // namespace plumbline::report
