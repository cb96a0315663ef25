// Messages that the radio transport cuts: what is sent, and what becomes of what is heard.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "emulator/allocations.h"
#include "emulator/o_du.h"
#include "emulator/talk.h"

namespace plumbline::emulator::test {
namespace {

using Octet = std::uint8_t;

LinkShape wide(std::uint16_t mtu) {
  return {.name = "wide", .prbs = 273, .mtu = mtu, .prach = "B4", .srs = true, .shared_ids = true};
}

/// What stands behind ecpriSeqid, and its ids.
struct Part {
  wire::EcpriIds ids;
  std::vector<Octet> octets;
};
Part part_of(const Kept& frame) {
  wire::Frame ethernet;
  wire::EcpriMessage message;
  Part part;
  EXPECT_FALSE(wire::decode_frame(frame.octets, frame.length, ethernet));
  EXPECT_TRUE(wire::EcpriWalk{ethernet.pdu}.next(message));
  EXPECT_FALSE(wire::decode_ids(message.body, part.ids));
  const wire::View body = message.body.from(4);
  part.octets.assign(body.data, body.data + body.length);
  return part;
}

/// By direction, eAxC id, and the order in which they begin: messages joined by nothing but their numbers.
using Messages = std::map<std::pair<Direction, std::uint16_t>, std::vector<Part>>;
Messages join(const std::vector<Kept>& frames, std::size_t most_octets) {
  Messages messages;
  std::map<std::pair<Direction, std::uint16_t>, std::map<unsigned, std::size_t>> open;
  for (const Kept& frame : of(frames, Plane::u)) {
    const Part part = part_of(frame);
    const std::pair key{frame.direction, part.ids.eaxc.value};
    EXPECT_LE(frame.length, most_octets);
    if (part.ids.subsequence == 0) {
      EXPECT_EQ(open[key].count(part.ids.sequence), 0u);
      open[key][part.ids.sequence] = messages[key].size();
      messages[key].push_back(part);
    } else {
      Part& whole = messages[key].at(open[key].at(part.ids.sequence));
      EXPECT_EQ(part.ids.subsequence, whole.ids.subsequence + 1);
      whole.octets.insert(whole.octets.end(), part.octets.begin(), part.octets.end());
      whole.ids = part.ids;
    }
    if (part.ids.last_fragment) open[key].erase(part.ids.sequence);
  }
  for (const auto& [key, left] : open) EXPECT_TRUE(left.empty()) << "a message without an end";
  return messages;
}

/// The same traffic over an MTU that no message meets.
TEST(TransportParts, JoinedAreTheMessagesThatAWideLinkWouldCarryWhole) {
  for (const Role role : {Role::both, Role::o_du, Role::o_ru}) {
    const Options options{.start = kStart, .frames = 2, .role = role, .transport_fragments = true};
    const Messages cut = join(all_of(make_link(wide(1500)), options), 1518);
    Options plain = options;
    plain.transport_fragments = false;
    const Messages whole = join(all_of(make_link(wide(9000)), plain), 9018);
    ASSERT_EQ(cut.size(), whole.size());
    std::size_t several = 0;
    for (const auto& [key, messages] : whole) {
      ASSERT_EQ(cut.at(key).size(), messages.size());
      for (std::size_t i = 0; i < messages.size(); ++i) {
        // Messages of one eAxC may begin in another order: bursts are as long as their frames are many.
        EXPECT_EQ(messages[i].ids.sequence, i & 255);
        EXPECT_EQ(cut.at(key)[i].ids.sequence, i & 255);
        several += cut.at(key)[i].ids.subsequence > 0 ? 1u : 0u;
      }
      const auto sorted = [](const std::vector<Part>& parts) {
        std::vector<std::vector<Octet>> octets;
        for (const Part& part : parts) octets.push_back(part.octets);
        std::sort(octets.begin(), octets.end());
        return octets;
      };
      EXPECT_EQ(sorted(cut.at(key)), sorted(messages));
    }
    EXPECT_GT(several, 200u);
  }
}

TEST(TransportParts, AnUnneededCutIsNotMade) {
  const Options plain{.start = kStart, .frames = 1};
  Options cut = plain;
  cut.transport_fragments = true;
  const profile::Link link = make_link({.name = "narrow", .prbs = 24});
  EXPECT_EQ(all_of(link, plain), all_of(link, cut));
}

/// An O-RU that joins, and a DL message of ten PRBs in three parts.
class Joining : public testing::Test {
 protected:
  Joining() : talk_{make_link(fdd()), {.abilities = {.transport_fragments = true}}} {
    talk_.hear(kCplaneDl, talk_.cplane(Direction::downlink, {section(1, 0, 10, 14)}));
    before_ = talk_.counters();
  }

