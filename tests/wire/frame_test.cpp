// UDP/IP as this room writes it: checksums by a second way of adding, and what must come back.
#include "wire/frame.h"

#include <gtest/gtest.h>

#include <array>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "wire/exact.h"

namespace plumbline::wire {
namespace {

constexpr std::array<std::uint8_t, 6> kDu{2, 0, 0, 0, 0, 1}, kRu{2, 0, 0, 0, 0, 2};

/// Internet checksum, RFC 1071, with the carry added at every step.
std::uint16_t checksum(const std::vector<std::uint8_t>& octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); i += 2) {
    const std::uint32_t low = i + 1 < octets.size() ? octets[i + 1] : 0u;
    sum += octets[i] * 256u + low;
    if (sum > 0xFFFF) sum -= 0xFFFF;
  }
  return static_cast<std::uint16_t>(~sum);
}

std::vector<std::uint8_t> udp_frame(bool version6, Octets payload) {
  std::vector<std::uint8_t> space(2000);
  Writer out{space};
  encode_ethernet(out, kRu, kDu, {}, version6 ? 0x86DD : 0x0800);
  std::vector<std::uint8_t> source(version6 ? 16 : 4, 0xA1), destination(version6 ? 16 : 4, 0xB2);
  encode_udp(out,
             {.source = source, .destination = destination, .source_port = 40000, .destination_port = 49153},
             payload);
  EXPECT_TRUE(out.ok());
  space.resize(out.at());
  return space;
}

TEST(EncodeUdp, HeadersSumToNothing) {
  for (const std::size_t size : {0u, 1u, 24u, 333u, 1452u}) {
    std::vector<std::uint8_t> payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(251 * i + 255);
    const auto four = udp_frame(false, payload);
    EXPECT_EQ(checksum({four.begin() + 14, four.begin() + 34}), 0) << size;
    EXPECT_EQ(load_be16(&four[16]), four.size() - 14);
    EXPECT_EQ(load_be16(&four[40]), 0) << "UDP over IPv4 goes without a checksum";

    const auto six = udp_frame(true, payload);
    std::vector<std::uint8_t> pseudo{six.begin() + 22, six.begin() + 54};
    const auto length = static_cast<std::uint16_t>(8 + size);
    pseudo.insert(pseudo.end(), {0, 0, static_cast<std::uint8_t>(length >> 8),
                                 static_cast<std::uint8_t>(length), 0, 0, 0, 17});
    pseudo.insert(pseudo.end(), six.begin() + 54, six.end());
    EXPECT_EQ(checksum(pseudo), 0) << size;
    EXPECT_EQ(load_be16(&six[18]), length);
  }
}

TEST(EncodeUdp, DecodesToItsPathAndPayload) {
  const std::array<std::uint8_t, 8> payload{0x10, 2, 0, 4, 0, 1, 0, 0x80};
  for (const bool version6 : {false, true}) {
    const test::Exact exact{udp_frame(version6, payload)};
    Frame frame;
    ASSERT_FALSE(
        decode_frame(exact.octets(), static_cast<std::uint32_t>(exact.octets().size()), frame, 49153));
    EXPECT_EQ(frame.protocol, Protocol::ecpri);
    EXPECT_EQ(frame.transport, version6 ? Transport::udp_ipv6 : Transport::udp_ipv4);
    EXPECT_EQ(frame.ip.dscp, 46);
    EXPECT_EQ(frame.ip.source_port, 40000);
    EXPECT_EQ(exact.octets()[frame.ip.source_at], 0xA1);
    EXPECT_EQ(exact.octets()[frame.ip.source_at + (version6 ? 16 : 4)], 0xB2);
    EXPECT_TRUE(std::equal(payload.begin(), payload.end(), frame.pdu.data));
    EXPECT_EQ(frame.pdu.length, payload.size());
  }
}

TEST(EncodeEthernet, WritesBothTagsAsTheyDecode) {
  const std::array<VlanTag, 2> tags{
      {{.tpid = 0x88A8, .pcp = 5, .dei = true, .vid = 4095}, {.pcp = 2, .vid = 1}}};
  std::vector<std::uint8_t> space(64);
  Writer out{space};
  encode_ethernet(out, kRu, kDu, tags, kEcpriEtherType);
  Frame frame;
  ASSERT_FALSE(decode_frame(out.written(), 64, frame));
  ASSERT_EQ(frame.tag_count, 2u);
  for (std::uint32_t i = 0; i < 2; ++i) EXPECT_EQ(frame.tag(i), tags[i]);
  EXPECT_TRUE(std::equal(kRu.begin(), kRu.end(), frame.mac));
  EXPECT_TRUE(std::equal(kDu.begin(), kDu.end(), frame.mac + 6));
  EXPECT_EQ(frame.pdu.base, 22u);
  EXPECT_EQ(frame.pdu.length, 42u);
}

auto told(const View& view) { return std::tuple{view.data, view.captured, view.length, view.base}; }
/// All that a decoded frame says, for comparing.
auto told(const Frame& frame) {
  const IpFacts ip = frame.transport == Transport::ethernet ? IpFacts{} : frame.ip;
  return std::tuple{frame.mac,
                    frame.tag_count,
                    frame.ether_type,
                    frame.protocol,
                    frame.transport,
                    told(frame.pdu),
                    told(frame.client_data()),
                    std::tuple{ip.dscp, ip.fragmented, ip.options, ip.checksum_zero, ip.source_port,
                               ip.destination_port, ip.source_at}};
}

