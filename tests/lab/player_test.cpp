#include "lab/player.h"

#include <gtest/gtest.h>

#include <functional>

#include "io/memory_source.h"
#include "lab/watched_port.h"

namespace plumbline::lab {
namespace {

std::vector<OutFrame> frames_at(std::initializer_list<std::int64_t> instants) {
  std::vector<OutFrame> frames;
  for (const std::int64_t ns : instants)
    frames.push_back({.octets = octets_of(static_cast<unsigned>(frames.size())), .at = at(ns)});
  return frames;
}

Playback started_at(std::int64_t ns) { return {.start = at(ns), .poll_interval = Nanos{10}}; }

class PlayerTest : public testing::Test {
 protected:
  VirtualClock clock{at(1'000'000)};
  WatchedPort port{clock};
  Player player{clock, port};
};

TEST_F(PlayerTest, EachFrameGoesOutAtItsInstant) {
  const auto frames = frames_at({500, 500, 600, 1'000'000'500});
  const Conduct conduct = player.play(frames, started_at(2'000'000));
  const std::vector<WatchedPort::Sent> expected{
      {at(2'000'000), 0}, {at(2'000'000), 1}, {at(2'000'100), 2}, {at(1'002'000'000), 3}};
  EXPECT_EQ(port.sent, expected);
  EXPECT_EQ(conduct.ended, Ended::complete);
  EXPECT_EQ(conduct.sent, 4u);
  EXPECT_EQ(conduct.lateness.count(), 4u);
  EXPECT_EQ(conduct.lateness.max(), Nanos{0});
  EXPECT_EQ(conduct.duration, Nanos{1'000'000'000});
}

TEST_F(PlayerTest, WithoutAStartTheFirstFrameLeavesAfterTheLead) {
  player.play(frames_at({77}), {.lead = Nanos{123}});
  EXPECT_EQ(port.sent.at(0).when, at(1'000'123));
}

TEST_F(PlayerTest, ThereIsNoDriftOverManyFramesAtAnySpeed) {
  std::vector<OutFrame> frames;
  for (std::int64_t i = 0; i < 56000; ++i)
    frames.push_back({.octets = octets_of(0), .at = at(i * 2'000'000'000 / 56000)});
  for (const Speed speed : {Speed{1, 1}, Speed{3, 1}, Speed{1, 7}, Speed{7, 3}}) {
    VirtualClock own{at(5)};
    WatchedPort watched{own};
    Playback playback = started_at(1000);
    playback.speed = speed;
    const Conduct conduct = Player{own, watched}.play(frames, playback);
    ASSERT_EQ(watched.sent.size(), 56000u);
    for (std::size_t i = 0; i < 56000; ++i) {
      const auto offset = frames[i].at.time_since_epoch().count() * speed.per / speed.times;
      ASSERT_EQ(watched.sent[i].when, at(1000 + offset)) << i;
    }
    EXPECT_EQ(conduct.lateness.max(), Nanos{0});
    EXPECT_EQ(conduct.last_lateness, Nanos{0});
  }
}

TEST_F(PlayerTest, FramesWithoutOrWithEarlierInstantsGoWithTheirPredecessor) {
  auto frames = frames_at({100, 300, 200, 400});
  frames.insert(frames.begin(), {.octets = octets_of(9), .at = io::kNoStamp});
  frames.insert(frames.begin() + 3, {.octets = octets_of(8), .at = io::kNoStamp});
  const Conduct conduct = player.play(frames, started_at(2'000'000));
  const std::vector<WatchedPort::Sent> expected{{at(2'000'000), 9}, {at(2'000'000), 0}, {at(2'000'200), 1},
                                                {at(2'000'200), 8}, {at(2'000'200), 2}, {at(2'000'300), 3}};
  EXPECT_EQ(port.sent, expected);
  EXPECT_EQ(conduct.unstamped, 2u);
  EXPECT_EQ(conduct.backward, 1u);
  EXPECT_EQ(conduct.lateness.max(), Nanos{0}) << "the recording's faults are not our lateness";
}

TEST_F(PlayerTest, AFullPortIsAskedAgainAndTheWaitIsLateness) {
  port.closed = {{at(0), at(2'000'500)}};
  const Conduct conduct = player.play(frames_at({0, 100, 2000}), started_at(2'000'000));
  const std::vector<WatchedPort::Sent> expected{{at(2'000'500), 0}, {at(2'000'500), 1}, {at(2'002'000), 2}};
  EXPECT_EQ(port.sent, expected);
  EXPECT_EQ(conduct.refused_retries, 50u);
  EXPECT_EQ(conduct.lateness.max(), Nanos{500});
  EXPECT_EQ(conduct.last_lateness, Nanos{0}) << "one late frame does not move the next";
}

TEST_F(PlayerTest, APortThatTakesAFewAtATimeGetsAllInOrder) {
  port.room = 3;
  std::vector<OutFrame> frames;
  for (unsigned i = 0; i < 200; ++i) frames.push_back({.octets = octets_of(i), .at = at(i / 50)});
  const Conduct conduct = player.play(frames, started_at(2'000'000));
  ASSERT_EQ(port.sent.size(), 200u);
  for (unsigned i = 0; i < 200; ++i) EXPECT_EQ(port.sent[i].first_octet, i);
  EXPECT_EQ(conduct.lateness.count(), 200u);
  EXPECT_GT(conduct.refused_retries, 0u);
}

TEST_F(PlayerTest, FramesDueTogetherAreSentTogether) {
  player.play(std::vector<OutFrame>(500, OutFrame{.octets = octets_of(0), .at = at(0)}),
              started_at(2'000'000));
  EXPECT_EQ(port.sent.size(), 500u);
  EXPECT_EQ(port.largest_burst, 64u);
}

TEST_F(PlayerTest, APortThatTakesNothingEndsTheRun) {
  port.room = 0;
  Playback playback = started_at(2'000'000);
  playback.give_up = Nanos{5000};
  const Conduct conduct = player.play(frames_at({0, 1'000'000'000}), playback);
  EXPECT_EQ(conduct.ended, Ended::port_stuck);
  EXPECT_EQ(conduct.sent, 0u);
  EXPECT_EQ(clock.now(), at(2'005'000));
  playback.flood = true;
  EXPECT_EQ(player.play(frames_at({0}), playback).ended, Ended::port_stuck);
}

TEST_F(PlayerTest, ARefusalAfterALongPauseIsNoStuckPort) {
  Playback playback = started_at(2'000'000);
  playback.give_up = Nanos{5000};
  port.closed = {{at(2'000'000), at(2'003'000)}, {at(2'050'000), at(2'053'000)}};
  EXPECT_EQ(player.play(frames_at({0, 0, 50'000, 50'000}), playback).ended, Ended::complete);
}

TEST_F(PlayerTest, TooLongFramesAreCountedAndDoNotHoldUpTheRest) {
  auto frames = frames_at({0, 100, 200});
  const std::vector<std::uint8_t> long_one(1001);
  frames[1].octets = long_one;
  const Conduct conduct = player.play(frames, started_at(2'000'000));
  EXPECT_EQ(conduct.sent, 2u);
  EXPECT_EQ(conduct.too_long, 1u);
}

TEST_F(PlayerTest, TheStopFlagEndsAWaitOfYears) {
  std::atomic<bool> stop{false};
  port.answer_after = Nanos{1'000'000'000};
  Playback playback = started_at(2'000'000);
  playback.stop = &stop;
  playback.poll_interval = std::chrono::milliseconds{1};
  const Conduct conduct = Player{clock, port, &port}.play(frames_at({0, std::int64_t{1} << 60}), playback,
                                                          [&](auto) { stop = true; });
  EXPECT_EQ(conduct.ended, Ended::stopped);
  EXPECT_EQ(conduct.sent, 1u);
  EXPECT_LT(clock.now(), at(1'010'000'000));
}

TEST_F(PlayerTest, FloodSendsAllAtTheStartAndKeepsOrder) {
  Playback playback = started_at(2'000'000);
  playback.flood = true;
  port.answer_after = Nanos{0};
  std::size_t received = 0;
  const Conduct conduct = Player{clock, port, &port}.play(frames_at({0, 1'000'000'000, 5}), playback,
                                                          [&](std::span<const Packet> packets) {
                                                            received += packets.size();
                                                            for (const Packet& packet : packets)
                                                              EXPECT_EQ(packet.stamp, io::kNoStamp);
                                                          });
  const std::vector<WatchedPort::Sent> expected{{at(2'000'000), 0}, {at(2'000'000), 1}, {at(2'000'000), 2}};
  EXPECT_EQ(port.sent, expected);
  EXPECT_EQ(received, 3u);
  EXPECT_EQ(conduct.lateness.count(), 0u);
}

TEST_F(PlayerTest, AFloodWaitsForItsStart) {
  Playback playback = started_at(2'000'000);
  playback.flood = true;
  player.play(frames_at({0, 1}), playback);
  const std::vector<WatchedPort::Sent> expected{{at(2'000'000), 0}, {at(2'000'000), 1}};
  EXPECT_EQ(port.sent, expected);
}

TEST_F(PlayerTest, WhatComesBackIsStampedInTheTimeOfTheRecording) {
  port.answer_after = Nanos{10'000};
  const auto frames = frames_at({7'000'000, 7'100'000});
  struct Case {
    Speed speed;
    std::int64_t first, second, error;
  };
  for (const Case& c : {Case{{1, 1}, 7'010'000, 7'110'000, 10}, Case{{2, 1}, 7'020'000, 7'120'000, 20},
                        Case{{1, 2}, 7'005'000, 7'105'000, 5}}) {
    Playback playback{.speed = c.speed, .drain = Nanos{50'000}, .poll_interval = Nanos{10}};
    std::vector<Packet> received;
    const Conduct conduct =
        Player{clock, port, &port}.play(frames, playback, [&](std::span<const Packet> packets) {
          received.insert(received.end(), packets.begin(), packets.end());
        });
    ASSERT_EQ(received.size(), 2u);
    EXPECT_EQ(received[0].stamp, at(c.first));
    EXPECT_EQ(received[1].stamp, at(c.second));
    EXPECT_EQ(received[0].stamp_error, Nanos{c.error})
        << "one look to the next, as long as the recording has it";
    EXPECT_EQ(conduct.received, 2u);
    EXPECT_EQ(conduct.widest_gap, Nanos{10});
  }
}

TEST_F(PlayerTest, OurOwnLatenessWidensTheErrorOfStampsForTenMilliseconds) {
  port.answer_after = Nanos{1000};
  port.closed = {{at(2'000'000), at(2'000'700)}, {at(11'000'000), at(11'000'900)}};
  std::vector<Packet> received;
  Player{clock, port, &port}.play(frames_at({0, 5'000'000, 9'000'000, 19'500'000, 40'000'000}),
                                  started_at(2'000'000), [&](std::span<const Packet> packets) {
                                    received.insert(received.end(), packets.begin(), packets.end());
                                  });
  ASSERT_EQ(received.size(), 5u);
  EXPECT_EQ(received[0].stamp, at(1700));
  EXPECT_EQ(received[0].stamp_error, Nanos{710});
  EXPECT_EQ(received[1].stamp_error, Nanos{710});
  EXPECT_EQ(received[2].stamp_error, Nanos{910});
  EXPECT_EQ(received[3].stamp_error, Nanos{910});
  EXPECT_EQ(received[4].stamp_error, Nanos{10});
}

TEST_F(PlayerTest, WhatArrivesDuringALookIsWithinTheErrorOfTheNext) {
  port.answer_after = Nanos{50};
  port.answer_spread = Nanos{70};
  port.receive_takes = Nanos{100};
  std::vector<Packet> received;
  Player{clock, port, &port}.play(frames_at({2'000'000, 2'000'000, 2'000'000, 2'000'000}),
                                  started_at(2'000'000), [&](std::span<const Packet> packets) {
                                    received.insert(received.end(), packets.begin(), packets.end());
                                  });
  ASSERT_EQ(received.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GE(received[i].stamp, port.answers_at[i]) << i;
    EXPECT_LE(received[i].stamp - received[i].stamp_error, port.answers_at[i]) << i;
  }
}

/// Marks of the packets that came back, in order.
std::vector<bool> marks_of(VirtualClock& clock, WatchedPort& port, std::span<const OutFrame> frames) {
  std::vector<bool> marks;
  Player{clock, port, &port}.play(frames, started_at(2'000'000), [&](std::span<const Packet> packets) {
    for (const Packet& packet : packets) marks.push_back(packet.loss_before);
  });
  return marks;
}

TEST_F(PlayerTest, ALossThatShowsAfterPacketsBehindItWereGivenStillMarksThem) {
  port.answer_after = Nanos{1000};
  // Lost with the third, counted when the fifth has come: they are asked about together.
  port.loses_at = {at(2'000'500)};
  const auto marks =
      marks_of(clock, port, frames_at({0, 100, 200, 300, 400, 5'000'000, 9'000'000, 10'900'000, 12'500'000}));
  EXPECT_EQ(marks, (std::vector<bool>{true, true, true, true, true, true, true, true, false}))
      << "and until 10 ms have passed, and once after";
}

TEST_F(PlayerTest, PacketsBeforeALossThatWereAskedAboutAreNotMarked) {
  port.answer_after = Nanos{1000};
  port.loses_at = {at(8'500'000)};
  const auto marks = marks_of(clock, port, frames_at({0, 5'000'000, 40'000'000, 80'000'000}));
  EXPECT_EQ(marks, (std::vector<bool>{false, false, true, true}));
}

TEST_F(PlayerTest, AFrameThatCouldNotBeSentMarksWhatComesBack) {
  port.answer_after = Nanos{1000};
  const std::vector<std::uint8_t> jumbo(2000, 1);
  auto frames = frames_at({0, 5'000'000, 40'000'000, 80'000'000, 90'500'000, 120'000'000});
  frames[1].octets = jumbo;
  EXPECT_EQ(marks_of(clock, port, frames), (std::vector<bool>{false, true, true, false, false}));
}

TEST_F(PlayerTest, PacketsWaitNoLongerThanAMillisecondAndNoMoreThanThePortCanSpare) {
  port.answer_after = Nanos{0};
  std::vector<OutFrame> frames;
  for (int i = 0; i < 100; ++i) frames.push_back({.octets = octets_of(0), .at = at(i)});
  frames.push_back({.octets = octets_of(0), .at = at(50'000'000)});
  std::size_t received = 0, most = 0;
  std::vector<Nanos> waits;
  Player{clock, port, &port}.play(frames, started_at(2'000'000), [&](std::span<const Packet> packets) {
    received += packets.size();
    most = std::max(most, packets.size());
    waits.push_back(clock.now() - at(2'000'000) - (packets.front().stamp - at(0)));
  });
  EXPECT_EQ(received, 101u);
  EXPECT_LE(most, port.lends());
  EXPECT_LE(port.settled, 100u / (port.lends() / 2) + 3);
  EXPECT_LE(*std::ranges::max_element(waits), Nanos{1'000'020});
}

TEST_F(PlayerTest, AfterTheLastFrameReceivingGoesOnForTheDrain) {
  port.answer_after = Nanos{30'000};
  Playback playback = started_at(2'000'000);
  playback.drain = Nanos{29'000};
  EXPECT_EQ((Player{clock, port, &port}.play(frames_at({0}), playback).received), 0u);
  playback.start = at(3'000'000);
  playback.drain = Nanos{30'000};
  EXPECT_EQ((Player{clock, port, &port}.play(frames_at({0}), playback).received), 2u);
}

TEST_F(PlayerTest, ASourceIsPlayedLikeFramesInMemory) {
  std::vector<Packet> packets;
  for (unsigned i = 0; i < 10000; ++i) {
    packets.push_back({.stamp = at(i * 1000), .original_length = 60u, .octets = octets_of(i)});
    if (i == 5) packets.push_back({.stamp = at(i * 1000), .original_length = 61u, .octets = octets_of(i)});
  }
  io::MemorySource source{packets};
  Playback playback = started_at(2'000'000);
  playback.read_ahead = 1 << 20;
  const Conduct conduct = player.play(source, playback);
  ASSERT_EQ(port.sent.size(), 10000u);
  for (unsigned i = 0; i < 10000; ++i)
    ASSERT_EQ(port.sent[i], (WatchedPort::Sent{at(2'000'000 + i * 1000), i % 256}));
  EXPECT_EQ(conduct.ended, Ended::complete);
  EXPECT_EQ(conduct.cut, 1u);
}

TEST_F(PlayerTest, WhatFollowsAFrameThatTheCaptureCutIsMarkedAsOurLoss) {
  port.answer_after = Nanos{10};
  for (const bool cut : {false, true}) {
    std::vector<Packet> packets;
    for (unsigned i = 0; i < 10; ++i)
      packets.push_back(
          {.stamp = at(i * 1000), .original_length = cut && i == 5 ? 61u : 60u, .octets = octets_of(i)});
    io::MemorySource source{packets};
    Playback playback = started_at(cut ? 30'000'000 : 2'000'000);
    playback.drain = Nanos{30'000};
    unsigned received = 0, marked = 0;
    Player{clock, port, &port}.play(source, playback, [&](std::span<const Packet> heard) {
      for (const Packet& packet : heard) ++received, marked += packet.loss_before ? 1u : 0u;
    });
    EXPECT_EQ(received, cut ? 9u : 10u);
    EXPECT_EQ(marked, cut ? 9u : 0u);
  }
}

TEST_F(PlayerTest, NothingToPlayIsCompleteAtOnce) {
  EXPECT_EQ(player.play(std::span<const OutFrame>{}).ended, Ended::complete);
  io::MemorySource source{{}};
  EXPECT_EQ(player.play(source).ended, Ended::complete);
}

}  // namespace
}  // namespace plumbline::lab