  /// Part `number` of the message for `symbol`.
  std::vector<Octet> part(unsigned number, Octet sequence = 0, unsigned symbol = 0) {
    constexpr std::size_t kHeader = 18 + 8, kCuts[] = {0, 100, 101, ~std::size_t{0}};
    const std::vector<Octet> whole = talk_.uplane(sequence, symbol);
    const auto at = [&](std::size_t i) {
      return whole.begin() + static_cast<std::ptrdiff_t>(std::min(kHeader + kCuts[i], whole.size()));
    };
    std::vector<Octet> octets = talk_.message(wire::EcpriType::iq_data, 0, sequence,
                                              {at(number), number == 2 ? whole.end() : at(number + 1)});
    octets[kHeader - 1] = static_cast<Octet>(number | (number == 2 ? 0x80 : 0));
    return octets;
  }
  void hear(const std::vector<Octet>& octets) { talk_.hear(at_ns_ += 1'000, octets); }
  Counters counted() {
    Counters now = talk_.counters();
    now.rx_total -= before_.rx_total;
    now.rx_on_time_c = 0;
    return now;
  }

  Talk talk_;
  Counters before_;
  std::int64_t at_ns_ = kUplaneDl;
};

TEST_F(Joining, AMessageCountsOnceWhenItIsWhole) {
  hear(part(0));
  hear(part(1));
  EXPECT_EQ(counted(), Counters{});
  hear(part(2));
  EXPECT_EQ(counted(), (Counters{.rx_total = 1, .rx_on_time = 1}));
  hear(talk_.uplane(1, 1));
  EXPECT_EQ(counted(), (Counters{.rx_total = 2, .rx_on_time = 2}));
}

TEST_F(Joining, PartsMayComeInAnyOrder) {
  hear(part(2));
  hear(part(0));
  hear(part(1));
  EXPECT_EQ(counted(), (Counters{.rx_total = 1, .rx_on_time = 1}));
}

TEST_F(Joining, APartThatComesTwiceIsASequenceError) {
  for (const unsigned number : {0u, 1u, 1u, 2u}) hear(part(number));
  EXPECT_EQ(counted(), (Counters{.rx_total = 1, .rx_on_time = 1, .rx_seqid_err = 1}));
}

TEST_F(Joining, WhatLacksAPartIsDroppedInTheEnd) {
  hear(part(0));
  hear(part(2));
  EXPECT_EQ(counted(), Counters{});
  talk_.answers();
  EXPECT_EQ(counted(), (Counters{.rx_total = 1, .rx_err_drop = 1}));
}

TEST_F(Joining, ASequenceIdLeftOutIsSeen) {
  for (const unsigned number : {0u, 1u, 2u}) hear(part(number, 0, 0));
  for (const unsigned number : {0u, 1u, 2u}) hear(part(number, 2, 1));
  EXPECT_EQ(counted(), (Counters{.rx_total = 2, .rx_on_time = 2, .rx_seqid_err = 1}));
}

TEST_F(Joining, PartsThatContradictEachOtherAreDropped) {
  hear(part(0));
  std::vector<Octet> other = part(0);
  other.back() ^= 1;
  other[30] ^= 1;
  hear(other);
  talk_.answers();
  EXPECT_EQ(counted(), (Counters{.rx_total = 1, .rx_err_drop = 1}));
}

TEST_F(Joining, OfAnUnknownEaxcTheyAreCorrupt) {
  std::vector<Octet> octets = part(1);
  octets[22] = 0x77;
  hear(octets);
  EXPECT_EQ(counted(), (Counters{.rx_total = 1, .rx_corrupt = 1, .rx_err_drop = 1}));
}

TEST_F(Joining, AnyOctetsAreHarmlessAndHeldInBounds) {
  Random random{7};
  for (unsigned i = 0; i < 20'000; ++i) {
    std::vector<Octet> octets = part(i % 3, static_cast<Octet>(random.below(256)));
    for (unsigned k = 0; k < 4; ++k)
      octets[18 + random.below(octets.size() - 18)] = static_cast<Octet>(random.below(256));
    talk_.hear(kUplaneDl + i, octets);
  }
  const Counters told = counted();
  EXPECT_GT(told.rx_err_drop, 0u);
  EXPECT_LE(told.rx_on_time + told.rx_early + told.rx_late, told.rx_total);
}

TEST(TransportParts, WhereSequenceIdsAreNotCheckedNothingIsJoined) {
  profile::Link link = make_link(fdd());
  link.sequence_checked = false;
  Talk talk{link, {.abilities = {.transport_fragments = true}}};
  talk.hear(kUplaneDl, talk.uplane(), [](auto& octets) { octets[25] = 0; });
  EXPECT_EQ(talk.counters().rx_err_drop, 1u);
}

/// An O-RU that cuts, heard by an O-DU that joins, and the other way round.
TEST(TransportParts, TwoUnitsUnderstandEachOther) {
  const profile::Link link = make_link(wide(1500));
  auto o_du =
      ODu::make(link, {.start = kStart, .frames = 60, .transport_fragments = true, .joins_fragments = true});
  auto o_ru = ORu::make(link, {.abilities = {.transport_fragments = true}, .transport_fragments = true});
  ASSERT_TRUE(o_du && o_ru);
  const CaptureTime start = told(link, kStart);
  std::vector<TimedFrame> down, up;
  std::size_t before = 0;
  for (CaptureTime now = start - Nanos{2'000'000}; now < start + Nanos{605'000'000}; now += Nanos{20'000}) {
    if (now == start + Nanos{400'000'000}) before = allocations();
    (*o_du)->advance(now, down);
    for (const TimedFrame& frame : down) (*o_ru)->receive(frame.at, frame.length, frame.octets);
    (*o_ru)->advance(now, up);
    for (const TimedFrame& frame : up) (*o_du)->receive(frame.at, frame.length, frame.octets);
  }
  EXPECT_EQ(allocations(), before) << "steady state";
  EXPECT_EQ((*o_du)->answers().answered, (*o_du)->answers().asked);
  for (const Counters& one : {(*o_du)->counters(), (*o_ru)->counters()}) {
    EXPECT_EQ(one.rx_err_drop + one.rx_corrupt + one.rx_seqid_err, 0u);
    EXPECT_GT(one.rx_on_time, 200u);
  }
  EXPECT_EQ((*o_du)->counters().rx_total, (*o_ru)->counters().tx_total) << "messages, not parts";
  EXPECT_EQ((*o_ru)->counters().rx_total, (*o_du)->counters().tx_total);
}

}  // namespace
}  // namespace plumbline::emulator::test
