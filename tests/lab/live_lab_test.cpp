#include "lab/live_lab.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "emulator/allocations.h"
#include "lab/watched_port.h"

namespace plumbline::lab {
namespace {

/// Has frames at instants that are known before, and answers every frame it hears `reaction` later.
class Speaker final : public emulator::Actor {
 public:
  explicit Speaker(std::vector<std::int64_t> instants) : instants_{std::move(instants)} {}

  struct Heard {
    CaptureTime at;
    unsigned first_octet;
    bool operator==(const Heard&) const = default;
  };
  std::vector<Heard> heard;
  std::vector<CaptureTime> asked;
  std::optional<Nanos> reaction;
  std::size_t long_one = SIZE_MAX;  ///< this one of its frames is too long for the port
  std::size_t cut_one = SIZE_MAX;   ///< and of this one not all octets are made

  void receive(CaptureTime when, std::uint32_t length, Octets octets) override {
    EXPECT_EQ(length, octets.size());
    EXPECT_LE(heard.empty() ? when : heard.back().at, when);
    heard.push_back({when, octets[0]});
    if (reaction) answers_.push_back(std::max(when + *reaction, asked.empty() ? when : asked.back()));
  }
  void advance(CaptureTime until, std::vector<emulator::TimedFrame>& batch) override {
    EXPECT_TRUE(asked.empty() || asked.back() < until);
    asked.push_back(until);
    batch.clear();
    // The octets of the last call are gone, as the interface says.
    octets_.assign(64, 0xEE);
    for (; next_ < instants_.size() && at(instants_[next_]) < until; ++next_) {
      const Octets whole =
          next_ == long_one ? Octets{kLong} : Octets{octets_of(static_cast<unsigned>(next_))};
      batch.push_back({.octets = next_ == cut_one ? whole.first(20) : whole,
                       .length = static_cast<std::uint32_t>(whole.size()),
                       .at = at(instants_[next_])});
    }
    for (; !answers_.empty() && answers_.front() < until; answers_.pop_front())
      batch.push_back({.octets = octets_of(200), .length = 60, .at = answers_.front()});
  }

 private:
  static inline const std::vector<std::uint8_t> kLong = std::vector<std::uint8_t>(1001, 7);
  std::vector<std::int64_t> instants_;
  std::size_t next_ = 0;
  std::deque<CaptureTime> answers_;
  std::vector<std::uint8_t> octets_;
};

struct Passed {
  std::int64_t stamp_ns, error_ns;
  unsigned first_octet;
  bool loss_before;
  bool operator==(const Passed&) const = default;
};

class LiveLabTest : public testing::Test {
 protected:
  VirtualClock clock{at(1'000'000)};
  WatchedPort port{clock};
  LivePace pace{.lead = Nanos{1000}, .poll_interval = Nanos{10}};
  std::vector<Passed> tape;

