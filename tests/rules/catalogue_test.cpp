// The catalogue: what is said of each rule, in which order, and the table of extensions against the
// standard's.
#include "rules/catalogue.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/ext/table.h"

namespace plumbline::rules {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) all.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

TEST(Catalogue, SaysEverythingOfEveryRule) {
  for (const RuleInfo* info : kCatalogue) {
    SCOPED_TRACE(info->id);
    EXPECT_FALSE(info->title.empty());
    EXPECT_FALSE(info->statement.empty());
    EXPECT_TRUE(info->statement.ends_with("."));
    EXPECT_FALSE(info->clause.empty());
    EXPECT_FALSE(info->fails.empty());
    EXPECT_TRUE(info->fails.ends_with("."));
    EXPECT_LT(info->title.size(), 60u);
  }
}

TEST(Catalogue, IsOrderedByFamilyAndNumber) {
  const std::map<std::string, int> families{{"HDR", 0}, {"SEQ", 1},  {"C", 2},  {"U", 3},
                                            {"EXT", 4}, {"COMP", 5}, {"CU", 6}, {"TIME", 7}};
  std::pair<int, std::string> last{-1, ""};
  for (const RuleInfo* info : kCatalogue) {
    const std::string id{info->id};
    ASSERT_TRUE(id.starts_with("CUS-")) << id;
    const std::size_t dash = id.rfind('-');
    const auto family = families.find(id.substr(4, dash - 4));
    ASSERT_NE(family, families.end()) << id;
    const std::pair<int, std::string> now{family->second, id.substr(dash + 1)};
    EXPECT_LT(last, now) << id;
    last = now;
  }
}

TEST(Catalogue, NamesOnlyOtherRulesOfItsOwnAsCauses) {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    RuleSet set;
    for (const std::string& id : words(kCatalogue[i]->after)) {
      ASSERT_LT(index_of(id), kCatalogue.size()) << id << " of " << kCatalogue[i]->id;
      EXPECT_NE(index_of(id), i) << id;
      set |= set_of(id);
    }
    EXPECT_TRUE(explained_by(i) == set) << kCatalogue[i]->id;
  }
}

/// Two findings of one message that each follow from the other would have no primary one.
TEST(Catalogue, HasNoCircleOfCauses) {
  for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
    RuleSet reached = explained_by(i);
    for (std::size_t step = 0; step < kCatalogue.size(); ++step)
      for (std::size_t j = 0; j < kCatalogue.size(); ++j)
        if (reached.has(j)) reached |= explained_by(j);
    EXPECT_FALSE(reached.has(i)) << kCatalogue[i]->id;
  }
}

template <class Group>
void collect(std::map<std::string_view, int>& seen) {
  for (const RuleInfo* info : Group::infos) ++seen[info->id];
}

TEST(Catalogue, HasEveryRuleInExactlyOneGroup) {
  std::map<std::string_view, int> seen;
  collect<TransportGroup>(seen);
  collect<MessageGroup>(seen);
  collect<CplaneWalkGroup>(seen);
  collect<SectionGroup>(seen);
  collect<ExtensionGroup>(seen);
  collect<UplaneWalkGroup>(seen);
  collect<UplaneSectionGroup>(seen);
  // Those of PRBs share rules: each PRB is judged by one of them, and the last one.
  std::map<std::string_view, int> of_prbs;
  collect<PlainPrbGroup>(of_prbs);
  collect<BfpPrbGroup>(of_prbs);
  collect<ScalingPrbGroup>(of_prbs);
  collect<MuLawPrbGroup>(of_prbs);
  collect<ModulationPrbGroup>(of_prbs);
  collect<SelectivePrbGroup>(of_prbs);
  for (const auto& [id, groups] : of_prbs) ++seen[id];
  collect<ArrivalGroup>(seen);
  collect<RequestGroup>(seen);
  collect<PieceGroup>(seen);
  collect<SeriesGroup>(seen);
  EXPECT_EQ(seen.size(), kCatalogue.size());
  for (const RuleInfo* info : kCatalogue) EXPECT_EQ(seen[info->id], 1) << info->id;
}

TEST(RuleSet, HoldsEveryPosition) {
  RuleSet all;
  EXPECT_TRUE(all.empty());
  for (std::size_t i = RuleSet::kMost; i-- > 0;) {
    const RuleSet one = RuleSet::of(i);
    EXPECT_TRUE(one.has(i));
    EXPECT_FALSE(all.overlaps(one));
    all |= one;
    EXPECT_EQ(all.first(), i);
    EXPECT_TRUE(all.overlaps(one));
    EXPECT_EQ((all & ~one).has(i), false);
  }
  EXPECT_EQ(all, RuleSet::all());
}

TEST(Catalogue, KnowsNoOtherId) {
  EXPECT_EQ(index_of("CUS-HDR-999"), kCatalogue.size());
  EXPECT_EQ(index_of(""), kCatalogue.size());
}

