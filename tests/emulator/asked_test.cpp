// Octets and what they ask for, both worked out by hand from the clause named.
#include "emulator/asked.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "support/hex.h"

namespace plumbline::emulator {
namespace {

using plumbline::test::from_hex;

/// symbolId, startPrbu, numPrbu (0: whole) and what is unusual.
struct Line {
  unsigned symbol, first, count;
  unsigned section = 1, port = 4;
  bool rb = false, whole = false;
};

std::vector<Asked> lines(std::initializer_list<Line> wanted) {
  std::vector<Asked> asked;
  for (const Line& line : wanted)
    asked.push_back({.eaxc = {static_cast<std::uint16_t>(line.port)},
                     .section = static_cast<std::uint16_t>(line.section),
                     .symbol = static_cast<std::uint8_t>(line.symbol),
                     .first = static_cast<std::uint16_t>(line.first),
                     .count = static_cast<std::uint16_t>(line.count),
                     .rb = line.rb,
                     .whole = line.whole});
  return asked;
}

struct Answer {
  bool read = false;
  std::vector<Asked> asked;
};

Answer read(std::string_view hex, Grid grid = {}) {
  const auto octets = from_hex(hex);
  const wire::View message{Octets{octets}};
  wire::CplaneHeader header;
  Answer answer;
  EXPECT_FALSE(wire::decode_cplane_header(message, header));
  answer.read = read_asked(message, header, {4}, grid, answer.asked);
  return answer;
}

void expect(std::string_view hex, std::initializer_list<Line> wanted, Grid grid = {}) {
  const Answer answer = read(hex, grid);
  EXPECT_TRUE(answer.read);
  EXPECT_EQ(answer.asked, lines(wanted));
}

/// UL, filterIndex 0, frame 7, subframe 0, slot 0, startSymbolId 2, so many sections of type 1.
std::string one(std::string_view sections) { return "10 07 0002 01 01 00 00 " + std::string{sections}; }
std::string two(std::string_view sections) { return "10 07 0002 02 01 00 00 " + std::string{sections}; }
std::string three(std::string_view sections) { return "10 07 0002 03 01 00 00 " + std::string{sections}; }

TEST(Asked, PlainSectionAsksForItsPrbsInEachOfItsSymbols) {
  // sectionId 1, startPrbc 10, numPrbc 20, reMask all, numSymbol 2. CUS 7.5.3.
  expect(one("0010 0A 14 FFF2 0000"), {{2, 10, 20}, {3, 10, 20}});
}

TEST(Asked, SymbolsEndWithTheSlot) {
  // startSymbolId 12, numSymbol 4: symbols 12 and 13.
  expect("10 07 000C 01 01 00 00 0010 0A 14 FFF4 0000", {{12, 10, 20}, {13, 10, 20}});
  expect("10 07 000C 01 01 00 00 0010 0A 14 FFF4 0000", {}, {.prbs = 273, .symbols = 12});
}

TEST(Asked, AllPrbsAreNumPrbu0OnlyAbove255) {
  // numPrbc 0; startPrbc 10 and rb = 1 are taken as 0. CUS 7.5.3.2, 7.5.3.6, 8.3.3.12.
  expect(one("0018 0A 00 FFF1 0000"), {{.symbol = 2, .first = 0, .count = 273, .whole = true}});
  expect(one("0018 0A 00 FFF1 0000"), {{2, 0, 106}}, {.prbs = 106, .symbols = 14});
}

TEST(Asked, EverySecondPrbIsCountedByThoseUsed) {
  // rb = 1, startPrbc 1, numPrbc 3: PRBs 1, 3, 5 (the example of CUS 7.5.3.2).
  expect(one("0018 01 03 FFF1 0000"), {{.symbol = 2, .first = 1, .count = 3, .rb = true}});
  // A carrier of 4 PRBs has 1 and 3 of them.
  expect(one("0018 01 03 FFF1 0000"), {{.symbol = 2, .first = 1, .count = 2, .rb = true}},
         {.prbs = 4, .symbols = 14});
}

TEST(Asked, PrbsBeyondTheCarrierAreLeftOut) {
  expect(one("0010 64 14 FFF1 0000"), {{2, 100, 6}}, {.prbs = 106, .symbols = 14});
  expect(one("0010 6A 14 FFF1 0000"), {}, {.prbs = 106, .symbols = 14});
}

TEST(Asked, SymIncGoesOnBehindTheSymbolsOfTheSectionBefore) {
  // Section 1: symbols 2, 3, 4. Section 2 (symInc): 5. Section 3: no step, 5 and 6. CUS 7.5.3.3.
  expect(three("0010 00 01 FFF3 0000  0024 00 01 FFF1 0000  0030 00 01 FFF2 0000"),
         {{2, 0, 1}, {3, 0, 1}, {4, 0, 1}, {5, 0, 1, 2}, {5, 0, 1, 3}, {6, 0, 1, 3}});
  // symInc in the first section: one symbol behind startSymbolId.
  expect(one("0014 00 01 FFF1 0000"), {{3, 0, 1}});
}

TEST(Asked, SectionsThatDifferInReMaskAreAskedForOnce) {
  // Section 5 for REs 0..5 and 6..11 with two beams, another section between. CUS 7.8.1.2.
  expect(three("0050 00 0A FC01 0001  0060 0A 0A FFF1 0000  0050 00 0A 03F1 0002"),
         {{2, 0, 10, 5}, {2, 10, 10, 6}});
}

TEST(Asked, SectionWithoutResAsksForNothing) {
  // reMask 0 loads weights. CUS 7.5.3.5.
  expect(one("0010 0A 14 0001 0000"), {});
}

TEST(Asked, Extension6PicksResourceBlockGroupsAndSymbols) {
  // startPrbc 10, numPrbc 20, rbgSize 3 (3 PRBs: code 3), so f(0) = 3 - 10 mod 3 = 2: RBG 0 is 10..11, 1 is
  // 12..14, 2 is 15..17, ... 6 is 27..29 (cut at 30). rbgMask bits 0, 1, 3, 6; symbolMask bits 2 and 5.
  expect(one("0010 0A 14 FFF1 8000  06 02 3000004B 0024"),
         {{2, 10, 5}, {2, 18, 3}, {2, 27, 3}, {5, 10, 5}, {5, 18, 3}, {5, 27, 3}});
}

TEST(Asked, Extension6WithRbgsThatTheMaskCannotNameIsVoid) {
  // rbgSize 1 (1 PRB): 28 PRBs are RBGs 0..27; with 29 the last RBG is 28. CUS 7.7.6.3.
  expect(one("0010 00 1C FFF1 8000  06 02 18000000 0004"), {{2, 27, 1}});
  expect(one("0010 00 1D FFF1 8000  06 02 18000000 0004"), {});
  // numPrbc 0 with 16 PRBs each: 273 PRBs are RBGs 0..17, the last of one PRB; bits above it say nothing.
  expect(one("0010 00 00 FFF1 8000  06 02 7FFE0001 0004"), {{2, 0, 16}, {2, 272, 1}});
}

TEST(Asked, Extension6OfSize0LeavesThePrbsAsTheyAre) {
  // rbgSize 0: rbgMask is ignored, rb is valid; symbolMask 0 allocates nothing. CUS 7.7.6.2, 7.7.6.4.
  expect(one("0018 0A 04 FFF0 8000  06 02 00000000 0008"),
         {{.symbol = 3, .first = 10, .count = 4, .rb = true}});
  expect(one("0010 0A 04 FFF1 8000  06 02 00000000 0000"), {});
}

TEST(Asked, SymbolsOfAMaskLeaveSymIncAlone) {
  // Section 1 with SE 6 in symbol 9 counts as 2 symbols from 2 on: section 2 (symInc) is in symbol 4.
  expect(two("0010 00 01 FFF2 8000  06 02 10000001 0200   0024 00 01 FFF1 0000"), {{9, 0, 1}, {4, 0, 1, 2}});
}

TEST(Asked, Extension12GoesOnBehindTheRangeBefore) {
  // 10..14; 3 PRBs on: 18..19; empty range: 5 more; 2 on: 27..28. CUS 7.7.12.
  // extLen 3: 1 + 4 / 2 words of ranges; symbolMask bit 1.
  expect(one("0010 0A 05 FFF1 8000  0C 03 0002 0302 0500 0202 0000"), {{1, 10, 5}, {1, 18, 2}, {1, 27, 2}});
}

TEST(Asked, RangesThatTouchAreOne) {
  // 0..254 and, without a gap, 18 more: the way to name 273 PRBs.
  expect(one("0010 00 FF FFF1 8000  0C 02 0004 0012 0000"), {{2, 0, 273}});
}

TEST(Asked, Extension13HopsFromItsSymbolsOn) {
  // Symbols 2..6 from PRB 10; from symbol 4 on from PRB 50; the unused third entry repeats. CUS 7.7.13.
  expect(one("0010 0A 05 FFF5 8000  0D 02 1032 1032 1032"),
         {{2, 10, 5}, {3, 10, 5}, {4, 50, 5}, {5, 50, 5}, {6, 50, 5}});
}

TEST(Asked, HopsMoveTheRangesOfExtension12) {
  // 10..11 and 13..13, in symbol 3 at 50..51 and 53..53; symbolMask bits 2 and 3.
  expect(one("0010 0A 02 FFF1 8000  8C 02 000C 0101 0000   0D 01 0C32"),
         {{2, 10, 2}, {2, 13, 1}, {3, 50, 2}, {3, 53, 1}});
}

TEST(Asked, Extension10AsksForThePortsBehindItsOwn) {
  // beamGroupType 0, numPortc 2: ports 4, 5 and 6. CUS 7.7.10.
  expect(one("0010 0A 02 FFF2 8000  0A 01 02 00"), {{2, 10, 2, 1, 4},
                                                    {3, 10, 2, 1, 4},
                                                    {2, 10, 2, 1, 5},
                                                    {3, 10, 2, 1, 5},
                                                    {2, 10, 2, 1, 6},
                                                    {3, 10, 2, 1, 6}});
  // Type 2 lists beams: the same ports.
  expect(one("0010 0A 02 FFF1 8000  0A 02 81 0007 000000"), {{2, 10, 2, 1, 4}, {2, 10, 2, 1, 5}});
  // Type 3 picks from a list of the M-plane: only its own is known.
  expect(one("0010 0A 02 FFF1 8000  0A 02 C2 01 0007 02 00"), {{2, 10, 2, 1, 4}});
  // numPortc 0 is 64 ports.
  EXPECT_EQ(read(one("0010 0A 02 FFF1 8000  0A 01 00 00")).asked.size(), 65u);
}

TEST(Asked, PrachSectionsAreOfTwelveOctets) {
  // ST 3, filterIndex 3, startSymbolId 0, numSymbol 12, freqOffset -3276.
  const Answer answer =
      read("13 07 0000 01 03 01E4 C1 0000 00  0800 00 0C FFFC 0000 FFF334 00", {.prbs = 12, .symbols = 14});
  ASSERT_EQ(answer.asked.size(), 12u);
  EXPECT_EQ(answer.asked.front(), (Asked{.eaxc = {4}, .section = 128, .symbol = 0, .first = 0, .count = 12}));
  EXPECT_EQ(answer.asked.back().symbol, 11);
}

TEST(Asked, Type0AsksForNothing) {
  // Header of 12 octets with timeOffset, frameStructure and cpLength. CUS 7.4.2, 8.3.2.
  expect("10 07 0002 01 00 0000 00 0000 00 0010 0A 14 FFF2 0000", {});
}

TEST(Asked, WhatCannotBeReadAddsNothing) {
  for (const std::string& hex : {
           two("0010 0A 14 FFF1 0000"),                                     // the second section is not there
           one("0010 0A 14 FFF1 8000"),                                     // its extension is not there
           one("0010 0A 14 FFF1 8000  06 00 00000000 0000"),                // extLen 0
           one("0010 0A 14 FFF1 8000  06 01 0000"),                         // too short for SE 6
           two("0010 0A 14 FFF1 0000  0020 00 01 FFF1 8000  0A 01 81 00"),  // SE 10 without its beams
       }) {
    const Answer answer = read(hex);
    EXPECT_FALSE(answer.read) << hex;
    EXPECT_TRUE(answer.asked.empty()) << hex;
  }
}

TEST(Asked, AMessageAsksForNoMoreThanItsLimit) {
  // 255 sections of SE 6 (14 runs, 14 symbols) and SE 10 (65 ports): three million.
  std::vector<std::uint8_t> octets = from_hex("10 07 0000 FF 01 00 00");
  for (unsigned i = 0; i < 255; ++i) {
    const auto section = from_hex("0000 00 1C FFF1 8000  86 02 15555555 3FFF  0A 01 00 00");
    octets.insert(octets.end(), section.begin(), section.end());
    octets[octets.size() - 20] = static_cast<std::uint8_t>(i);
  }
  const wire::View message{Octets{octets}};
  wire::CplaneHeader header;
  ASSERT_FALSE(wire::decode_cplane_header(message, header));
  std::vector<Asked> asked(3);
  EXPECT_FALSE(read_asked(message, header, {4}, {}, asked));
  EXPECT_EQ(asked.size(), 3u) << "what was there stays";
}

}  // namespace
}  // namespace plumbline::emulator
