#include "base/cursor.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace plumbline {
namespace {

std::vector<std::uint8_t> copy(std::span<const std::uint8_t> octets) {
  return {octets.begin(), octets.end()};
}

TEST(LoadBe, ReadsTheMostSignificantOctetFirst) {
  constexpr std::array<std::uint8_t, 8> kOctets{0x81, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0xF8};
  EXPECT_EQ(load_be<1>(kOctets.data()), 0x81u);
  EXPECT_EQ(load_be16(kOctets.data()), 0x8102u);
  EXPECT_EQ(load_be<3>(kOctets.data()), 0x810203u);
  EXPECT_EQ(load_be32(kOctets.data()), 0x81020304u);
  EXPECT_EQ(load_be<8>(kOctets.data()), 0x81020304050607F8u);
}

TEST(Bits, TakesAFieldFromAnyPlace) {
  EXPECT_EQ(bits(0xF0, 4, 4), 0xFu);
  EXPECT_EQ(bits(0x8000'0000'0000'0000, 63, 1), 1u);
  EXPECT_EQ(bits(0xFFFF'FFFF'0000'0000, 32, 32), 0xFFFF'FFFFu);
  EXPECT_EQ(bits(0x0000'0FFE, 0, 12), 0xFFEu);
}

TEST(Writer, WritesNumbersOctetsAndZeros) {
  std::array<std::uint8_t, 10> space;
  space.fill(0xEE);
  Writer writer{space};
  writer.put(0x0102'0304, 3);  // the low three octets
  writer.put(std::array<std::uint8_t, 2>{0xAA, 0xBB});
  writer.zeros(2);
  writer.put(0xCCDD, 2);
  EXPECT_TRUE(writer.ok());
  EXPECT_EQ(writer.at(), 9u);
  EXPECT_EQ(copy(writer.written()), (std::vector<std::uint8_t>{2, 3, 4, 0xAA, 0xBB, 0, 0, 0xCC, 0xDD}));
  EXPECT_EQ(space[9], 0xEE);
}

TEST(Writer, StopsForGoodAtTheFirstWriteThatDoesNotFit) {
  const std::array<std::uint8_t, 3> octets{1, 2, 3};
  for (int kind = 0; kind < 3; ++kind) {
    std::array<std::uint8_t, 4> space;
    space.fill(0xEE);
    Writer writer{std::span{space}.first(3)};
    writer.put(0x11, 1);
    if (kind == 0) writer.put(0x222222, 3);
    if (kind == 1) writer.put(octets);
    if (kind == 2) writer.zeros(3);
    EXPECT_FALSE(writer.ok());
    writer.put(0x33, 1);  // would fit, but is not written any more
    EXPECT_FALSE(writer.ok());
    EXPECT_EQ(copy(writer.written()), (std::vector<std::uint8_t>{0x11}));
    EXPECT_EQ(copy(space), (std::vector<std::uint8_t>{0x11, 0xEE, 0xEE, 0xEE}));
  }
}

TEST(Writer, FillsItsSpaceToTheLastOctet) {
  std::array<std::uint8_t, 8> space{};
  Writer writer{space};
  writer.put(0x0102'0304'0506'0708, 8);
  EXPECT_TRUE(writer.ok());
  writer.put(Octets{});
  writer.zeros(0);
  EXPECT_TRUE(writer.ok());
  writer.put(1, 1);
  EXPECT_FALSE(writer.ok());
  EXPECT_EQ(space[7], 8);
}

TEST(Writer, PatchesOnlyWhatWasWritten) {
  std::array<std::uint8_t, 6> space{};
  Writer writer{space};
  writer.zeros(4);
  writer.patch16(2, 0xABCD);
  writer.patch16(3, 0x1111);  // its second octet is not written yet
  writer.patch16(4, 0x1111);
  EXPECT_EQ(copy(space), (std::vector<std::uint8_t>{0, 0, 0xAB, 0xCD, 0, 0}));
  writer.zeros(9);
  writer.patch16(0, 0x1111);  // nothing more after a write that did not fit
  EXPECT_EQ(space[0], 0);
}

}  // namespace
}  // namespace plumbline
