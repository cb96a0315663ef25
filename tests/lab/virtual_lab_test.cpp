#include "lab/virtual_lab.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <string>
#include <vector>

namespace plumbline::lab {
namespace {

constexpr CaptureTime at(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }

/// Sends a frame with its name and a number every `period`, and answers what it hears `reaction` later.
class Talker final : public emulator::Actor {
 public:
  Talker(char name, CaptureTime start, Nanos period, Nanos reaction)
      : name_{name}, next_{start}, period_{period}, reaction_{reaction} {}

  struct Heard {
    CaptureTime at;
    std::string words;
    friend bool operator==(const Heard&, const Heard&) = default;
  };
  std::vector<Heard> heard;

  void receive(CaptureTime when, std::uint32_t length, Octets octets) override {
    EXPECT_EQ(length, octets.size());
    EXPECT_LE(heard.empty() ? when : heard.back().at, when);
    heard.push_back({when, {octets.begin(), octets.end()}});
    if (octets[0] != name_ && octets.back() != '!')
      answers_.push_back({when + reaction_, heard.back().words + '!'});
  }
  void advance(CaptureTime until, std::vector<emulator::TimedFrame>& batch) override {
    words_.clear();
    instants_.clear();
    batch.clear();
    for (;;) {
      const bool answer = !answers_.empty() && (period_.count() == 0 || answers_.front().at <= next_);
      const CaptureTime when = answer ? std::max(answers_.front().at, said_until_) : next_;
      if ((!answer && period_.count() == 0) || when >= until) break;
      if (answer) {
        words_.push_back(answers_.front().words);
        answers_.pop_front();
      } else {
        words_.push_back(name_ + std::to_string(count_++));
        next_ += period_;
      }
      instants_.push_back(when);
    }
    said_until_ = until;
    for (std::size_t i = 0; i < words_.size(); ++i)
      batch.push_back({.octets = {reinterpret_cast<const std::uint8_t*>(words_[i].data()), words_[i].size()},
                       .length = static_cast<std::uint32_t>(words_[i].size()),
                       .at = instants_[i]});
  }

