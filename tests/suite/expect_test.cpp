// U-plane that had to come against what came, by hand.
#include "suite/expect.h"

#include <gtest/gtest.h>

#include "suite/links.h"

namespace plumbline::suite::test {
namespace {

constexpr auto kUp = radio::Direction::uplink;

/// PRBs [first, first + count) of eAxC 2, symbol 3, section 7.
Wanted want(std::uint16_t first, std::uint16_t count, std::uint16_t step = 1) {
  return {.eaxc = radio::Eaxc{2},
          .frame = 1025,
          .subframe = 4,
          .slot = 1,
          .symbol = 3,
          .section = 7,
          .prbs = radio::make_prbs(first, count, step)};
}

SeenUplane see(std::uint64_t packet, std::uint16_t first, std::uint16_t count, std::uint16_t step = 1) {
  SeenUplane seen;
  seen.place.packet = packet;
  seen.place.eaxc = radio::Eaxc{2};
  seen.header.direction = kUp;
  seen.header.at = {.frame = 1, .subframe = 4, .slot = 1, .symbol = 3};  // frameId has eight bits
  seen.frame = 1025;
  seen.section = 7;
  seen.prbs = radio::make_prbs(first, count, step);
  return seen;
}

bool all(const SeenUplane& /*seen*/) { return true; }

void expect(const Difference& found, std::uint64_t wanted, std::uint64_t missing, std::uint64_t extra,
            std::uint64_t twice, std::uint64_t misnamed) {
  EXPECT_EQ(found.wanted, wanted);
  EXPECT_EQ(found.missing, missing);
  EXPECT_EQ(found.extra.count, extra);
  EXPECT_EQ(found.twice.count, twice);
  EXPECT_EQ(found.misnamed.count, misnamed);
}

TEST(Compare, NothingDiffersWhereAllCameOnce) {
  const std::vector<Wanted> wanted{want(0, 4), want(10, 5)};
  const std::vector<SeenUplane> seen{see(1, 10, 5), see(2, 0, 1), see(3, 1, 3)};
  expect(compare(wanted, seen, all), 9, 0, 0, 0, 0);
  expect(compare({}, {}, all), 0, 0, 0, 0, 0);
}

TEST(Compare, MissingExtraAndTwiceAreCountedPrbByPrb) {
  const std::vector<Wanted> wanted{want(0, 10)};
  const std::vector<SeenUplane> seen{see(4, 2, 3), see(5, 4, 2), see(6, 9, 3)};
  const Difference found = compare(wanted, seen, all);
  expect(found, 10, 5, 2, 1, 0);  // 0, 1, 6, 7, 8; 10, 11; 4
  EXPECT_EQ(found.twice.first, 5u);
  EXPECT_EQ(found.extra.first, 6u);
  EXPECT_EQ(found.misnamed.first, 0u);
}

TEST(Compare, AllIsMissingWhereNothingCame) {
  expect(compare(std::vector{want(3, 7)}, {}, all), 7, 7, 0, 0, 0);
}

TEST(Compare, WhatIsNotRegardedIsNotThere) {
  const std::vector<SeenUplane> seen{see(1, 0, 10), see(2, 0, 10)};
  expect(compare(std::vector{want(0, 10)}, seen, [](const SeenUplane& one) { return one.place.packet == 2; }),
         10, 0, 0, 0, 0);
}

TEST(Compare, EveryLabelOfASymbolMatters) {
  const std::vector<Wanted> wanted{want(0, 10)};
  const auto changed = [](auto change) {
    SeenUplane seen = see(1, 0, 10);
    change(seen);
    return std::vector{seen};
  };
  using Seen = SeenUplane;
  const std::vector<std::vector<SeenUplane>> elsewhere{
      changed([](Seen& s) { s.place.eaxc.value = 3; }),   changed([](Seen& s) { s.frame = 1281; }),
      changed([](Seen& s) { s.header.at.subframe = 5; }), changed([](Seen& s) { s.header.at.slot = 0; }),
      changed([](Seen& s) { s.header.at.symbol = 4; }),
  };
  // 1281 has the frameId of 1025.
  for (const auto& seen : elsewhere) expect(compare(wanted, seen, all), 10, 10, 10, 0, 0);
  const std::vector<std::vector<SeenUplane>> misnamed{
      changed([](Seen& s) { s.section = 8; }),
      changed([](Seen& s) { s.header.filter_index = 1; }),
  };
  for (const auto& seen : misnamed) expect(compare(wanted, seen, all), 10, 0, 0, 0, 10);
}

TEST(Compare, EverySecondPrb) {
  const std::vector<Wanted> wanted{want(1, 4, 2)};  // 1, 3, 5, 7
  expect(compare(wanted, std::vector{see(1, 1, 4, 2)}, all), 4, 0, 0, 0, 0);
  expect(compare(wanted, std::vector{see(1, 1, 7)}, all), 4, 0, 3, 0, 4);
  expect(compare(wanted, std::vector{see(1, 0, 4, 2)}, all), 4, 4, 4, 0, 0);
}

/// Section `id` of a request for eAxC 0, slot 18: as in the example link.
SeenCplane ask(std::uint64_t packet, std::uint16_t id, std::uint16_t first, std::uint8_t count,
               std::uint8_t symbol, std::uint8_t symbols) {
  SeenCplane seen;
  seen.place.packet = packet;
  seen.header.direction = kUp;
  seen.header.start = {.frame = 9, .subframe = 9, .slot = 0, .symbol = symbol};
  seen.section.id = id;
  seen.section.start_prb = first;
  seen.section.num_prb = count;
  seen.section.num_symbol = symbols;
  seen.section.re_mask = 0xFFF;
  return seen;
}

TEST(Described, SymbolsAndPrbsOfEverySection) {
  const auto setup = make_setup("example_link", Dut::o_ru);
  std::vector<SeenCplane> seen{ask(1, 1, 0, 10, 2, 2), ask(1, 2, 10, 5, 2, 1), ask(1, 3, 0, 0, 2, 1)};
  seen[2].section.sym_inc = true;  // behind the one symbol of the section before it
  const auto wanted = described(setup, seen, kUp);
  ASSERT_EQ(wanted.size(), 4u);
  const std::uint8_t symbols[] = {2, 3, 2, 3};
  const std::uint16_t counts[] = {10, 10, 5, 51};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(wanted[i].symbol, symbols[i]) << i;
    EXPECT_EQ(wanted[i].prbs.count, counts[i]) << i;
    EXPECT_EQ(wanted[i].subframe, 9) << i;
  }
  EXPECT_TRUE(described(setup, seen, radio::Direction::downlink).empty());
}

/// Each message of a frame has a startSymbolId of its own.
TEST(Described, ConcatenatedMessagesBeginAtTheirOwnSymbols) {
  const auto setup = make_setup("example_link", Dut::o_ru);
  std::vector<SeenCplane> seen{ask(1, 1, 0, 10, 2, 2), ask(1, 2, 0, 10, 7, 1), ask(2, 3, 0, 10, 0, 1)};
  seen[1].place.message = 1;
  const auto wanted = described(setup, seen, kUp);
  ASSERT_EQ(wanted.size(), 4u);
  const std::uint8_t symbols[] = {2, 3, 7, 0};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(wanted[i].symbol, symbols[i]) << i;
}

TEST(Described, LeavesOutWhatSaysOtherwise) {
  const auto setup = make_setup("example_link", Dut::o_ru);
  std::vector<SeenCplane> seen(4, ask(1, 1, 0, 10, 0, 1));
  seen[0].extensions = 1 << 6;
  seen[1].section.re_mask = 0;
  seen[2].header.section_type = 0;
  seen[3].place.eaxc = radio::Eaxc{77};
  EXPECT_TRUE(described(setup, seen, kUp).empty());
}

TEST(EachSlot, VisitsTheSlotsOfTheDirectionFrameByFrame) {
  const auto setup = make_setup("example_link", Dut::o_ru);  // DDDDDDDSUU, two PUSCH eAxC ids
  std::vector<unsigned> slots;
  each_slot(setup, 2, profile::ChannelKind::pusch, [&](const SlotOf& slot) {
    if (slot.port == 0) slots.push_back(slot.slot);
    EXPECT_EQ(slot.symbols.count, slot.slot % 10 == 7 ? 4 : 14);
    EXPECT_EQ(slot.wanted().subframe, slot.slot / 2);
    EXPECT_EQ(slot.wanted().slot, slot.slot % 2);
  });
  EXPECT_EQ(slots, (std::vector<unsigned>{7, 8, 9, 17, 18, 19, 7, 8, 9, 17, 18, 19}));
}

TEST(FirstEaxc, OfAKindThatIsThere) {
  const auto setup = make_setup("example_link", Dut::o_ru);
  EXPECT_EQ(first_eaxc(setup, profile::ChannelKind::prach), radio::Eaxc{4});
  EXPECT_EQ(first_eaxc(setup, profile::ChannelKind::srs), std::nullopt);
}

}  // namespace
}  // namespace plumbline::suite::test
