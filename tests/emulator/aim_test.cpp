#include "emulator/aim.h"

#include <gtest/gtest.h>

namespace plumbline::emulator {
namespace {

TEST(Burst, StaysInsideTheMiddleOfAnyWindowAndKeepsItsOrder) {
  for (const std::int64_t width : {0, 1, 7, 1000, 51'000, 250'000, 5'000'000}) {
    for (const std::size_t frames : {1u, 2u, 10u, 500u, 100'000u}) {
      Random random{static_cast<std::uint64_t>(width)};
      const Aim aim{.centre_ns = -1000, .width_ns = width, .symbol_ns = 35'677};
      EXPECT_LE(aim.reach_ns(), width * 3 / 8);
      for (int round = 0; round < 20; ++round) {
        Burst burst{aim, 50'000, frames, random};
        std::int64_t last = 0;
        for (std::size_t i = 0; i < frames; ++i) {
          const std::int64_t at = burst.next();
          EXPECT_GE(at, last);
          ASSERT_LE(std::abs(at - 49'000), aim.reach_ns()) << width << " " << frames;
          last = at;
        }
      }
    }
  }
}

TEST(Burst, BurstsOfTheNextSymbolNeverOvertake) {
  Random random{3};
  const Aim aim{.centre_ns = 0, .width_ns = 1'000'000, .symbol_ns = 35'677};
  std::int64_t last = -1'000'000;
  for (int symbol = 0; symbol < 1000; ++symbol) {
    const std::size_t frames = 1 + random.below(300);
    Burst burst{aim, symbol * 35'677, frames, random};
    for (std::size_t i = 0; i < frames; ++i) {
      const std::int64_t at = burst.next();
      ASSERT_GE(at, last);
      last = at;
    }
  }
}

}  // namespace
}  // namespace plumbline::emulator
