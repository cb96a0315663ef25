// Dense numbers of address pairs and streams: equal for equal, different for different, limited.
#include "track/streams.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <vector>

#include "base/random.h"

namespace plumbline::track {
namespace {

/// A frame of which only addresses matter.
struct Addressed {
  std::array<std::uint8_t, 60> octets{};
  wire::Frame frame;
  Addressed(std::uint64_t source, std::uint64_t destination, int vlan = -1) {
    for (unsigned i = 0; i < 6; ++i) {
      octets[i] = static_cast<std::uint8_t>(destination >> (8 * (5 - i)));
      octets[6 + i] = static_cast<std::uint8_t>(source >> (8 * (5 - i)));
    }
    frame.mac = octets.data();
    if (vlan >= 0) {
      frame.tag_count = 1;
      octets[14] = static_cast<std::uint8_t>(vlan >> 8);
      octets[15] = static_cast<std::uint8_t>(vlan);
    }
  }
};

TEST(PairTable, MakesBothDirectionsOnePair) {
  PairTable table;
  const PairId down = table.find(flow_of(Addressed{1, 2}.frame)),
               up = table.find(flow_of(Addressed{2, 1}.frame));
  EXPECT_EQ(down.pair, up.pair);
  EXPECT_FALSE(down.reverse);
  EXPECT_TRUE(up.reverse);
  EXPECT_FALSE(table.find(flow_of(Addressed{1, 2}.frame)).reverse);
  EXPECT_EQ(table.size(), 1u);
}

TEST(PairTable, TellsVlansAndAddressesApart) {
  PairTable table;
  std::set<std::uint32_t> pairs;
  for (const int vlan : {-1, 0, 1, 4094})
    for (const std::uint64_t other : {2u, 3u, 4u})
      pairs.insert(table.find(flow_of(Addressed{1, other, vlan}.frame)).pair);
  EXPECT_EQ(pairs.size(), 12u);
  EXPECT_EQ(table.find(flow_of(Addressed{3, 1, 4094}.frame)).pair,
            table.find(flow_of(Addressed{1, 3, 4094}.frame)).pair);
}

TEST(PairTable, TellsUdpFlowsApartAndJoinsTheirDirections) {
  const auto udp = [](std::uint8_t from, std::uint8_t to, bool reverse) {
    Addressed a{reverse ? 2u : 1u, reverse ? 1u : 2u};
    a.octets[26 + 3] = from;
    a.octets[30 + 3] = to;
    a.frame.transport = wire::Transport::udp_ipv4;
    a.frame.ip.source_at = 26;
    return a;
  };
  PairTable table;
  const Addressed there = udp(10, 20, false), back = udp(20, 10, true), other = udp(10, 21, false);
  const std::uint32_t pair = table.find(flow_of(there.frame)).pair;
  EXPECT_EQ(table.find(flow_of(back.frame)).pair, pair);
  EXPECT_NE(table.find(flow_of(other.frame)).pair, pair);
}

TEST(PairTable, AgreesWithAMapAndKeepsItsLimit) {
  PairTable table;
  Random random{1};
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint32_t> known;
  for (int i = 0; i < 60'000; ++i) {
    const std::uint64_t a = random.below(200), b = random.below(200);
    const PairId id = table.find(flow_of(Addressed{a, b}.frame));
    const auto key = std::minmax(a, b);
    const auto found = known.find(key);
    if (found != known.end()) {
      EXPECT_EQ(id.pair, found->second);
    } else if (known.size() < limits::kPairs) {
      EXPECT_EQ(id.pair, known.size());
      known.emplace(key, id.pair);
    } else {
      EXPECT_EQ(id.pair, kNone);
    }
  }
  EXPECT_EQ(table.size(), limits::kPairs);
}

TEST(DenseIndex, GivesNumbersInTheOrderOfFirstSight) {
  DenseIndex index{3};
  bool added = false;
  EXPECT_EQ(index.find(77), kNone);
  EXPECT_EQ(index.find_or_add(77, added), 0u);
  EXPECT_TRUE(added);
  EXPECT_EQ(index.find_or_add(77, added), 0u);
  EXPECT_FALSE(added);
  EXPECT_EQ(index.find_or_add(~std::uint64_t{0}, added), 1u);  // the key that empty places hold
  EXPECT_TRUE(added);
  EXPECT_EQ(index.find_or_add(0, added), 2u);
  EXPECT_EQ(index.find_or_add(5, added), kNone);
  EXPECT_FALSE(added);
  EXPECT_EQ(index.find(~std::uint64_t{0}), 1u);
  EXPECT_EQ(index.find(5), kNone);
  EXPECT_EQ(index.size(), 3u);
}

TEST(DenseIndex, AgreesWithAMapUnderKeysThatCollide) {
  DenseIndex index{5000};
  std::map<std::uint64_t, std::uint32_t> known;
  Random random{2};
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t key = random.below(6000) << (8 * random.below(7));  // equal low octets
    bool added = false;
    const std::uint32_t number = index.find_or_add(key, added);
    const auto found = known.find(key);
    EXPECT_EQ(added, found == known.end() && known.size() < 5000);
    if (added) known.emplace(key, static_cast<std::uint32_t>(known.size()));
    EXPECT_EQ(number, known.contains(key) ? known.at(key) : kNone);
    EXPECT_EQ(index.find(key), number);
  }
  EXPECT_EQ(index.size(), 5000u);
}

TEST(StreamKey, IsDifferentForDifferentStreams) {
  std::set<std::uint64_t> keys;
  for (const std::uint32_t pair : {0u, 1u, 4095u})
    for (const bool reverse : {false, true})
      for (const auto plane : {radio::Plane::c, radio::Plane::u})
        for (const auto direction : {radio::Direction::uplink, radio::Direction::downlink})
          for (const std::uint16_t eaxc : std::initializer_list<std::uint16_t>{0, 1, 0xFFFF})
            keys.insert(stream_key({pair, reverse}, plane, direction, {eaxc}));
  EXPECT_EQ(keys.size(), 3u * 2 * 2 * 2 * 3);
}

}  // namespace
}  // namespace plumbline::track
