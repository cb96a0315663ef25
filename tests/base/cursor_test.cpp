#include "base/cursor.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace plumbline {
namespace {

constexpr std::array<std::uint8_t, 8> kOctets{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};

TEST(LoadBe, MostSignificantOctetComesFirst) {
  EXPECT_EQ(load_be<1>(kOctets.data()), 0x01u);
  EXPECT_EQ(load_be<3>(kOctets.data()), 0x012345u);
  EXPECT_EQ(load_be<8>(kOctets.data()), 0x0123456789abcdefu);
  EXPECT_EQ(load_be16(kOctets.data() + 6), 0xcdefu);
  EXPECT_EQ(load_be32(kOctets.data() + 4), 0x89abcdefu);
}

TEST(Bits, AreCountedFromTheLowest) {
  EXPECT_EQ(bits(0xb4, 0, 3), 4u);
  EXPECT_EQ(bits(0xb4, 4, 4), 0xbu);
  EXPECT_EQ(bits(~std::uint64_t{0}, 32, 32), 0xffffffffu);
}

TEST(Writer, WritesNumbersOctetsAndZerosInOrder) {
  std::array<std::uint8_t, 9> space;
  space.fill(0xee);
  Writer writer{space};
  writer.put(0x1234, 2);
  writer.put(Octets{kOctets}.first(3));
  writer.zeros(2);
  EXPECT_TRUE(writer.ok());
  EXPECT_EQ(writer.at(), 7u);
  const std::vector<std::uint8_t> written(writer.written().begin(), writer.written().end());
  EXPECT_EQ(written, (std::vector<std::uint8_t>{0x12, 0x34, 0x01, 0x23, 0x45, 0, 0}));
  EXPECT_EQ(space[7], 0xee);
}

TEST(Writer, RefusesWhatDoesNotFitAndEverythingAfterIt) {
  std::array<std::uint8_t, 3> space{};
  Writer writer{space};
  writer.put(0xaabb, 2);
  writer.put(0xccdd, 2);
  EXPECT_FALSE(writer.ok());
  writer.put(0xcc, 1);  // would fit, but would stand in the wrong place
  EXPECT_FALSE(writer.ok());
  EXPECT_EQ(writer.at(), 2u);
  EXPECT_EQ(space[2], 0);
}

TEST(Writer, PatchesOnlyWhatWasWritten) {
  std::array<std::uint8_t, 4> space{};
  Writer writer{space};
  writer.zeros(3);
  writer.patch16(1, 0xabcd);
  writer.patch16(2, 0xffff);
  EXPECT_EQ(space, (std::array<std::uint8_t, 4>{0, 0xab, 0xcd, 0}));
}

}  // namespace
}  // namespace plumbline