  LiveLab::Sink sink() {
    return [this](std::span<const Packet> packets) {
      for (const Packet& packet : packets) {
        EXPECT_EQ(packet.number, tape.size() + 1);
        EXPECT_EQ(packet.original_length, packet.octets.size());
        tape.push_back({packet.stamp.time_since_epoch().count(), packet.stamp_error.count(), packet.octets[0],
                        packet.loss_before});
      }
    };
  }
};

TEST_F(LiveLabTest, EachFrameGoesOutAtItsInstantWhateverTheLead) {
  std::vector<std::int64_t> instants;
  for (std::int64_t i = 0; i < 5000; ++i) instants.push_back(2'000'000 + i * 777 / 3 * 3);
  for (const std::int64_t lead :
       {std::int64_t{1}, std::int64_t{10}, std::int64_t{1000}, std::int64_t{300'000}}) {
    VirtualClock own{at(1'999'000)};
    WatchedPort watched{own};
    Speaker speaker{instants};
    LiveLab lab{own, watched, speaker, {.lead = Nanos{lead}, .poll_interval = Nanos{lead < 10 ? 1 : 10}}};
    EXPECT_EQ(lab.run_until(at(6'000'000)), Ended::complete);
    ASSERT_EQ(watched.sent.size(), instants.size()) << lead;
    for (std::size_t i = 0; i < instants.size(); ++i) {
      ASSERT_EQ(watched.sent[i].when, at(instants[i])) << i;
      ASSERT_EQ(watched.sent[i].first_octet, i % 256);
    }
    EXPECT_EQ(lab.conduct().lateness.max(), Nanos{0});
    EXPECT_EQ(lab.conduct().sent, 5000u);
    EXPECT_LE(speaker.asked.back(), at(6'000'000 + lead));
  }
}

TEST_F(LiveLabTest, FramesThatTheUnitHasTooLateGoAtOnceAndTheirLatenessIsMeasured) {
  Speaker speaker{{900'000, 1'000'000, 1'000'400}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(1'002'000), sink());
  EXPECT_EQ(port.sent,
            (std::vector<WatchedPort::Sent>{{at(1'000'000), 0}, {at(1'000'000), 1}, {at(1'000'400), 2}}));
  EXPECT_EQ(lab.conduct().lateness.max(), Nanos{100'000});
  EXPECT_EQ(lab.conduct().lateness.at(500), Nanos{0});
  EXPECT_EQ(tape[0].stamp_ns, 1'000'000) << "when it was sent, not when it was to be";
}

TEST_F(LiveLabTest, TheTapeTellsBothWaysInTheOrderOfStamps) {
  port.stamps = true;
  port.send_takes = Nanos{7};
  for (const std::int64_t ns : {1'100'005, 1'200'000, 1'900'000, 3'500'000})
    port.arrive(at(ns), octets_of(static_cast<unsigned>(100 + ns / 1'000'000)));
  Speaker speaker{{1'100'000, 1'100'001, 1'500'000, 3'500'003}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(4'000'000), sink());
  EXPECT_EQ(tape, (std::vector<Passed>{{1'100'000, 7, 0, false},
                                       {1'100'005, 0, 101, false},
                                       {1'100'007, 7, 1, false},
                                       {1'200'000, 0, 101, false},
                                       {1'500'000, 7, 2, false},
                                       {1'900'000, 0, 101, false},
                                       {3'500'000, 0, 103, false},
                                       {3'500'003, 7, 3, false}}));
  EXPECT_EQ(speaker.heard,
            (std::vector<Speaker::Heard>{
                {at(1'100'005), 101}, {at(1'200'000), 101}, {at(1'900'000), 101}, {at(3'500'000), 103}}));
  EXPECT_EQ(lab.conduct().received, 4u);
  EXPECT_EQ(lab.conduct().lateness.max(), Nanos{13});
}

TEST_F(LiveLabTest, WithoutStampsOfThePortTheTimeSinceTheLookBeforeIsTheError) {
  port.receive_takes = Nanos{100};
  port.answer_after = Nanos{50};
  port.answer_spread = Nanos{70};
  Speaker speaker{{1'100'000, 1'100'000, 1'100'000, 1'100'000}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(1'200'000), sink());
  ASSERT_EQ(tape.size(), 8u);
  ASSERT_EQ(speaker.heard.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GE(at(tape[4 + i].stamp_ns), port.answers_at[i]) << i;
    EXPECT_LE(at(tape[4 + i].stamp_ns - tape[4 + i].error_ns), port.answers_at[i]) << i;
    EXPECT_EQ(at(tape[4 + i].stamp_ns), speaker.heard[i].at);
  }
  EXPECT_GT(lab.conduct().stamp_error.max(), Nanos{100});
}

TEST_F(LiveLabTest, WhatTheUnitHearsItAnswersThoughItWasAskedAhead) {
  port.stamps = true;
  port.arrive(at(1'100'000), octets_of(9));
  port.arrive(at(1'200'000), octets_of(9));
  Speaker speaker{{}};
  speaker.reaction = Nanos{1100};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(1'300'000));
  EXPECT_EQ(port.sent, (std::vector<WatchedPort::Sent>{{at(1'101'100), 200}, {at(1'201'100), 200}}));
  EXPECT_EQ(lab.conduct().lateness.max(), Nanos{0}) << "the reaction is longer than the lead";
}

TEST_F(LiveLabTest, TimeMayPassInPieces) {
  std::vector<std::int64_t> instants;
  for (std::int64_t i = 0; i < 300; ++i) instants.push_back(1'100'000 + i * 1000);
  Speaker speaker{instants};
  LiveLab lab{clock, port, speaker, pace};
  for (std::int64_t until = 1'050'000; until <= 1'500'000; until += 50'000) {
    EXPECT_EQ(lab.run_until(at(until), sink()), Ended::complete);
    EXPECT_EQ(clock.now(), at(until));
    EXPECT_EQ(tape.size(),
              static_cast<std::size_t>(std::clamp<std::int64_t>((until - 1'100'000) / 1000 + 1, 0, 300)));
  }
  EXPECT_EQ(lab.conduct().lateness.count(), 300u);
  EXPECT_EQ(lab.conduct().lateness.max(), Nanos{0});
  EXPECT_EQ(lab.conduct().duration, Nanos{500'000});
}

TEST_F(LiveLabTest, WhatWaitedInThePortBeforeIsNotHeardAndItsLossNotTold) {
  for (unsigned i = 0; i < 100; ++i) port.arrive(at(i), octets_of(i));
  port.loses_at = {at(5)};
  port.arrive(at(1'100'000), octets_of(1));
  Speaker speaker{{}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(1'200'000), sink());
  ASSERT_EQ(tape.size(), 1u);
  EXPECT_FALSE(tape[0].loss_before);
  EXPECT_EQ(lab.conduct().received, 1u);
}

TEST_F(LiveLabTest, PacketsAroundALossOnOurSideAreMarkedBothWays) {
  port.stamps = true;
  for (const std::int64_t ns : {2'000'000, 5'000'000, 40'000'000}) port.arrive(at(ns), octets_of(100));
  port.loses_at = {at(4'999'000)};
  Speaker speaker{{2'000'100, 5'000'100, 30'000'000, 50'000'000}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(60'000'000), sink());
  std::vector<bool> marks;
  for (const Passed& one : tape) marks.push_back(one.loss_before);
  EXPECT_EQ(marks, (std::vector<bool>{false, false, true, true, true, false, false}))
      << "and once after a radio frame has passed";
}

TEST_F(LiveLabTest, FramesThatCannotBeSentAreCountedAndTellOfALoss) {
  Speaker speaker{{1'100'000, 1'200'000, 30'000'000, 60'000'000}};
  speaker.long_one = 1;
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(70'000'000), sink());
  EXPECT_EQ(lab.conduct().too_long, 1u);
  EXPECT_EQ(lab.conduct().sent, 3u);
  EXPECT_TRUE(tape.at(0).loss_before);
  EXPECT_FALSE(tape.back().loss_before);
}

TEST_F(LiveLabTest, FramesOfWhichNotAllOctetsWereMadeAreNotSent) {
  Speaker speaker{{1'100'000, 1'200'000}};
  speaker.cut_one = 0;
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(2'000'000), sink());
  EXPECT_EQ(port.sent, (std::vector<WatchedPort::Sent>{{at(1'200'000), 1}}));
  EXPECT_EQ(lab.conduct().cut, 1u);
}

TEST_F(LiveLabTest, AFullPortIsAskedAgainAndTheWaitIsLateness) {
  port.closed = {{at(1'100'000), at(1'100'500)}};
  Speaker speaker{{1'100'000, 1'100'100, 1'200'000}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(1'300'000), sink());
  EXPECT_EQ(port.sent,
            (std::vector<WatchedPort::Sent>{{at(1'100'500), 0}, {at(1'100'500), 1}, {at(1'200'000), 2}}));
  EXPECT_EQ(lab.conduct().lateness.max(), Nanos{500});
  EXPECT_GT(lab.conduct().refused_retries, 10u);
}

TEST_F(LiveLabTest, APortThatTakesNothingEndsTheRun) {
  port.room = 0;
  pace.give_up = Nanos{5000};
  Speaker speaker{{1'100'000}};
  LiveLab lab{clock, port, speaker, pace};
  EXPECT_EQ(lab.run_until(at(9'000'000'000)), Ended::port_stuck);
  EXPECT_EQ(clock.now(), at(1'105'000));
  EXPECT_EQ(lab.conduct().sent, 0u);
}

TEST_F(LiveLabTest, TheStopFlagEndsItAndWhatPassedIsTold) {
  std::atomic<bool> stop{false};
  pace.stop = &stop;
  port.answer_after = Nanos{100};
  Speaker speaker{{1'100'000, 5'000'000'000}};
  LiveLab lab{clock, port, speaker, pace};
  lab.run_until(at(1'150'000), sink());
  EXPECT_EQ(tape.size(), 2u);
  stop = true;
  EXPECT_EQ(lab.run_until(at(9'000'000'000), sink()), Ended::stopped);
  EXPECT_EQ(clock.now(), at(1'150'000));
}

TEST_F(LiveLabTest, WhatPassedIsToldWithinAMillisecondAndBeforeThePortHasNoMoreToLend) {
  port.answer_after = Nanos{0};
  std::vector<std::int64_t> instants;
  for (std::int64_t i = 0; i < 3000; ++i) instants.push_back(1'100'000 + i * 20);
  instants.push_back(50'000'000);
  Speaker speaker{instants};
  LiveLab lab{clock, port, speaker, pace};
  Nanos longest{0};
  std::size_t passed = 0;
  lab.run_until(at(60'000'000), [&](std::span<const Packet> packets) {
    longest = std::max(longest, clock.now() - packets.front().stamp);
    passed += packets.size();
  });
  EXPECT_EQ(passed, 2 * instants.size());
  EXPECT_LE(longest, Nanos{1'000'020});
}

/// Takes everything, gives back one frame a look, and needs no memory for it.
class EasyPort final : public io::Port {
 public:
  std::size_t send(std::span<const OutFrame> frames) override {
    counters_.sent += frames.size();
    return frames.size();
  }
  std::span<const Packet> receive() override { return {&packet_, 1}; }
  io::OwnLoss settle() override { return {}; }
  std::size_t lends() const override { return 256; }
  io::PortCounters counters() override { return counters_; }
  std::size_t longest_frame() const override { return 0; }
  Result<void, Error> close() override { return {}; }

 private:
  Packet packet_{.original_length = 60, .octets = octets_of(1)};
  io::PortCounters counters_;
};

/// Two frames every microsecond; hears everything.
class EasyUnit final : public emulator::Actor {
 public:
  void receive(CaptureTime /*at*/, std::uint32_t /*length*/, Octets /*octets*/) override { ++heard; }
  void advance(CaptureTime until, std::vector<emulator::TimedFrame>& batch) override {
    batch.clear();
    for (; next_ < until; next_ += Nanos{500})
      batch.push_back({.octets = octets_of(2), .length = 60, .at = next_});
  }
  std::uint64_t heard = 0;

 private:
  CaptureTime next_ = at(1'000'000);
};

TEST(LiveLab, TheSteadyStateAllocatesNothing) {
  VirtualClock clock{at(1'000'000)};
  EasyPort port;
  EasyUnit unit;
  LiveLab lab{clock, port, unit, {.lead = Nanos{50'000}, .poll_interval = Nanos{1000}}};
  std::uint64_t passed = 0;
  const LiveLab::Sink sink = [&](std::span<const Packet> packets) { passed += packets.size(); };
  for (const std::int64_t ns : {50'000'000, 100'000'000}) lab.run_until(at(ns), sink);
  const std::size_t before = emulator::test::allocations();
  lab.run_until(at(200'000'000), sink);
  EXPECT_EQ(emulator::test::allocations(), before);
  EXPECT_EQ(passed, unit.heard + lab.conduct().sent);
  EXPECT_GT(unit.heard, 100'000u);
  EXPECT_EQ(lab.conduct().lateness.max(), Nanos{0});
}

}  // namespace
}  // namespace plumbline::lab
