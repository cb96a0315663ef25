#include "base/suggest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace plumbline {
namespace {

constexpr std::array<std::string_view, 5> kWords{"check", "decode", "replay", "record", "run"};

TEST(NearestWord, FindsWhatWasMeant) {
  EXPECT_EQ(nearest_word("chekc", kWords), "check");   // two letters swapped
  EXPECT_EQ(nearest_word("reply", kWords), "replay");  // one missing
  EXPECT_EQ(nearest_word("decodee", kWords), "decode");
  EXPECT_EQ(nearest_word("recort", kWords), "record");
  EXPECT_EQ(nearest_word("run", kWords), "run");
}

TEST(NearestWord, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest_word("matrix", kWords), "");
  EXPECT_EQ(nearest_word("", kWords), "");
  EXPECT_EQ(nearest_word("check", {}), "");
  EXPECT_EQ(nearest_word("rnu!!", kWords), "");
}

TEST(NearestWord, AThirdOfTheLettersMayDifferAndNoMore) {
  constexpr std::array<std::string_view, 1> kWord{"abcdef"};
  EXPECT_EQ(nearest_word("abcdxy", kWord), "abcdef");
  EXPECT_EQ(nearest_word("abcxyz", kWord), "");
}

TEST(NearestWord, ASwapCountsAsOneChange) {
  // Two swaps in six letters are two changes, which is near enough; as four they would not be.
  constexpr std::array<std::string_view, 1> kWord{"abcdef"};
  EXPECT_EQ(nearest_word("bacdfe", kWord), "abcdef");
}

TEST(NearestWord, TheFirstOfEquallyNearWordsWins) {
  constexpr std::array<std::string_view, 2> kPair{"ta3_max", "ta4_max"};
  EXPECT_EQ(nearest_word("ta5_max", kPair), "ta3_max");
}

TEST(NearestWord, LongWordsAreAnsweredWithoutEffort) {
  const std::string endless(1'000'000, 'a');
  const std::array<std::string_view, 1> words{endless};
  EXPECT_EQ(nearest_word(endless, words), "");
}

}  // namespace
}  // namespace plumbline
