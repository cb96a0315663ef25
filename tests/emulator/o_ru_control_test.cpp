// What an O-RU answers with messages of its own.
#include <gtest/gtest.h>

#include <algorithm>

#include "emulator/talk.h"
#include "wire/one_way_delay.h"

namespace plumbline::emulator::test {
namespace {

TEST(ORuControl, AckRequestsAreAnsweredInSectionType8) {
  // Section 1 is fine (id 0x1234), section 2 has an extension that is not understood (id 0x5678).
  Talk talk{make_link(fdd()), {.abilities = {.ack_nack = true}}};
  talk.hear(kCplaneUl,
            talk.message(
                wire::EcpriType::rt_control, 0, 0,
                request("0010 00 0A FFF1 8000 16 01 1234  0020 0A 05 FFF1 8000 96 01 5678 09 01 0100", 2)));
  auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 2u);
  const auto acks = of(frames, Plane::c);
  ASSERT_EQ(acks.size(), 1u);
  const Decoded answer = decode(acks[0]);
  EXPECT_EQ(plumbline::test::hex(answer.message.body.octets()),
            "00000080"
            "10" +
                plumbline::test::hex(std::vector{kFrameId}) +
                "2000"
                "00"
                "08"
                "0101"
                "12345678");
  EXPECT_GE(talk.offset_ns(acks[0]), 50 * kUs - kAdvance);
  EXPECT_LE(talk.offset_ns(acks[0]), 171 * kUs - kAdvance);
  EXPECT_EQ(talk.counters().tx_total, 2u);
  EXPECT_EQ(talk.counters().tx_total_c, 1u);
}

TEST(ORuControl, SleepCommandsAreAcknowledgedWhereItCanSleep) {
  // TRX_CONTROL, st4CmdLen 3 (12 octets), ackNackReqId 0x0102; log2MaskBits 4.
  const auto body = from_hex("11 " + plumbline::test::hex(std::vector{kFrameId}) +
                             " 2000 00 04 01 00  03 0003 04 0102 0000  10 00 0000 3FFF FFFF 0000 0000");
  Talk talk{
      make_link(fdd()),
      {.abilities = {.ack_nack = true, .sleep = profile::Sleep{.trx_control = {profile::SleepMode{20}}}}}};
  talk.hear(kCplaneUl, talk.message(wire::EcpriType::rt_control, 0, 0, body));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 1u);
  const auto octets = decode(frames[0]).message.body.octets();
  EXPECT_EQ(plumbline::test::hex(octets.subspan(9)),
            "080100"
            "01020000");
}

TEST(ORuControl, TheWorstOfSeveralCommandsCountsWhateverTheirOrder) {
  // A reserved command and TD_BEAM_CONFIG, 8 octets each, no ackNackReqId.
  const std::string reserved = " 09 0000 00 0000 0000", unable = " 01 0000 00 0000 0000";
  const std::string header = "10 " + plumbline::test::hex(std::vector{kFrameId}) + " 2000 00 04 02 00 ";
  for (const std::string& commands : {reserved + unable, unable + reserved}) {
    Talk talk{make_link(fdd()), {.abilities = {.sleep = profile::Sleep{}}}};
    talk.hear(kCplaneUl, talk.message(wire::EcpriType::rt_control, 0, 0, from_hex(header + commands)));
    EXPECT_EQ(talk.counters(),
              (Counters{.rx_total = 1, .rx_on_time_c = 1, .rx_corrupt = 1, .rx_err_drop = 1}))
        << commands;
  }
}

TEST(ORuControl, LbtRequestsAreAnswered) {
  // LBT_PDSCH_REQ, handle 0xBEEF, on the DL eAxC with dataDirection 0.
  const auto body = from_hex("10 " + plumbline::test::hex(std::vector{kFrameId}) +
                             " 2000 00 07 0000  02 BEEF 0000 0000 00");
  Talk without{make_link(fdd())};
  without.hear(0, without.message(wire::EcpriType::rt_control, 0, 0, body));
  EXPECT_EQ(without.counters(), (Counters{.rx_total = 1, .rx_err_drop = 1})) << "no window";
  Talk talk{make_link(fdd()), {.abilities = {.laa = true}}};
  talk.hear(0, talk.message(wire::EcpriType::rt_control, 0, 0, body));
  const auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 1u);
  const auto octets = decode(frames[0]).message.body.octets();
  // laaMsgType 2, two words; success, sent; sfnSf: frame and subframe 2.
  EXPECT_EQ(plumbline::test::hex(octets.subspan(4)), "10" + plumbline::test::hex(std::vector{kFrameId}) +
                                                         "2000"
                                                         "00"
                                                         "07"
                                                         "0000"
                                                         "22beef"
                                                         "9" +
                                                         plumbline::test::hex(std::vector{kFrameId}) +
                                                         "2"
                                                         "000000");
}

