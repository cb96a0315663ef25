// U-plane geometry: every method and width, and PRB ranges.
#include "wire/uplane.h"

#include <gtest/gtest.h>

#include <vector>

#include "wire/exact.h"

namespace plumbline::wire {
namespace {

/// CUS v17.01 8.3.3.15, Annex D, said another way: bits of twelve I and Q, and the parameter octet.
std::uint32_t octets_by_the_book(unsigned method, unsigned width) {
  constexpr unsigned kParameterOctets[] = {0, 1, 1, 1, 0};
  return kParameterOctets[method] + 12 * 2 * width / 8;
}

TEST(UplaneGeometry, EveryMethodAndWidthHasItsPrbSize) {
  for (unsigned method = 0; method < 5; ++method)
    for (unsigned width = 1; width <= 16; ++width)
      EXPECT_EQ(prb_octets(static_cast<std::uint8_t>(method), static_cast<std::uint8_t>(width)),
                octets_by_the_book(method, width))
          << method << ' ' << width;
  for (unsigned method = 5; method < 16; ++method)
    EXPECT_EQ(prb_octets(static_cast<std::uint8_t>(method), 9), 0u) << method;
}

TEST(UplaneGeometry, UdCompHdrHoldsWidthSixteenAsZero) {
  EXPECT_EQ(width_of(0x00), 16);
  EXPECT_EQ(width_of(0x91), 9);
  EXPECT_EQ(method_of(0x91), 1);
  for (unsigned width = 1; width <= 16; ++width)
    for (unsigned method = 0; method < 16; ++method) {
      const std::uint8_t octet =
          make_ud_comp_hdr(static_cast<std::uint8_t>(method), static_cast<std::uint8_t>(width));
      EXPECT_EQ(width_of(octet), width);
      EXPECT_EQ(method_of(octet), method);
    }
}

/// A message of sections of `prbs` PRBs each, without ids.
std::vector<std::uint8_t> message(const UplaneFormat& format, std::initializer_list<unsigned> prbs,
                                  std::size_t missing) {
  std::vector<std::uint8_t> octets{0x90, 1, 2, 3};
  std::uint8_t id = 1;
  for (const unsigned n : prbs) {
    octets.insert(octets.end(), {0, static_cast<std::uint8_t>(id++ << 4), 0, static_cast<std::uint8_t>(n)});
    if (format.dynamic) octets.insert(octets.end(), {make_ud_comp_hdr(format.method, format.width), 0});
    octets.resize(octets.size() +
                  (n == 0 ? format.carrier_prbs : n) * prb_octets(format.method, format.width));
  }
  octets.resize(octets.size() - missing);
  return octets;
}

TEST(UplaneWalk, FindsTheSectionsOfEveryFormat) {
  for (const bool dynamic : {false, true})
    for (std::uint8_t method = 0; method < 5; ++method)
      for (std::uint8_t width = 1; width <= 16; ++width) {
        SCOPED_TRACE(testing::Message() << dynamic << ' ' << +method << ' ' << +width);
        const UplaneFormat format{.dynamic = dynamic, .method = method, .width = width, .carrier_prbs = 273};
        const test::Exact exact{message(format, {1, 255, 0, 106}, 0)};
        UplaneWalk walk{View{exact.octets()}, format};
        UplaneSection section;
        std::uint16_t id = 1;
        for (const unsigned prbs : {1u, 255u, 273u, 106u}) {
          ASSERT_TRUE(walk.next(section));
          EXPECT_EQ(section.id, id++);
          EXPECT_EQ(section.range.count, prbs);
          EXPECT_EQ(section.prbs.length, prbs * octets_by_the_book(method, width));
          EXPECT_EQ(section.prbs.captured, section.prbs.length);
          EXPECT_EQ(width_of(section.ud_comp_hdr), width);
          EXPECT_EQ(method_of(section.ud_comp_hdr), method);
        }
        EXPECT_FALSE(walk.next(section));
        EXPECT_EQ(walk.error().fault, Fault::none);
        EXPECT_EQ(walk.count(), 4u);
      }
}

TEST(UplaneWalk, OneOctetLessIsTruncatedAtTheEndAndKeepsTheHeader) {
  for (const bool dynamic : {false, true}) {
    const UplaneFormat format{.dynamic = dynamic, .method = 1, .width = 9, .carrier_prbs = 273};
    const test::Exact exact{message(format, {3, 7}, 1)};
    UplaneWalk walk{View{exact.octets()}, format};
    UplaneSection section;
    EXPECT_TRUE(walk.next(section));
    EXPECT_FALSE(walk.next(section));
    EXPECT_EQ(walk.error(),
              (DecodeError{Fault::truncated, static_cast<std::uint32_t>(exact.octets().size())}));
    EXPECT_EQ(section.id, 2);
    EXPECT_EQ(section.num_prb, 7);
    EXPECT_FALSE(walk.next(section)) << "a fault is final";
  }
}

TEST(UplaneWalk, LargestNumbersDoNotWrap) {
  // 255 PRBs of 49 octets behind startPrbu 1023 with rb: the range ends beyond any carrier.
  const UplaneFormat format{.method = 1, .width = 16};
  std::vector<std::uint8_t> octets{0x90, 0, 0, 0, 0, 0x1b, 0xff, 0xff};
  octets.resize(octets.size() + 255 * 49);
  const test::Exact exact{octets};
  UplaneWalk walk{View{exact.octets()}, format};
  UplaneSection section;
  ASSERT_TRUE(walk.next(section));
  EXPECT_EQ(section.range.end(), 1023u + 254 * 2 + 1);
}

}  // namespace
}  // namespace plumbline::wire
