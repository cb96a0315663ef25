#include "report/junit.h"

#include <fmt/format.h>

#include <string_view>

#include "record/merge.h"
#include "report/junit_suite.h"
#include "report/printable.h"
#include "report/words.h"

namespace plumbline::report {
namespace {

using record::RuleResult;

/// Every count of the totals under its name, so that none is forgotten.
void add_properties(JunitSuite& suite, const record::Record& record) {
  const record::Provenance& provenance = record.provenance();
  suite.add_property("verdict", name_of(record::verdict_of(record.result(), provenance.strict())));
  suite.add_property("strict", provenance.strict() ? "true" : "false");
  suite.add_property("tool", provenance.tool());
  suite.add_property("catalogue", provenance.catalogue());
  suite.add_property("link", provenance.link_name());
  for (const record::Input& input : provenance.inputs()) suite.add_property("input", input.name());
  const record::Totals& totals = record.result().totals();
  const auto& type = *totals.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i)
    if (type.field(i)->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_UINT64)
      suite.add_property(type.field(i)->name(),
                         std::to_string(totals.GetReflection()->GetUInt64(totals, type.field(i))));
}

/// Why a rule is not a plain pass, and whether that breaks the build.
struct Standing {
  enum { pass, skipped, failure } kind = pass;
  std::string type, message;
};

Standing standing_of(const RuleResult& rule, bool strict) {
  const bool decides = rule.level() == record::LEVEL_MUST || (strict && rule.level() == record::LEVEL_SHOULD);
  const std::uint64_t judged = rule.pass() + rule.inconclusive() + rule.fail();
  const auto unless_strict = strict && decides ? Standing::failure : Standing::skipped;
  switch (record::verdict_of(rule)) {
    case record::VERDICT_PASS:
      return {};
    case record::VERDICT_NOT_APPLICABLE: {
      if (!record::not_evaluated(rule))
        return {Standing::skipped, "not applicable", "not applicable: nothing of its kind was seen"};
      std::string lacks;
      for (const std::string& lack : rule.lacks()) lacks += (lacks.empty() ? "" : ", ") + lack;
      return {unless_strict, "not evaluated", "not evaluated: needs " + lacks};
    }
    case record::VERDICT_INCONCLUSIVE:
      return {unless_strict, "inconclusive",
              fmt::format("inconclusive: {} of {}", grouped(rule.inconclusive()), grouped(judged))};
    default:
      return {decides ? Standing::failure : Standing::pass, std::string{name_of(rule.level())},
              fmt::format("{} of {} failed", grouped(rule.fail()), grouped(judged))};
  }
}

std::string findings(const RuleResult& rule, const RuleText& text, const StampFormat& stamps,
                     const FindDetail& detail) {
  std::string lines;
  for (const record::Finding& finding : rule.first()) {
    lines += fmt::format("{}\n  {}\n", place(finding, stamps), printable(evidence(finding, text, detail)));
    if (!finding.follows().empty()) lines += fmt::format("  follows from {}\n", printable(finding.follows()));
  }
  return lines;
}

void add_case(JunitSuite& suite, const RuleResult& rule, const RuleText& text, const Standing& standing,
              const std::string& lines) {
  pugi::xml_node node = suite.add_case();
  set(node, "classname", std::string_view{rule.id()}.substr(0, rule.id().rfind('-')));
  set(node, "name", text.title.empty() ? rule.id() : fmt::format("{} {}", rule.id(), text.title));
  set(node, "assertions", std::to_string(rule.pass() + rule.inconclusive() + rule.fail()));
  if (standing.kind == Standing::failure) {
    pugi::xml_node failure = node.append_child("failure");
    set(failure, "type", standing.type);
    set(failure, "message", standing.message);
    failure.text().set(fmt::format("{}\n{}", printable(text.statement), lines).c_str());
    return;
  }
  if (standing.kind == Standing::skipped) set(node.append_child("skipped"), "message", standing.message);
  const std::string lead = standing.kind == Standing::pass && !standing.message.empty()
                               ? fmt::format("{}: {}\n", standing.type, standing.message)
                               : std::string{};
  if (!(lead + lines).empty()) node.append_child("system-out").text().set((lead + lines).c_str());
}

}  // namespace

std::string render_junit(const record::Record& record, const FindRule& rule_of, const FindDetail& detail) {
  JunitSuite suite{"plumbline check"};
  add_properties(suite, record);
  const StampFormat stamps = stamp_format(record);
  for (const RuleResult& rule : record.result().rules()) {
    const RuleText text = text_of(rule_of, rule.id());
    const Standing standing = standing_of(rule, record.provenance().strict());
    suite.failures += standing.kind == Standing::failure ? 1u : 0u;
    suite.skipped += standing.kind == Standing::skipped ? 1u : 0u;
    add_case(suite, rule, text, standing, findings(rule, text, stamps, detail));
  }
  return suite.finish();
}

}  // namespace plumbline::report
