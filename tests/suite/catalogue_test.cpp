// The catalogue as a table: ids, words, rules that exist, patterns.
#include "suite/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "rules/catalogue.h"
#include "suite/links.h"
#include "suite/runner.h"
#include "suite/verdict.h"

namespace plumbline::suite::test {
namespace {

TEST(Fits, StarsAndQuestionMarks) {
  struct Row {
    std::string_view pattern, id;
    bool fits;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "", true},
           {"", "a", false},
           {"*", "", true},
           {"?", "", false},
           {"FH-TRN-001", "FH-TRN-001", true},
           {"FH-TRN-001", "FH-TRN-0011", false},
           {"FH-TRN-0011", "FH-TRN-001", false},
           {"FH-TRN-*", "FH-TRN-001", true},
           {"FH-TRN-*", "FH-UPL-001", false},
           {"FH-?*-001", "FH-UPL-001", true},
           {"FH-?-001", "FH-UPL-001", false},
           {"*-001", "FH-UPL-001", true},
           {"*-001", "FH-UPL-0011", false},
           {"*U*1", "FH-UPL-001", true},
           {"*0*0*1", "FH-UPL-001", true},
           {"*0*0*0*1", "FH-UPL-001", false},
           {"**?**", "x", true},
           {"a*b", "ab", true},
           {"a*b", "axbxb", true},
           {"a*b", "axbx", false},
           {"*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
           {"fh-trn-001", "FH-TRN-001", false},
       })
    EXPECT_EQ(fits(row.pattern, row.id), row.fits) << row.pattern << " / " << row.id;
}

TEST(Catalogue, EveryCaseIsFoundByItsIdAndHasWords) {
  std::set<std::string_view> ids;
  for (const Case* one : catalogue()) {
    EXPECT_TRUE(ids.insert(one->id).second) << one->id;
    EXPECT_TRUE(fits("FH-?*-?*", one->id)) << one->id;
    EXPECT_EQ(find_case(one->id), one);
    EXPECT_FALSE(one->title.empty() || one->purpose.empty() || one->references.empty()) << one->id;
    EXPECT_NE(one->duts & kAny, 0u) << one->id;
    EXPECT_FALSE(one->rules.empty() && one->judge == nullptr) << one->id << " judges nothing";
  }
  EXPECT_EQ(find_case("FH-TRN-999"), nullptr);
  EXPECT_EQ(find_case(""), nullptr);
}

/// A rule of another name would be "not evaluated" for ever; what breaks no `must` is no failure.
TEST(Catalogue, NamesRulesThatExistAndAreMust) {
  std::set<std::string_view> known;
  for (const rules::RuleInfo* rule : rules::kCatalogue)
    if (rule->level == rules::Level::must) known.insert(rule->id);
  for (const Case* one : catalogue())
    for (const std::string_view rule : one->rules)
      EXPECT_TRUE(known.contains(rule)) << one->id << " " << rule;
}

TEST(Catalogue, EveryCriterionHasWords) {
  for (const Dut dut : {Dut::o_ru, Dut::o_du}) {
    const auto setup = make_setup("example_link", dut);
    for (const Case* one : catalogue()) {
      if (!one->is_for(dut)) continue;
      const record::CaseResult result = run_virtual(*one, setup, make_healthy);
      for (const record::CasePart& part : result.parts())
        for (const record::Criterion& criterion : part.criteria())
          EXPECT_TRUE(criterion.name().starts_with("CUS-") ||
                      find_criterion(*one, criterion.name()) != nullptr)
              << one->id << " " << criterion.name();
    }
  }
  EXPECT_EQ(find_criterion(*catalogue().front(), "no such"), nullptr);
  EXPECT_NE(find_criterion(*catalogue().front(), "own_loss"), nullptr) << "of the preamble";
}

}  // namespace
}  // namespace plumbline::suite::test
