#include "radio/full_scale.h"

#include <gtest/gtest.h>

namespace plumbline::radio {
namespace {

TEST(FullScale, IsOfTheLargestNumberThatAFormatHolds) {
  EXPECT_EQ(full_scale_log2(0, 16), 30);  // 2^15 squared
  EXPECT_EQ(full_scale_log2(0, 1), 0);
  EXPECT_EQ(full_scale_log2(1, 9), 46);  // (2^8 x 2^15) squared
  EXPECT_EQ(full_scale_log2(5, 14), 56);
  EXPECT_EQ(full_scale_log2(7, 14), 56);
  for (const unsigned method : {2u, 3u, 4u, 6u, 8u, 9u, 15u})
    EXPECT_EQ(full_scale_log2(method, 16), std::nullopt);
}

}  // namespace
}  // namespace plumbline::radio
