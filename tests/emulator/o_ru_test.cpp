// What an O-RU makes of what it hears: messages by hand, counters by CUS v17.01 9.1.
#include "emulator/o_ru.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "emulator/allocations.h"
#include "emulator/talk.h"

namespace plumbline::emulator::test {
namespace {

TEST(ORu, AnswersWithThePrbsAndSymbolsThatWereAskedFor) {
  Talk talk{make_link(fdd())};
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(7, 3, 20, 2), section(8, 30, 5)}, 9, 0, 1));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 2u) << "one message a symbol";
  const Decoded first = decode(frames[0], true, 51), second = decode(frames[1], true, 51);
  EXPECT_EQ(first.ids, (wire::EcpriIds{.eaxc = {1}, .sequence = 0}));
  EXPECT_EQ(second.ids.sequence, 1);
  EXPECT_EQ(first.uplane, (wire::UplaneHeader{.direction = Direction::uplink, .at = at(0)}));
  EXPECT_EQ(second.uplane.at, at(1));
  ASSERT_EQ(first.parts.size(), 2u);
  EXPECT_EQ(first.parts[0].id, 7);
  EXPECT_EQ(first.parts[0].range, (radio::PrbRange{3, 20, 1}));
  EXPECT_EQ(first.parts[0].ud_comp_hdr, 0x91);
  EXPECT_EQ(first.parts[1].id, 8);
  EXPECT_EQ(first.parts[1].range, (radio::PrbRange{30, 5, 1}));
  ASSERT_EQ(second.parts.size(), 1u);
  // Ta3 is 50..171 us behind the start of the UL symbol.
  EXPECT_GT(talk.offset_ns(frames[0]), 50 * kUs - kAdvance);
  EXPECT_LT(talk.offset_ns(frames[0]), 171 * kUs - kAdvance);
  EXPECT_GT(talk.offset_ns(frames[1]), 50 * kUs - kAdvance + 36'198);
  EXPECT_LT(talk.offset_ns(frames[1]), 171 * kUs - kAdvance + 36'198);
  EXPECT_EQ(talk.counters(), (Counters{.rx_total = 1, .rx_on_time_c = 1, .tx_total = 2}));
}

TEST(ORu, EverySecondPrbIsAnsweredInPieces) {
  Talk talk{make_link({.name = "small", .prbs = 51, .tdd = "", .mtu = 12 + 6 + 28 * 4})};
  wire::Section every = section(1, 2, 6);
  every.rb = true;
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {every}));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(decode(frames[0], true, 51).parts[0].range, (radio::PrbRange{2, 4, 2}));
  EXPECT_EQ(decode(frames[1], true, 51).parts[0].range, (radio::PrbRange{10, 2, 2}));
}

TEST(ORu, CountsArrivalsAgainstItsWindows) {
  struct Case {
    bool cplane;
    Direction direction;
    std::int64_t offset_ns;
    Counters counted;
  };
  constexpr auto kUl = Direction::uplink, kDl = Direction::downlink;
  const Counters early_c{.rx_total = 1, .rx_early_c = 1, .rx_err_drop = 1},
      late_c{.rx_total = 1, .rx_late_c = 1, .rx_err_drop = 1}, good_c{.rx_total = 1, .rx_on_time_c = 1};
  const Case cases[] = {
      {true, kUl, -336 * kUs - kAdvance, good_c},
      {true, kUl, -336 * kUs - kAdvance - 1, early_c},
      {true, kUl, -125 * kUs - kAdvance, good_c},
      {true, kUl, -125 * kUs - kAdvance + 1, late_c},
      {true, kDl, -470 * kUs, good_c},
      {true, kDl, -470 * kUs - 1, early_c},
      {true, kDl, -259 * kUs + 1, late_c},
      {false, kDl, -345 * kUs - 1, {.rx_total = 1, .rx_early = 1, .rx_err_drop = 1}},
      {false, kDl, -134 * kUs + 1, {.rx_total = 1, .rx_late = 1, .rx_err_drop = 1}},
  };
  for (const Case& c : cases) {
    Talk talk{make_link(fdd())};
    talk.hear(c.offset_ns, c.cplane ? talk.cplane(c.direction, {section(1, 0, 10)}) : talk.uplane());
    EXPECT_EQ(talk.counters(), c.counted) << c.cplane << ' ' << c.offset_ns;
    const bool answered = c.direction == kUl && c.counted == good_c;
    EXPECT_EQ(talk.answers().size(), answered ? 1u : 0u) << c.offset_ns;
  }
}

