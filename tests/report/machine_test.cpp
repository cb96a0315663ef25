// JSON and JUnit: whole texts against golden files, and what a reader relies on.
#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <string>

#include "report/json.h"
#include "report/junit.h"
#include "report/sample.h"

namespace plumbline::report {
namespace {

using Json = nlohmann::ordered_json;

std::string junit(const record::Record& record) { return render_junit(record, sample_rule, sample_detail); }

pugi::xml_node suite_of(pugi::xml_document& document, const std::string& text) {
  const auto parsed = document.load_buffer(text.data(), text.size());
  EXPECT_TRUE(parsed) << parsed.description() << " at " << parsed.offset;
  return document.child("testsuites").child("testsuite");
}

pugi::xml_node case_of(pugi::xml_node suite, std::string_view id) {
  for (pugi::xml_node node : suite.children("testcase")) {
    const std::string_view name = node.attribute("name").value();
    if (name == id || (name.starts_with(id) && name[id.size()] == ' ')) return node;
  }
  return {};
}

TEST(JsonReport, HoldsTheWholeRecord) {
  const std::string text = render_json(sound());
  EXPECT_EQ(golden("sound.json", text), "");
  EXPECT_TRUE(text.ends_with("}\n"));
  EXPECT_EQ(render_json(sound()), text);
}

TEST(JsonReport, KeysAreStableAndValuesExact) {
  record::Record record = troubled();
  record.mutable_result()->mutable_totals()->set_octets(UINT64_MAX);
  record.mutable_result()->mutable_totals()->set_first_stamp_ns(INT64_MIN);
  const Json json = Json::parse(render_json(record));
  EXPECT_EQ(json.begin().key(), "plumbline_record");
  EXPECT_EQ(json["plumbline_record"], 1);
  EXPECT_EQ(json["verdict"], "fail");
  EXPECT_EQ(json["result"]["totals"]["octets"].get<std::uint64_t>(), UINT64_MAX);
  EXPECT_EQ(json["result"]["totals"]["first_stamp_ns"].get<std::int64_t>(), INT64_MIN);
  EXPECT_EQ(json["result"]["totals"]["roe"], 0) << "default values are there";
  const Json& finding = json["result"]["rules"][1]["first"][0];
  EXPECT_EQ(finding["flow"]["source"], "02:00:00:00:00:02");
  EXPECT_EQ(finding["plane"], "u");
  EXPECT_EQ(finding["direction"], "uplink");
  EXPECT_EQ(finding["verdict"], "fail");
  EXPECT_EQ(finding["unit"], "none");
  EXPECT_EQ(json["result"]["rules"][4]["first"][0]["unit"], "ud_comp_hdr");
  EXPECT_EQ(json["result"]["arrivals"][0]["class"], "u_dl");
  EXPECT_EQ(json["result"]["arrivals"][4]["class"], "u_prach");
  EXPECT_EQ(json["result"]["rules"][10]["level"], "should");
  EXPECT_TRUE(json["provenance"]["conduct"].is_null());
  record.mutable_provenance()->mutable_conduct()->set_sent(5);
  EXPECT_EQ(Json::parse(render_json(record))["provenance"]["conduct"]["sent"], 5);
}

TEST(JsonReport, EveryMessageHasEveryKeyEvenWhenEmpty) {
  const Json json = Json::parse(render_json(record::Record{}));
  EXPECT_EQ(json["verdict"], "not_applicable");
  EXPECT_TRUE(json.contains("result") && json.contains("provenance"));
  record::Record record;
  record.mutable_result()->add_rules()->add_first();
  const Json rule = Json::parse(render_json(record))["result"]["rules"][0];
  EXPECT_EQ(rule.size(), static_cast<std::size_t>(record::RuleResult::descriptor()->field_count()));
  EXPECT_EQ(rule["first"][0].size(), static_cast<std::size_t>(record::Finding::descriptor()->field_count()));
  EXPECT_TRUE(rule["first"][0]["flow"].is_null());
}

TEST(JsonReport, HostileNamesAreEscaped) {
  const std::string text = render_json(hostile());
  EXPECT_TRUE(Json::accept(text));
  for (const char c : text) ASSERT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f));
  const Json json = Json::parse(text);
  const std::string name = json["provenance"]["inputs"][0]["name"];
  EXPECT_TRUE(name.starts_with("\x1b[31mred\x1b]0;title\x07 \xef\xbf\xbd\xef\xbf\xbd <a b=\"c\">"))
      << "a machine gets the name as it is, but for what is not UTF-8: " << name;
  EXPECT_EQ(json["result"]["rules"][1]["first"][0]["unit"], 99) << "a value without a word";
  EXPECT_EQ(json["result"]["streams"][0]["flow"]["source"], "01:02");
}

