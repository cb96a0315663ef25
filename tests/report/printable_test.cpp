#include "report/printable.h"

#include <gtest/gtest.h>

namespace plumbline::report {
namespace {

TEST(Printable, LeavesTextAndSpellsWhatActs) {
  struct Case {
    std::string text, shown;
  };
  for (const Case& c : {Case{"trace.pcapng", "trace.pcapng"},
                        {"Prüfung … 測試 😀", "Prüfung … 測試 😀"},
                        {"a\nb\tc\x7f", "a\\x0ab\\x09c\\x7f"},
                        {std::string("nul\0!", 5), "nul\\x00!"},
                        {"\x1b[2J", "\\x1b[2J"},
                        {"\xc2\x9b", "\\x9b"},
                        {"\xe2\x80\xae", "\\u202e"},
                        {"\xef\xbb\xbf", "\\ufeff"},
                        {"\xef\xbf\xbf", "\\uffff"},
                        {"\xff", "\xef\xbf\xbd"},
                        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
                        {"\xe0\x80\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                        {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                        {"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"},
                        {"\xe2\x82z", "\xef\xbf\xbd\xef\xbf\xbdz"}})
    EXPECT_EQ(printable(c.text), c.shown);
}

TEST(Printable, CutsWhatIsTooLong) {
  EXPECT_EQ(printable(std::string(kMostColumns, 'x')), std::string(kMostColumns, 'x'));
  EXPECT_EQ(printable(std::string(1'000'000, 'x')), std::string(kMostColumns, 'x') + "…");
}

TEST(Printable, WrapsAtSpacesOnly) {
  EXPECT_EQ(wrap("one two  three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("averyverylongword x", 5), (std::vector<std::string>{"averyverylongword", "x"}));
  EXPECT_TRUE(wrap("", 5).empty());
  EXPECT_TRUE(wrap("   ", 5).empty());
}

TEST(Printable, AlignsByColumnsNotOctets) {
  EXPECT_EQ(align({{"µs", "1"}, {"abc", "22"}}, 1), (std::vector<std::string>{"µs    1", "abc  22"}));
  EXPECT_TRUE(align({}, 1).empty());
}

}  // namespace
}  // namespace plumbline::report
