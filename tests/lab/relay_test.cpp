#include "lab/relay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "base/random.h"
#include "emulator/allocations.h"

namespace plumbline::lab {
namespace {

/// A packet with a number, of some octets that tell it.
io::Packet packet_of(std::uint64_t number, std::vector<std::uint8_t>& octets, std::size_t length) {
  octets.assign(length, static_cast<std::uint8_t>(number * 7));
  return {.number = number,
          .stamp = CaptureTime{Nanos{static_cast<std::int64_t>(number)}},
          .original_length = static_cast<std::uint32_t>(length),
          .octets = octets};
}

TEST(Relay, TellsEverythingInOrderWhateverTheLengths) {
  constexpr std::uint64_t kPackets = 200'000;
  std::atomic<std::uint64_t> told{0}, wrong{0};
  Relay relay{[&](std::span<const io::Packet> packets) {
                for (const io::Packet& packet : packets) {
                  ++told;
                  wrong += packet.number != told || packet.loss_before ||
                                   packet.octets.size() != packet.original_length ||
                                   std::ranges::any_of(packet.octets,
                                                       [&](auto o) { return o != std::uint8_t(told * 7); })
                               ? 1u
                               : 0u;
                }
              },
              std::size_t{8} << 20};
  std::vector<std::uint8_t> octets;
  Random random{1};
  for (std::uint64_t number = 1; number <= kPackets; ++number) {
    const io::Packet packet = packet_of(number, octets, random.below(300));
    relay.put({&packet, 1});
    while (number % 1000 == 0 && relay.lost() == 0 && number - told > 20'000) std::this_thread::yield();
  }
  relay.finish();
  EXPECT_EQ(relay.lost(), 0u);
  EXPECT_EQ(told, kPackets);
  EXPECT_EQ(wrong, 0u);
}

TEST(Relay, WhatFindsNoRoomIsCountedAndTheNextIsMarked) {
  for (const std::size_t length : {std::size_t{100}, std::size_t{0}}) {  // no room for octets, or for packets
    std::atomic<bool> waits{true}, there{false};
    std::vector<std::uint64_t> told, marked;
    Relay relay{[&](std::span<const io::Packet> packets) {
                  there = true;
                  there.notify_one();
                  waits.wait(true);
                  for (const io::Packet& packet : packets) {
                    told.push_back(packet.number);
                    if (packet.loss_before) marked.push_back(packet.number);
                  }
                },
                1024};
    std::vector<std::uint8_t> octets;
    std::uint64_t number = 0;
    const auto put = [&] {
      const io::Packet packet = packet_of(++number, octets, length);
      relay.put({&packet, 1});
    };
    put();
    there.wait(false);
    while (number < 100) put();
    const std::uint64_t room = length == 0 ? 16 : 10;
    EXPECT_EQ(relay.lost(), 100 - room);
    waits = false;
    waits.notify_one();
    while (relay.lost() == number - room) put();  // until one is told again, or was
    relay.finish();
    ASSERT_EQ(marked.size(), 1u);
    EXPECT_EQ(told.size() + relay.lost(), number);
    EXPECT_GT(marked[0], 100u);
    EXPECT_EQ(told[room], marked[0]);
  }
}

TEST(Relay, ALossIsToldOnceThoughThePacketBehindItIsMarkedAlready) {
  std::vector<std::uint64_t> marked, told;
  Relay relay{[&](std::span<const io::Packet> packets) {
                for (const io::Packet& packet : packets) {
                  told.push_back(packet.number);
                  if (packet.loss_before) marked.push_back(packet.number);
                }
              },
              1024};
  std::vector<std::uint8_t> octets;
  for (const std::uint64_t number : {1u, 2u, 3u}) {
    io::Packet packet = packet_of(number, octets, number == 1 ? 2000 : 100);  // the first never has room
    packet.loss_before = number == 2;
    relay.put({&packet, 1});
  }
  relay.finish();
  EXPECT_EQ(relay.lost(), 1u);
  EXPECT_EQ(told, (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(marked, std::vector<std::uint64_t>{2});
}

TEST(Relay, GivingAllocatesNothing) {
  std::uint64_t told = 0;
  Relay relay{[&](std::span<const io::Packet> packets) { told += packets.size(); }, std::size_t{1} << 20};
  std::vector<std::uint8_t> octets;
  const io::Packet packet = packet_of(1, octets, 200);
  relay.put({&packet, 1});
  const std::size_t before = emulator::test::allocations();
  for (int i = 0; i < 4000; ++i) relay.put({&packet, 1});
  EXPECT_EQ(emulator::test::allocations(), before);
  relay.finish();
  EXPECT_EQ(told + relay.lost(), 4001u);
}

}  // namespace
}  // namespace plumbline::lab
