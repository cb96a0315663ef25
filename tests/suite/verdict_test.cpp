// From criteria to verdicts: what our side spoilt decides nothing about the unit.
#include "suite/verdict.h"

#include <gtest/gtest.h>

#include "suite/catalogue.h"
#include "suite/links.h"
#include "suite/runner.h"

namespace plumbline::suite::test {
namespace {

using record::Verdict;

constexpr Verdict kNone = record::VERDICT_NOT_APPLICABLE, kPass = record::VERDICT_PASS,
                  kOpen = record::VERDICT_INCONCLUSIVE, kFail = record::VERDICT_FAIL,
                  kError = record::VERDICT_ERROR;

TEST(Judgement, HoldsInsideAClosedRange) {
  Judgement judgement;
  for (const std::int64_t observed : {9, 10, 12, 13})
    judgement.holds("one", {.expected = 10, .expected_to = 12, .observed = observed});
  const Verdict expected[] = {kFail, kPass, kPass, kFail};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(judgement.criteria()[i].verdict(), expected[i]) << i;
  judgement.equals("two", 3, 4, record::UNIT_SYMBOLS, 17);
  const record::Criterion& last = judgement.criteria().back();
  EXPECT_EQ(last.verdict(), kFail);
  EXPECT_EQ(last.packet(), 17u);
  EXPECT_EQ(last.unit(), record::UNIT_SYMBOLS);
  judgement.lacks("three", {"b", "a"});
  EXPECT_EQ(judgement.criteria().back().verdict(), kNone);
  ASSERT_EQ(judgement.criteria().back().lacks_size(), 2);
  EXPECT_EQ(judgement.criteria().back().lacks(0), "a");
}

TEST(VerdictOf, TheWorstCounts) {
  const auto of = [](std::initializer_list<Verdict> verdicts) {
    std::vector<record::Criterion> criteria;
    for (const Verdict verdict : verdicts) criteria.emplace_back().set_verdict(verdict);
    return verdict_of(criteria);
  };
  EXPECT_EQ(of({}), kOpen) << "nothing was judged";
  EXPECT_EQ(of({kNone}), kOpen);
  EXPECT_EQ(of({kNone, kPass}), kPass);
  EXPECT_EQ(of({kPass, kOpen, kPass}), kOpen);
  EXPECT_EQ(of({kOpen, kFail, kPass}), kFail);
  EXPECT_EQ(of({kFail, kError}), kError);
}

TEST(Conclude, TheWorstPartCounts) {
  const auto of = [](std::initializer_list<Verdict> verdicts) {
    record::CaseResult result;
    for (const Verdict verdict : verdicts) result.add_parts()->set_verdict(verdict);
    conclude(result);
    return result.verdict();
  };
  EXPECT_EQ(of({kPass, kOpen}), kOpen);
  EXPECT_EQ(of({kPass, kFail, kPass}), kFail);
  EXPECT_EQ(of({kError, kFail}), kError);
  EXPECT_EQ(of({kPass, kPass}), kPass);
}

/// A case that passes, or fails, whatever is observed.
template <bool holds>
void say(const Setup& /*setup*/, const Stimulus& /*stimulus*/, const Observed& /*observed*/,
         Judgement& judgement) {
  judgement.equals("said", 1, holds ? 1 : 0);
}
constexpr Case kPasses{.id = "FH-ABC-001", .judge = say<true>};
constexpr Case kFails{.id = "FH-ABC-002", .judge = say<false>};

struct Row {
  const char* name;
  OwnConduct conduct{};
  bool disturbs = false;
  std::uint64_t disturbed = 0, left_out = 0, lost_of_ours = 0;
  bool spoilt = false;
};

TEST(Preamble, WhatOurSideSpoiltIsInconclusive) {
  const auto setup = make_setup("example_link", Dut::o_ru);
  const std::vector<Row> rows{
      {.name = "nothing"},
      {.name = "own loss", .conduct = {.lost = 1}, .spoilt = true},
      {.name = "losses in the check", .lost_of_ours = 2, .spoilt = true},
      {.name = "in time", .conduct = {.lateness = Nanos{100}, .lateness_allowed = Nanos{100}}},
      {.name = "late", .conduct = {.lateness = Nanos{101}, .lateness_allowed = Nanos{100}}, .spoilt = true},
      {.name = "late, not asked", .conduct = {.lateness = Nanos{101}}},
      {.name = "no room", .left_out = 1, .spoilt = true},
      {.name = "disturbance not applied", .disturbs = true, .spoilt = true},
      {.name = "disturbance applied", .disturbs = true, .disturbed = 1},
  };
  for (const Row& row : rows)
    for (const Case* test : {&kPasses, &kFails}) {
      Stimulus stimulus;
      if (row.disturbs) stimulus.disturbance = emulator::Disturbance{};
      Observed observed;
      observed.disturbed = row.disturbed;
      observed.left_out = row.left_out;
      observed.check.mutable_totals()->set_losses_of_ours(row.lost_of_ours);
      record::CasePart part;
      judge(*test, setup, stimulus, observed, row.conduct, part);
      const Verdict alone = test == &kPasses ? kPass : kFail;
      EXPECT_EQ(part.verdict(), row.spoilt ? kOpen : alone) << row.name << " " << test->id;
      ASSERT_GE(part.criteria_size(), 2);
      EXPECT_EQ(part.criteria(0).name(), "own_loss") << "the preamble comes first";
      EXPECT_EQ(part.criteria(part.criteria_size() - 1).verdict(), alone) << "and hides nothing";
    }
}

TEST(Preamble, ItsPassDecidesNothing) {
  constexpr Case kSilent{.id = "FH-ABC-003"};
  record::CasePart part;
  judge(kSilent, make_setup("example_link", Dut::o_ru), {}, {}, {}, part);
  EXPECT_EQ(part.verdict(), kOpen);
}

TEST(Rules, OfAnUnknownNameAreNotEvaluated) {
  static constexpr std::string_view kRules[] = {"CUS-ABC-001"};
  constexpr Case kNamed{.id = "FH-ABC-004", .rules = kRules, .judge = say<true>};
  record::CasePart part;
  judge(kNamed, make_setup("example_link", Dut::o_ru), {}, {}, {}, part);
  EXPECT_EQ(part.verdict(), kPass);
  EXPECT_EQ(part.criteria(1).verdict(), kNone);
  EXPECT_EQ(part.criteria(1).lacks_size(), 1);
}

/// A unit that cannot be made.
Result<PlayedUnit, Error> broken(const Setup& /*setup*/, const Stimulus& /*stimulus*/) {
  return fail("no unit today", "come back tomorrow");
}

TEST(Runner, WhatGoesWrongOnOurSideIsAnErrorWithItsReason) {
  const auto result = run_virtual(*find_case("FH-TRN-001"), make_setup("example_link", Dut::o_ru), broken);
  EXPECT_EQ(result.verdict(), kError);
  ASSERT_EQ(result.parts_size(), 1);
  EXPECT_EQ(result.parts(0).failure(), "no unit today");
}

TEST(Runner, ACaseThatDoesNotApplySaysWhyAndRunsNothing) {
  auto setup = make_setup("example_link", Dut::o_ru);
  setup.unit.features = 0;
  const auto result = run_virtual(*find_case("FH-CPL-006"), setup, make_healthy);
  EXPECT_EQ(result.verdict(), kNone);
  EXPECT_EQ(result.decided_by(), "profile features: sym_inc");
  EXPECT_EQ(result.parts_size(), 0);
}

}  // namespace
}  // namespace plumbline::suite::test
