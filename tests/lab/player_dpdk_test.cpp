// The player on a real clock and a DPDK device that brings back what is sent.
#include <gtest/gtest.h>

#include "io/dpdk_port.h"
#include "io/memory_source.h"
#include "lab/player.h"

namespace plumbline::lab {
namespace {

using io::Packet;

TEST(PlayerOnRing, EverythingReturnsInOrderWithHonestStamps) {
  constexpr std::size_t kCount = 5000;
  constexpr Nanos kSpacing{20'000};
  auto port = io::open_dpdk_port("net_ring0");
  ASSERT_TRUE(port) << port.error().what;
  std::vector<std::vector<std::uint8_t>> octets;
  std::vector<Packet> packets;
  for (std::size_t i = 0; i < kCount; ++i) octets.emplace_back(60 + i % 8000, static_cast<std::uint8_t>(i));
  for (std::size_t i = 0; i < kCount; ++i)
    packets.push_back({.stamp = CaptureTime{kSpacing * static_cast<std::int64_t>(i)},
                       .original_length = static_cast<std::uint32_t>(octets[i].size()),
                       .octets = octets[i]});
  io::MemorySource source{packets};
  RealClock clock;
  std::size_t n = 0, wrong = 0, early = 0, beyond = 0;
  const auto sink = [&](std::span<const Packet> burst) {
    for (const Packet& packet : burst) {
      if (n >= kCount) break;
      wrong += std::ranges::equal(packet.octets, octets[n]) ? 0u : 1u;
      // It cannot arrive before its instant, and it was sent and seen within the error that is stated.
      early += packet.stamp < packets[n].stamp ? 1u : 0u;
      beyond += packet.stamp - packets[n].stamp > packet.stamp_error ? 1u : 0u;
      ++n;
    }
  };
  const Conduct conduct =
      Player{clock, **port, port->get()}.play(source, {.drain = std::chrono::milliseconds{5}}, sink);
  EXPECT_EQ(n, kCount);
  EXPECT_EQ(wrong, 0u);
  EXPECT_EQ(early, 0u);
  EXPECT_EQ(beyond, 0u);
  EXPECT_EQ(conduct.ended, Ended::complete);
  EXPECT_EQ(conduct.sent, kCount);
  EXPECT_EQ(conduct.received, kCount);
  EXPECT_EQ(conduct.receive_lost, 0u);
  EXPECT_EQ(conduct.lateness.count(), kCount);
  EXPECT_GE(conduct.duration, kSpacing * (kCount - 1));
  RecordProperty("p99_ns", std::to_string(conduct.lateness.at(990).count()));
}

TEST(PlayerOnRing, AFloodLosesNothing) {
  constexpr std::size_t kCount = 50000;
  auto port = io::open_dpdk_port("net_ring0");
  ASSERT_TRUE(port) << port.error().what;
  const std::vector<std::uint8_t> octets(1464, 1);
  const std::vector<io::OutFrame> frames(kCount, io::OutFrame{.octets = octets});
  RealClock clock;
  const Conduct conduct = Player{clock, **port, port->get()}.play(frames, {.flood = true});
  EXPECT_EQ(conduct.sent, kCount);
  EXPECT_EQ(conduct.received, kCount);
}

}  // namespace
}  // namespace plumbline::lab