TEST(ORu, AWindowBelongsToTheSymbolThatTheHeaderNames) {
  Talk talk{make_link(fdd())};
  // Symbol 3 of 30 kHz begins 107.552 us behind the slot: too late for symbol 0, on time for it.
  talk.hear(-60 * kUs, talk.cplane(Direction::uplink, {section(1, 0, 10)}, 0, 3));
  EXPECT_EQ(talk.counters().rx_on_time_c, 1u);
}

TEST(ORu, DlUplaneNeedsItsDescription) {
  Talk talk{make_link(fdd())};
  talk.hear(kCplaneDl, talk.cplane(Direction::downlink, {section(1, 0, 10, 2)}, 0, 0, 0, 0));
  talk.hear(kUplaneDl, talk.uplane(0, 0));
  EXPECT_EQ(talk.counters().rx_err_drop, 0u);
  talk.hear(kUplaneDl + 36 * kUs, talk.uplane(1, 1));
  EXPECT_EQ(talk.counters().rx_err_drop, 0u);
  talk.hear(kUplaneDl + 72 * kUs, talk.uplane(2, 2));  // a symbol that was not described
  EXPECT_EQ(talk.counters().rx_corrupt, 1u);
  talk.hear(kUplaneDl + 72 * kUs, talk.uplane(3, 1, 0, 2));  // another section
  EXPECT_EQ(talk.counters().rx_corrupt, 2u);
  talk.hear(kUplaneDl + 72 * kUs, talk.uplane(4, 1, 0, 1, 11));  // a PRB more
  EXPECT_EQ(talk.counters().rx_corrupt, 3u);
  EXPECT_EQ(talk.counters().rx_on_time, 5u) << "corrupt or not, they came in time";
  EXPECT_TRUE(talk.answers().empty());
}

TEST(ORu, DlUplaneMayBeDescribedInParts) {
  Talk talk{make_link(fdd())};
  // By frequency and time all sections have the id 4095, and neighbours may be joined (CUS 7.8.1, 8.4.1).
  talk.hear(kCplaneDl,
            talk.cplane(Direction::downlink, {section(4095, 0, 4), section(4095, 4, 3)}, 0, 0, 0, 0));
  talk.hear(kUplaneDl, talk.uplane(0, 0, 0, 4095, 7));
  EXPECT_EQ(talk.counters(), (Counters{.rx_total = 2, .rx_on_time = 1, .rx_on_time_c = 1}));
  talk.hear(kUplaneDl, talk.uplane(1, 0, 0, 4095, 8));  // PRB 7 is in neither
  EXPECT_EQ(talk.counters().rx_corrupt, 1u);
}

