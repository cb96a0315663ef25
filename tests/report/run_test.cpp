// The report of a run of the catalogue: whole texts against golden files, and octets that mean harm.
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "report/run_text.h"
#include "report/sample.h"

namespace plumbline::report {
namespace {

constexpr const char* kEvil = "\x1b[31mred\x07\xff <a b=\"c\">&]]>\r\n\xe2\x80\xae gnp.exe";

record::CasePart& part_of(record::CaseResult& result, std::string name, record::Verdict verdict) {
  record::CasePart& part = *result.add_parts();
  part.set_name(std::move(name));
  part.set_verdict(verdict);
  part.set_air_ns(40'000'000);
  record::Criterion& own = *part.add_criteria();
  own.set_name("own_loss");
  own.set_verdict(record::VERDICT_PASS);
  own.set_unit(record::UNIT_MESSAGES);
  return part;
}

record::Criterion& criterion_of(record::CasePart& part, std::string name, record::Verdict verdict) {
  record::Criterion& criterion = *part.add_criteria();
  criterion.set_name(std::move(name));
  criterion.set_verdict(verdict);
  return criterion;
}

record::CaseResult& case_of(record::RunRecord& record, std::string id, record::Verdict verdict) {
  record::CaseResult& result = *record.mutable_result()->add_cases();
  result.set_id(std::move(id));
  result.set_dut(record::DUT_O_RU);
  result.set_seed(7);
  result.set_verdict(verdict);
  return result;
}

/// One case of each verdict.
record::RunRecord mixed() {
  record::RunRecord record;
  record.mutable_provenance()->set_link_name("lab seven");
  part_of(case_of(record, "FH-AAA-001", record::VERDICT_PASS), "", record::VERDICT_PASS);
  record::CaseResult& fails = case_of(record, "FH-AAA-002", record::VERDICT_FAIL);
  part_of(fails, "early", record::VERDICT_PASS);
  record::CasePart& late = part_of(fails, "late", record::VERDICT_FAIL);
  record::Criterion& answered = criterion_of(late, "answered", record::VERDICT_FAIL);
  answered.set_unit(record::UNIT_PRB_SYMBOLS);
  answered.set_expected(280);
  answered.set_expected_to(280);
  answered.set_observed(266);
  answered.set_packet(1312);
  record::Criterion& rule = criterion_of(late, "CUS-TIME-004", record::VERDICT_FAIL);
  rule.set_observed(14);
  record::Criterion& open = criterion_of(
      part_of(case_of(record, "FH-AAA-003", record::VERDICT_INCONCLUSIVE), "", record::VERDICT_INCONCLUSIVE),
      "wraps", record::VERDICT_INCONCLUSIVE);
  open.set_unit(record::UNIT_MESSAGES);
  open.set_expected(513);
  open.set_expected_to(INT64_MAX);
  open.set_observed(12);
  case_of(record, "FH-AAA-004", record::VERDICT_NOT_APPLICABLE).set_decided_by("profile features: sym_inc");
  part_of(case_of(record, "FH-AAA-005", record::VERDICT_ERROR), "", record::VERDICT_ERROR)
      .set_failure("no unit today");
  return record;
}

CaseText words_of(std::string_view id) {
  if (id == "FH-AAA-001")
    return {.title = "what passes",
            .purpose = "It passes.",
            .remains = "the rest",
            .published = {{"DOC", "v1", "1.2", "a test", '~'}, {"DOC", "v1", "3", "no test", '+'}}};
  return {.title = "a case", .purpose = "It is one."};
}

RunWords words() {
  return {.test = words_of,
          .criterion = [](std::string_view, std::string_view name) -> CriterionText {
            return name == "answered" ? CriterionText{"every PRB came", "DOC 4"} : CriterionText{};
          },
          .repeat = [](const record::CaseResult& one) { return "plumbline run --case " + one.id(); }};
}

TEST(RunReport, TellsWhatFailedFirstAndHowToRepeatIt) {
  EXPECT_EQ(golden("run.txt", render_run(mixed(), words(), {.files = {"run.json"}, .exit_status = 5})), "");
  EXPECT_EQ(golden("run_verbose.txt", render_run(mixed(), words(), {.verbose = true})), "");
}

void add_quirk(record::RunRecord& record, std::string id, std::string text, std::uint32_t failed,
               std::uint32_t passed) {
  record::KnownQuirk& quirk = *record.mutable_result()->add_quirks();
  quirk.set_id(std::move(id));
  quirk.set_text(std::move(text));
  quirk.set_failed(failed);
  quirk.set_passed(passed);
}

/// A case that fails by what is known alone, one that does not; quirks that may have shown, did not, and were
/// not looked at.
record::RunRecord quirky() {
  record::RunRecord record = mixed();
  record::RunResult& result = *record.mutable_result();
  result.mutable_cases(1)->mutable_parts(1)->mutable_criteria(2)->add_known_quirks(1);
  record::CasePart& part =
      part_of(case_of(record, "FH-AAA-006", record::VERDICT_FAIL), "", record::VERDICT_FAIL);
  record::Criterion& both = criterion_of(part, "CUS-SEQ-001", record::VERDICT_FAIL);
  both.set_observed(3);
  both.add_known_quirks(0);
  both.add_known_quirks(1);
  add_quirk(record, "sequence_constant", "sequenceId is always 0", 1, 0);
  result.mutable_quirks(0)->set_link("https://example.org/sequence");
  add_quirk(record, "", "late after lunch", 2, 7);
  add_quirk(record, "prach_unanswered", "no PRACH", 0, 12);
  result.mutable_quirks(2)->set_until_firmware("1.4.0");
  add_quirk(record, "no_ud_comp_hdr", "no udCompHdr", 0, 0);
  return record;
}

TEST(RunReport, TellsKnownQuirksBesideWhatFailedAndSoftensNothing) {
  EXPECT_EQ(golden("run_quirks.txt", render_run(quirky(), words(), {})), "");
  EXPECT_EQ(golden("run_quirks.xml", render_run_junit(quirky(), words())), "");
}

TEST(RunReport, AQuirkThatThereIsNotIsOnlyANumber) {
  record::RunRecord record = mixed();
  record.mutable_result()->mutable_cases(1)->mutable_parts(1)->mutable_criteria(1)->add_known_quirks(~0u);
  const std::string text = render_run(record, words(), {});
  EXPECT_NE(text.find("known quirk 4294967296"), std::string::npos) << text;
}

TEST(RunReport, WordsMayBeMissing) {
  const std::string text = render_run(mixed(), {}, {});
  EXPECT_NE(text.find("FH-AAA-002"), std::string::npos);
  EXPECT_EQ(render_run(mixed(), {}, {}), text);
  EXPECT_FALSE(render_run({}, {}, {}).empty());
}

TEST(RunReport, APassOfAPartIsPartial) {
  record::CaseResult result;
  result.set_verdict(record::VERDICT_PASS);
  EXPECT_EQ(published_verdict(result, '~'), "partial");
  EXPECT_EQ(published_verdict(result, '='), "pass");
  result.add_parts()->add_criteria();
  EXPECT_EQ(published_verdict(result, '='), "pass");
  result.add_parts()->add_criteria()->add_lacks("counters of the unit");
  EXPECT_EQ(published_verdict(result, '='), "partial") << "a criterion was not evaluated";
  result.set_verdict(record::VERDICT_FAIL);
  EXPECT_EQ(published_verdict(result, '~'), "fail");
}

TEST(RunJunit, HasACaseForEach) { EXPECT_EQ(golden("run.xml", render_run_junit(mixed(), words())), ""); }

/// Names of parts and criteria, reasons and link come from files of others, or from records of others.
record::RunRecord evil() {
  record::RunRecord record = mixed();
  record.mutable_provenance()->set_link_name(kEvil);
  record::CaseResult& fails = *record.mutable_result()->mutable_cases(1);
  fails.mutable_parts(1)->set_name(kEvil);
  fails.mutable_parts(1)->mutable_criteria(1)->set_name(kEvil);
  fails.mutable_parts(1)->mutable_criteria(1)->add_lacks(kEvil);
  fails.mutable_parts(1)->mutable_criteria(1)->set_unit(static_cast<record::Unit>(99));
  fails.mutable_parts(1)->mutable_criteria(1)->set_observed(INT64_MIN);
  record.mutable_result()->mutable_cases(3)->set_decided_by(kEvil);
  record.mutable_result()->mutable_cases(4)->mutable_parts(0)->set_failure(kEvil);
  record.mutable_result()->mutable_cases(4)->set_id(kEvil);
  record.mutable_result()->mutable_cases(4)->set_verdict(record::VERDICT_FAIL);
  fails.mutable_parts(1)->mutable_criteria(1)->add_known_quirks(0);
  add_quirk(record, kEvil, kEvil, 1, 0);
  record.mutable_result()->mutable_quirks(0)->set_link(kEvil);
  record.mutable_result()->mutable_quirks(0)->set_until_firmware(kEvil);
  return record;
}

void expect_harmless(const std::string& text) {
  for (const char* octets : {"\x1b", "\x07", "\xff", "\r", "\xe2\x80\xae"})
    EXPECT_EQ(text.find(octets), std::string::npos) << text;
}

TEST(RunReport, NoOctetOfANameReachesTheTerminal) {
  expect_harmless(render_run(evil(), {}, {.verbose = true}));
}

TEST(RunJunit, StaysXmlWhateverTheNames) {
  const std::string text = render_run_junit(evil(), {});
  expect_harmless(text);
  pugi::xml_document document;
  const auto parsed = document.load_buffer(text.data(), text.size());
  ASSERT_TRUE(parsed) << parsed.description() << " at " << parsed.offset;
  const auto nodes = document.child("testsuites").child("testsuite").children("testcase");
  EXPECT_EQ(std::distance(nodes.begin(), nodes.end()), 5);
}

}  // namespace
}  // namespace plumbline::report