TEST(JunitReport, HasOneCaseForEveryRule) {
  EXPECT_EQ(golden("troubled.xml", junit(troubled())), "");
  pugi::xml_document document;
  const pugi::xml_node suite = suite_of(document, junit(troubled()));
  const auto cases = suite.children("testcase");
  EXPECT_EQ(std::distance(cases.begin(), cases.end()), troubled().result().rules_size());
  EXPECT_EQ(suite.attribute("tests").as_int(), troubled().result().rules_size());
  EXPECT_EQ(suite.attribute("failures").as_int(), 4);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 5);
  const pugi::xml_node sequence = case_of(suite, "CUS-SEQ-001");
  EXPECT_STREQ(sequence.attribute("classname").value(), "CUS-SEQ");
  EXPECT_STREQ(sequence.attribute("name").value(), "CUS-SEQ-001 loss, sequence error");
  EXPECT_STREQ(sequence.child("failure").attribute("message").value(), "3 of 223,994 failed");
  EXPECT_NE(std::strstr(sequence.child("failure").text().get(), "packet 312"), nullptr);
  EXPECT_FALSE(case_of(suite, "CUS-HDR-005").child("failure")) << "a should does not break the build";
  EXPECT_NE(std::strstr(case_of(suite, "CUS-HDR-005").child("system-out").text().get(), "0x0004"), nullptr);
  EXPECT_STREQ(case_of(suite, "CUS-TIME-002").child("skipped").attribute("message").value(),
               "not evaluated: needs delays.t2a_cp_dl");
  EXPECT_STREQ(case_of(suite, "CUS-C-032").child("skipped").attribute("message").value(),
               "not applicable: nothing of its kind was seen");
  EXPECT_STREQ(case_of(suite, "CUS-CU-001").child("skipped").attribute("message").value(),
               "inconclusive: 12 of 7,012");
}

TEST(JunitReport, StrictMakesWarningsAndLacksFailures) {
  record::Record record = troubled();
  record.mutable_provenance()->set_strict(true);
  record.mutable_result()->add_rules()->set_id("CUS-HDR-012");
  record.mutable_result()->mutable_rules(12)->set_level(record::LEVEL_ADVICE);
  record.mutable_result()->mutable_rules(12)->set_inconclusive(1);
  pugi::xml_document document;
  const pugi::xml_node suite = suite_of(document, junit(record));
  EXPECT_EQ(suite.attribute("failures").as_int(), 9);
  for (const char* id : {"CUS-HDR-005", "CUS-CU-001", "CUS-TIME-002", "CUS-CU-010"})
    EXPECT_TRUE(case_of(suite, id).child("failure")) << id;
  for (const char* id : {"CUS-HDR-011", "CUS-HDR-012"})
    EXPECT_FALSE(case_of(suite, id).child("failure")) << "advice never decides: " << id;
  EXPECT_TRUE(case_of(suite, "CUS-C-032").child("skipped")) << "not applicable is no lack";
}

TEST(JunitReport, HostileNamesAreWellFormed) {
  const std::string text = junit(hostile());
  pugi::xml_document document;
  const pugi::xml_node suite = suite_of(document, text);
  // pugixml reads what XML 1.0 forbids: look at the octets and at the character references too.
  for (const char c : text) ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  EXPECT_EQ(text.find("&#"), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
  EXPECT_EQ(text.find("\xef\xbf\xbf"), std::string::npos);
  const std::string name = suite
                               .find_node([](pugi::xml_node node) {
                                 return std::strcmp(node.attribute("name").value(), "input") == 0;
                               })
                               .attribute("value")
                               .value();
  EXPECT_NE(name.find("<a b=\"c\">&amp;'</a>]]>"), std::string::npos) << "markup arrives as text: " << name;
}

}  // namespace
}  // namespace plumbline::report
