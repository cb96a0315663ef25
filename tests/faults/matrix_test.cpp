// Every planted fault is caught by its primary rule, once, with the consequences written beforehand and
// nothing else; clean traffic has no finding at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "faults/expected.h"
#include "faults/fault.h"
#include "record/merge.h"
#include "rules/catalogue.h"

namespace plumbline::faults {
namespace {

const record::RuleResult* find_rule(const record::Result& result, const std::string& id) {
  for (const record::RuleResult& rule : result.rules())
    if (rule.id() == id) return &rule;
  return nullptr;
}

/// The links and their clean traffic, made once.
struct Clean {
  profile::Link link;
  std::vector<OnWire> packets;
  record::Result whole, cut;
};
const Clean& clean_of(Place place) {
  static std::map<Place, Clean> made;
  auto& clean = made[place];
  if (clean.packets.empty()) {
    clean.link = make_link(place);
    clean.packets = make_clean(clean.link);
    clean.whole = check(clean.link, clean.packets);
    clean.cut = check(clean.link, clean.packets, 64);
  }
  return clean;
}

std::vector<OnWire> plant(const Expected& row) {
  const Clean& clean = clean_of(row.place);
  std::vector<OnWire> packets = clean.packets;
  fault_of(row.fault).plant({clean.link, row.stream, row.spot, packets, find(packets, row.stream, row.spot)});
  return packets;
}

std::string label(const Expected& row) {
  std::string text = row.fault + " / " + name_of(row.stream) + " / " + name_of(row.place) + " / slot " +
                     std::to_string(row.spot.slot);
  if (!is_c(row.stream)) text += " symbol " + std::to_string(row.spot.symbol);
  return text;
}

/// One row against the table.
void compare(const Expected& row, const record::Result& result) {
  const std::string primary = rule_id(row.primary, row.stream, row.place);
  std::map<std::string, Consequence> expected;
  for (const Consequence& one : row.consequences) expected[rule_id(one.rule, row.stream, row.place)] = one;
  for (const record::RuleResult& rule : result.rules()) {
    SCOPED_TRACE(rule.id());
    const record::RuleResult* clean = find_rule(clean_of(row.place).whole, rule.id());
    EXPECT_EQ(rule.inconclusive(), clean->inconclusive());
    const auto found = expected.find(rule.id());
    const std::uint64_t least = found != expected.end() ? found->second.least : 0,
                        most = found != expected.end() ? found->second.most : 0;
    EXPECT_EQ(rule.fail() - rule.consequences(), rule.id() == primary ? row.primaries : 0);
    EXPECT_GE(rule.consequences(), least);
    EXPECT_LE(rule.consequences(), most);
    for (const record::Finding& finding : rule.first()) {
      if (finding.verdict() != record::VERDICT_FAIL) continue;
      const bool follows = rule.id() != primary;
      EXPECT_EQ(finding.follows(), follows ? primary : "") << "packet " << finding.packet();
    }
  }
}

class EveryFault : public testing::TestWithParam<std::size_t> {
 protected:
  const Expected row_ = expectations()[GetParam()];
};

TEST_P(EveryFault, IsCaughtByItsRuleAndLeadsToWhatWasWrittenBeforehand) {
  SCOPED_TRACE(label(row_) + ": " + row_.why);
  compare(row_, check(clean_of(row_.place).link, plant(row_)));
}

TEST_P(EveryFault, GivesTheSameResultWithThreeWorkers) {
  SCOPED_TRACE(label(row_));
  const auto packets = plant(row_);
  const profile::Link& link = clean_of(row_.place).link;
  EXPECT_EQ(check(link, packets).SerializeAsString(), check(link, packets, SIZE_MAX, 3).SerializeAsString());
}

TEST_P(EveryFault, CutTo64OctetsFailsNothingThatTheWholeDoesNot) {
  SCOPED_TRACE(label(row_));
  const auto packets = plant(row_);
  const profile::Link& link = clean_of(row_.place).link;
  const record::Result whole = check(link, packets), cut = check(link, packets, 64);
  for (const record::RuleResult& rule : cut.rules()) {
    SCOPED_TRACE(rule.id());
    const record::RuleResult* same = find_rule(whole, rule.id());
    EXPECT_LE(rule.fail(), same->fail());
    if (same->fail() > record::kMostFindings) continue;
    std::set<std::uint64_t> failed;
    for (const record::Finding& finding : same->first())
      if (finding.verdict() == record::VERDICT_FAIL) failed.insert(finding.packet());
    for (const record::Finding& finding : rule.first()) {
      if (finding.verdict() == record::VERDICT_FAIL) {
        EXPECT_TRUE(failed.contains(finding.packet())) << "packet " << finding.packet();
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, EveryFault, testing::Range(std::size_t{0}, expectations().size()),
                         [](const auto& one) {
                           std::string name;
                           for (const char c : label(expectations()[one.param]))
                             name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return std::to_string(one.param) + "_" + name;
                         });

TEST(CleanTraffic, HasNoFinding) {
  for (const Place place : {Place::at_ru, Place::at_du, Place::at_du_sparse}) {
    const Clean& clean = clean_of(place);
    std::uint64_t fails = 0, judged = 0;
    for (const record::Result* result : {&clean.whole, &clean.cut})
      for (const record::RuleResult& rule : result->rules()) {
        EXPECT_EQ(rule.fail(), 0u) << name_of(place) << " " << rule.id();
        fails += rule.fail();
        judged += rule.pass();
      }
    EXPECT_GT(judged, 10'000u);
    std::printf("clean traffic, %s: %zu packets, %llu passes (whole and cut), %llu false alarms\n",
                name_of(place).c_str(), clean.packets.size(), static_cast<unsigned long long>(judged),
                static_cast<unsigned long long>(fails));
  }
}

TEST(Matrix, EveryFaultHasARowAndIsPrinted) {
  std::set<std::string> planted;
  std::printf("%-44s %s\n", "fault / stream / place", "fails: primary, then (consequences)");
  for (const Expected& row : expectations()) {
    planted.insert(row.fault);
    const record::Result result = check(clean_of(row.place).link, plant(row));
    std::string primaries, followers;
    for (const record::RuleResult& rule : result.rules()) {
      const auto add = [&](std::string& to, std::uint64_t n) {
        if (n != 0) to += " " + rule.id().substr(4) + (n > 1 ? " x" + std::to_string(n) : "");
      };
      add(primaries, rule.fail() - rule.consequences());
      add(followers, rule.consequences());
    }
    std::printf("%-58s%s%s%s%s\n", label(row).c_str(), primaries.empty() ? " -" : primaries.c_str(),
                followers.empty() ? "" : "  (", followers.empty() ? "" : followers.c_str() + 1,
                followers.empty() ? "" : ")");
  }
  for (const Fault& fault : all_faults())
    EXPECT_TRUE(planted.contains(std::string{fault.name})) << fault.name;
}

}  // namespace
}  // namespace plumbline::faults
