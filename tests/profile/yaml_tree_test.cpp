// What YAML can do beyond a plain tree is refused, in bounded time.
#include "profile/yaml_tree.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace plumbline::profile {
namespace {

std::string told(std::string_view yaml) {
  const auto tree = parse_yaml(yaml);
  return tree ? "accepted" : std::to_string(tree.error().line) + ": " + tree.error().what;
}

TEST(ParseYaml, KeepsLinesAndQuotes) {
  const auto tree = parse_yaml("# note\na: 1\nb:\n  - 'x'\n  - {c: d}\n");
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->kind, YamlNode::Kind::map);
  ASSERT_EQ(tree->items.size(), 2u);
  EXPECT_EQ(tree->items[0].key, "a");
  EXPECT_EQ(tree->items[0].text, "1");
  EXPECT_EQ(tree->items[0].line, 2u);
  EXPECT_FALSE(tree->items[0].quoted);
  const YamlNode& list = tree->items[1];
  ASSERT_EQ(list.kind, YamlNode::Kind::list);
  EXPECT_EQ(list.line, 3u);  // of the key, where a person looks
  ASSERT_EQ(list.items.size(), 2u);
  EXPECT_TRUE(list.items[0].quoted);
  EXPECT_EQ(list.items[0].line, 4u);
  EXPECT_EQ(list.items[1].items[0].key, "c");
  EXPECT_EQ(list.items[1].items[0].line, 5u);
}

TEST(ParseYaml, AcceptsWhatEditorsLeaveBehind) {
  for (const std::string_view text : {"", "\n\n", "# only a note\n", "---\na: 1\n", "a: 1\n...\n",
                                      "\xEF\xBB\xBF"
                                      "a: 1\n",
                                      "a: 1\r\nb: 2\r\n", "a: 1\t# note\n", "%YAML 1.2\n---\na: 1\n"})
    EXPECT_EQ(told(text), "accepted") << text;
}

TEST(ParseYaml, RefusesWhatWouldHideSomething) {
  using namespace std::string_view_literals;
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"a: &x 1\nb: *x\n", "1: anchors and aliases are not used here (write the value out)"},
      {"a: &x {b: 1}\n", "1: anchors and aliases are not used here (write the value out)"},
      {"a: &x [1]\n", "1: anchors and aliases are not used here (write the value out)"},
      {"a: &x\nb: 1\n", "1: anchors and aliases are not used here (write the value out)"},
      {"a: !!int 1\n", "1: tags are not used here (remove the `!...`)"},
      {"a: !x {b: 1}\n", "1: tags are not used here (remove the `!...`)"},
      {"a: 1\n---\nb: 2\n",
       "2: a second document starts here (one link a file; remove the `---` or `...` line)"},
      {"a: 1\n...\nb: 2\n",
       "3: a second document starts here (one link a file; remove the `---` or `...` line)"},
      {"? [a]\n: 1\n", "1: a key that is not a word (write `key: value`)"},
      {"a: 1\n\tb: 2\n", "2: a tab at the start of the line (YAML indents with spaces only)"},
      // The parser takes 0x04 for the end of the file and would drop the rest without a word.
      {"a: 1\n\x04\nb: 2\n", "2: control character 0x04 (save the file as UTF-8 text)"},
      {"a: 1\0b"sv, "1: control character 0x00 (save the file as UTF-8 text)"},
      {"\xFF\xFE"
       "a\0:\0"sv,
       "1: not UTF-8 text (save the file as UTF-8)"},
      {"a: \xC0\x80", "1: not UTF-8 text (save the file as UTF-8)"},
      {"a: \xED\xA0\x80", "1: not UTF-8 text (save the file as UTF-8)"},
      {"a: \xE2\x82", "1: not UTF-8 text (save the file as UTF-8)"},
      {"a: 1\rb: 2", "1: a carriage return in the line (save the file with LF or CR LF line ends)"},
      {"a: [1\n", "1: not YAML: end of sequence flow not found (a `[` is not closed)"},
      {"a: b: c\n",
       "1: not YAML: illegal map value (a line indented too far, or text with a colon that needs quotes)"},
      {"a: \"b\n", "1: not YAML: illegal EOF in scalar (a quote is not closed, perhaps far above)"},
      {"a: [1", "1: not YAML: end of sequence flow not found (a `[` is not closed)"},
      {"a: {b: 1\n", "1: not YAML: end of map flow not found (a `{` is not closed)"},
      {"a: 1\n b: 2\n",
       "2: not YAML: illegal map value (a line indented too far, or text with a colon that needs quotes)"},
      {"a:\n  b: 1\n c: 2\n",
       "3: not YAML: end of map not found (lines of one group start in the same column)"},
      {"a: \"b\nc: 1\n", "2: not YAML: illegal EOF in scalar (a quote is not closed, perhaps far above)"},
      {"a: 'b\nc: 1\n", "2: not YAML: illegal EOF in scalar (a quote is not closed, perhaps far above)"},
  };
  for (const auto& [yaml, expected] : cases) EXPECT_EQ(told(yaml), expected) << yaml;
}

TEST(ParseYaml, NestsTwelveLevelsAndNotThirteen) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "1" + std::string(depth, ']');
  };
  EXPECT_EQ(told(nested(kYamlDepth)), "accepted");
  EXPECT_EQ(told(nested(kYamlDepth + 1)), "1: nested deeper than 12 levels");
}

TEST(ParseYaml, CountsEmptyListsTowardsItsLimitToo) {
  const auto list = [](std::string_view item, std::size_t count) {
    std::string text = "[";
    for (std::size_t i = 0; i < count; ++i) text += item;
    return text + "]";
  };
  EXPECT_EQ(told(list("1,", kYamlNodes - 1)), "accepted");
  EXPECT_EQ(told(list("1,", kYamlNodes + 1)), "1: more than 50000 values");
  EXPECT_EQ(told(list("[],", kYamlNodes + 1)), "1: more than 50000 values");
  EXPECT_EQ(told(list("{},", kYamlNodes + 1)), "1: more than 50000 values");
}

TEST(ParseYaml, AMegabyteOfAnythingIsAnsweredSoon) {
  const auto repeated = [](std::string_view unit) {
    std::string text;
    while (text.size() + unit.size() <= kYamlOctets) text += unit;
    return text;
  };
  const auto start = std::chrono::steady_clock::now();
  for (const std::string_view unit :
       {"[",  "{",      "[{",  "{a: ", "- ",    "? ",    ": ",  "a: ",   "\"",     "'",    "a",
        "#",  " ",      "\n",  "|\n",  "--- ",  "---\n", "&a ", "*a ",   "!a ",    "%a\n", "? a\n",
        "a,", "\"\"\n", "a\n", "[] ",  "- -\n", "]",     "}",   "> a\n", "a: b\n", "\\",   "`"}) {
    parse_yaml(repeated(unit));
  }
  std::string ladder;
  for (std::string indent; ladder.size() + indent.size() + 3 < kYamlOctets; indent += ' ')
    ladder += indent + "a:\n";
  EXPECT_FALSE(parse_yaml(ladder));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{60});
}

}  // namespace
}  // namespace plumbline::profile