TEST(ORu, ProtocolErrorsAreCorruptAndDropped) {
  // Behind VLAN tag: 18 is ecpriVersion, 20 the length, 22 the id, 24 sequence, 25 E, 26 the header.
  struct Case {
    const char* what;
    Talk::Spoil spoil;
    bool timed = true;  ///< it has a window
  };
  const Case cases[] = {
      {"ecpriVersion", [](auto& o) { o[18] = 0x20; }, false},
      {"C bit", [](auto& o) { o[18] |= 1; }, false},
      {"ecpriMessage", [](auto& o) { o[19] = 1; }, false},
      {"ecpriPayload beyond the frame", [](auto& o) { o[20] = 0x40; }, false},
      {"unknown eAxC", [](auto& o) { o[23] = 9; }, false},
      {"fragment", [](auto& o) { o[25] = 0; }},
      {"dataDirection", [](auto& o) { o[26] &= 0x7F; }, false},
      {"payloadVersion", [](auto& o) { o[26] = 0xA0; }, false},
      {"symbolId", [](auto& o) { o[29] |= 14; }, false},
      {"udCompHdr", [](auto& o) { o[34] = 0x81; }},
      {"PRBs missing", [](auto& o) { o[33] = 11; }},
  };
  for (const Case& c : cases) {
    Talk talk{make_link(fdd())};
    talk.hear(kCplaneDl, talk.cplane(Direction::downlink, {section(1, 0, 11)}, 0, 0, 0, 0));
    talk.hear(kUplaneDl, talk.uplane(), c.spoil);
    EXPECT_EQ(talk.counters(), (Counters{.rx_total = 2,
                                         .rx_on_time = c.timed ? 1u : 0u,
                                         .rx_on_time_c = 1,
                                         .rx_corrupt = 1,
                                         .rx_err_drop = 1}))
        << c.what;
  }
}

TEST(ORu, FramesToOthersAreNotCounted) {
  Talk talk{make_link(fdd())};
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 10)}), [](auto& o) { o[5] = 9; });
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 10)}), [](auto& o) { o[15] = 8; });
  EXPECT_EQ(talk.counters(), Counters{});
}

TEST(ORu, FramesTaggedForPriorityAloneAreTaken) {
  Talk talk{make_link(fdd())};
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 10)}),
            [](auto& o) { o[14] = 0xE0, o[15] = 0; });
  EXPECT_EQ(talk.counters(), (Counters{.rx_total = 1, .rx_on_time_c = 1}));
}

TEST(ORu, SequenceErrorsAreCountedByPlaneAndDirection) {
  Talk talk{make_link(fdd())};
  const auto ul = [&](std::uint8_t sequence, unsigned symbol) {
    talk.hear(kCplaneUl + 36 * kUs * symbol,
              talk.cplane(Direction::uplink, {section(1, 0, 10)}, sequence, symbol));
  };
  ul(200, 0);  // the first may be anything
  ul(201, 1);
  talk.hear(kCplaneDl + 110 * kUs, talk.cplane(Direction::downlink, {section(1, 0, 10)}, 7, 3, 0, 0));
  EXPECT_EQ(talk.counters().rx_seqid_err_c, 0u) << "DL counts for itself";
  ul(203, 2);  // 202 is lost
  EXPECT_EQ(talk.counters().rx_seqid_err_c, 1u);
  ul(204, 3);
  EXPECT_EQ(talk.counters().rx_seqid_err_c, 1u);
  ul(204, 4);  // again
  EXPECT_EQ(talk.counters().rx_seqid_err_c, 2u);
  ul(205, 5);
  EXPECT_EQ(talk.counters().rx_seqid_err_c, 2u);
  EXPECT_EQ(talk.counters().rx_seqid_err, 0u);
  // Dropped with a wrong sequence id: not corrupt.
  talk.hear(kUplaneDl, talk.uplane(0));
  EXPECT_EQ(talk.counters().rx_corrupt, 1u);
  talk.hear(kUplaneDl, talk.uplane(5));
  EXPECT_EQ(talk.counters().rx_seqid_err, 1u);
  EXPECT_EQ(talk.counters().rx_corrupt, 1u);
  EXPECT_EQ(talk.counters().rx_err_drop, 2u);
  EXPECT_EQ(talk.answers().size(), 6u) << "what is out of sequence is answered all the same";
}

