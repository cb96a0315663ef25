#include <gtest/gtest.h>

#include "emulator/plan.h"

namespace plumbline::emulator {
namespace {

using Messages = std::vector<std::vector<Piece>>;

TEST(LayOut, SplitsAtTheRoomAndNamesWholeCarriersOnlyWhenUncut) {
  // 1500 octets: 8 eCPRI, 4 header, 6 section; 52 PRBs of BFP 9 (28 octets).
  EXPECT_EQ(lay_out({{1, 0, 106, false}}, 1488, 6, 28),
            (Messages{{{1, 0, 52, false}}, {{1, 52, 52, false}}, {{1, 104, 2, false}}}));
  EXPECT_EQ(lay_out({{1, 0, 273, true}}, 8988, 4, 28), (Messages{{{1, 0, 273, true}}}));
  // All but a few PRBs fit: 255 are the most that numPrbu can say.
  EXPECT_EQ(lay_out({{1, 0, 273, true}}, 4 + 265 * 28, 4, 28),
            (Messages{{{1, 0, 255, false}, {1, 255, 9, false}}, {{1, 264, 9, false}}}));
  EXPECT_EQ(lay_out({{1, 0, 2, false}}, 4 + 28, 4, 28), (Messages{{{1, 0, 1, false}}, {{1, 1, 1, false}}}));
}

TEST(LayOut, SectionsShareAMessageWhileTheyFit) {
  EXPECT_EQ(lay_out({{1, 0, 10, false}, {2, 10, 10, false}, {3, 20, 40, false}}, 1488, 4, 28),
            (Messages{{{1, 0, 10, false}, {2, 10, 10, false}, {3, 20, 32, false}}, {{3, 52, 8, false}}}));
  // No room for a header and one PRB behind the first section: the next one opens a message.
  EXPECT_EQ(lay_out({{1, 0, 10, false}, {2, 10, 1, false}}, 4 + 280 + 31, 4, 28),
            (Messages{{{1, 0, 10, false}}, {{2, 10, 1, false}}}));
}

TEST(LayOut, PiecesOfEverySecondPrbGoOnTwoPrbsFurther) {
  EXPECT_EQ(lay_out({{1, 10, 5, false, true}}, 4 + 3 * 28, 4, 28),
            (Messages{{{1, 10, 3, false, true}}, {{1, 16, 2, false, true}}}));
}

}  // namespace
}  // namespace plumbline::emulator