/// Decodes both ways; true when the frame is one that is told in line.
bool compare_ways(Octets octets, std::uint32_t length, std::uint16_t udp_port) {
  const test::Exact exact{octets};
  Frame in, any;
  const DecodeError error = decode_frame(exact.octets(), length, in, udp_port);
  EXPECT_EQ(error, decode_any_frame(exact.octets(), length, any, udp_port));
  if (error) return false;
  EXPECT_EQ(told(in), told(any));
  return in.protocol == Protocol::ecpri && in.transport == Transport::ethernet && in.tag_count < 2;
}

TEST(DecodeFrame, InLineSaysOfRandomFramesWhatTheWayOfAllFramesSays) {
  Random random{1};
  constexpr std::uint16_t kTypes[]{kEcpriEtherType, kVlanEtherType, 0x88A8, 0x9100, 0x0800, 0x88F7, 0x0026};
  std::size_t in_line = 0;
  for (int i = 0; i < 20'000 && !HasFailure(); ++i) {
    std::vector<std::uint8_t> octets(random.below(40));
    for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random.below(256));
    for (std::size_t at = 12; at + 2 <= octets.size() && at <= 20; at += 4) {
      const std::uint16_t type = kTypes[random.below(std::size(kTypes))];
      octets[at] = static_cast<std::uint8_t>(type >> 8);
      octets[at + 1] = static_cast<std::uint8_t>(type);
    }
    in_line += compare_ways(octets, static_cast<std::uint32_t>(random.below(60)), 0) ? 1u : 0u;
  }
  EXPECT_GT(in_line, 1000u);
}

TEST(DecodeFrame, InLineSaysOfChangedFramesWhatTheWayOfAllFramesSays) {
  const std::array<std::uint8_t, 12> payload{0x10, 2, 0, 8, 0, 1, 0, 0x80, 0x90, 0, 0, 0};
  std::vector<std::vector<std::uint8_t>> frames{udp_frame(false, payload), udp_frame(true, payload)};
  const std::array<VlanTag, 2> tags{{{.pcp = 7, .vid = 2}, {.pcp = 6, .vid = 3}}};
  for (const std::uint16_t type : {kEcpriEtherType, std::uint16_t{0x88F7}})
    for (std::size_t count = 0; count <= tags.size(); ++count) {
      std::vector<std::uint8_t> space(100);
      Writer out{space};
      encode_ethernet(out, kRu, kDu, std::span{tags}.first(count), type);
      out.put(Octets{payload});
      frames.emplace_back(out.written().begin(), out.written().end());
    }
  Random random{2};
  std::size_t in_line = 0;
  for (int i = 0; i < 40'000 && !HasFailure(); ++i) {
    std::vector<std::uint8_t> octets = frames[random.below(frames.size())];
    // An octet of the EtherTypes and behind them, or a bit; mostly none, so that some stay what they are.
    for (std::uint64_t changes = random.below(4); changes > 1; --changes) {
      std::uint8_t& octet = octets[12 + random.below(octets.size() - 12)];
      octet =
          static_cast<std::uint8_t>(random.below(2) == 0 ? random.below(256) : octet ^ 1u << random.below(8));
    }
    const std::size_t whole = octets.size();
    if (random.below(2) == 0) octets.resize(random.below(whole + 9));
    const std::uint64_t length = random.below(2) == 0 ? whole : random.below(whole + 9);
    const std::uint16_t port = random.below(2) == 0 ? std::uint16_t{0} : std::uint16_t{49153};
    in_line += compare_ways(octets, static_cast<std::uint32_t>(length), port) ? 1u : 0u;
  }
  EXPECT_GT(in_line, 5000u);
}

TEST(DecodeFrame, MoreOctetsThanTheWireHadAreNotLookedAt) {
  // A capture that kept the FCS or trailing octets of its own: original_length rules.
  std::vector<std::uint8_t> octets(80, 0xEE);
  octets[12] = 0xAE;
  octets[13] = 0xFE;
  Frame frame;
  ASSERT_FALSE(decode_frame(octets, 60, frame));
  EXPECT_EQ(frame.pdu.length, 46u);
  EXPECT_EQ(frame.pdu.captured, 46u);
}

TEST(DecodeFrame, Ipv4OptionsThatWereCutAreCutEvenWhereTheFrameEndsBeforeUdp) {
  std::vector<std::uint8_t> octets(35);
  octets[12] = 0x08;
  octets[14] = 0x46;  // 24 octets of IPv4 header, of which 21 were captured
  octets[23] = 17;
  const test::Exact exact{octets};
  Frame frame;
  EXPECT_EQ(decode_frame(exact.octets(), 43, frame), (DecodeError{Fault::cut, 35}));
  EXPECT_EQ(decode_frame(exact.octets(), 35, frame), (DecodeError{Fault::truncated, 35}));
}

}  // namespace
}  // namespace plumbline::wire
