#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "report/printable.h"
#include "report/run_text.h"
#include "report/words.h"

namespace plumbline::report {
namespace {

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(printable(value).c_str());
}

/// Everything that is not a pass, one line each.
std::string lines_of(const record::CaseResult& one) {
  std::string lines;
  for (const record::CasePart& part : one.parts()) {
    const std::string name = part.name().empty() ? std::string{} : printable(part.name()) + ": ";
    if (!part.failure().empty()) lines += name + printable(part.failure()) + "\n";
    for (const record::Criterion& criterion : part.criteria())
      if (criterion.verdict() > record::VERDICT_PASS)
        lines += fmt::format("{}{} {}: expected {}, observed {}\n", name, name_of(criterion.verdict()),
                             printable(criterion.name()),
                             expected(criterion.unit(), criterion.expected(), criterion.expected_to()),
                             value(criterion.unit(), criterion.observed()));
  }
  return lines;
}

}  // namespace

std::string render_run_junit(const record::RunRecord& record, const RunWords& words) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node suite = document.append_child("testsuites").append_child("testsuite");
  set(suite, "name", "plumbline run");
  unsigned failures = 0, errors = 0, skipped = 0;
  for (const record::CaseResult& one : record.result().cases()) {
    pugi::xml_node node = suite.append_child("testcase");
    set(node, "classname", std::string_view{one.id()}.substr(0, one.id().rfind('-')));
    const std::string_view title = words.test ? words.test(one.id()).title : std::string_view{};
    set(node, "name", title.empty() ? one.id() : fmt::format("{} {}", one.id(), title));
    const std::string lines = lines_of(one);
    const auto put = [&](const char* kind, std::string_view message) {
      pugi::xml_node child = node.append_child(kind);
      set(child, "message", message);
      if (!lines.empty()) child.text().set(lines.c_str());
    };
    switch (one.verdict()) {
      case record::VERDICT_FAIL:
        ++failures;
        put("failure", words.test ? words.test(one.id()).purpose : std::string_view{});
        break;
      case record::VERDICT_ERROR:
        ++errors;
        put("error", "our side went wrong");
        break;
      case record::VERDICT_INCONCLUSIVE:
        ++skipped;
        put("skipped", "inconclusive");
        break;
      case record::VERDICT_NOT_APPLICABLE:
        ++skipped;
        put("skipped", "not applicable: " + one.decided_by());
        break;
      default:
        break;
    }
  }
  set(suite, "tests", std::to_string(record.result().cases_size()));
  set(suite, "failures", std::to_string(failures));
  set(suite, "errors", std::to_string(errors));
  set(suite, "skipped", std::to_string(skipped));
  std::ostringstream out;
  document.save(out, " ");
  return out.str();
}

}  // namespace plumbline::report