/// Messages of eCPRI type 5 that the unit sent.
std::vector<wire::OneWayDelay> delays(const std::vector<Kept>& frames) {
  std::vector<wire::OneWayDelay> found;
  for (const Kept& frame : frames) {
    wire::Frame ethernet;
    wire::EcpriMessage message;
    EXPECT_FALSE(wire::decode_frame(frame.octets, frame.length, ethernet));
    EXPECT_TRUE(wire::EcpriWalk{ethernet.pdu}.next(message));
    EXPECT_EQ(message.header.type, wire::EcpriType::one_way_delay);
    EXPECT_FALSE(wire::decode_one_way_delay(message.body, found.emplace_back()));
  }
  return found;
}

TEST(ORuControl, OneWayDelayRequestsGetTheTimeOfTheirArrival) {
  Talk talk{make_link(fdd())};
  FrameWriter writer{talk.link()};
  const auto say = [&](std::int64_t offset, wire::OneWayDelay message) {
    std::vector<std::uint8_t> body(64), octets(writer.room());
    Writer out{body};
    wire::encode(out, message);
    body.resize(out.at());
    octets.resize(writer.message(octets, Role::o_du, wire::EcpriType::one_way_delay, body));
    talk.hear(offset, octets);
  };
  // 2026-01-01 00:00:00 UTC is 37 s more in TAI; t0 is 32 ms behind it.
  constexpr std::uint64_t kTai = 1'767'225'600 + 37;
  say(5, {.measurement_id = 9, .action_type = 0, .seconds = 1, .dummy_octets = 30});
  auto heard = delays(talk.answers(1'000'000));
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0], (wire::OneWayDelay{.measurement_id = 9,
                                         .action_type = 2,
                                         .seconds = kTai,
                                         .nanoseconds = 32'000'005,
                                         .dummy_octets = 30}));
  // With follow-up: the answer waits for it and tells when the request came.
  say(1'000'100, {.measurement_id = 7, .action_type = 1, .dummy_octets = 26});
  EXPECT_TRUE(talk.answers(1'100'000).empty());
  say(1'200'000, {.measurement_id = 7, .action_type = 5, .seconds = kTai, .dummy_octets = 26});
  heard = delays(talk.answers(2'000'000));
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].action_type, 2);
  EXPECT_EQ(heard[0].nanoseconds, 33'000'100u);
  // Asked to measure itself, in two steps: the follow-up tells when the request left.
  say(2'000'100, {.measurement_id = 3, .action_type = 4, .dummy_octets = 26});
  const auto frames = talk.answers(3'000'000);
  heard = delays(frames);
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0], (wire::OneWayDelay{.measurement_id = 3, .action_type = 1, .dummy_octets = 26}));
  EXPECT_EQ(heard[1].action_type, 5);
  EXPECT_EQ(heard[1].nanoseconds, 32'000'000u + static_cast<std::uint32_t>(talk.offset_ns(frames[0])));
  // And in one.
  say(3'000'100, {.measurement_id = 4, .action_type = 3, .dummy_octets = 26});
  const auto one = talk.answers(4'000'000);
  heard = delays(one);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].action_type, 0);
  EXPECT_EQ(heard[0].nanoseconds, 32'000'000u + static_cast<std::uint32_t>(talk.offset_ns(one[0])));
  EXPECT_EQ(talk.counters(), Counters{}) << "neither C- nor U-plane";
  say(4'000'000, {.measurement_id = 4, .action_type = 6, .dummy_octets = 26});  // reserved
  say(4'000'000, {.measurement_id = 8, .action_type = 5, .dummy_octets = 26});  // follows nothing
  EXPECT_EQ(talk.counters(), (Counters{.rx_corrupt = 1, .rx_err_drop = 2}));
  EXPECT_TRUE(talk.answers(5'000'000).empty());
}

/// Data "hello" from port 50000 to port 7, over IPv4 and IPv6; with the link's VLAN tag.
std::vector<std::vector<std::uint8_t>> datagrams() {
  std::vector<std::vector<std::uint8_t>> frames{
      from_hex("02005E005302 02005E005399 8100 A005 0800  4500 0021 1234 4000 4011 A494  C0000201 C0000202"
               "  C350 0007 000D 74A6  68656C6C6F"),
      from_hex("02005E005302 02005E005399 8100 A005 86DD  6000 0000 000D 1140"
               "  20010DB8000000000000000000000001 20010DB8000000000000000000000002"
               "  C350 0007 000D 9D35  68656C6C6F")};
  for (auto& frame : frames) frame.resize(std::max<std::size_t>(frame.size(), 60));
  return frames;
}

