// Quirks that the emulators act: each fails what it names, and nothing else; verdicts stand.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "suite/catalogue.h"
#include "suite/known_quirks.h"
#include "suite/links.h"
#include "suite/plan.h"
#include "suite/runner.h"

namespace plumbline::suite::test {
namespace {

using profile::kKnownQuirks;
using profile::KnownQuirk;
using profile::QuirkKind;

/// Very long, and of a healthy unit: see HealthyInFull.
const std::vector<std::string> kLong{"FH-SEC-004", "FH-SEC-006", "FH-TRN-010"};

/// As a profile states it that names no more than its id.
profile::Quirk stated(std::size_t kind) {
  const KnownQuirk& known = kKnownQuirks[kind];
  return {.kind = static_cast<QuirkKind>(kind),
          .text = std::string{known.text},
          .rules = {known.rules.begin(), known.rules.end()},
          .cases = {known.cases.begin(), known.cases.end()}};
}

Dut dut_of(std::size_t kind) {
  return kKnownQuirks[kind].unit == profile::UnitKind::o_ru ? Dut::o_ru : Dut::o_du;
}

/// A unit that has it, on `link`; PRACH is not compressed there for the quirk that is about such.
Setup setup_of(std::size_t kind, std::string_view link) {
  Setup setup = make_setup(link, dut_of(kind));
  setup.unit.quirks = {stated(kind)};
  if (static_cast<QuirkKind>(kind) != QuirkKind::prach_sequence_only) return setup;
  for (profile::Carrier& carrier : setup.link.carriers)
    for (profile::Channel& channel : carrier.channels)
      if (channel.kind == profile::ChannelKind::prach)
        channel.compression = {.dynamic = channel.compression.dynamic};
  return setup;
}

struct Failed {
  std::set<std::string> rules, cases;
};

/// What of the catalogue fails on `link`.
Failed failed_on(std::size_t kind, std::string_view link, const std::vector<std::string>& without) {
  Failed failed;
  const Setup setup = setup_of(kind, link);
  for (const Case* test : select(setup.dut, {}, without)) {
    const record::CaseResult result = run_virtual(*test, setup, make_healthy);
    for (const record::CasePart& part : result.parts())
      for (const record::Criterion& one : part.criteria())
        if (one.verdict() == record::VERDICT_FAIL)
          (one.name().starts_with("CUS-") ? failed.rules : failed.cases)
              .insert(one.name().starts_with("CUS-") ? one.name() : result.id());
  }
  return failed;
}

/// On which of the links each shows all that it names.
struct Shown {
  QuirkKind kind;
  std::vector<std::string_view> links;
};
/// In the names of tests, where octets of memory would change from run to run.
void PrintTo(const Shown& shown, std::ostream* out) {
  *out << fmt::format("{}", fmt::join(shown.links, " "));
}
const std::vector<Shown> kShown{
    {QuirkKind::ecpri_payload_with_header, {"example_link"}},
    {QuirkKind::sequence_shared_over_eaxc, {"example_link"}},
    {QuirkKind::sequence_constant, {"example_link"}},
    {QuirkKind::prach_symbol_from_0, {"tdd30_dynamic"}},
    {QuirkKind::prach_unanswered, {"fdd15_5mhz"}},
    {QuirkKind::prach_sequence_only, {"example_link", "tdd30_dynamic"}},
    {QuirkKind::prach_uncompressed, {"tdd30_dynamic", "fdd15_selective", "tdd120_mod_selective"}},
    {QuirkKind::no_ud_comp_hdr, {"tdd30_dynamic", "tdd30_ues"}},
    {QuirkKind::good_counted_as_dropped, {"tdd30_dynamic"}},
    {QuirkKind::pcp_0, {"example_link"}},
    {QuirkKind::prach_num_symbol_0, {"fdd15_5mhz"}},
};

class ActedQuirk : public testing::TestWithParam<Shown> {};

TEST_P(ActedQuirk, FailsWhatItNamesAndNothingElse) {
  const auto kind = static_cast<std::size_t>(GetParam().kind);
  const KnownQuirk& known = kKnownQuirks[kind];
  Failed failed;
  for (const std::string_view link : GetParam().links) {
    const Failed some = failed_on(kind, link, kLong);
    failed.rules.insert(some.rules.begin(), some.rules.end());
    failed.cases.insert(some.cases.begin(), some.cases.end());
  }
  EXPECT_EQ(failed.rules, (std::set<std::string>{known.rules.begin(), known.rules.end()})) << known.id;
  std::set<std::string> cases{known.cases.begin(), known.cases.end()};
  for (const std::string& longest : kLong) cases.erase(longest);
  EXPECT_EQ(failed.cases, cases) << known.id;
}

INSTANTIATE_TEST_SUITE_P(Kind, ActedQuirk, testing::ValuesIn(kShown), [](const auto& shown) {
  return std::string{kKnownQuirks[static_cast<std::size_t>(shown.param.kind)].id};
});

TEST(Quirks, EachThatIsActedIsShown) {
  ASSERT_EQ(kShown.size(), profile::kQuirkKinds);
  for (std::size_t i = 0; i < kShown.size(); ++i) EXPECT_EQ(kShown[i].kind, static_cast<QuirkKind>(i));
}

/// The link that PRACH without compression makes of another has nothing wrong of itself.
TEST(Quirks, WithoutItALinkWithPlainPrachPasses) {
  for (const std::string_view link : {"example_link", "tdd30_dynamic"}) {
    auto setup = setup_of(static_cast<std::size_t>(QuirkKind::prach_sequence_only), link);
    setup.unit.quirks.clear();
    for (const Case* test : select(setup.dut, {}, kLong)) {
      const record::CaseResult result = run_virtual(*test, setup, make_healthy);
      EXPECT_LE(result.verdict(), record::VERDICT_PASS) << told(result);
    }
  }
}

TEST(Quirks, NameRulesAndCasesThatThereAre) {
  const profile::KnownIds ids = known_ids();
  for (const KnownQuirk& known : kKnownQuirks) {
    for (const std::string_view rule : known.rules)
      EXPECT_NE(std::find(ids.rules.begin(), ids.rules.end(), rule), ids.rules.end()) << rule;
    for (const std::string_view id : known.cases) {
      const Case* test = find_case(id);
      ASSERT_NE(test, nullptr) << id;
      EXPECT_TRUE(test->is_for(known.unit == profile::UnitKind::o_ru ? Dut::o_ru : Dut::o_du)) << id;
    }
  }
}

/// What fails of a unit that a profile of other quirks calls known.
record::RunResult run_with(std::vector<profile::Quirk> quirks, QuirkKind acted) {
  auto setup = make_setup("example_link", Dut::o_ru);
  setup.unit.quirks = std::move(quirks);
  const MakeUnit make = [acted](const Setup& told, const Stimulus& stimulus) {
    Setup own = told;
    own.unit.quirks = {stated(static_cast<std::size_t>(acted))};
    return make_healthy(own, stimulus);
  };
  record::RunResult result;
  for (const char* id : {"FH-TRN-007", "FH-CPL-011", "FH-UPL-004"})
    *result.add_cases() = run_virtual(*find_case(id), setup, make);
  sum_up_known(setup.unit, result);
  return result;
}

/// How often something failed, and how often it was known.
std::pair<unsigned, unsigned> failed_and_known(const record::RunResult& result) {
  unsigned failed = 0, known = 0;
  for (const record::CaseResult& one : result.cases())
    for (const record::CasePart& part : one.parts())
      for (const record::Criterion& criterion : part.criteria()) {
        failed += criterion.verdict() == record::VERDICT_FAIL ? 1u : 0u;
        known += criterion.known_quirks_size() > 0 ? 1u : 0u;
        EXPECT_TRUE(criterion.known_quirks().empty() || criterion.verdict() == record::VERDICT_FAIL);
      }
  return {failed, known};
}

TEST(KnownQuirks, SoftenNoVerdict) {
  const auto unanswered = stated(static_cast<std::size_t>(QuirkKind::prach_unanswered));
  const record::RunResult named = run_with({unanswered}, QuirkKind::prach_unanswered);
  const record::RunResult unnamed = run_with({}, QuirkKind::prach_unanswered);
  ASSERT_EQ(named.cases_size(), unnamed.cases_size());
  for (int i = 0; i < named.cases_size(); ++i)
    EXPECT_EQ(named.cases(i).verdict(), unnamed.cases(i).verdict()) << named.cases(i).id();
  EXPECT_EQ(named.cases(1).verdict(), record::VERDICT_FAIL);
  const auto [failed, known] = failed_and_known(named);
  EXPECT_GT(failed, 0u);
  EXPECT_EQ(known, failed);
  EXPECT_EQ(failed_and_known(unnamed), (std::pair{failed, 0u}));
  ASSERT_EQ(named.quirks_size(), 1);
  EXPECT_EQ(named.quirks(0).id(), "prach_unanswered");
  EXPECT_EQ(named.quirks(0).failed(), failed);
  EXPECT_EQ(unnamed.quirks_size(), 0);
}

TEST(KnownQuirks, ThatAreNotSeenSaySo) {
  const auto declared = stated(static_cast<std::size_t>(QuirkKind::sequence_constant));
  profile::Quirk elsewhere{.text = "elsewhere", .rules = {}, .cases = {"FH-TRN-010"}};
  const record::RunResult result = run_with({declared, elsewhere}, QuirkKind::prach_unanswered);
  const auto [failed, known] = failed_and_known(result);
  EXPECT_GT(failed, 0u);
  EXPECT_EQ(known, 0u) << "what fails is of another";
  ASSERT_EQ(result.quirks_size(), 2);
  EXPECT_EQ(result.quirks(0).failed(), 0u);
  EXPECT_GT(result.quirks(0).passed(), 0u);
  EXPECT_EQ(result.quirks(1).failed(), 0u);
  EXPECT_EQ(result.quirks(1).passed(), 0u) << "the case was not run";
}

TEST(KnownQuirks, NameRulesByThemselvesAndCasesByTheirOwnCriteria) {
  const profile::Quirk both{.text = "t", .rules = {"CUS-SEQ-001"}, .cases = {"FH-TRN-007"}};
  EXPECT_TRUE(names(both, "FH-UPL-004", "CUS-SEQ-001"));
  EXPECT_FALSE(names(both, "FH-TRN-007", "CUS-HDR-006"));
  EXPECT_TRUE(names(both, "FH-TRN-007", "wraps"));
  EXPECT_FALSE(names(both, "FH-UPL-004", "answered"));
  EXPECT_FALSE(names(both, "FH-TRN-007", "heard")) << "of the preamble";
  const profile::Quirk cases{.text = "t", .rules = {}, .cases = {"FH-TRN-007"}};
  EXPECT_TRUE(names(cases, "FH-TRN-007", "CUS-HDR-006")) << "nothing but a case is named";
  EXPECT_FALSE(names(cases, "FH-UPL-004", "CUS-HDR-006"));
}

/// For people who change what is named: run it with --gtest_also_run_disabled_tests.
TEST(Quirks, DISABLED_TableOfAllThatFails) {
  for (std::size_t kind = 0; kind < profile::kQuirkKinds; ++kind) {
    Failed all;
    for (const std::string_view link : kSoundLinks) {
      const Failed some = failed_on(kind, link, link == "tdd30_dynamic" ? std::vector<std::string>{} : kLong);
      if (!some.rules.empty() || !some.cases.empty())
        fmt::print("{} {}: {} | {}\n", kKnownQuirks[kind].id, link, fmt::join(some.rules, " "),
                   fmt::join(some.cases, " "));
      all.rules.insert(some.rules.begin(), some.rules.end());
      all.cases.insert(some.cases.begin(), some.cases.end());
    }
    fmt::print("{} ALL: {} | {}\n", kKnownQuirks[kind].id, fmt::join(all.rules, " "),
               fmt::join(all.cases, " "));
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace plumbline::suite::test
