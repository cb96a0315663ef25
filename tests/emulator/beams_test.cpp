// Beams as an O-DU tells them, octet by octet, and what an O-RU makes of them.
#include "emulator/beams.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "emulator/allocations.h"
#include "emulator/frames.h"
#include "emulator/links.h"
#include "emulator/o_du.h"
#include "emulator/o_ru.h"

namespace plumbline::emulator::test {
namespace {

using profile::Method;
using radio::Direction;
using radio::Plane;

constexpr std::uint64_t bit(unsigned n) { return std::uint64_t{1} << n; }

/// FDD, 30 kHz, 24 PRBs.
profile::Link fdd_link() {
  profile::Link link = make_link({.name = "beams", .prbs = 24, .tdd = ""});
  link.taps.clear();
  return link;
}
profile::Channel& pdsch(profile::Link& link) { return link.carriers[0].channels[0]; }
profile::Channel& pusch(profile::Link& link) { return link.carriers[0].channels[1]; }

/// Application messages of the C-plane in one direction, from its first octet on, with their eAxC ids.
std::vector<std::pair<std::uint16_t, std::vector<std::uint8_t>>> messages_of(const profile::Link& link,
                                                                             Direction direction,
                                                                             std::uint32_t frames = 1) {
  std::vector<std::pair<std::uint16_t, std::vector<std::uint8_t>>> found;
  for (const Kept& kept : all_of(link, {.start = kStart, .frames = frames, .role = Role::o_du})) {
    if (kept.plane != Plane::c || kept.direction != direction) continue;
    wire::Frame frame;
    wire::EcpriMessage message;
    EXPECT_FALSE(wire::decode_frame(kept.octets, kept.length, frame));
    EXPECT_TRUE(wire::EcpriWalk{frame.pdu}.next(message));
    const wire::View body = message.body;
    found.push_back({static_cast<std::uint16_t>(body.data[0] << 8 | body.data[1]),
                     {body.data + 4, body.data + body.length}});
  }
  return found;
}

TEST(Beams, WeightsOfBundlesComeInEverySecondSlot) {
  profile::Link link = fdd_link();
  pdsch(link).weights = {11, {Method::bfp, 9}, 8, 16};
  const auto messages = messages_of(link, Direction::downlink);
  ASSERT_EQ(messages.size(), 40u);  // 20 slots, two eAxC ids
  std::set<std::vector<std::uint8_t>> vectors;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& [eaxc, octets] = messages[i];
    const bool cites = i / 2 % 2 == 1;
    // Header 8, section 8; SE 11: two bundles of 16 and 8 PRBs, each 1 + 2 + 8 x 18 bits.
    ASSERT_EQ(octets.size(), 16u + (cites ? 12u : 48u)) << i;
    EXPECT_EQ(octets[14] & 0x80, 0x80) << "ef";
    const std::uint8_t* se = octets.data() + 16;
    EXPECT_EQ(se[0], 11);
    EXPECT_EQ(se[1] << 8 | se[2], cites ? 3 : 12);
    EXPECT_EQ(se[3], cites ? 0xC0 : 0x40);  // disableBFWs, RAD, bundleOffset
    EXPECT_EQ(se[4], 16);
    for (unsigned bundle = 0; bundle < 2; ++bundle) {
      const std::uint8_t* at = cites ? se + 5 + 2 * bundle : se + 6 + 21 * bundle;
      if (!cites) {
        EXPECT_EQ(se[5], 0x91);
        EXPECT_LE(at[0], 7);  // of numbers of 16 bits
        vectors.emplace(at + 3, at + 21);
        ++at;
      }
      EXPECT_EQ(at[0] << 8 | at[1], 1 + 2 * eaxc + static_cast<int>(bundle));
    }
  }
  EXPECT_GT(vectors.size(), 20u);
}

TEST(Beams, WeightsOfASectionBelongToItsBeam) {
  profile::Link link = fdd_link();
  pusch(link).weights = {1, {Method::none, 12}, 3, 0};
  const auto messages = messages_of(link, Direction::uplink);
  ASSERT_EQ(messages.size(), 40u);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& [eaxc, octets] = messages[i];
    const bool cites = i / 2 % 2 == 1;
    EXPECT_EQ((octets[14] & 0x7F) << 8 | octets[15], 1 + eaxc);
    EXPECT_EQ(octets[14] >> 7, cites ? 0 : 1);
    ASSERT_EQ(octets.size(), 16u + (cites ? 0u : 12u));  // 2 + 1 + 9 octets
    if (cites) continue;
    EXPECT_EQ(octets[16], 1);
    EXPECT_EQ(octets[17], 3);
    EXPECT_EQ(octets[18], 0xC0);
  }
}

