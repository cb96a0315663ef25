#include "radio/numerology.h"

#include <gtest/gtest.h>

#include <chrono>

namespace plumbline::radio {
namespace {

/// 3GPP TS 38.211 5.3.1, one symbol after the other, the way the standard says it.
std::int64_t start_by_adding_up(unsigned mu, unsigned index) {
  std::int64_t at = 0;
  for (unsigned l = 0; l < index; ++l) {
    const unsigned in_subframe = l % (14u << mu);
    const bool longer = in_subframe == 0 || in_subframe == 7u << mu;
    at += (2048 * 64 >> mu) + (144 * 64 >> mu) + (longer ? 16 * 64 : 0);
  }
  return at;
}

TEST(SymbolStart, IsTheSumOfTheSymbolsBeforeForEveryNumerology) {
  for (std::uint8_t mu = 0; mu <= 4; ++mu)
    for (unsigned index = 0; index <= 3 * (14u << mu); ++index)
      ASSERT_EQ(symbol_start_tc({.mu = mu}, index), start_by_adding_up(mu, index))
          << "mu " << unsigned{mu} << " symbol " << index;
}

TEST(SymbolStart, SubframeIsFullAfterItsLastSymbol) {
  for (std::uint8_t mu = 0; mu <= 4; ++mu) EXPECT_EQ(symbol_start_tc({.mu = mu}, 14u << mu), kTcPerSubframe);
  EXPECT_EQ(symbol_start_tc({.mu = 2, .extended_cp = true}, 48), kTcPerSubframe);
}

TEST(SymbolStart, InNanosecondsIsRoundedOnce) {
  EXPECT_EQ(symbol_start_in_frame_ns({.mu = 1}, 0, 0, 1), 36'198);  // 36 197.917
  EXPECT_EQ(symbol_start_in_frame_ns({.mu = 1}, 4, 1, 0), 4'500'000);
  EXPECT_EQ(symbol_start_in_frame_ns({.mu = 3}, 9, 1, 0),
            9'125'391);  // slots of one subframe differ in length
}

TEST(TcToNs, RoundsToTheNearestOnBothSidesOfZero) {
  EXPECT_EQ(tc_to_ns(0), 0);
  EXPECT_EQ(tc_to_ns(1), 1);  // 0.508 626 ns
  EXPECT_EQ(tc_to_ns(-1), -1);
  EXPECT_EQ(tc_to_ns(kTcPerFrame), kFrameNs);
  EXPECT_EQ(tc_to_ns(-kTcPerFrame), -kFrameNs);
}

TEST(FrameTime, FrameStartAndFrameAtAreInverse) {
  for (const FrameTiming timing : {FrameTiming{}, FrameTiming{.alpha = 12'288'000, .beta = 32767},
                                   FrameTiming{.alpha = 1, .beta = -32768}})
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{1}, std::int64_t{140'000'000'000}}) {
      const GpsTime start = frame_start(timing, number);
      EXPECT_EQ(frame_at(timing, start), number);
      EXPECT_EQ(frame_at(timing, start - Nanos{1}), number - 1);
    }
}

TEST(FrameTime, AlphaIsAFractionOf1228800000Hz) {
  EXPECT_EQ(frame_start({.alpha = 12'288'000}, 0).time_since_epoch(), Nanos{kFrameNs});
  EXPECT_EQ(frame_start({.beta = 3}, 0).time_since_epoch(), Nanos{3 * kFrameNs});
}

TEST(NearestFrame, ResolvesTheWrapOfFrameIdInBothDirections) {
  const FrameTiming timing;
  const std::int64_t here = 1'000'000 * 256;
  const GpsTime now = frame_start(timing, here);
  EXPECT_EQ(nearest_frame(timing, now, 0), here);
  EXPECT_EQ(nearest_frame(timing, now, 1), here + 1);
  EXPECT_EQ(nearest_frame(timing, now, 255), here - 1);
  EXPECT_EQ(nearest_frame(timing, now, 127), here + 127);
  EXPECT_EQ(nearest_frame(timing, now, 129), here - 127);
  EXPECT_EQ(nearest_frame(timing, now - Nanos{kFrameNs / 2 + 1}, 0),
            here);  // a frame announced before it starts
}

TEST(NearestFrame, IsTheNearestOfAllFramesWithThatId) {
  const FrameTiming timing{.alpha = 5, .beta = -1};
  for (std::int64_t offset_ns = -12'000'000; offset_ns <= 12'000'000; offset_ns += 999'983)
    for (int id = 0; id < 256; ++id) {
      const GpsTime when = frame_start(timing, 1'000'000) + Nanos{offset_ns};
      const std::int64_t found = nearest_frame(timing, when, static_cast<std::uint8_t>(id));
      ASSERT_EQ(found & 255, id);
      const auto away = [&](std::int64_t frame) {
        return std::chrono::abs(frame_start(timing, frame) - when);
      };
      ASSERT_LE(away(found), away(found - 256)) << "id " << id << " at " << offset_ns;
      ASSERT_LE(away(found), away(found + 256)) << "id " << id << " at " << offset_ns;
    }
}

}  // namespace
}  // namespace plumbline::radio
