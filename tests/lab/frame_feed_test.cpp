#include "lab/frame_feed.h"

#include <gtest/gtest.h>

#include "io/memory_source.h"

namespace plumbline::lab {
namespace {

using io::Packet;

/// `count` packets of lengths that repeat after `period`, content telling the number.
struct Recording {
  explicit Recording(std::size_t count, std::size_t period = 1500) {
    octets.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      octets[i].assign(i % period, static_cast<std::uint8_t>(i));
      packets.push_back({.number = i + 1,
                         .stamp = CaptureTime{Nanos{static_cast<std::int64_t>(i)}},
                         .original_length = static_cast<std::uint32_t>(octets[i].size()),
                         .octets = octets[i]});
    }
  }
  std::vector<std::vector<std::uint8_t>> octets;
  std::vector<Packet> packets;
};

/// Checks that everything comes once and in order; returns how many came.
std::size_t expect_all(FrameFeed& feed, const Recording& recording) {
  std::size_t n = 0;
  for (;;) {
    const FrameFeed::Run run = feed.next();
    if (run.state == FrameFeed::State::end) return n;
    if (run.state == FrameFeed::State::not_yet) std::this_thread::yield();
    EXPECT_EQ(run.state == FrameFeed::State::frames, !run.frames.empty());
    for (const io::OutFrame& frame : run.frames) {
      EXPECT_TRUE(std::ranges::equal(frame.octets, recording.octets.at(n))) << n;
      EXPECT_EQ(frame.at, recording.packets[n].stamp);
      ++n;
    }
  }
}

TEST(SourceFeed, GivesEverythingInOrderWhateverFits) {
  const Recording recording{20000};
  for (const std::size_t read_ahead : {std::size_t{0}, std::size_t{3} << 20, std::size_t{64} << 20}) {
    io::MemorySource source{recording.packets, 100};
    SourceFeed feed{source, read_ahead};
    EXPECT_EQ(expect_all(feed, recording), 20000u);
    EXPECT_EQ(feed.next().state, FrameFeed::State::end) << "and again";
    EXPECT_FALSE(feed.failure());
  }
}

TEST(SourceFeed, TakesPacketsLargerThanAStore) {
  Recording recording{3, 4};
  recording.octets[1].assign(1'000'000, 7);
  recording.packets[1].octets = recording.octets[1];
  io::MemorySource source{recording.packets};
  SourceFeed feed{source, 0};
  EXPECT_EQ(expect_all(feed, recording), 3u);
}

TEST(SourceFeed, ManyTinyPacketsStayWithinTheirStores) {
  const Recording recording{100000, 3};
  io::MemorySource source{recording.packets};
  SourceFeed feed{source, 0};
  EXPECT_EQ(expect_all(feed, recording), 100000u);
}

TEST(SourceFeed, AnEmptySourceEnds) {
  io::MemorySource source{{}};
  SourceFeed feed{source, 1 << 20};
  EXPECT_EQ(expect_all(feed, Recording{0}), 0u);
}

TEST(SourceFeed, CutPacketsAreLeftOutAndCounted) {
  Recording recording{10};
  auto packets = recording.packets;
  packets.insert(packets.begin() + 3, packets[3]);
  packets[3].original_length = 9000;
  io::MemorySource source{packets};
  SourceFeed feed{source, 1 << 20};
  EXPECT_EQ(expect_all(feed, recording), 10u);
  EXPECT_EQ(feed.cut(), 1u);
}

TEST(SourceFeed, LeavingEarlyStopsTheReader) {
  const Recording recording{50000};
  for (int round = 0; round < 20; ++round) {
    io::MemorySource source{recording.packets, 10};
    SourceFeed feed{source, 0};
    for (int i = 0; i < round; ++i) feed.next();
  }
}

/// Gives one packet, then says nothing until told to fail.
class FailingSource final : public io::Source {
 public:
  Result<io::Batch, Error> next() override {
    if (std::exchange(first_, false)) return io::Batch{.packets = {&packet_, 1}};
    if (!fails) return io::Batch{};
    return fail("the interface went away");
  }
  const io::SourceInfo& info() const override { return info_; }
  std::atomic<bool> fails{false};

 private:
  bool first_ = true;
  Packet packet_;
  io::SourceInfo info_;
};

TEST(SourceFeed, ASlowSourceIsNotHeldBackAndItsFailureIsToldAtTheEnd) {
  FailingSource source;
  SourceFeed feed{source, 1 << 20};
  FrameFeed::Run run = feed.next();
  for (int i = 0; i < 2000 && run.state == FrameFeed::State::not_yet; ++i, run = feed.next())
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  ASSERT_EQ(run.state, FrameFeed::State::frames);
  EXPECT_EQ(run.frames.size(), 1u);
  source.fails = true;
  while ((run = feed.next()).state == FrameFeed::State::not_yet) std::this_thread::yield();
  EXPECT_EQ(run.state, FrameFeed::State::end);
  ASSERT_TRUE(feed.failure());
  EXPECT_EQ(feed.failure()->what, "the interface went away");
}

}  // namespace
}  // namespace plumbline::lab
