#include "emulator/reception.h"

#include <gtest/gtest.h>

#include "emulator/aim.h"
#include "radio/numerology.h"

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kUtcNs = 1'700'000'000'000'000'000;  // SFN 264, frameId 8, at the start of a frame

CaptureTime at(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }

profile::Carrier carrier(std::uint8_t mu) {
  profile::Carrier out;
  out.numerology.mu = mu;
  return out;
}

TEST(RadioClock, FrameIsTheNearestWithItsId) {
  const RadioClock clock{{.epoch = profile::Epoch::utc}, carrier(1)};
  const auto now = clock.nearest(at(kUtcNs), 8);
  EXPECT_EQ(now.start_ns, kUtcNs);
  EXPECT_EQ(now.number & 1023, 264);
  EXPECT_EQ(clock.nearest(at(kUtcNs - 300'000), 8).number, now.number) << "its C-plane is sent before";
  EXPECT_EQ(clock.nearest(at(kUtcNs), 7).start_ns, kUtcNs - 10'000'000);
  EXPECT_EQ(clock.nearest(at(kUtcNs), 9).number, now.number + 1);
  // 127 frames ahead, 127 frames behind: the ids wrap at 256.
  EXPECT_EQ(clock.nearest(at(kUtcNs), 135).start_ns, kUtcNs + 1'270'000'000);
  EXPECT_EQ(clock.nearest(at(kUtcNs), 137).start_ns, kUtcNs - 1'270'000'000);
}

TEST(RadioClock, ATimeBaseThatIsNotStatedIsUtc) {
  const RadioClock utc{{.epoch = profile::Epoch::utc}, carrier(0)}, none{{}, carrier(0)};
  EXPECT_EQ(none.nearest(at(kUtcNs), 8).start_ns, utc.nearest(at(kUtcNs), 8).start_ns);
  const RadioClock tai{{.epoch = profile::Epoch::tai}, carrier(0)};
  EXPECT_EQ(tai.nearest(at(kUtcNs + 37'000'000'000), 8).start_ns, kUtcNs + 37'000'000'000);
}

TEST(RadioClock, SymbolsBeginWithTheirCyclicPrefix) {
  profile::Carrier tdd = carrier(1);
  tdd.n_ta_offset_tc = 25600;  // 13.02 us
  const RadioClock clock{{.epoch = profile::Epoch::utc}, tdd};
  const auto frame = clock.nearest(at(kUtcNs), 8);
  // Symbol 1 of slot 1 of 30 kHz: 500 us + 36.198 us.
  EXPECT_EQ(clock.symbol_ns(frame, {8, 3, 1, 1}, radio::Direction::downlink), kUtcNs + 3'536'198);
  EXPECT_EQ(clock.symbol_ns(frame, {8, 3, 1, 1}, radio::Direction::uplink), kUtcNs + 3'536'198 - 13'021);
  EXPECT_EQ(clock.instant_ns(frame, 3, 16472 * 64, radio::Direction::uplink), kUtcNs + 3'536'198 - 13'021);
  EXPECT_EQ(clock.slot_number(frame, {8, 3, 1, 1}), frame.number * 20 + 7);
}

TEST(RadioClock, KnowsWhichTimesThereAre) {
  const RadioClock clock{{}, carrier(1)};
  EXPECT_TRUE(clock.has({0, 9, 1, 13}));
  EXPECT_FALSE(clock.has({0, 10, 0, 0}));
  EXPECT_FALSE(clock.has({0, 0, 2, 0}));
  EXPECT_FALSE(clock.has({0, 0, 0, 14}));
  profile::Carrier mixed = carrier(0);
  mixed.slot_reference_mu = std::uint8_t{2};  // slotId counts 60 kHz slots: 0 is the only one of 15 kHz
  const RadioClock counted{{}, mixed};
  EXPECT_TRUE(counted.has({0, 0, 0, 0}));
  EXPECT_FALSE(counted.has({0, 0, 2, 0}));
  EXPECT_FALSE(counted.has({0, 0, 4, 0}));
}

TEST(Reception, BothEdgesOfAWindowAreInside) {
  const radio::Window window = profile::window_before({.min_ns = 125'000, .max_ns = 336'000});
  EXPECT_EQ(judge_arrival(window, -336'001), Reception::early);
  EXPECT_EQ(judge_arrival(window, -336'000), Reception::on_time);
  EXPECT_EQ(judge_arrival(window, -125'000), Reception::on_time);
  EXPECT_EQ(judge_arrival(window, -124'999), Reception::late);
  EXPECT_EQ(judge_arrival(profile::window_after({.min_ns = 50, .max_ns = 60}), 61), Reception::late);
}

TEST(Delays, WhatTheLinkStatesWinsOverTheProfiles) {
  profile::Link link;
  link.delays.t2a_up = profile::Delay{1, 2};
  const profile::Delays delays = delays_of(link, {.mu = 1});
  EXPECT_EQ(delays.t2a_up, (profile::Delay{1, 2}));
  EXPECT_EQ(delays.t2a_cp_ul, (profile::Delay{125'000, 336'000}));
  const auto shape = radio::prach_shape("0", 1);
  EXPECT_EQ(prach_delay(link, {.mu = 1}, *shape, true), (profile::Delay{827'000, 1'650'000}));
  link.delays.ta3 = profile::Delay{3, 4};
  EXPECT_EQ(prach_delay(link, {.mu = 1}, *shape, true), (profile::Delay{3, 4}));
}

}  // namespace
}  // namespace plumbline::emulator
