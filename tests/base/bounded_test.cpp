#include "base/bounded.h"

#include <gtest/gtest.h>

#include <vector>

namespace plumbline {
namespace {

TEST(Bounded, SaysNoWhenFullAndKeepsWhatItHas) {
  Bounded<int, 3> list;
  EXPECT_TRUE(list.empty());
  EXPECT_TRUE(list.try_push(1));
  EXPECT_TRUE(list.try_push(2));
  EXPECT_TRUE(list.try_push(3));
  EXPECT_FALSE(list.try_push(4));
  EXPECT_EQ(list.size(), 3u);
  EXPECT_EQ((std::vector<int>{list.begin(), list.end()}), (std::vector<int>{1, 2, 3}));
}

TEST(Bounded, ViewHoldsTheItemsInUse) {
  Bounded<int, 8> list;
  EXPECT_TRUE(list.view().empty());
  list.try_push(7);
  list.try_push(8);
  list[1] = 9;
  ASSERT_EQ(list.view().size(), 2u);
  EXPECT_EQ(list.view()[1], 9);
}

TEST(Bounded, IsEmptyAndUsableAfterClear) {
  Bounded<int, 1> list;
  list.try_push(1);
  list.clear();
  EXPECT_EQ(list.size(), 0u);
  EXPECT_EQ(list.begin(), list.end());
  EXPECT_TRUE(list.try_push(2));
  EXPECT_EQ(list[0], 2);
}

}  // namespace
}  // namespace plumbline
