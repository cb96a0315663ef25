// Mutants: every case kills the unit that breaks its clause.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "suite/catalogue.h"
#include "suite/counting.h"
#include "suite/links.h"
#include "suite/mutants/mutant.h"
#include "suite/plan.h"

namespace plumbline::suite::test {
namespace {

std::string word(const Mutant& mutant) {
  return fmt::format("{}: {}", mutant.dut == Dut::o_ru ? "O-RU" : "O-DU", mutant.name);
}

/// Says nothing; or nothing but LLDP, as the port of any device does.
MakeLens dumb(bool lldp) {
  return [lldp](const Setup& /*setup*/) -> Lens {
    return [lldp](Frame& octets, const Emit& emit) {
      constexpr std::size_t kEtherType = 16;  // behind one tag
      octets[kEtherType] = 0x88, octets[kEtherType + 1] = 0xCC;
      if (lldp) emit(octets);
    };
  };
}

/// One gtest per so many mutants, so that ctest spreads them.
constexpr std::size_t kShards = 8;

/// Criteria and rules with this verdict.
std::set<std::string> found_in(const record::CaseResult& result, record::Verdict verdict) {
  std::set<std::string> names;
  for (const record::CasePart& part : result.parts())
    for (const record::Criterion& one : part.criteria())
      if (one.verdict() == verdict) names.insert(one.name());
  return names;
}

class KillMatrix : public testing::TestWithParam<std::size_t> {};

TEST_P(KillMatrix, EveryMutantIsKilledByTheCaseThatClaimsItsClause) {
  for (std::size_t i = GetParam(); i < mutants().size(); i += kShards) {
    const Mutant& mutant = mutants()[i];
    const Case* test = find_case(mutant.killed_by);
    ASSERT_NE(test, nullptr) << word(mutant) << ": " << mutant.killed_by;
    ASSERT_TRUE(test->is_for(mutant.dut)) << word(mutant);
    const record::CaseResult result = run_virtual(*test, make_setup(mutant), make_mutant(mutant));
    EXPECT_EQ(result.verdict(), mutant.verdict) << word(mutant) << "\n"
                                                << result.decided_by() << told(result);
    const std::set<std::string> found = found_in(result, mutant.verdict);
    EXPECT_TRUE(found.contains(std::string{mutant.by}))
        << word(mutant) << " of " << mutant.killed_by << " by " << mutant.by
        << ", found: " << fmt::format("{}", fmt::join(found, " "));
  }
}

INSTANTIATE_TEST_SUITE_P(Shard, KillMatrix, testing::Range<std::size_t>(0, kShards));

TEST(Mutants, AreManyAndHaveNamesOfTheirOwn) {
  std::set<std::string> names;
  std::size_t of_o_ru = 0;
  for (const Mutant& mutant : mutants()) {
    EXPECT_TRUE(names.insert(word(mutant)).second) << word(mutant);
    of_o_ru += mutant.dut == Dut::o_ru ? 1u : 0u;
  }
  EXPECT_GE(of_o_ru, 40u);
  EXPECT_GE(mutants().size() - of_o_ru, 20u);
}

/// A case without a mutant may be one that nothing can fail.
TEST(Mutants, EveryCaseHasOne) {
  for (const Dut dut : {Dut::o_ru, Dut::o_du})
    for (const Case* test : select(dut, {}, {}))
      EXPECT_TRUE(std::any_of(mutants().begin(), mutants().end(),
                              [&](const Mutant& one) {
                                return one.dut == dut && one.killed_by == test->id &&
                                       one.verdict == record::VERDICT_FAIL;
                              }))
          << test->id << (dut == Dut::o_ru ? " of the O-RU" : " of the O-DU");
}

/// Criteria of the tester's own conduct: no unit can fail them, whatever it does.
struct OwnOne {
  std::string_view test, criterion, why;
};
constexpr OwnOne kOwn[] = {
    {"FH-SEC-004", "mutations", "how many messages the tester sent"},
    {"FH-SEC-006", "mutations", "how many messages the tester sent"},
};
bool is_own(const Case& test, std::string_view criterion) {
  return std::any_of(std::begin(kOwn), std::end(kOwn),
                     [&](const OwnOne& one) { return one.test == test.id && one.criterion == criterion; });
}

/// What `test` judges by besides rules and the preamble: criteria, and the counters of units that have them.
std::set<std::string_view> criteria_of(const Case& test) {
  std::set<std::string_view> names;
  for (const CriterionInfo& criterion : test.criteria) names.insert(criterion.name);
  for (const Dut dut : {Dut::o_ru, Dut::o_du}) {
    if (!test.is_for(dut)) continue;
    auto setup = make_setup("example_link", dut);
    setup.frames = 1;  // too short for mutations
    const record::CaseResult result = run_virtual(test, setup, make_healthy);
    for (const record::CasePart& part : result.parts())
      for (const record::Criterion& one : part.criteria())
        for (const CriterionInfo& counter : kCounterCriteria)
          if (one.name() == counter.name) names.insert(counter.name);
  }
  return names;
}

/// A case may judge by several criteria: for each of its own there is a mutant that does not pass it.
TEST(Mutants, EveryCriterionHasOne) {
  for (const Case* test : catalogue())
    for (const std::string_view criterion : criteria_of(*test)) {
      const bool named = std::any_of(mutants().begin(), mutants().end(), [&](const Mutant& one) {
        return one.killed_by == test->id && one.by == criterion;
      });
      EXPECT_NE(named, is_own(*test, criterion)) << test->id << " " << criterion;
    }
  for (const OwnOne& one : kOwn) {
    const Case* test = find_case(one.test);
    ASSERT_NE(test, nullptr) << one.test;
    EXPECT_NE(find_criterion(*test, one.criterion), nullptr)
        << one.test << " " << one.criterion << ": " << one.why;
  }
}

/// A rule judges every case alike that names it: one mutant shows for all of them that it can fail a case.
TEST(Mutants, EveryRuleHasOne) {
  for (const Case* test : catalogue())
    for (const std::string_view rule : test->rules)
      EXPECT_TRUE(std::any_of(
          mutants().begin(), mutants().end(),
          [&](const Mutant& one) { return one.by == rule && one.verdict == record::VERDICT_FAIL; }))
          << test->id << " " << rule;
}

/// Links of which a mutant is told more are as good for a healthy unit; but where they are all that is wrong.
TEST(Mutants, WhatTheyAreToldFailsNobody) {
  for (const Mutant& mutant : mutants()) {
    if (mutant.told == nullptr || (mutant.disturbs.empty() && !mutant.says)) continue;
    const record::CaseResult result =
        run_virtual(*find_case(mutant.killed_by), make_setup(mutant), make_healthy);
    EXPECT_EQ(result.verdict(), record::VERDICT_PASS) << word(mutant) << ": " << told(result);
  }
}

TEST(Mutants, AUnitThatSaysNothingPassesNothing) {
  for (const Dut dut : {Dut::o_ru, Dut::o_du})
    for (const bool lldp : {false, true}) {
      const Mutant mutant{.dut = dut, .says = dumb(lldp)};
      const auto setup = make_setup("example_link", dut);
      for (const Case* test : select(dut, {}, {"FH-SEC-*"})) {
        const record::CaseResult result = run_virtual(*test, setup, make_mutant(mutant));
        EXPECT_TRUE(test->may_be_silent || result.verdict() != record::VERDICT_PASS) << told(result);
      }
    }
}

/// The whole table, for people: run it with --gtest_also_run_disabled_tests. Mutants in rows, with the cases
/// that failed; `*`: the one that has to.
TEST(Mutants, DISABLED_TableOfAllCases) {
  for (const Mutant& mutant : mutants()) {
    const auto setup = make_setup(mutant);
    std::string killers;
    for (const Case* test : select(mutant.dut, {}, {})) {
      const record::CaseResult result = run_virtual(*test, setup, make_mutant(mutant));
      if (result.verdict() < record::VERDICT_INCONCLUSIVE) continue;
      const std::string_view mark = result.verdict() == record::VERDICT_FAIL    ? ""
                                    : result.verdict() == record::VERDICT_ERROR ? "!"
                                                                                : "?";
      killers += fmt::format(" {}{}{}", test->id.substr(3), mark, test->id == mutant.killed_by ? "*" : "");
    }
    fmt::print("{:<62} {:<20}{}\n", word(mutant), mutant.clause, killers.empty() ? " SURVIVES" : killers);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace plumbline::suite::test
