#include <fmt/format.h>

#include "record/merge.h"
#include "report/junit_suite.h"
#include "report/printable.h"
#include "report/quirk_words.h"
#include "report/run_text.h"
#include "report/words.h"

namespace plumbline::report {
namespace {

/// Everything that is not a pass, one line each.
std::string lines_of(const record::RunResult& result, const record::CaseResult& one) {
  std::string lines;
  for (const record::CasePart& part : one.parts()) {
    const std::string name = part.name().empty() ? std::string{} : printable(part.name()) + ": ";
    if (!part.failure().empty()) lines += name + printable(part.failure()) + "\n";
    for (const record::Criterion& criterion : part.criteria())
      if (criterion.verdict() > record::VERDICT_PASS) {
        lines += fmt::format("{}{} {}: expected {}, observed {}", name, name_of(criterion.verdict()),
                             printable(criterion.name()),
                             expected(criterion.unit(), criterion.expected(), criterion.expected_to()),
                             value(criterion.unit(), criterion.observed()));
        for (const std::uint32_t quirk : criterion.known_quirks())
          lines += fmt::format(" · {}", words_of_quirk(result, quirk));
        lines += '\n';
      }
  }
  return lines;
}

void add_properties(JunitSuite& suite, const record::RunRecord& record) {
  const record::Provenance& from = record.provenance();
  suite.add_property("verdict", name_of(record::verdict_of(record.result())));
  suite.add_property("strict", from.strict() ? "true" : "false");
  if (from.interrupted()) suite.add_property("interrupted", "true");
  suite.add_property("tool", from.tool());
  suite.add_property("catalogue", from.catalogue());
  suite.add_property("link", from.link_name());
  if (!from.run().plan().empty()) suite.add_property("plan", from.run().plan());
  for (const record::Profile& profile : from.run().profiles()) suite.add_property("profile", profile.file());
  if (from.run().has_cable()) suite.add_property("cable", from.run().cable().file());
  for (const record::KnownQuirk& quirk : record.result().quirks())
    suite.add_property("known_quirk",
                       fmt::format("{}: {}, {}", quirk.id().empty() ? quirk.text() : quirk.id(),
                                   outcome_of(quirk), evidence_of_quirk(quirk)));
}

void add_case(JunitSuite& suite, const record::RunRecord& record, const record::CaseResult& one,
              const CaseText& text, bool several_seeds) {
  pugi::xml_node node = suite.add_case();
  set(node, "classname", std::string_view{one.id()}.substr(0, one.id().rfind('-')));
  set(node, "name",
      fmt::format("{}{}{}{}", one.id(), text.title.empty() ? "" : " ", text.title,
                  several_seeds ? fmt::format(" seed {}", one.seed()) : ""));
  const std::string lines = lines_of(record.result(), one);
  const auto put = [&](const char* kind, unsigned& count, std::string_view message) {
    ++count;
    pugi::xml_node child = node.append_child(kind);
    set(child, "message", message);
    if (!lines.empty()) child.text().set(lines.c_str());
  };
  switch (one.verdict()) {
    case record::VERDICT_FAIL:
      return put("failure", suite.failures,
                 is_named_by_quirks(one)
                     ? fmt::format("{} (all that failed is named by known quirks)", text.purpose)
                     : std::string{text.purpose});
    case record::VERDICT_ERROR:
      return put("error", suite.errors, "our side went wrong");
    case record::VERDICT_INCONCLUSIVE:
      return record.provenance().strict()
                 ? put("failure", suite.failures, "inconclusive, and the run was strict")
                 : put("skipped", suite.skipped, "inconclusive");
    case record::VERDICT_NOT_APPLICABLE:
      return put("skipped", suite.skipped, "not applicable: " + one.decided_by());
    default:
      return;
  }
}

}  // namespace

std::string render_run_junit(const record::RunRecord& record, const RunWords& words) {
  JunitSuite suite{"plumbline run"};
  add_properties(suite, record);
  for (const record::CaseResult& one : record.result().cases())
    add_case(suite, record, one, words.test ? words.test(one.id()) : CaseText{},
             has_several_seeds(record.result()));
  return suite.finish();
}

}  // namespace plumbline::report
