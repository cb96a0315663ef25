#include <gtest/gtest.h>

#include <tuple>
#include <vector>

#include "record/merge.h"

namespace plumbline::record {
namespace {

RuleResult rule(Level level, std::uint64_t pass, std::uint64_t inconclusive, std::uint64_t fail,
                bool lacks = false) {
  RuleResult result;
  result.set_level(level);
  result.set_pass(pass);
  result.set_inconclusive(inconclusive);
  result.set_fail(fail);
  if (lacks) result.add_lacks("carriers");
  return result;
}

TEST(Verdict, OfOneRuleIsItsWorstOutcome) {
  EXPECT_EQ(verdict_of(rule(LEVEL_MUST, 0, 0, 0)), VERDICT_NOT_APPLICABLE);
  EXPECT_EQ(verdict_of(rule(LEVEL_MUST, 1, 0, 0)), VERDICT_PASS);
  EXPECT_EQ(verdict_of(rule(LEVEL_MUST, 9, 1, 0)), VERDICT_INCONCLUSIVE);
  EXPECT_EQ(verdict_of(rule(LEVEL_MUST, 9, 9, 1)), VERDICT_FAIL);
  EXPECT_EQ(verdict_of(rule(LEVEL_ADVICE, 9, 9, 1)), VERDICT_FAIL) << "level does not change what was seen";
}

TEST(Verdict, NotEvaluatedNeedsALackAndNothingJudged) {
  EXPECT_TRUE(not_evaluated(rule(LEVEL_MUST, 0, 0, 0, true)));
  EXPECT_FALSE(not_evaluated(rule(LEVEL_MUST, 0, 0, 0))) << "not applicable is no lack";
  EXPECT_FALSE(not_evaluated(rule(LEVEL_MUST, 1, 0, 0, true))) << "evaluated for part of the streams";
  EXPECT_FALSE(not_evaluated(rule(LEVEL_MUST, 0, 1, 0, true)));
  EXPECT_FALSE(not_evaluated(rule(LEVEL_MUST, 0, 0, 1, true)));
}

TEST(Verdict, OfTheWholeIsDecidedByMustRulesUnlessStrict) {
  struct Case {
    std::vector<RuleResult> rules;
    Verdict plain, strict;
  };
  const RuleResult pass = rule(LEVEL_MUST, 5, 0, 0);
  const std::vector<Case> cases{
      {{}, VERDICT_NOT_APPLICABLE, VERDICT_NOT_APPLICABLE},
      {{rule(LEVEL_MUST, 0, 0, 0), pass}, VERDICT_PASS, VERDICT_PASS},
      {{pass, rule(LEVEL_MUST, 5, 1, 0)}, VERDICT_INCONCLUSIVE, VERDICT_INCONCLUSIVE},
      {{rule(LEVEL_MUST, 5, 1, 1), pass}, VERDICT_FAIL, VERDICT_FAIL},
      {{pass, rule(LEVEL_SHOULD, 0, 0, 1)}, VERDICT_PASS, VERDICT_FAIL},
      {{pass, rule(LEVEL_SHOULD, 0, 1, 0)}, VERDICT_PASS, VERDICT_INCONCLUSIVE},
      {{pass, rule(LEVEL_ADVICE, 0, 1, 1)}, VERDICT_PASS, VERDICT_PASS},
      {{pass, rule(LEVEL_MUST, 0, 0, 0, true)}, VERDICT_PASS, VERDICT_INCONCLUSIVE},
      {{pass, rule(LEVEL_SHOULD, 0, 0, 0, true)}, VERDICT_PASS, VERDICT_INCONCLUSIVE},
      {{pass, rule(LEVEL_ADVICE, 0, 0, 0, true)}, VERDICT_PASS, VERDICT_PASS},
      {{rule(LEVEL_MUST, 0, 0, 1), rule(LEVEL_MUST, 0, 0, 0, true)}, VERDICT_FAIL, VERDICT_FAIL},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Result result;
    for (const RuleResult& one : cases[i].rules) *result.add_rules() = one;
    EXPECT_EQ(verdict_of(result, false), cases[i].plain) << "case " << i;
    EXPECT_EQ(verdict_of(result, true), cases[i].strict) << "case " << i;
  }
}

}  // namespace
}  // namespace plumbline::record
