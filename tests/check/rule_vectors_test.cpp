// Every rule against packets written by hand (testvectors/rules): counts and evidence of the rule exactly,
// and that no other rule fires on them.
#include <map>
#include <set>

#include "check/vector_file.h"
#include "rules/catalogue.h"

namespace plumbline {
namespace {

using test::Json;

struct Case {
  std::string file;
  std::size_t index;
  std::string name;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.file << ": " << c.name; }

std::vector<Case> cases(const char* key, bool legal) {
  std::vector<Case> all;
  for (const std::string& file : test::vector_files()) {
    if ((file == "legal") != legal) continue;
    const Json document = test::read_json(test::rules_folder() + "/" + file + ".json");
    for (std::size_t i = 0; i < document.at(key).size(); ++i)
      all.push_back({file, i, document.at(key).at(i).at("name")});
  }
  return all;
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  return test::identifier(info.param.file + "_" + info.param.name);
}

Json load(const Case& c, const char* key) {
  return test::read_json(test::rules_folder() + "/" + c.file + ".json").at(key).at(c.index);
}

std::string unit_of(const record::Finding& finding) {
  std::string name = record::Unit_Name(finding.unit()).substr(5);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

/// Rules that are not content, but for one.
std::set<std::string> fired(const record::Result& result, const std::string& except) {
  std::set<std::string> ids;
  for (const record::RuleResult& rule : result.rules())
    if (rule.id() != except && (rule.fail() > 0 || rule.inconclusive() > 0)) ids.insert(rule.id());
  return ids;
}

const record::RuleResult& rule_of(const record::Result& result, const std::string& id) {
  return result.rules(static_cast<int>(rules::index_of(id)));
}

class RuleVectors : public testing::TestWithParam<Case> {};

TEST_P(RuleVectors, AreJudgedAsWritten) {
  const Json vector = load(GetParam(), "vectors");
  const record::Result result = test::judge(vector);
  const record::RuleResult& rule = rule_of(result, GetParam().file);
  const Json& expect = vector.at("expect");
  SCOPED_TRACE(vector.at("why").get<std::string>() + " (" + vector.at("clause").get<std::string>() + ")");

  ASSERT_EQ(rule.id(), GetParam().file);
  EXPECT_EQ(rule.pass(), expect.at("pass").get<std::uint64_t>()) << "pass";
  EXPECT_EQ(rule.fail(), expect.at("fail").get<std::uint64_t>()) << "fail";
  EXPECT_EQ(rule.inconclusive(), expect.at("inconclusive").get<std::uint64_t>()) << "inconclusive";
  EXPECT_EQ((std::vector<std::string>{rule.lacks().begin(), rule.lacks().end()}),
            expect.at("lacks").get<std::vector<std::string>>());

  Json evidence = Json::array();
  for (const record::Finding& f : rule.first()) {
    if (f.verdict() != record::VERDICT_FAIL) continue;
    Json& one = evidence.emplace_back(Json{{"packet", f.packet()},
                                           {"octet", f.octet()},
                                           {"expected", f.expected()},
                                           {"expected_to", f.expected_to()},
                                           {"observed", f.observed()},
                                           {"unit", unit_of(f)},
                                           {"follows", f.follows()}});
    if (f.observed_only()) one["expected"] = one["expected_to"] = nullptr;
  }
  EXPECT_EQ(evidence, expect.at("evidence"));
  EXPECT_EQ(fired(result, rule.id()), expect.at("others").get<std::set<std::string>>());
}

INSTANTIATE_TEST_SUITE_P(Of, RuleVectors, testing::ValuesIn(cases("vectors", false)), test_name);

class LegalVectors : public testing::TestWithParam<Case> {};

/// Advice may note what is legal, and is named then.
TEST_P(LegalVectors, FireNoRuleThatDecides) {
  const Json vector = load(GetParam(), "legal");
  const record::Result result = test::judge(vector);
  const auto notes = vector.at("notes").get<std::set<std::string>>();
  for (const std::string& id : notes) EXPECT_EQ(rule_of(result, id).level(), record::LEVEL_ADVICE) << id;
  EXPECT_EQ(fired(result, ""), notes)
      << vector.at("why").get<std::string>() << " (" << vector.at("clause").get<std::string>() << ")";
  EXPECT_EQ(result.totals().undecodable(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Of, LegalVectors, testing::ValuesIn(cases("legal", true)), test_name);

TEST(RuleVectorFolder, HasAFileForEveryRuleAndNoOther) {
  std::set<std::string> wanted{"legal"};
  for (const rules::RuleInfo* info : rules::kCatalogue) wanted.insert(std::string{info->id});
  const std::vector<std::string> files = test::vector_files();
  EXPECT_EQ((std::set<std::string>{files.begin(), files.end()}), wanted);
}

TEST(RuleVectorFolder, HasVectorsOfEveryKindForEveryRule) {
  for (const std::string& file : test::vector_files()) {
    if (file == "legal") continue;
    std::map<std::string, int> kinds;
    const Json document = test::read_json(test::rules_folder() + "/" + file + ".json");
    for (const Json& vector : document.at("vectors")) {
      const std::string kind = vector.at("kind");
      const Json& expect = vector.at("expect");
      ++kinds[kind];
      // What a vector is called is what it is.
      const bool failed = expect.at("fail") > 0, open = expect.at("inconclusive") > 0,
                 passed = expect.at("pass") > 0;
      EXPECT_EQ(kind == "fail", failed) << file << ": " << vector.at("name");
      EXPECT_EQ(kind == "inconclusive", open && !failed) << file << ": " << vector.at("name");
      EXPECT_EQ(kind == "pass", passed && !open && !failed) << file << ": " << vector.at("name");
    }
    for (const char* kind : {"pass", "fail", "not_applicable"})
      EXPECT_GT(kinds[kind], 0) << file << ": " << kind;
  }
}

/// The number of workers must not show, in any vector.
TEST(RuleVectorFolder, IsJudgedTheSameByThreeWorkers) {
  for (const std::string& file : test::vector_files()) {
    const Json document = test::read_json(test::rules_folder() + "/" + file + ".json");
    for (const Json& vector : document.at(file == "legal" ? "legal" : "vectors"))
      EXPECT_EQ(test::judge(vector, 3).SerializeAsString(), test::judge(vector).SerializeAsString())
          << file << ": " << vector.at("name");
  }
}

}  // namespace
}  // namespace plumbline