 private:
  char name_;
  CaptureTime next_, said_until_{CaptureTime::min()};
  Nanos period_, reaction_;
  unsigned count_ = 0;
  std::deque<Heard> answers_;
  std::vector<std::string> words_;
  std::vector<CaptureTime> instants_;
};

struct Tapped {
  std::int64_t at_ns;
  std::uint32_t interface;
  std::string words;
  friend bool operator==(const Tapped&, const Tapped&) = default;
};

struct Story {
  std::vector<Tapped> tapped;
  std::vector<Talker::Heard> du_heard, ru_heard;
  friend bool operator==(const Story&, const Story&) = default;
};

Story run(VirtualLab::Settings settings, std::int64_t until_ns, std::int64_t pieces = 1) {
  Talker du{'d', at(0), Nanos{10'000}, Nanos{0}}, ru{'r', at(0), Nanos{0}, Nanos{3000}};
  auto lab = VirtualLab::make(du, ru, settings);
  EXPECT_TRUE(lab);
  Story story;
  for (std::int64_t piece = 1; piece <= pieces; ++piece)
    lab->run_until(at(until_ns * piece / pieces), [&](std::span<const io::Packet> packets) {
      for (const io::Packet& packet : packets) {
        EXPECT_EQ(packet.number, story.tapped.size() + 1);
        story.tapped.push_back({packet.stamp.time_since_epoch().count(),
                                packet.interface,
                                {packet.octets.begin(), packet.octets.end()}});
      }
    });
  story.du_heard = du.heard;
  story.ru_heard = ru.heard;
  return story;
}

TEST(VirtualLab, CarriesWhatOneSaysToTheOtherAndTheAnswerBack) {
  const Story made = run({.down = {.delay = Nanos{5000}}, .up = {.delay = Nanos{7000}}}, 35'000);
  EXPECT_EQ(made.ru_heard,
            (std::vector<Talker::Heard>{
                {at(5000), "d0"}, {at(15'000), "d1"}, {at(25'000), "d2"}}));  // d3 comes at 35'000
  EXPECT_EQ(made.du_heard, (std::vector<Talker::Heard>{{at(15'000), "d0!"}, {at(25'000), "d1!"}}));
  EXPECT_EQ(made.tapped, (std::vector<Tapped>{{0, 0, "d0"},
                                              {10'000, 0, "d1"},
                                              {15'000, 0, "d0!"},
                                              {20'000, 0, "d2"},
                                              {25'000, 0, "d1!"},
                                              {30'000, 0, "d3"}}));
}

TEST(VirtualLab, TapsBothEndsOnOneTimeLine) {
  const Story made = run(
      {.down = {.delay = Nanos{5000}}, .up = {.delay = Nanos{7000}}, .tap = VirtualLab::Tap::both}, 16'000);
  EXPECT_EQ(made.tapped, (std::vector<Tapped>{{0, 0, "d0"},
                                              {5000, 1, "d0"},
                                              {8000, 1, "d0!"},
                                              {10'000, 0, "d1"},
                                              {15'000, 0, "d0!"},
                                              {15'000, 1, "d1"}}));
}

TEST(VirtualLab, UnitsGoByTheirOwnClocks) {
  VirtualLab::Settings settings{.down = {.delay = Nanos{5000}}, .up = {.delay = Nanos{7000}}};
  settings.o_du = {at(0), Nanos{-2000}, 0};         // shows 2000 less: speaks 2000 later
  settings.o_ru = {at(0), Nanos{400}, 50'000'000};  // gains a twentieth
  const Story made = run(settings, 40'000);
  ASSERT_GE(made.tapped.size(), 3u);
  EXPECT_EQ(made.tapped[0], (Tapped{2000, 0, "d0"}));
  EXPECT_EQ(made.tapped[1], (Tapped{12'000, 0, "d1"}));
  EXPECT_EQ(made.ru_heard[0].at, at(7000 + 400 + 350));
  // 3000 of its own time later: 2857 and a bit.
  EXPECT_EQ(made.tapped[2], (Tapped{7000 + 2858 + 7000, 0, "d0!"}));
  EXPECT_EQ(made.du_heard[0].at, at(7000 + 2858 + 7000 - 2000));
}

TEST(VirtualLab, TheSameHoweverItIsCutIntoPieces) {
  const VirtualLab::Settings settings{
      .down = {.delay = Nanos{6000}, .jitter = Nanos{2500}, .lost_ppm = 50'000, .doubled_ppm = 50'000},
      .up = {.delay = Nanos{3000},
             .jitter = Nanos{900},
             .overtaken_ppm = 100'000,
             .overtaken_by = Nanos{20'000}},
      .seed = 4};
  const Story whole = run(settings, 10'000'000), cut = run(settings, 10'000'000, 777);
  EXPECT_GT(whole.du_heard.size(), 800u);
  EXPECT_EQ(whole, cut);
  VirtualLab::Settings other = settings;
  other.seed = 5;
  EXPECT_NE(whole, run(other, 10'000'000));
}

/// Stamps of packets at the tap that tell of a loss.
std::vector<std::int64_t> marks(Nanos step) {
  Talker du{'d', at(0), Nanos{10'000}, Nanos{0}}, ru{'r', at(0), Nanos{0}, Nanos{3000}};
  auto lab = VirtualLab::make(du, ru,
                              {.down = {.delay = Nanos{6000}, .lost_ppm = 20'000},
                               .up = {.delay = Nanos{6000}, .lost_ppm = 20'000},
                               .seed = 3});
  EXPECT_TRUE(lab.has_value());
  std::vector<std::int64_t> stamps;
  for (CaptureTime until = at(0) + step; until <= at(5'000'000); until += step)
    lab->run_until(until, [&](std::span<const io::Packet> packets) {
      for (const io::Packet& packet : packets)
        if (packet.loss_before) stamps.push_back(packet.stamp.time_since_epoch().count());
    });
  EXPECT_LE(stamps.size(), lab->down().lost + lab->up().lost);
  return stamps;
}

TEST(VirtualLab, WhatTheLinksLoseIsMarkedAtTheTapWhereverStepsEnd) {
  const auto stamps = marks(Nanos{20'000});
  EXPECT_GT(stamps.size(), 10u);
  EXPECT_EQ(stamps, marks(Nanos{4'000}));
  EXPECT_EQ(stamps, marks(Nanos{500'000}));
}

TEST(VirtualLab, RefusesWhatItCannotSimulate) {
  Talker du{'d', at(0), Nanos{10'000}, Nanos{0}}, ru{'r', at(0), Nanos{0}, Nanos{3000}};
  const auto short_way =
      VirtualLab::make(du, ru, {.down = {.delay = Nanos{199}}, .up = {.delay = Nanos{200}}});
  ASSERT_FALSE(short_way);
  EXPECT_EQ(short_way.error().what, "down: a delay of 199 ns is too short to simulate");
  EXPECT_FALSE(VirtualLab::make(
      du, ru, {.down = {.delay = Nanos{200}}, .up = {.delay = Nanos{200}, .jitter = Nanos{-1}}}));
}

}  // namespace
}  // namespace plumbline::lab