TEST(ORu, ASenderThatBeginsAnewIsWrongOnce) {
  for (const auto& [again, errors] : {std::pair{100, 1u}, std::pair{136, 1u}, std::pair{137, 3u}}) {
    Talk talk{make_link(fdd())};
    for (const int sequence : {200, again, again + 1, again + 2})
      talk.hear(kUplaneDl, talk.uplane(static_cast<std::uint8_t>(sequence)));
    EXPECT_EQ(talk.counters().rx_seqid_err, errors) << again;
  }
}

TEST(ORu, SequenceIsNotLookedAtWhereTheLinkSaysSo) {
  profile::Link link = make_link(fdd());
  link.sequence_checked = false;
  Talk talk{link};
  for (const std::uint8_t sequence : {std::uint8_t{1}, std::uint8_t{5}})
    talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(sequence, 10, 2)}, sequence));
  EXPECT_EQ(talk.counters().rx_seqid_err_c, 0u);
}

TEST(ORu, ARequestThatComesTwiceIsAnsweredOnce) {
  Talk talk{make_link(fdd())};
  const auto request = talk.cplane(Direction::uplink, {section(1, 0, 10)});
  talk.hear(kCplaneUl, request);
  talk.hear(kCplaneUl, request);
  // The other REs of the same PRBs, in a message of their own.
  wire::Section half = section(2, 10, 10), other = half;
  half.re_mask = 0xFC0;
  other.re_mask = 0x03F;
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {half}, 1));
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {other}, 2));
  EXPECT_EQ(talk.answers().size(), 2u);
  EXPECT_EQ(talk.counters().rx_err_drop, 0u);
}

TEST(ORu, SamplesDependOnRadioTimeAndNotOnTheOrderOfRequests) {
  Talk one{make_link(fdd())}, other{make_link(fdd())};
  const auto a = one.cplane(Direction::uplink, {section(1, 0, 51, 3)}, 0, 0, 0);
  const auto b = one.cplane(Direction::uplink, {section(1, 0, 51, 3)}, 0, 0, 1);
  one.hear(kCplaneUl, a);
  one.hear(kCplaneUl, b);
  other.hear(kCplaneUl, b);
  other.hear(kCplaneUl, a);
  auto left = one.answers(), right = other.answers();
  const auto order = [](const Kept& x, const Kept& y) { return x.octets < y.octets; };
  std::sort(left.begin(), left.end(), order);
  std::sort(right.begin(), right.end(), order);
  EXPECT_EQ(left.size(), 6u);
  EXPECT_EQ(left, right);
}

TEST(ORu, DynamicCompressionIsThatOfTheRequest) {
  profile::Link link = make_link(fdd());
  for (profile::Channel& channel : link.carriers[0].channels)
    channel.compression.also = {{profile::Method::none, 16}};
  Talk talk{link};
  // udCompHdr 0 is 16 bits without compression: 48 octets a PRB.
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 10)}, 0, 0, 0, 0x00));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 1u);
  const Decoded answer = decode(frames[0], true, 51);
  EXPECT_EQ(answer.parts[0].ud_comp_hdr, 0);
  EXPECT_EQ(answer.parts[0].prbs.length, 480u);
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(2, 0, 10)}, 1, 0, 0, 0xE1));
  EXPECT_EQ(talk.counters().rx_corrupt, 1u) << "14 bits are not configured";
  EXPECT_TRUE(talk.answers(6'000'000).empty());
}

