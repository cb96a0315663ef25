#include "infer/observer.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "infer/packets.h"

namespace plumbline::infer {
namespace {

using profile::ChannelKind;
using profile::Compression;
using profile::Method;
using radio::Direction;
using test::cplane;
using test::feed;
using test::kDown;
using test::kUp;
using test::Packet;
using test::Part;
using test::Path;
using test::uplane;

constexpr Part kBfp9{.prbs = 51, .method = 1, .width = 9};

wire::UplaneHeader u_at(Direction direction, std::uint8_t subframe, std::uint8_t slot,
                        std::uint8_t symbol = 0) {
  return {.direction = direction, .at = {.frame = 0, .subframe = subframe, .slot = slot, .symbol = symbol}};
}
wire::CplaneHeader c_at(Direction direction, std::uint8_t subframe, std::uint8_t slot) {
  return {.direction = direction, .start = {.frame = 0, .subframe = subframe, .slot = slot}};
}
wire::Section whole(std::uint8_t prbs = 51) {
  wire::Section section;
  section.num_prb = prbs;
  section.re_mask = 0xFFF;
  section.num_symbol = 14;
  return section;
}
CaptureTime at_ms(std::int64_t ms) { return CaptureTime{Nanos{1'700'000'000'000'000'000 + ms * 1'000'000}}; }

TEST(Observer, KnowsNothingOfNothing) {
  const Inferred in = Observer{}.finish();
  EXPECT_TRUE(in.link.carriers.empty());
  EXPECT_EQ(in.looked.packets, 0u);
  test::expect_printable(in);
}

TEST(Observer, NamesTheSidesTheVlanAndThePrioritiesByWhoSends) {
  Observer observer;
  feed(observer, cplane(kDown, {1}, 0, c_at(Direction::uplink, 0, 0), {whole()}));
  feed(observer, uplane(kUp, {1}, 0, u_at(Direction::uplink, 0, 0), {kBfp9}));
  const Inferred in = observer.finish();
  EXPECT_EQ(in.link.o_du_mac, test::kDu);
  EXPECT_EQ(in.link.o_ru_mac, test::kRu);
  EXPECT_EQ(in.o_du_mac, (Support{1, 0}));
  EXPECT_EQ(in.o_ru_mac, (Support{1, 0}));
  EXPECT_EQ(in.link.vlan, 7);
  EXPECT_EQ(in.link.c_pcp, 7);
  EXPECT_EQ(in.link.u_pcp, 5);
  test::expect_printable(in);
}

TEST(Observer, TakesTheBusiestOfSeveralPairsAndCountsTheOthers) {
  Observer observer;
  const Path other{.vlan = 8};
  for (std::uint8_t i = 0; i < 3; ++i)
    feed(observer, uplane(kDown, {1}, i, u_at(Direction::downlink, 0, 0), {kBfp9}));
  for (std::uint8_t i = 0; i < 2; ++i)
    feed(observer, uplane(other, {9}, i, u_at(Direction::downlink, 0, 0), {kBfp9}));
  const Inferred in = observer.finish();
  EXPECT_EQ(in.link.vlan, 7);
  EXPECT_EQ(in.looked.messages, 3u);
  EXPECT_EQ(in.looked.other_pairs, 1u);
  EXPECT_EQ(in.looked.of_others, 2u);
  ASSERT_EQ(in.link.carriers[0].channels.size(), 1u);
  EXPECT_EQ(in.link.carriers[0].channels[0].eaxc, std::vector{radio::Eaxc{1}});
}

TEST(Observer, StatesThatFramesAreUntagged) {
  Observer observer;
  feed(observer, uplane({.vlan = std::nullopt}, {1}, 0, u_at(Direction::downlink, 0, 0), {kBfp9}));
  const Inferred in = observer.finish();
  EXPECT_TRUE(in.link.vlan_stated);
  EXPECT_EQ(in.link.vlan, std::nullopt);
  EXPECT_EQ(in.link.u_pcp, std::nullopt);
  test::expect_printable(in);
}

TEST(Observer, CountsWhatIsNoFronthaul) {
  Observer observer;
  Packet arp(60, 0);
  arp[12] = 8, arp[13] = 6;
  feed(observer, arp);
  feed(observer, Packet(5, 1));
  wire::UplaneHeader odd = u_at(Direction::downlink, 0, 0);
  odd.payload_version = 2;
  feed(observer, uplane(kDown, {1}, 0, odd, {kBfp9}));
  feed(observer, uplane(kDown, {1}, 0, u_at(Direction::downlink, 12, 0), {kBfp9}));
  const Inferred in = observer.finish();
  EXPECT_EQ(in.looked.packets, 4u);
  EXPECT_EQ(in.looked.other, 2u);
  EXPECT_EQ(in.looked.unusable, 2u);
  EXPECT_EQ(in.looked.messages, 0u);
  EXPECT_TRUE(in.link.carriers.empty());
}

TEST(Observer, SettlesOnTheReadingThatExplainsTheOtherChannelsToo) {
  Observer observer;
  // Two PRBs alone fit bfp 16 static as well as none 16 dynamic; eAxC 1 of the same kind decides.
  feed(observer, uplane(kDown, {0}, 0, u_at(Direction::downlink, 0, 0), {Part{0, 2, 0, 16, true}}));
  feed(observer, uplane(kDown, {1}, 0, u_at(Direction::downlink, 0, 0), {Part{0, 30, 0, 16, true}}));
  const Inferred in = observer.finish();
  ASSERT_EQ(in.link.carriers[0].channels.size(), 1u);
  EXPECT_EQ(in.link.carriers[0].channels[0].compression, (Compression{Method::none, 16, true}));
  EXPECT_EQ(in.channels[0].alternatives, (std::vector<Compression>{{Method::bfp, 16, false}}));
}

TEST(Observer, SolvesAllPrbsWithTheHighestPrbOfTheCplane) {
  // 1428 octets are 51 PRBs of bfp 9, 34 of none 14, 42 of bfp 11, 68 of none 7, ...
  for (const auto prbs : std::array<std::uint8_t, 3>{51, 34, 42}) {
    Observer observer;
    feed(observer, cplane(kDown, {0}, 0, c_at(Direction::downlink, 0, 0), {whole(prbs)}));
    feed(observer, uplane(kDown, {0}, 0, u_at(Direction::downlink, 0, 0), {Part{0, 51, 1, 9, false, true}}));
    const Inferred in = observer.finish();
    EXPECT_EQ(in.link.carriers[0].prbs, prbs);
    EXPECT_EQ(in.prbs.all, prbs);
    EXPECT_EQ(wire::prb_octets(static_cast<std::uint8_t>(in.link.carriers[0].channels[0].compression.method),
                               in.link.carriers[0].channels[0].compression.width),
              1428u / prbs);
  }
}

TEST(Observer, SolvesAllPrbsWithTheWidthsOfNrChannels) {
  // 2544 octets are 106 PRBs of none 8 or 53 of none 16; no NR channel of 30 kHz has 53.
  Observer observer;
  feed(observer, cplane(kDown, {0}, 0, c_at(Direction::downlink, 0, 1), {whole(0)}));
  feed(observer, uplane(kDown, {0}, 0, u_at(Direction::downlink, 0, 1), {Part{0, 106, 0, 8, false, true}}));
  const Inferred in = observer.finish();
  EXPECT_EQ(in.link.carriers[0].prbs, 106);
  EXPECT_EQ(in.link.carriers[0].channels[0].compression, (Compression{Method::none, 8, false}));
  EXPECT_EQ(in.prbs.bandwidth_mhz, 40);
}

TEST(Observer, ToleratesAFewMessagesThatDoNotEndExactly) {
  Observer observer;
  for (std::uint8_t i = 0; i < 20; ++i)
    feed(observer, uplane(kDown, {0}, i, u_at(Direction::downlink, 0, 0), {kBfp9}));
  feed(observer,
       uplane(kDown, {0}, 20, u_at(Direction::downlink, 0, 0), {Part{0, 20, 0, 7}, Part{20, 1, 0, 3}}));
  const Inferred in = observer.finish();
  ASSERT_EQ(in.channels.size(), 1u);
  EXPECT_EQ(in.link.carriers[0].channels[0].compression, (Compression{Method::bfp, 9, false}));
  EXPECT_EQ(in.channels[0].compression, (Support{20, 1}));
}

TEST(Observer, LeavesOutAnEaxcThatNothingExplains) {
  Observer observer;
  Packet odd = uplane(kDown, {3}, 0, u_at(Direction::downlink, 0, 0), {kBfp9});
  odd.push_back(0);  // the length of eCPRI counts it, no section does
  odd[20] = static_cast<std::uint8_t>((odd.size() - 22) >> 8),
  odd[21] = static_cast<std::uint8_t>(odd.size() - 22);
  feed(observer, odd);
  feed(observer, uplane(kDown, {0}, 0, u_at(Direction::downlink, 0, 0), {kBfp9}));
  const Inferred in = observer.finish();
  ASSERT_EQ(in.unexplained.size(), 1u);
  EXPECT_EQ(in.unexplained[0].eaxc, radio::Eaxc{3});
  ASSERT_EQ(in.link.carriers[0].channels.size(), 1u);
  EXPECT_EQ(in.link.carriers[0].channels[0].eaxc, std::vector{radio::Eaxc{0}});
}

TEST(Observer, TakesCompressionFromTheCplaneWhereThereIsNoUplane) {
  Observer observer;
  wire::CplaneHeader header = c_at(Direction::uplink, 0, 0);
  header.ud_comp_hdr = wire::make_ud_comp_hdr(1, 12);
  feed(observer, cplane(kDown, {2}, 0, header, {whole()}));
  feed(observer, cplane(kDown, {3}, 0, c_at(Direction::uplink, 0, 0), {whole()}));
  const Inferred in = observer.finish();
  ASSERT_EQ(in.channels.size(), 2u);
  EXPECT_EQ(in.link.carriers[0].channels[0].compression, (Compression{Method::bfp, 12, true}));
  EXPECT_EQ(in.channels[0].source, CompressionSource::c_plane);
  EXPECT_EQ(in.channels[1].source, CompressionSource::nothing);
  test::expect_printable(in);
}

TEST(Observer, TakesUplaneOfAnIdThatOnlyType3AsksForAsPrach) {
  Observer observer;
  wire::CplaneHeader header = c_at(Direction::uplink, 9, 1);
  header.section_type = 3;
  header.filter_index = 3;
  header.time_offset = 484;
  header.frame_structure = 0xC1;
  wire::Section section = whole(12);
  section.num_symbol = 12;
  section.freq_offset = -324;
  feed(observer, cplane(kDown, {4}, 0, header, {section}));
  feed(observer, uplane(kUp, {4}, 0, u_at(Direction::uplink, 9, 1), {Part{0, 12, 0, 16}}));
  feed(observer, uplane(kUp, {0}, 0, u_at(Direction::uplink, 9, 1), {Part{0, 51, 1, 9, true}}));
  const Inferred in = observer.finish();
  const auto& channels = in.link.carriers[0].channels;
  ASSERT_EQ(channels.size(), 2u);
  EXPECT_EQ(channels[0].kind, ChannelKind::pusch);
  EXPECT_EQ(channels[1].kind, ChannelKind::prach);
  EXPECT_EQ(channels[1].compression, (Compression{Method::none, 16, false}));
  ASSERT_TRUE(channels[1].prach.has_value());
  EXPECT_EQ(channels[1].prach->format, "B4");
  EXPECT_EQ(channels[1].prach->frequency_offset, -324);
  EXPECT_EQ(in.link.carriers[0].prbs, 51);
  test::expect_printable(in);
}

TEST(Observer, KeepsAPrachFormatWhoseTimeFitsNoSymbol) {
  // A long format has slotId 0 only: with 1 its timeOffset counts from nowhere.
  Observer observer;
  wire::CplaneHeader header = c_at(Direction::uplink, 9, 1);
  header.section_type = 3;
  header.filter_index = 1;
  header.start.symbol = 1;
  header.time_offset = 3168;
  header.frame_structure = 0xCC;
  wire::Section section = whole(72);
  section.num_symbol = 1;
  feed(observer, cplane(kDown, {4}, 0, header, {section}));
  feed(observer, cplane(kDown, {0}, 0, c_at(Direction::uplink, 9, 1), {whole()}));
  const Inferred in = observer.finish();
  EXPECT_EQ(in.prach.geometry, (Support{0, 1}));
  ASSERT_TRUE(in.prach.written);
  EXPECT_EQ(in.prach.best.format, "0");
  EXPECT_EQ(in.prach.best.slots, std::vector<std::uint16_t>{19});
  EXPECT_EQ(in.prach.best.prbs, 72);
  test::expect_printable(in);
}

TEST(Observer, CountsSymbolsOnWithSymInc) {
  Observer observer;
  wire::Section first = whole(), second = whole();
  first.num_symbol = 4;
  second.num_symbol = 10;
  second.sym_inc = true;
  wire::CplaneHeader up = c_at(Direction::uplink, 0, 1);
  for (std::uint8_t subframe = 0; subframe < 10; ++subframe) {
    wire::CplaneHeader down = c_at(Direction::downlink, subframe, 0);
    feed(observer, cplane(kDown, {0}, 0, down, {first, second}));
    up.start.subframe = subframe;
    feed(observer, cplane(kDown, {0}, 0, up, {whole()}));
  }
  // Without symInc the downlink slot would end after ten symbols, as a special one.
  EXPECT_EQ(observer.finish().link.carriers[0].tdd.slots, "DU");
}

TEST(Observer, SeesASequenceSharedByBothDirections) {
  for (const bool shared : {true, false}) {
    Observer observer;
    for (std::uint8_t i = 0; i < 20; ++i) {
      const auto direction = i % 2 == 0 ? Direction::downlink : Direction::uplink;
      const auto sequence = static_cast<std::uint8_t>(shared ? i : 100 * (i % 2) + i / 2);
      feed(observer, cplane(kDown, {0}, sequence, c_at(direction, 0, 0), {whole()}));
    }
    const Inferred in = observer.finish();
    EXPECT_EQ(in.link.sequence_shared_per_eaxc, shared);
    EXPECT_EQ(shared ? in.shared_sequence.disagree : in.shared_sequence.agree, 0u);
    EXPECT_GE(in.shared_sequence.all(), 18u);
  }
}

/// One frame of 30 kHz, a letter a slot: D, U, S (6 and 4 symbols), F, or '.' for silence.
Inferred after_pattern(std::string_view pattern, unsigned stray_slot = 99) {
  Observer observer;
  for (unsigned slot = 0; slot < 20; ++slot) {
    const char letter = pattern[slot % pattern.size()];
    const auto ask = [&](Direction direction, std::uint8_t first, std::uint8_t count) {
      wire::CplaneHeader header =
          c_at(direction, static_cast<std::uint8_t>(slot / 2), static_cast<std::uint8_t>(slot % 2));
      header.start.symbol = first;
      wire::Section section = whole();
      section.num_symbol = count;
      for (int i = 0; i < 20; ++i) feed(observer, cplane(kDown, {0}, 0, header, {section}));
    };
    if (letter == 'D' || letter == 'F') ask(Direction::downlink, 0, 14);
    if (letter == 'U' || letter == 'F') ask(Direction::uplink, 0, 14);
    if (letter == 'S') ask(Direction::downlink, 0, 6), ask(Direction::uplink, 10, 4);
    if (slot == stray_slot)
      feed(observer, uplane(kDown, {0}, 0,
                            u_at(Direction::downlink, static_cast<std::uint8_t>(slot / 2),
                                 static_cast<std::uint8_t>(slot % 2), 3),
                            {kBfp9}));
  }
  return observer.finish();
}

TEST(Observer, FindsTheShortestPatternThatFitsTheFrame) {
  for (const std::string_view pattern :
       {"DDDSU", "DDDDDDDSUU", "DSUUU", "DDDSUDDSUU", "DDDDDDDDDDDDDDDDDSUU"}) {
    const Inferred in = after_pattern(pattern);
    EXPECT_EQ(in.link.carriers[0].tdd, (profile::TddPattern{std::string{pattern}, 6, 4}));
    EXPECT_TRUE(in.tdd.known);
    test::expect_printable(in);
  }
}

TEST(Observer, CallsASilentSlotBetweenDownlinkAndUplinkSpecial) {
  const Inferred in = after_pattern("DDDDDDD.UU");
  EXPECT_EQ(in.link.carriers[0].tdd, (profile::TddPattern{"DDDDDDDSUU", 0, 0}));
  test::expect_printable(in);
}

TEST(Observer, IsNotMisledByAStrayMessage) {
  EXPECT_EQ(after_pattern("DDDSU", 4).link.carriers[0].tdd.slots, "DDDSU");
}

TEST(Observer, TellsFddFromAPatternThatItDoesNotKnow) {
  const Inferred fdd = after_pattern("F");
  EXPECT_TRUE(fdd.tdd.fdd && fdd.tdd.known);
  const Inferred gaps = after_pattern("D..UD...U.");
  EXPECT_FALSE(gaps.tdd.known);
  EXPECT_TRUE(gaps.link.carriers[0].tdd.slots.empty());
  EXPECT_EQ(gaps.tdd.seen, "D..UD...U.D..UD...U.");
}

TEST(Observer, LooksAtNoMoreThanItsPrefix) {
  const Packet packet = uplane(kDown, {0}, 0, u_at(Direction::downlink, 0, 0), {kBfp9});
  Observer by_time{{.span = Nanos{2'000'000'000}, .packets = 1000}};
  feed(by_time, packet, at_ms(0));
  feed(by_time, packet, at_ms(2000));
  EXPECT_FALSE(by_time.full());
  feed(by_time, packet, at_ms(2001));
  EXPECT_TRUE(by_time.full());
  EXPECT_EQ(by_time.finish().looked.packets, 2u);
  EXPECT_EQ(by_time.finish().looked.beyond, 1u);
  Observer by_count{{.packets = 3}};
  for (int i = 0; i < 5; ++i) feed(by_count, packet);
  EXPECT_EQ(by_count.finish().looked.messages, 3u);
  EXPECT_EQ(by_count.finish().looked.beyond, 2u);
}

TEST(Observer, BoundsWhatItKeepsOfManyIdsAndAddresses) {
  Observer observer;
  for (unsigned i = 0; i < 2000; ++i) {
    Path path = kDown;
    path.source[4] = static_cast<std::uint8_t>(i >> 8), path.source[5] = static_cast<std::uint8_t>(i);
    feed(observer, uplane(path, {1}, 0, u_at(Direction::downlink, 0, 0), {kBfp9}));
    feed(observer,
         uplane(kDown, {static_cast<std::uint16_t>(i)}, 0, u_at(Direction::downlink, 0, 0), {kBfp9}));
  }
  const Inferred in = observer.finish();
  EXPECT_EQ(in.looked.messages + in.looked.of_others + in.looked.untracked, 4000u);
  EXPECT_GT(in.looked.untracked, 3000u);
  test::expect_printable(in);
}

/// Valid packets of all kinds, to be spoilt.
std::vector<Packet> samples() {
  std::vector<Packet> packets;
  for (const bool dynamic : {true, false})
    packets.push_back(uplane(kDown, {0}, 0, u_at(Direction::downlink, 1, 1),
                             {Part{0, 4, 1, 9, dynamic}, Part{4, 3, 0, 16, dynamic}}));
  packets.push_back(uplane(kUp, {0}, 0, u_at(Direction::uplink, 1, 1), {Part{0, 5, 1, 14, true, true}}));
  for (const auto type : std::array<std::uint8_t, 4>{0, 1, 3, 5}) {
    wire::CplaneHeader header = c_at(Direction::uplink, 2, 1);
    header.section_type = type;
    header.filter_index = 3;
    header.frame_structure = 0xC1;
    header.time_offset = 484;
    packets.push_back(cplane(kDown, {0}, 0, header, {whole(), whole(12)}));
  }
  return packets;
}

TEST(Observer, SurvivesAnyOctetsAndAlwaysGivesALinkThatReadsBack) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random{seed};
    Observer observer;
    const std::vector<Packet> sound = samples();
    for (int i = 0; i < 60; ++i) {
      Packet packet = sound[random.below(sound.size())];
      const std::size_t spoilt = random.below(6);
      for (std::size_t k = 0; k < spoilt; ++k)
        packet[14 + random.below(packet.size() - 14)] = static_cast<std::uint8_t>(random.below(256));
      const auto kept = random.below(4) == 0 ? random.below(packet.size() + 1) : packet.size();
      const auto stamp =
          CaptureTime{Nanos{static_cast<std::int64_t>(random.below(3) == 0 ? random.next() : 0)}};
      observer.feed(Octets{packet}.first(kept), static_cast<std::uint32_t>(packet.size() + random.below(2)),
                    stamp);
    }
    test::expect_printable(observer.finish());
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

}  // namespace
}  // namespace plumbline::infer
