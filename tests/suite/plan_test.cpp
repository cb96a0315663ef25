#include "suite/plan.h"

#include <gtest/gtest.h>

#include "profile/unit.h"
#include "suite/catalogue.h"
#include "support/support.h"

namespace plumbline::suite::test {
namespace {

using plumbline::test::source_path;

TEST(Plan, EveryKeyIsRead) {
  const auto plan = parse_plan(R"(plumbline_plan: 1
name: night
link: lab.yaml
profile: /somewhere/ru.yaml
tester_profile: du.yaml
cable: long.yaml
dut: o_du
cases: [FH-TRN-*, "FH-UPL-00?"]
without: [FH-TRN-001]
seed: 9
repeat: 3
frames: 12
)",
                               "plan");
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_EQ(*plan, (Plan{.name = "night",
                         .link = "lab.yaml",
                         .profile = "/somewhere/ru.yaml",
                         .tester_profile = "du.yaml",
                         .cable = "long.yaml",
                         .dut = Dut::o_du,
                         .cases = {"FH-TRN-*", "FH-UPL-00?"},
                         .without = {"FH-TRN-001"},
                         .seed = 9,
                         .repeat = 3,
                         .frames = 12}));
}

TEST(Plan, TheVersionAloneIsAPlan) {
  const auto plan = parse_plan("plumbline_plan: 1\n", "plan");
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_EQ(*plan, Plan{});
}

TEST(Plan, FaultsHaveTheirPlaceAndARemedy) {
  struct Row {
    const char *text, *said;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "no `plumbline_plan: 1`"},
           {"name: x\n", "no `plumbline_plan: 1`"},
           {"plumbline_plan: 2\n", "version 2 is not known"},
           {"plumbline_plan: 1\ncases: [FH-TRN-999]\n", "plan:2: `cases`: no case fits"},
           {"plumbline_plan: 1\nwithout:\n  - FH-ABC-*\n", "plan:3: `without`: no case fits"},
           {"plumbline_plan: 1\ncases: [[a]]\n", "plan:2"},
           {"plumbline_plan: 1\ndut: both\n", "plan:2"},
           {"plumbline_plan: 1\nrepeat: 0\n", "plan:2"},
           {"plumbline_plan: 1\nrepeat: 100001\n", "plan:2"},
           {"plumbline_plan: 1\nframes: 0\n", "plan:2"},
           {"plumbline_plan: 1\nseed: -1\n", "plan:2"},
           {"plumbline_plan: 1\nseed: 99999999999999999999999\n", "plan:2"},
           {"plumbline_plan: 1\ncase: [FH-TRN-001]\n", "case"},
           {"plumbline_plan: 1\nseed: 1\nseed: 2\n", "plan:3"},
           {"plumbline_plan: [\n", "plan:"},
           {"[]\n", "plan"},
           {"\"\x1b[31m\"\n", "plan"},
       }) {
    const auto plan = parse_plan(row.text, "plan");
    ASSERT_FALSE(plan) << row.text;
    EXPECT_NE(plan.error().what.find(row.said), std::string::npos) << row.text << "\n" << plan.error().what;
    EXPECT_FALSE(plan.error().remedy.empty()) << row.text;
    EXPECT_EQ(plan.error().what.find('\x1b'), std::string::npos) << "hostile octets are shown harmless";
  }
}

TEST(Plan, PathsAreRelativeToItsFolder) {
  const plumbline::test::TempDir folder;
  plumbline::test::write_file(folder / "night.yaml",
                              "plumbline_plan: 1\nlink: lab.yaml\nprofile: /ru.yaml\ncable: a/b.yaml\n"
                              "tester_profile: du.yaml\n");
  const auto plan = load_plan(folder / "night.yaml");
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_EQ(plan->link, folder / "lab.yaml");
  EXPECT_EQ(plan->profile, "/ru.yaml");
  EXPECT_EQ(plan->cable, folder / "a/b.yaml");
  EXPECT_EQ(plan->tester_profile, folder / "du.yaml");
  EXPECT_FALSE(load_plan(folder / "none.yaml"));
}

TEST(Plan, TheExampleLoadsWithAllThatItNames) {
  const auto plan = load_plan(source_path("testvectors/plans/example_plan.yaml"));
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_TRUE(profile::load_link(plan->link));
  EXPECT_TRUE(profile::load_unit(plan->profile));
  for (const std::string& pattern : plan->cases)
    EXPECT_FALSE(select(Dut::o_ru, {pattern}, {}).empty()) << pattern;
  for (const std::string& pattern : plan->without)
    EXPECT_FALSE(select(Dut::o_ru, {pattern}, {}).empty()) << pattern;
}

TEST(Select, PatternsAddAndTakeOutAgain) {
  const auto ids = [](Dut dut, const std::vector<std::string>& wanted,
                      const std::vector<std::string>& without) {
    std::vector<std::string_view> found;
    for (const Case* one : select(dut, wanted, without)) found.push_back(one->id);
    return found;
  };
  using Ids = std::vector<std::string_view>;
  EXPECT_EQ(ids(Dut::o_ru, {"FH-TRN-00?"}, {"FH-TRN-00[1]", "*-002", "*-003"}),
            (Ids{"FH-TRN-001", "FH-TRN-004", "FH-TRN-005", "FH-TRN-006", "FH-TRN-007", "FH-TRN-008",
                 "FH-TRN-009"}));
  EXPECT_EQ(ids(Dut::o_du, {"FH-UPL-004", "FH-UPL-002"}, {}), Ids{"FH-UPL-002"}) << "004 is of the O-RU";
  EXPECT_EQ(ids(Dut::o_ru, {}, {"*"}), Ids{});
  for (const Case* one : select(Dut::o_du, {}, {})) EXPECT_TRUE(one->is_for(Dut::o_du)) << one->id;
  EXPECT_LT(select(Dut::o_du, {}, {}).size(), catalogue().size());
}

}  // namespace
}  // namespace plumbline::suite::test
