// IP datagrams: whether lengths and checksums are right.
#include "wire/datagram.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/hex.h"

namespace plumbline::wire::test {
namespace {

using plumbline::test::from_hex;

/// Written by hand. Over IPv4 and IPv6, port 50000 to 7, data "hello".
const std::string kFour =
    "02005E005302 02005E005399 0800  4500 0021 1234 4000 4011 A494  C0000201 C0000202"
    "  C350 0007 000D 74A6  68656C6C6F";
const std::string kSix =
    "02005E005302 02005E005399 86DD  6000 0000 000D 1140"
    "  20010DB8000000000000000000000001 20010DB8000000000000000000000002"
    "  C350 0007 000D 9D35  68656C6C6F";

bool is_sound(const std::vector<std::uint8_t>& octets) {
  Frame frame;
  return !decode_frame(octets, static_cast<std::uint32_t>(octets.size()), frame) && is_sound_datagram(frame);
}

TEST(Datagram, RightOnesAreSoundPaddedOrNot) {
  for (const std::string& text : {kFour, kSix}) {
    std::vector<std::uint8_t> octets = from_hex(text);
    EXPECT_TRUE(is_sound(octets)) << text;
    octets.resize(octets.size() + 13, 0xEE);
    EXPECT_TRUE(is_sound(octets)) << text;
  }
}

TEST(Datagram, AnyOneBitOfHeadersAndDataCounts) {
  for (const std::string& text : {kFour, kSix}) {
    const std::vector<std::uint8_t> right = from_hex(text);
    for (std::size_t bit = 14 * 8; bit < right.size() * 8; ++bit) {
      // Version, traffic class, flow label and hop limit of IPv6 are under no checksum.
      if (text == kSix && (bit / 8 <= 17 || bit / 8 == 21)) continue;
      std::vector<std::uint8_t> wrong = right;
      wrong[bit / 8] ^= static_cast<std::uint8_t>(0x80 >> bit % 8);
      EXPECT_FALSE(is_sound(wrong)) << text << " bit " << bit;
    }
  }
}

TEST(Datagram, WithoutAChecksumOverIpv4Only) {
  std::vector<std::uint8_t> four = from_hex(kFour), six = from_hex(kSix);
  four[40] = four[41] = 0;
  six[60] = six[61] = 0;
  EXPECT_TRUE(is_sound(four));
  EXPECT_FALSE(is_sound(six));
}

TEST(Datagram, CutOnesAreNotSound) {
  for (const std::string& text : {kFour, kSix}) {
    std::vector<std::uint8_t> octets = from_hex(text);
    while (!octets.empty()) {
      octets.pop_back();
      EXPECT_FALSE(is_sound(octets)) << octets.size();
    }
  }
}

}  // namespace
}  // namespace plumbline::wire::test
