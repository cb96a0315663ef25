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

/// Octets of PRBs written one bit after the other, PRB by PRB: what masks, rb and filling mean, without sums.
std::uint32_t octets_bit_by_bit(unsigned method, unsigned width, unsigned prbs, bool rb, unsigned mask1,
                                unsigned mask2) {
  std::uint32_t bits = 0;
  for (unsigned prb = 0; prb < prbs; ++prb) {
    const unsigned mask = rb || prb % 2 == 0 ? mask1 : mask2;
    if (method == 5 || method == 6) bits += 16;
    if (method == 7) bits += 8;
    for (unsigned re = 0; re < 12; ++re)
      if (mask & 1u << re)
        for (unsigned bit = 0; bit < width; ++bit) bits += 2;
    while (method != 8 && bits % 8 != 0) ++bits;
  }
  while (bits % 8 != 0) ++bits;
  return bits / 8;
}

TEST(UplaneGeometry, BitZeroOfAMaskIsTheFirstRe) {
  EXPECT_TRUE(sends_re(0x001, 0));
  EXPECT_FALSE(sends_re(0x001, 11));
  EXPECT_TRUE(sends_re(0x800, 11));
  EXPECT_FALSE(sends_re(0x800, 0));
  unsigned sent = 0;
  for (unsigned re = 0; re < 12; ++re) sent |= sends_re(0x805, re) ? 1u << re : 0u;
  EXPECT_EQ(sent, 0x805u);
}

TEST(UplaneGeometry, APrbIsAsLongAsItsMaskSays) {
  for (unsigned method = 5; method < 8; ++method)
    for (unsigned width = 1; width <= 16; ++width)
      for (unsigned mask = 0; mask < 0x1000; ++mask)
        ASSERT_EQ(selective_prb_octets(static_cast<std::uint8_t>(method), static_cast<std::uint8_t>(width),
                                       static_cast<std::uint16_t>(mask)),
                  octets_bit_by_bit(method, width, 1, false, mask, 0))
            << method << ' ' << width << ' ' << mask;
  EXPECT_EQ(selective_prb_octets(5, 9, 0xF001), selective_prb_octets(5, 9, 0x001))
      << "reserved bits are no REs";
  for (const std::uint8_t method : std::vector<std::uint8_t>{0, 1, 2, 3, 4, 8, 9, 15})
    EXPECT_EQ(selective_prb_octets(method, 9, 0xFFF), 0u) << +method;
}

TEST(UplaneGeometry, TheSecondMaskIsForEveryOtherPrbAndForNoneWithRb) {
  EXPECT_EQ(masked_prbs_octets(7, 9, 1, false, 0x000, 0xFFF), 1u);
  EXPECT_EQ(masked_prbs_octets(7, 9, 2, false, 0x000, 0xFFF), 1u + 28);
  EXPECT_EQ(masked_prbs_octets(7, 9, 3, false, 0x000, 0xFFF), 1u + 28 + 1);
  EXPECT_EQ(masked_prbs_octets(7, 9, 3, true, 0x000, 0xFFF), 3u);
  for (const unsigned method : {7u, 8u})
    for (unsigned width = 1; width <= 16; ++width)
      for (const unsigned prbs : {1u, 2u, 3u, 4u, 5u, 254u, 255u, 273u})
        for (const unsigned mask1 : {0u, 1u, 0x800u, 0x00Fu, 0x555u, 0xFFFu})
          for (const unsigned mask2 : {0u, 1u, 0x07Fu, 0xFFEu})
            for (const bool rb : {false, true})
              ASSERT_EQ(
                  masked_prbs_octets(static_cast<std::uint8_t>(method), static_cast<std::uint8_t>(width),
                                     static_cast<std::uint16_t>(prbs), rb, static_cast<std::uint16_t>(mask1),
                                     static_cast<std::uint16_t>(mask2)),
                  octets_bit_by_bit(method, width, prbs, rb, mask1, mask2))
                  << method << ' ' << width << ' ' << prbs << ' ' << mask1 << ' ' << mask2 << ' ' << rb;
}

TEST(UplaneGeometry, Method8FillsUpOnlyBehindTheLastPrb) {
  EXPECT_EQ(masked_prbs_octets(8, 1, 4, false, 0x001, 0x001), 1u) << "four times two bits";
  EXPECT_EQ(masked_prbs_octets(8, 1, 5, false, 0x001, 0x001), 2u) << "ten bits";
  EXPECT_EQ(masked_prbs_octets(7, 1, 4, false, 0x001, 0x001), 8u) << "method 7 fills up each";
  EXPECT_EQ(masked_prbs_octets(8, 9, 2, false, 0, 0), 0u);
}

TEST(UplaneGeometry, ASectionHeaderHasUdCompLenAndMasksOnlyWithTheirMethods) {
  for (std::uint8_t method = 0; method < 16; ++method)
    for (const bool dynamic : {false, true})
      for (const bool length : {false, true}) {
        const bool selective = method >= 5 && method <= 8;
        EXPECT_EQ(
            uplane_section_header_octets({.dynamic = dynamic, .ud_comp_len = length}, method),
            (dynamic ? 6u : 4u) + (length && selective ? 2u : 0u) + (method == 7 || method == 8 ? 4u : 0u))
            << +method;
      }
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

TEST(UplaneWalk, SaysWhatASectionThatDoesNotFitNeeds) {
  // Method 5, three PRBs: the second is there in part, the mask of the third is not.
  const test::Exact exact{std::vector<std::uint8_t>{0x90, 1, 2, 3, 0, 0x10, 4, 3, 0, 0, 0, 1, 0, 0}};
  UplaneWalk walk{View{exact.octets()}, {.method = 5, .width = 9}};
  UplaneSection section;
  EXPECT_FALSE(walk.next(section));
  EXPECT_EQ(walk.error(), (DecodeError{Fault::truncated, 14}));
  EXPECT_TRUE(walk.header_read());
  EXPECT_EQ(walk.needed(), 2u + 5 + 2);
  EXPECT_FALSE(walk.next(section)) << "a fault is final";
}

TEST(UplaneWalk, LargestNumbersOfSelectivePrbsDoNotWrap) {
  // 65535 PRBs of a carrier that no one builds, 16 bits, all REs: 3 MiB asked for.
  for (const std::uint8_t method : std::vector<std::uint8_t>{7, 8}) {
    const test::Exact exact{std::vector<std::uint8_t>{0x90, 1, 2, 3, 0, 0x10, 0, 0, 0xF, 0xFF, 0xF, 0xFF, 1}};
    UplaneWalk walk{View{exact.octets(), 0xFFFFFFFF}, {.method = method, .width = 16, .carrier_prbs = 65535}};
    UplaneSection section;
    EXPECT_TRUE(walk.next(section));
    EXPECT_EQ(section.prbs.length, 65535u * (method == 7 ? 49u : 48u));
    EXPECT_EQ(section.prbs.captured, 1u);
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