TEST(Beams, ChannelInformationIsToldForEveryPrbOfWhatIsScheduled) {
  profile::Link link = fdd_link();
  link.mtu = std::uint16_t{200};
  pdsch(link).channel_information = {{Method::bfp, 9}, 4, false};
  std::map<std::uint16_t, std::set<unsigned>> told;  // by eAxC: PRBs
  std::size_t of_type_5 = 0;
  for (const auto& [eaxc, octets] : messages_of(link, Direction::downlink)) {
    ASSERT_LE(octets.size(), 192u);
    const unsigned ue = 8 + 8u * eaxc;
    if (octets[5] == 6) {
      EXPECT_EQ(octets[6], 1) << "numberOfUEs";
      EXPECT_EQ(octets[7], 9 << 4 | 1 << 1 | 1) << "ciCompHdr";
      EXPECT_EQ(octets[8] << 8 | octets[9], static_cast<int>(ue));
      const unsigned first = (octets[12] & 3u) << 8 | octets[13], count = octets[14];
      EXPECT_EQ(octets.size(), 15 + (count * (8 + 4 * 2 * 9) + 7) / 8);
      for (unsigned prb = first; prb < first + count; ++prb) told[eaxc].insert(prb);
    } else {
      ASSERT_EQ(octets[5], 5);
      ++of_type_5;
      EXPECT_EQ((octets[14] & 0x7Fu) << 8 | octets[15], ue);
      EXPECT_EQ(octets[16], 8) << "SE 8";
      ASSERT_EQ(octets.size(), 20u);
      EXPECT_EQ(told[eaxc].size(), 24u) << "before it is used";
    }
  }
  EXPECT_EQ(of_type_5, 40u);
}

TEST(Beams, UplinkUesHaveAMaskOfTheirAntennas) {
  profile::Link link = fdd_link();
  pusch(link).channel_information = {{Method::none, 16}, 12, true};
  std::size_t seen = 0;
  for (const auto& [eaxc, octets] : messages_of(link, Direction::uplink)) {
    if (octets[5] == 6) {
      EXPECT_EQ(octets.size() % 4, 0u);
      continue;
    }
    ++seen;
    ASSERT_EQ(octets.size(), 16u + 4 + 12);
    EXPECT_EQ(octets[16], 0x80 | 8);
    EXPECT_EQ(octets[20], 16);
    EXPECT_EQ(octets[21], 3);
    EXPECT_EQ(load_be<8>(octets.data() + 22), 0xFFFu);
  }
  EXPECT_EQ(seen, 40u);
}

TEST(Beams, PrioritiesAreRepeatedInEveryMessage) {
  profile::Link link = fdd_link();
  pdsch(link).coupling = profile::Coupling::priorities_optimized;
  pdsch(link).highest_priority_sections = 2;
  const auto messages = messages_of(link, Direction::downlink);
  ASSERT_EQ(messages.size(), 80u);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& octets = messages[i].second;
    ASSERT_EQ(octets.size(), 8u + 16 + 8) << i;
    EXPECT_EQ(octets[4], 2) << "sections";
    EXPECT_EQ(octets[8] << 4 | octets[9] >> 4, 0) << "sectionId of the highest priority";
    const std::uint8_t* se = octets.data() + 16;
    EXPECT_EQ(se[0], 6);
    EXPECT_EQ(se[2] >> 7, i % 2) << "repetition";
    EXPECT_EQ(load_be32(se + 2) & 0x7FFF'FFFF, 0x7000'0003u) << "two groups of 16 PRBs";
    EXPECT_EQ(load_be16(se + 6), 0x4000 | 1u << 2 | 1u << 11);
    EXPECT_EQ(octets[24] << 4 | octets[25] >> 4, 4095) << "sectionId of the lower one";
    EXPECT_EQ((octets[25] & 3u) << 8 | octets[26], i % 2 == 0 ? 0u : 12u);
    EXPECT_EQ(octets[27], 12);
  }
}

TEST(Beams, LayersAreNumberedAndPortsHaveBeams) {
  profile::Link link = fdd_link();
  pdsch(link).lte_precoding = {profile::PrecodingScheme::large_delay_cdd, 4};
  for (const auto& [eaxc, octets] : messages_of(link, Direction::downlink)) {
    const std::uint8_t* se = octets.data() + 16;
    EXPECT_EQ(se[0], 3);
    EXPECT_EQ(se[2], 0);
    EXPECT_EQ(se[3], eaxc << 4 | 1);
    ASSERT_EQ(octets.size(), 16u + (eaxc == 0 ? 16 : 4));
    EXPECT_EQ(se[1], eaxc == 0 ? 4 : 1);
    EXPECT_EQ(octets[15], eaxc == 0 ? 1 : 0) << "beamId";
    if (eaxc > 0) continue;
    EXPECT_EQ(load_be16(se + 4), 0x0820);
    EXPECT_EQ(load_be16(se + 10), 2);
    EXPECT_EQ(load_be16(se + 14), 4);
  }
}