TEST(ORuControl, DatagramsToTheEchoPortComeBackWithAddressesAndPortsExchanged) {
  const std::vector<std::vector<std::uint8_t>> sent = datagrams();
  for (std::size_t i = 0; i < sent.size(); ++i) {
    Talk talk{make_link(fdd()), {.abilities = {.udp_echo = true}}};
    talk.hear(0, sent[i]);
    const auto frames = talk.answers();
    ASSERT_EQ(frames.size(), 1u);
    std::vector<std::uint8_t> back = from_hex(
        i == 0 ? "02005E005399 02005E005302 8100 A005 0800  4500 0021 1234 4000 4011 A494  C0000202 C0000201"
                 "  0007 C350 000D 74A6  68656C6C6F"
               : "02005E005399 02005E005302 8100 A005 86DD  6000 0000 000D 1140"
                 "  20010DB8000000000000000000000002 20010DB8000000000000000000000001"
                 "  0007 C350 000D 9D35  68656C6C6F");
    back.resize(std::max<std::size_t>(back.size(), 60));
    EXPECT_EQ(frames[0].octets, back);
    EXPECT_EQ(talk.counters(), Counters{}) << "it is no message of the fronthaul";
  }
}

TEST(ORuControl, OtherDatagramsAreDroppedInSilence) {
  struct Row {
    std::string_view name;
    std::size_t at;  ///< octet of the IPv4 frame
    std::uint8_t value;
  };
  for (const Row& row : std::initializer_list<Row>{{"to another MAC address", 5, 0x77},
                                                   {"from a group address", 6, 0x03},
                                                   {"in another VLAN", 15, 6},
                                                   {"a wrong checksum of IP", 28, 0},
                                                   {"a wrong checksum of UDP", 44, 0},
                                                   {"other data", 46, 0},
                                                   {"a wrong length", 43, 12}}) {
    Talk talk{make_link(fdd()), {.abilities = {.udp_echo = true}}};
    std::vector<std::uint8_t> frame = datagrams()[0];
    frame[row.at] = row.value;
    talk.hear(0, frame);
    EXPECT_TRUE(talk.answers().empty()) << row.name;
  }
  // Another port, an echo of an echo, a fragment: the UDP checksum is left out, that of IP is right.
  const auto words = [](std::vector<std::uint8_t> frame, std::initializer_list<std::pair<int, int>> set) {
    for (const auto& [at, value] : set) {
      frame[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value >> 8);
      frame[static_cast<std::size_t>(at) + 1] = static_cast<std::uint8_t>(value);
    }
    return frame;
  };
  const auto plain = words(datagrams()[0], {{44, 0}});
  for (const auto& [frame, echoed] : {std::pair{plain, true},
                                      {words(plain, {{40, 9}}), false},
                                      {words(plain, {{38, 7}}), false},
                                      {words(plain, {{24, 0x6000}, {28, 0x8494}}), false}}) {
    Talk talk{make_link(fdd()), {.abilities = {.udp_echo = true}}};
    talk.hear(0, frame);
    EXPECT_EQ(talk.answers().size(), echoed ? 1u : 0u) << plumbline::test::hex(frame);
  }
}

TEST(ORuControl, WithoutTheAbilityNoDatagramIsEchoed) {
  Talk talk{make_link(fdd())};
  for (const auto& frame : datagrams()) talk.hear(0, frame);
  EXPECT_TRUE(talk.answers().empty());
  EXPECT_EQ(talk.counters(), Counters{});
}

TEST(ORuControl, LoopbackMessagesComeBack) {
  Talk talk{make_link(fdd())};
  // LBM of level 2, transaction 0x01020304, a data TLV; with the link's VLAN tag.
  std::vector<std::uint8_t> lbm =
      from_hex("02005E005302 02005E005399 8100 A005 8902 40 03 00 04 01020304 03 0004 CAFE BABE 00");
  lbm.resize(60);
  talk.hear(0, lbm);
  auto frames = talk.answers();
  ASSERT_EQ(frames.size(), 1u);
  std::vector<std::uint8_t> lbr = lbm;
  const auto macs = from_hex("02005E005399 02005E005302");
  std::copy(macs.begin(), macs.end(), lbr.begin());
  lbr[19] = 2;
  EXPECT_EQ(frames[0].octets, lbr);
  // To the maintenance group of the level: answered from its own address. An LBR, or to others: not.
  const auto group = from_hex("0180C2000032");
  std::copy(group.begin(), group.end(), lbm.begin());
  talk.hear(5'000'000, lbm);
  lbm[5] = 0x11;
  talk.hear(5'000'000, lbm);
  talk.hear(5'000'000, lbr);
  frames = talk.answers(6'000'000);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].octets, lbr);
  EXPECT_EQ(talk.counters(), Counters{});
}

}  // namespace
}  // namespace plumbline::emulator::test