TEST(ORu, AnswersLateWhileItsWindowIsOpen) {
  profile::Link link = make_link(fdd());
  // C-plane may come up to 200 us behind its symbol; Ta3 is 50..171 us, the middle is 110 us.
  link.delays.t2a_cp_ul = profile::Delay{-200 * kUs, 336 * kUs};
  link.delays.ta3 = profile::Delay{50 * kUs, 171 * kUs};
  Talk in_time{link};
  in_time.hear(150 * kUs - kAdvance, in_time.cplane(Direction::uplink, {section(1, 0, 10, 2)}));
  auto frames = in_time.answers();
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(in_time.offset_ns(frames[0]), 150 * kUs - kAdvance) << "at once";
  EXPECT_LE(in_time.offset_ns(frames[1]), 171 * kUs - kAdvance + 36'198);
  EXPECT_EQ(in_time.counters().rx_err_drop, 0u);
  Talk too_late{link};
  too_late.hear(172 * kUs - kAdvance, too_late.cplane(Direction::uplink, {section(1, 0, 10, 2)}));
  frames = too_late.answers();
  ASSERT_EQ(frames.size(), 1u) << "the window of symbol 0 is over";
  EXPECT_EQ(decode(frames[0], true, 51).uplane.at.symbol, 1);
  EXPECT_EQ(too_late.counters().rx_err_drop, 1u);
  EXPECT_EQ(too_late.counters().rx_corrupt, 0u);
}

TEST(ORu, NothingLeavesBeforeWhatWasHandedOut) {
  Talk talk{make_link(fdd())};
  EXPECT_TRUE(talk.answers(120 * kUs).empty());
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 10)}));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_GE(talk.offset_ns(frames[0]), 120 * kUs);
}

TEST(ORu, PrachIsCountedFromItsFirstSample) {
  // Format 0: 800 us, Ta3 827..1650 us behind its first sample. cpLength 0: timeOffset is that sample;
  // with cpLength it is the start of the CP (CUS 4.4.3). Both name the same instant here.
  struct Case {
    std::uint16_t time_offset, cp_length;
    std::uint8_t symbol;
  };
  std::vector<std::int64_t> instants;
  for (const Case& c : {Case{3168, 0, 1}, Case{0, 3168, 0}}) {
    Talk talk{make_link(fdd())};
    std::vector<std::uint8_t> body(24);
    Writer out{body};
    wire::encode(out, wire::CplaneHeader{.direction = Direction::uplink,
                                         .filter_index = 1,
                                         .start = at(c.symbol),
                                         .number_of_sections = 1,
                                         .section_type = 3,
                                         .ud_comp_hdr = 0x91,
                                         .time_offset = c.time_offset,
                                         .frame_structure = 0xCC,
                                         .cp_length = c.cp_length});
    wire::encode(out, section(5, 0, 72), 3);
    talk.hear(kCplaneUl + (c.symbol == 1 ? 71'875 : 0),
              talk.message(wire::EcpriType::rt_control, 4, 0, body));
    EXPECT_EQ(talk.counters().rx_on_time_c, 1u);
    const auto frames = talk.answers();
    ASSERT_EQ(frames.size(), 2u) << "72 PRBs of 28 octets";
    const Decoded answer = decode(frames[0], true, 72);
    EXPECT_EQ(answer.uplane.filter_index, 1);
    EXPECT_EQ(answer.uplane.at, at(c.symbol));
    EXPECT_EQ(answer.parts[0].id, 5);
    const std::int64_t first = 103'125 - kAdvance;  // 3168 Ts
    EXPECT_GT(talk.offset_ns(frames[0]), first + 827 * kUs);
    EXPECT_LT(talk.offset_ns(frames[1]), first + 1650 * kUs);
    instants.push_back((talk.offset_ns(frames[0]) + talk.offset_ns(frames[1])) / 2);
  }
  EXPECT_NEAR(static_cast<double>(instants[0]), static_cast<double>(instants[1]), 100e3);
}

/// ST 3 for a preamble B4 of 30 kHz, in symbol 0.
std::vector<std::uint8_t> preamble_b4(const wire::Section& section) {
  std::vector<std::uint8_t> body(24);
  Writer out{body};
  wire::encode(out, wire::CplaneHeader{.direction = Direction::uplink,
                                       .filter_index = 3,
                                       .start = at(0),
                                       .number_of_sections = 1,
                                       .section_type = 3,
                                       .ud_comp_hdr = 0x91,
                                       .time_offset = 468,
                                       .frame_structure = 0xC1});
  wire::encode(out, section, 3);
  return body;
}

TEST(ORu, PrachIsAnsweredBesidePuschOfTheSameId) {
  Talk talk{make_link({.name = "shared", .tdd = "", .prach = "B4", .shared_ids = true})};
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 51)}, 0, 0, 1));
  talk.hear(kCplaneUl, talk.message(wire::EcpriType::rt_control, 1, 1, preamble_b4(section(200, 0, 12))));
  EXPECT_EQ(talk.counters(), (Counters{.rx_total = 2, .rx_on_time_c = 2}));
  unsigned pusch = 0, prach = 0;
  for (const Kept& frame : talk.answers())
    ++(decode(frame, true, 51).uplane.filter_index == 3 ? prach : pusch);
  EXPECT_EQ(pusch, 1u);
  EXPECT_EQ(prach, 1u);
}