TEST(Beams, SaysWhatCannotBeTold) {
  const auto told = [](profile::Link link) {
    const auto made = ODu::make(link, {.start = kStart});
    return made ? std::string{} : made.error().what;
  };
  profile::Link link = fdd_link();
  pdsch(link).weights = {1, {Method::none, 16}, 300, 0};
  EXPECT_NE(told(link).find("do not fit into section extension 1"), std::string::npos) << told(link);
  pdsch(link).weights = {11, {Method::none, 16}, 64, 1};
  EXPECT_NE(told(link).find("no room for a section with its beams"), std::string::npos) << told(link);
  pdsch(link).weights = {1, {Method::none, 16}, 8, 0};
  pdsch(link).coupling = profile::Coupling::priorities;
  EXPECT_NE(told(link).find("priorities together with"), std::string::npos) << told(link);
  link = fdd_link();
  pdsch(link).coupling = profile::Coupling::priorities;
  link.carriers[0].prbs = 28 * 16;
  EXPECT_EQ(told(link), "");
  link.carriers[0].prbs = 28 * 16 + 1;
  EXPECT_NE(told(link).find("priorities on 449 PRBs"), std::string::npos) << told(link);
  link = fdd_link();
  link.mtu = std::uint16_t{60};
  pusch(link).channel_information = {{Method::bfp, 9}, 64, false};
  EXPECT_FALSE(told(link).empty());
}

/// An O-DU and an O-RU with 5 us between them, for 60 ms.
struct Pair {
  std::unique_ptr<ODu> du;
  std::unique_ptr<ORu> ru;
  std::size_t allocated = 0;  ///< once all slots that a book remembers were there
};
Pair talk(const profile::Link& link, const ORuAbilities& abilities) {
  auto du = ODu::make(link, {.start = kStart, .frames = 6});
  auto ru = ORu::make(link, {.abilities = abilities});
  EXPECT_TRUE(du && ru) << (du ? "" : du.error().what) << (ru ? "" : ru.error().what);
  Pair pair{std::move(*du), std::move(*ru)};
  const CaptureTime start = told(link, kStart);
  constexpr Nanos kWay{5'000}, kStep{5'000};
  std::vector<TimedFrame> down, up;
  std::size_t before = 0;
  for (CaptureTime now = start - Nanos{2'000'000}; now < start + Nanos{62'000'000}; now += kStep) {
    if (now - start >= Nanos{40'000'000} && before == 0) before = allocations();
    if (now - start < Nanos{55'000'000}) pair.allocated = allocations() - before;
    pair.du->advance(now + kStep, down);
    pair.ru->advance(now + kStep, up);
    for (const TimedFrame& frame : down) pair.ru->receive(frame.at + kWay, frame.length, frame.octets);
    for (const TimedFrame& frame : up) pair.du->receive(frame.at + kWay, frame.length, frame.octets);
  }
  pair.du->close(start + Nanos{62'000'000});
  return pair;
}

TEST(Beams, AllThatIsAskedForIsAnsweredOnceHoweverItIsAsked) {
  struct Shape {
    std::string name;
    void (*change)(profile::Channel& channel);
    ORuAbilities abilities;
  };
  const std::vector<Shape> shapes{
      {"plain", [](profile::Channel&) {}, {}},
      {"weights",
       [](profile::Channel& channel) {
         channel.weights = {11, {Method::block_scaling, 8}, 16, 4};
       },
       {.extensions = bit(11)}},
      {"channel information",
       [](profile::Channel& channel) {
         channel.channel_information = {{Method::mu_law, 8}, 2, true};
       },
       {.extensions = bit(8) | bit(16), .channel_information = true}},
      {"by place",
       [](profile::Channel& channel) { channel.coupling = profile::Coupling::frequency_and_time; },
       {}},
      {"priorities",
       [](profile::Channel& channel) { channel.coupling = profile::Coupling::priorities; },
       {.extensions = bit(6)}},
  };
  constexpr std::uint64_t kAsked = 120 * 14 * 24 * 2;  // slots, symbols, PRBs, eAxC ids
  for (const Shape& shape : shapes) {
    profile::Link link = fdd_link();
    shape.change(pdsch(link));
    shape.change(pusch(link));
    const Pair pair = talk(link, shape.abilities);
    EXPECT_EQ(pair.du->answers(), (Answers{.asked = kAsked, .answered = kAsked})) << shape.name;
    EXPECT_EQ(pair.ru->counters().rx_err_drop, 0u) << shape.name;
    EXPECT_EQ(pair.du->counters().rx_err_drop, 0u) << shape.name;
    EXPECT_EQ(pair.allocated, 0u) << shape.name;
  }
}

}  // namespace
}  // namespace plumbline::emulator::test