/// CUS v17.01 7.7.x.1, 9.2.1: section types by extension type, written down apart from the table of the
/// rules.
TEST(ExtensionTable, AllowsTheSectionTypesOfTheStandard) {
  using Types = std::set<int>;
  const Types all{0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11}, weights{1, 3}, data{1, 3, 5}, ues{5},
      ranges{1, 3, 5, 10, 11};
  const std::map<int, Types> wanted{{1, weights},   {2, weights},
                                    {3, weights},   {4, data},
                                    {5, data},      {6, ranges},
                                    {7, {0, 1, 3}}, {8, ues},
                                    {9, all},       {10, data},
                                    {11, weights},  {12, ranges},
                                    {13, data},     {14, ues},
                                    {15, {5, 6}},   {16, ues},
                                    {17, ues},      {18, data},
                                    {19, weights},  {20, all},
                                    {21, {5, 6}},   {22, {0, 1, 3, 4, 5, 6, 11}},
                                    {23, data},     {24, ues},
                                    {25, ues},      {26, ues},
                                    {27, ues},      {28, ues}};
  for (const auto& [type, types] : wanted)
    for (const int section_type : all)
      EXPECT_EQ(extension_allowed(static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(section_type)),
                types.contains(section_type))
          << "extension " << type << " in section type " << section_type;
}

TEST(ExtensionTable, LeavesReservedTypesAndSectionTypesAlone) {
  for (const int type : {0, 29, 30, 100, 127})
    for (int section_type = 0; section_type <= 11; ++section_type) {
      if (section_type == 2) continue;
      EXPECT_TRUE(
          extension_allowed(static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(section_type)));
    }
  for (int type = 0; type < 128; ++type)
    EXPECT_TRUE(extension_allowed(static_cast<std::uint8_t>(type), 12)) << type;
}

/// Fixed sizes of CUS v17.01 7.7, in words; every other type of any length but 0.
TEST(ExtensionTable, HasTheFixedSizesOfTheStandard) {
  const std::map<int, std::set<int>> fixed{{3, {1, 3, 4}}, {4, {1}},  {5, {2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
                                           {6, {2}},       {7, {1}},  {8, {1}},
                                           {9, {1}},       {15, {2}}, {18, {2}},
                                           {21, {1}},      {22, {1}}};
  for (int type = 0; type < 128; ++type)
    for (int size = 1; size <= 40; ++size) {
      const auto sizes = fixed.find(type);
      EXPECT_EQ(extension_size_legal(static_cast<std::uint8_t>(type), static_cast<std::uint16_t>(size)),
                sizes == fixed.end() || sizes->second.contains(size))
          << "extension " << type << " of " << size << " words";
    }
}

TEST(Lacks, NamesTheKeysThatALinkWouldNeed) {
  profile::Link link;
  const auto lack = [&](std::string_view id, const profile::Link* known) {
    return lacks(*kCatalogue[index_of(id)], known);
  };
  EXPECT_EQ(lack("CUS-HDR-004", nullptr), (std::vector<std::string>{}));
  EXPECT_EQ(lack("CUS-HDR-002", nullptr), (std::vector<std::string>{"vlan"}));
  EXPECT_EQ(lack("CUS-HDR-002", &link), (std::vector<std::string>{"vlan"}));
  link.vlan_stated = true;
  EXPECT_EQ(lack("CUS-HDR-002", &link), (std::vector<std::string>{}));
  EXPECT_EQ(lack("CUS-TIME-012", &link), (std::vector<std::string>{"carriers", "time.epoch"}));
  link.carriers.emplace_back();
  link.time.epoch = profile::Epoch::gps;
  EXPECT_EQ(lack("CUS-TIME-012", &link), (std::vector<std::string>{}));
  EXPECT_EQ(lack("CUS-TIME-001", &link), (std::vector<std::string>{"delays.t2a_*_up at the O-RU"}));
  link.delays.t2a_up = profile::Delay{1, 2};
  EXPECT_EQ(lack("CUS-TIME-001", &link), (std::vector<std::string>{}));
  EXPECT_EQ(lack("CUS-TIME-005", &link), (std::vector<std::string>{"delays.t1a_* at the O-DU"}));
  link.delays.t1a_up = profile::Delay{1, 2};  // both places: the O-DU's windows are judged
  EXPECT_EQ(lack("CUS-TIME-001", &link), (std::vector<std::string>{"delays.t2a_*_up at the O-RU"}));
  EXPECT_EQ(lack("CUS-TIME-005", &link), (std::vector<std::string>{}));
  EXPECT_EQ(lack("CUS-TIME-004", &link), (std::vector<std::string>{"delays.ta4_*"}));
}

}  // namespace
}  // namespace plumbline::rules