TEST(ORu, WhatLiesBeyondTheGridIsDroppedAndCounted) {
  const Counters wrong{.rx_total = 1, .rx_on_time_c = 1, .rx_corrupt = 1, .rx_err_drop = 1, .tx_total = 1},
      unable{.rx_total = 1, .rx_on_time_c = 1, .rx_err_drop = 1}, taken{.rx_total = 1, .rx_on_time_c = 1};
  const auto counted = [](Counters counters, std::uint64_t answers) {
    counters.tx_total = answers;
    return counters;
  };
  wire::Section every = section(1, 40, 7);  // PRBs 40, 42, .. 52
  every.rb = true;
  wire::Section fits = section(1, 38, 7);  // PRBs 38, 40, .. 50
  fits.rb = true;
  struct Case {
    const char* what;
    wire::Section section;
    unsigned symbol;
    Counters counters;
  };
  for (const Case& c : {Case{"the last PRBs", section(1, 45, 6), 0, counted(taken, 2)},
                        Case{"PRBs 45 to 64 of 51", section(1, 45, 20), 0, wrong},
                        Case{"PRB 51 of 51", section(1, 51, 1), 0, wrong},
                        Case{"every second up to the last", fits, 0, counted(taken, 2)},
                        Case{"every second one beyond", every, 0, wrong},
                        Case{"the last symbols", section(1, 0, 10, 2), 12, counted(taken, 3)},
                        Case{"symbols 12 to 16", section(1, 0, 10, 5), 12, wrong}}) {
    Talk talk{make_link(fdd())};
    // The section beside it is answered.
    talk.hear(kCplaneUl + (c.symbol == 12 ? 430 * kUs : 0),
              talk.cplane(Direction::uplink, {c.section, section(2, 0, 10)}, 0, c.symbol));
    std::uint64_t parts = 0;
    for (const Kept& frame : talk.answers()) parts += decode(frame, true, 51).parts.size();
    Counters counters = talk.counters();
    counters.tx_total = parts;
    EXPECT_EQ(counters, c.counters) << c.what;
  }
  for (const bool first : {true, false}) {
    Talk talk{make_link({.name = "prach", .tdd = "", .prach = "B4"})};
    talk.hear(kCplaneUl,
              talk.message(wire::EcpriType::rt_control, 4, 0, preamble_b4(section(5, first ? 0 : 12, 12))));
    const std::size_t answers = talk.answers().size();
    EXPECT_EQ(answers, first ? 1u : 0u);
    EXPECT_EQ(talk.counters(), first ? counted(taken, 1) : unable);
  }
}

TEST(ORu, PrachSamplesEndWithThePreamble) {
  // 839 subcarriers in 70 PRBs but for one RE; PRBs 70 and 71 are zeros (BFP: exponent and mantissas).
  Talk talk{make_link({.name = "prach", .tdd = "", .mtu = 9000, .prach = "0"})};
  const auto body = from_hex("11 " + plumbline::test::hex(std::vector{kFrameId}) +
                             " 2001 01 03 0C60 CC 0000 91  0050 00 48 FFF1 0000 000000 00");
  talk.hear(kCplaneUl + 71'875, talk.message(wire::EcpriType::rt_control, 4, 0, body));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 1u);
  const Decoded answer = decode(frames[0], true, 72);
  const Octets prbs = answer.parts.at(0).prbs.octets();
  ASSERT_EQ(prbs.size(), 72u * 28);
  const auto zero = [](std::uint8_t octet) { return octet == 0; };
  EXPECT_FALSE(std::all_of(prbs.begin() + 69 * 28, prbs.begin() + 70 * 28, zero));
  EXPECT_TRUE(std::all_of(prbs.begin() + 70 * 28, prbs.end(), zero));
}

TEST(ORu, ExtensionsThatItDoesNotUnderstandAreProtocolErrors) {
  const auto body = request("0010 00 0A FFF1 8000 06 02 10000003 0001  0020 0A 05 FFF1 0000", 2);
  Talk plain{make_link(fdd())};
  plain.hear(kCplaneUl, plain.message(wire::EcpriType::rt_control, 0, 0, body));
  EXPECT_EQ(plain.counters(),
            (Counters{.rx_total = 1, .rx_on_time_c = 1, .rx_corrupt = 1, .rx_err_drop = 1}));
  auto frames = plain.answers();
  ASSERT_EQ(frames.size(), 1u) << "the other section is answered";
  EXPECT_EQ(decode(frames[0], true, 51).parts.at(0).id, 2);
  Talk able{make_link(fdd()), {.abilities = {.extensions = 1 << 6}}};
  able.hear(kCplaneUl, able.message(wire::EcpriType::rt_control, 0, 0, body));
  frames = able.answers();
  ASSERT_EQ(frames.size(), 1u);
  const Decoded both = decode(frames[0], true, 51);
  ASSERT_EQ(both.parts.size(), 2u);
  EXPECT_EQ(both.parts[0].range, (radio::PrbRange{0, 2, 1})) << "RBGs 0 and 1 of one PRB";
  EXPECT_EQ(able.counters().rx_err_drop, 0u);
}

TEST(ORu, ReservedExtensionsAreIgnored) {
  Talk talk{make_link(fdd())};
  talk.hear(kCplaneUl,
            talk.message(wire::EcpriType::rt_control, 0, 0, request("0010 00 0A FFF1 8000 7F 01 0000", 1)));
  EXPECT_EQ(talk.answers().size(), 1u);
  EXPECT_EQ(talk.counters().rx_err_drop, 0u);
}

TEST(ORu, Extension10IsAnsweredOnEveryPort) {
  Talk talk{make_link(fdd()), {.abilities = {.extensions = 1 << 10}}};
  talk.hear(kCplaneUl,
            talk.message(wire::EcpriType::rt_control, 0, 0, request("0010 00 0A FFF1 8000 0A 01 01 00", 1)));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(decode(frames[0], true, 51).ids.eaxc.value + decode(frames[1], true, 51).ids.eaxc.value, 1);
  // Ports 0..2: 2 is none of its own.
  talk.hear(kCplaneUl,
            talk.message(wire::EcpriType::rt_control, 0, 1, request("0020 0A 0A FFF1 8000 0A 01 02 00", 1)));
  EXPECT_EQ(talk.counters().rx_corrupt, 1u);
}

TEST(ORu, WhatItIsNotAbleToDoIsDropped) {
  struct Case {
    std::uint8_t type;
    Counters counted;
  };
  const Counters unable{.rx_total = 1, .rx_on_time_c = 1, .rx_err_drop = 1},
      wrong{.rx_total = 1, .rx_on_time_c = 1, .rx_corrupt = 1, .rx_err_drop = 1};
  for (const Case& c : {Case{5, unable}, Case{4, unable}, Case{2, wrong}, Case{8, wrong}, Case{9, wrong}}) {
    Talk talk{make_link(fdd())};
    talk.hear(kCplaneUl,
              talk.message(wire::EcpriType::rt_control, 0, 0, request("0010 00 0A FFF1 0000", 1, c.type)));
    EXPECT_EQ(talk.counters(), c.counted) << int{c.type};
    EXPECT_TRUE(talk.answers().empty());
  }
  Talk able{make_link(fdd()), {.abilities = {.channel_information = true}}};
  able.hear(kCplaneUl,
            able.message(wire::EcpriType::rt_control, 0, 0, request("0010 00 0A FFF1 0000", 1, 5)));
  EXPECT_EQ(able.answers().size(), 1u);
}

TEST(ORu, BlankingIsTakenAndNotAnswered) {
  Talk talk{make_link(fdd())};
  const auto body = from_hex("10 " + plumbline::test::hex(std::vector{kFrameId}) +
                             " 2000 01 00 0000 C1 0000 00  0010 00 0A FFF1 0000");
  talk.hear(kCplaneUl, talk.message(wire::EcpriType::rt_control, 0, 0, body));
  EXPECT_TRUE(talk.answers().empty());
  EXPECT_EQ(talk.counters(), (Counters{.rx_total = 1, .rx_on_time_c = 1}));
  Talk without{make_link(fdd()), {.abilities = {.blanking = false}}};
  without.hear(kCplaneUl, without.message(wire::EcpriType::rt_control, 0, 0, body));
  EXPECT_EQ(without.counters().rx_err_drop, 1u);
}

TEST(ORu, SnapLengthLeavesOutSamplesAndNothingElse) {
  Talk whole{make_link(fdd())}, cut{make_link(fdd()), {.snap = 64}};
  for (Talk* talk : {&whole, &cut})
    talk->hear(kCplaneUl, talk->cplane(Direction::uplink, {section(1, 0, 51, 14)}));
  const auto expected = whole.answers(), made = cut.answers();
  ASSERT_EQ(made.size(), expected.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    EXPECT_EQ(made[i].at, expected[i].at);
    EXPECT_EQ(made[i].length, expected[i].length);
    ASSERT_EQ(made[i].octets.size(), 64u);
    EXPECT_TRUE(std::equal(made[i].octets.begin(), made[i].octets.end(), expected[i].octets.begin()));
  }
}

TEST(ORu, AllocatesNothingInTheSteadyState) {
  const profile::Link link = make_link({.name = "100 MHz", .prbs = 273, .tdd = ""});
  const auto du =
      all_of(seen_at(link, profile::TapPlace::at_o_ru), {.start = kStart, .frames = 8, .role = Role::o_du});
  auto unit = ORu::make(link, {.snap = 64});
  ASSERT_TRUE(unit.has_value());
  std::vector<TimedFrame> batch;
  std::size_t before = 0, frames = 0;
  for (std::size_t i = 0; i < du.size(); ++i) {
    if (i == du.size() / 2) before = allocations();
    (*unit)->receive(du[i].at, du[i].length, du[i].octets);
    (*unit)->advance(du[i].at, batch);
    frames += batch.size();
  }
  EXPECT_EQ(allocations(), before);
  EXPECT_GT(frames, 20'000u);
  EXPECT_EQ((*unit)->counters().rx_err_drop, 0u);
}

TEST(ORu, SaysWhatItCannotServe) {
  auto made = ORu::make(make_link(fdd()), {.abilities = {.extensions = 1 << 7}});
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().what, "section extension 7 is not followed by this O-RU");
  profile::Link link = make_link(fdd());
  link.carriers[0].channels[1].compression.also = {{profile::Method::modulation, 4}};
  EXPECT_FALSE(ORu::make(link, {}).has_value());
}

}  // namespace
}  // namespace plumbline::emulator::test
