// The coupling ledger (CUS v17.01 7.8.1): what descriptions make of each other and of the U-plane, and its
// limits.
#include "track/ledger.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "base/random.h"

namespace plumbline::track {
namespace {

constexpr SlotNumber slot_of(std::int64_t frame, int subframe = 0, int slot = 0) {
  return frame << 10 | std::int64_t{subframe} << 6 | slot;
}
/// Descriptions of slot kBefore make later slots decidable.
constexpr SlotNumber kBefore = slot_of(300), kSlot = slot_of(301);

Description description(std::uint16_t id, radio::PrbRange prbs, unsigned symbols = 14, unsigned start = 0) {
  return {.symbols = ((1u << symbols) - 1) << start,
          .prbs = prbs,
          .id = id,
          .re_mask = 0xFFF,
          .num_symbol = static_cast<std::uint8_t>(symbols),
          .start_symbol = static_cast<std::uint8_t>(start)};
}
Cell cell_with(const std::vector<Description>& descriptions) {
  Cell cell;
  cell.describe(kBefore, description(4000, {0, 1}));
  for (const Description& d : descriptions) cell.describe(kSlot, d);
  return cell;
}
Coupling couple(Cell& cell, const Arrival& arrival) { return cell.deliver(kSlot, arrival).coupling; }

TEST(Ledger, ComparesDescriptionsOfOneId) {
  struct Case {
    const char* what;
    Description change;
    Conflict conflict;
    std::int64_t expected = 0, observed = 0;
  };
  const Description base = description(5, {10, 20, 1}, 7);
  const auto changed = [&](auto change) {
    Description d = base;
    d.re_mask = 0;  // disjoint from all ones
    change(d);
    return d;
  };
  const std::vector<Case> cases{
      {"disjoint reMasks", changed([](auto&) {}), Conflict::none},
      {"another id", changed([](auto& d) { d.id = 6, d.prbs.count = 3, d.re_mask = 0xFFF; }), Conflict::none},
      {"the grid of the PRACH", changed([](auto& d) { d.prach = true, d.prbs.count = 3; }), Conflict::none},
      {"other symbols", changed([](auto& d) { d.symbols <<= 7, d.re_mask = 0xFFF; }), Conflict::none},
      {"an extension", changed([](auto& d) { d.by_extension = true, d.prbs.count = 3; }), Conflict::none},
      {"rb", changed([](auto& d) { d.prbs.step = 2; }), Conflict::rb, 0, 1},
      {"start", changed([](auto& d) { d.prbs.first = 11; }), Conflict::prbs, 10, 11},
      {"count", changed([](auto& d) { d.prbs.count = 21; }), Conflict::prbs, 20, 21},
      {"symbols", changed([](auto& d) { d.num_symbol = 8; }), Conflict::num_symbol, 7, 8},
      {"udCompHdr", changed([](auto& d) { d.ud_comp_hdr = 0x91; }), Conflict::ud_comp_hdr, 0, 0x91},
      {"udCompHdr with an extension", changed([](auto& d) { d.ud_comp_hdr = 1, d.by_extension = true; }),
       Conflict::ud_comp_hdr, 0, 1},
      {"one RE in both", changed([](auto& d) { d.re_mask = 0x010; }), Conflict::re_mask, 0, 0x010},
  };
  for (const Case& c : cases) {
    Cell cell;
    EXPECT_EQ(cell.describe(kSlot, base).conflict, Conflict::none);
    const DescribeFacts facts = cell.describe(kSlot, c.change);
    EXPECT_EQ(static_cast<int>(facts.conflict), static_cast<int>(c.conflict)) << c.what;
    EXPECT_EQ(facts.expected, c.expected) << c.what;
    EXPECT_EQ(facts.observed, c.observed) << c.what;
    EXPECT_EQ(cell.describe(kSlot + 1, c.change).conflict, Conflict::none) << c.what << ", another slot";
  }
}

TEST(Ledger, TellsWhatIsWrongWithAnArrival) {
  struct Case {
    const char* what;
    Arrival arrival;
    Coupling coupling;
  };
  const std::vector<Case> cases{
      {"all of it", {{10, 20}, 5, 3}, Coupling::matched},
      {"a part", {{15, 1}, 5, 3}, Coupling::matched},
      {"every other PRB of it", {{10, 10, 2}, 5, 3}, Coupling::matched},
      {"another id", {{10, 20}, 6, 3}, Coupling::missing},
      {"the symbol behind", {{10, 20}, 5, 7}, Coupling::wrong_symbol},
      {"a symbol beyond all masks", {{10, 20}, 5, 31}, Coupling::wrong_symbol},
      {"one PRB too many", {{10, 21}, 5, 3}, Coupling::wrong_prbs},
      {"one PRB too early", {{9, 2}, 5, 3}, Coupling::wrong_prbs},
      {"elsewhere", {{100, 5}, 5, 3}, Coupling::wrong_prbs},
      {"odd PRBs of even ones", {{41, 2, 2}, 7, 3}, Coupling::wrong_prbs},
      {"even PRBs of even ones", {{42, 2, 2}, 7, 3}, Coupling::matched},
      {"all PRBs of even ones", {{40, 3}, 7, 3}, Coupling::wrong_prbs},
  };
  for (const Case& c : cases) {
    Cell cell = cell_with({description(5, {10, 20}, 7), description(7, {40, 5, 2}, 7)});
    EXPECT_EQ(static_cast<int>(couple(cell, c.arrival)), static_cast<int>(c.coupling)) << c.what;
  }
}

TEST(Ledger, JoinsDescriptionsOfOneIdPrbByPrb) {
  Cell cell = cell_with({description(5, {0, 4}), description(5, {4, 4}), description(5, {2, 4}),
                         description(6, {8, 4}), description(5, {12, 4}, 2)});
  EXPECT_EQ(couple(cell, {{0, 8}, 5, 0}), Coupling::matched);
  EXPECT_EQ(couple(cell, {{0, 9}, 5, 1}), Coupling::wrong_prbs);  // 8 is of another id
  EXPECT_EQ(couple(cell, {{0, 12}, 5, 2}),
            Coupling::wrong_prbs);  // 12 PRBs are named, but only 8 different ones
  EXPECT_EQ(couple(cell, {{12, 4}, 5, 1}), Coupling::matched);
  EXPECT_EQ(couple(cell, {{12, 4}, 5, 3}), Coupling::wrong_prbs);  // of symbols 0 and 1 only
}

/// Against sets of PRBs, for random descriptions of one id.
TEST(Ledger, AgreesWithSetsOfPrbs) {
  Random random{8};
  const auto range = [&] {
    return radio::PrbRange{static_cast<std::uint16_t>(random.below(20)),
                           static_cast<std::uint16_t>(1 + random.below(12)),
                           static_cast<std::uint8_t>(1 + random.below(2))};
  };
  for (int run = 0; run < 5000; ++run) {
    std::vector<Description> descriptions;
    std::vector<bool> named(64);
    for (std::uint64_t i = random.below(5); i > 0; --i) {
      descriptions.push_back(description(5, range()));
      for (std::uint32_t prb = 0; prb < 64; ++prb)
        if (descriptions.back().prbs.contains(prb)) named[prb] = true;
    }
    Cell cell = cell_with(descriptions);
    const radio::PrbRange wanted = range();
    bool all = !descriptions.empty();
    for (std::uint32_t prb = 0; prb < 64; ++prb)
      if (wanted.contains(prb) && !named[prb]) all = false;
    EXPECT_EQ(couple(cell, {wanted, 5, 0}) == Coupling::matched, all);
  }
}

TEST(Ledger, LetsExtensionsNameAnyPrbAndSymbol) {
  Description d = description(5, {0, 4}, 1);
  d.by_extension = true;
  Cell cell = cell_with({d});
  EXPECT_EQ(couple(cell, {{90, 10}, 5, 13}), Coupling::matched);
}

TEST(Ledger, KnowsWhatItCannotKnow) {
  Cell cell;
  EXPECT_EQ(cell.deliver(kSlot, {{0, 1}, 5, 0}).coupling, Coupling::undecided);
  cell.describe(kSlot, description(1, {0, 1}));
  EXPECT_TRUE(cell.c_plane_seen());
  EXPECT_EQ(cell.first_c_plane_slot(), kSlot);
  EXPECT_EQ(cell.deliver(kSlot - 1, {{0, 1}, 5, 0}).coupling, Coupling::unknown);
  EXPECT_EQ(cell.deliver(kSlot, {{0, 1}, 5, 0}).coupling, Coupling::unknown);
  EXPECT_EQ(cell.deliver(kSlot + 1, {{0, 1}, 5, 0}).coupling, Coupling::missing);
  cell.note_own_loss(kSlot + 2, false);
  EXPECT_EQ(cell.deliver(kSlot + 3, {{0, 1}, 5, 0}).coupling, Coupling::unknown);
  EXPECT_EQ(cell.deliver(slot_of(303), {{0, 1}, 5, 0}).coupling, Coupling::missing);
}

TEST(Ledger, WhatSleepsNeedNotAnswer) {
  Cell cell;
  constexpr std::int64_t kEnd = 20 + Cell::kWakeUp;
  EXPECT_FALSE(cell.sleeps(kSlot));
  cell.note_sleep(slot_of(300, 0), 0, 20);
  cell.note_sleep(slot_of(300, 0), 1, 0);  // a wake-up of what is awake
  EXPECT_FALSE(cell.sleeps(slot_of(299, 9)));
  EXPECT_TRUE(cell.sleeps(slot_of(300, 0)));
  EXPECT_TRUE(cell.sleeps(slot_of(300 + kEnd / 10, kEnd % 10)));
  EXPECT_FALSE(cell.sleeps(slot_of(300 + (kEnd + 1) / 10, (kEnd + 1) % 10)));
  cell.note_sleep(slot_of(400, 0), 0, Cell::kForever);
  cell.note_sleep(slot_of(410, 0), 1, 10);
  EXPECT_TRUE(cell.sleeps(slot_of(900, 0))) << "the end of ASM is not that of TRX_CONTROL";
  cell.note_sleep(slot_of(900, 0), 0, 0);
  EXPECT_TRUE(cell.sleeps(slot_of(905, 0)));
  EXPECT_FALSE(cell.sleeps(slot_of(911, 0)));
  Description request = description(5, {0, 4}, 1);
  request.asked = true;
  const SlotNumber asked = slot_of(905, 0);
  cell.describe(asked, request);
  cell.find(asked)->open_request = true;
  int visits = 0;
  cell.close(asked, false, [&](const RequestFacts& facts) {
    ++visits;
    EXPECT_TRUE(facts.excused);
  });
  EXPECT_EQ(visits, 1);
}

TEST(Ledger, RemembersALossOverTheEndOfAFrameAndBehindALaterOne) {
  Cell cell = cell_with({});
  const SlotNumber asked = slot_of(301, 9);
  Description request = description(5, {0, 4}, 1);
  request.asked = true;
  cell.describe(asked, request);
  cell.note_own_loss(slot_of(302, 0), false);  // the next subframe
  cell.note_own_loss(slot_of(305, 0), false);  // far behind
  cell.find(asked)->open_request = true;
  int visits = 0;
  cell.close(asked, false, [&](const RequestFacts& facts) {
    ++visits;
    EXPECT_TRUE(facts.excused);
    EXPECT_EQ(facts.missing, 4u);
  });
  EXPECT_EQ(visits, 1);
}

TEST(Ledger, ALossThatMayBeAnywhereExcusesWhatWasAskedBefore) {
  for (const bool anywhere : {false, true}) {
    Cell cell = cell_with({});
    Description request = description(5, {0, 4}, 1);
    request.asked = true;
    cell.describe(slot_of(301, 1), request);
    cell.find(slot_of(301, 1))->open_request = true;
    cell.note_own_loss(slot_of(301, 8), anywhere);
    cell.close(slot_of(301, 1), false,
               [&](const RequestFacts& facts) { EXPECT_EQ(facts.excused, anywhere); });
  }
}

TEST(Ledger, FindsPrbsThatComeTwice) {
  struct Case {
    Arrival now;
    std::optional<std::uint16_t> repeated;
  };
  const std::vector<Case> cases{{{{14, 4}, 1, 0}, std::nullopt},
                                {{{6, 4}, 1, 0}, std::nullopt},
                                {{{13, 4}, 9, 0}, 13},
                                {{{8, 4}, 1, 0}, 10},
                                {{{10, 4}, 1, 1}, std::nullopt},
                                {{{9, 3, 2}, 1, 0}, 11},
                                {{{7, 2, 2}, 1, 0}, std::nullopt},
                                {{{10, 4}, 1, 0, true}, std::nullopt}};
  for (const Case& c : cases) {
    Cell cell;
    EXPECT_FALSE(cell.deliver(kSlot, {{10, 4}, 1, 0}).repeated);
    const DeliverFacts facts = cell.deliver(kSlot, c.now);
    EXPECT_EQ(facts.repeated, c.repeated.has_value()) << c.now.prbs.first;
    if (c.repeated) {
      EXPECT_EQ(facts.repeated_prb, *c.repeated);
    }
    EXPECT_FALSE(cell.deliver(kSlot + 1, c.now).repeated);
  }
}

TEST(Ledger, ClosesRequestsOnceWithWhatIsMissing) {
  Cell cell = cell_with({});
  Description request = description(5, {0, 10}, 2), silent = description(6, {0, 10}, 2);
  request.asked = true;
  cell.describe(kSlot, request);
  cell.describe(kSlot, silent);  // not asked: out of its window, say
  cell.deliver(kSlot, {{0, 6}, 5, 0});
  cell.deliver(kSlot, {{4, 6}, 5, 0});  // overlaps
  cell.deliver(kSlot, {{0, 3}, 5, 1});
  cell.deliver(kSlot, {{0, 3}, 5, 1});  // twice
  cell.deliver(kSlot, {{3, 7}, 6, 1});  // another id
  cell.note_damage(kSlot, 17);
  cell.note_damage(kSlot, 18);  // the first is kept
  int visits = 0;
  const auto visit = [&](const RequestFacts& facts) {
    ++visits;
    EXPECT_EQ(facts.request.id, 5);
    EXPECT_EQ(facts.slot, kSlot);
    EXPECT_EQ(facts.asked, 20u);
    EXPECT_EQ(facts.missing, 7u);
    EXPECT_EQ(facts.first_missing_symbol, 1);
    EXPECT_TRUE(facts.given_up);
    EXPECT_FALSE(facts.excused);
    EXPECT_EQ(facts.excused_by, 17);
  };
  cell.close(kSlot, true, visit);
  EXPECT_EQ(visits, 0);  // nothing open
  cell.find(kSlot)->open_request = true;
  std::vector<SlotNumber> open;
  cell.each_open([&](SlotNumber slot) { open.push_back(slot); });
  EXPECT_EQ(open, std::vector<SlotNumber>{kSlot});
  cell.close(kSlot, true, visit);
  cell.close(kSlot, true, visit);
  EXPECT_EQ(visits, 1);
  cell.close(kSlot + 1, true, visit);
  EXPECT_EQ(visits, 1);
}

TEST(Ledger, KeepsTheSlotsInFlightOfEveryNumerology) {
  // C-plane comes at most a few slots before its U-plane; 4 ms of them are kept whatever the spacing.
  for (const int mu : {0, 1, 2, 3}) {
    Cell cell;
    for (int i = 0; i < 500 << mu; ++i) {
      const auto slot_at = [&](int n) {
        const int subframe = n >> mu;
        return slot_of(300 + subframe / 10, subframe % 10, n & ((1 << mu) - 1));
      };
      cell.describe(slot_at(i), description(static_cast<std::uint16_t>(i & 0xFFF), {0, 1}));
      for (int back = 0; back < std::min(i, 4 << mu); ++back)
        ASSERT_NE(cell.find(slot_at(i - back)), nullptr) << "mu " << mu << ", slot " << i << " - " << back;
    }
  }
}

TEST(Ledger, KeepsAsManySubframesAsItIsTold) {
  // 8 unless told, whole powers of two, 64 at most; a subframe has room for mu 3.
  for (const auto& [told, kept] : {std::pair{0, 8}, std::pair{8, 8}, std::pair{9, 16}, std::pair{21, 32},
                                   std::pair{64, 64}, std::pair{100'000, 64}}) {
    Cell cell;
    cell.remember(static_cast<std::size_t>(told));
    const auto slot_at = [](int n) { return slot_of(300 + n / 80, n / 8 % 10, n % 8); };
    for (int i = 0; i < 2000; ++i) cell.describe(slot_at(i), description(5, {0, 1}));
    for (int back = 0; back < 2000; ++back)
      ASSERT_EQ(cell.find(slot_at(1999 - back)) != nullptr, back < kept * 8) << told << ", " << back;
  }
}

TEST(Ledger, TellsWhichOpenRequestsASlotWouldPushOut) {
  Cell cell = cell_with({});
  cell.describe(kSlot, description(5, {0, 1}));
  const SlotNumber later = kSlot + (4 << 10);  // 4 frames on: the same place
  EXPECT_EQ(cell.evicts(later), -1);
  cell.find(kSlot)->open_request = true;
  EXPECT_EQ(cell.evicts(later), kSlot);
  EXPECT_EQ(cell.evicts(kSlot), -1);
  EXPECT_EQ(cell.evicts(kSlot + 1), -1);
  cell.describe(later, description(5, {0, 1}));
  EXPECT_EQ(cell.find(kSlot), nullptr);
}

TEST(Ledger, KnowsNoSymbolBeyondThoseThatDescriptionsCanName) {
  for (const int symbol : {31, 32, 43, 63}) {
    Cell cell = cell_with({description(5, {0, 10})});
    EXPECT_NE(couple(cell, {{0, 10}, 5, static_cast<std::uint8_t>(symbol)}), Coupling::matched) << symbol;
  }
}

/// A wrong frame number must not cost the slot that is on air its descriptions. (A few frames on may be the
/// next traffic of a sparse cell whose C-plane was lost: that takes the place.)
TEST(Ledger, IsNotEmptiedByAStrayArrival) {
  for (const std::int64_t stray : {-(4 << 10), 68 << 10, 100 << 10}) {
    Cell cell = cell_with({description(5, {0, 10})});
    cell.deliver(kSlot + stray, {{0, 10}, 5, 0});
    EXPECT_EQ(couple(cell, {{0, 10}, 5, 0}), Coupling::matched) << stray;
  }
}

/// 64 sections a slot, a message of six a symbol, on a link whose windows are wide.
TEST(Ledger, HasRoomForAllSlotsOfWideWindows) {
  Cell cell;
  cell.remember(21);
  const auto slot_at = [](int n) { return slot_of(300 + n / 20, n / 2 % 10, n % 2); };
  constexpr int kSlots = 200, kAhead = 50;
  constexpr std::uint16_t kSections = 64;
  for (int i = 0; i < kSlots + kAhead; ++i) {
    for (std::uint16_t id = 0; id < kSections && i < kSlots; ++id) {
      Description request = description(id, {static_cast<std::uint16_t>(id * 4), 4});
      request.asked = true;
      ASSERT_FALSE(cell.describe(slot_at(i), request).untracked) << i;
    }
    if (i < kSlots) cell.find(slot_at(i))->open_request = true;
    const SlotNumber answered = slot_at(i - kAhead);
    if (i < kAhead) continue;
    for (std::uint16_t id = 0; id < kSections; ++id)
      for (std::uint8_t symbol = 0; symbol < 14; ++symbol) {
        const DeliverFacts facts =
            cell.deliver(answered, {{static_cast<std::uint16_t>(id * 4), 4}, id, symbol});
        ASSERT_FALSE(facts.untracked) << i;
        ASSERT_TRUE(i == kAhead || facts.coupling == Coupling::matched) << i;
      }
    cell.close(answered, false, [&](const RequestFacts& facts) { ASSERT_EQ(facts.missing, 0u) << i; });
  }
}

TEST(Ledger, WhatItHasNoRoomForFailsNobody) {
  Cell cell = cell_with({});
  Description request = description(1, {0, 1}, 1);
  request.asked = true;
  for (std::size_t i = 0; i < limits::kDescriptionsPerSlot; ++i)
    ASSERT_FALSE(cell.describe(kSlot, request).untracked);
  EXPECT_EQ(cell.deliver(kSlot, {{0, 1}, 2, 0}).coupling, Coupling::missing);
  EXPECT_TRUE(cell.describe(kSlot, description(2, {0, 1})).untracked);
  EXPECT_EQ(cell.deliver(kSlot, {{0, 1}, 2, 0}).coupling, Coupling::unknown);
  for (std::size_t i = 2; i < limits::kArrivalsPerSlot; ++i)
    ASSERT_FALSE(cell.deliver(kSlot, {{static_cast<std::uint16_t>(i), 1}, 1, 1}).untracked);
  const auto excused = [&] {
    std::optional<bool> found;
    cell.find(kSlot)->open_request = true;
    cell.close(kSlot, false, [&](const RequestFacts& facts) { found = facts.excused; });
    return found;
  };
  EXPECT_EQ(excused(), false);
  EXPECT_TRUE(cell.deliver(kSlot, {{0, 1}, 1, 0}).untracked);
  EXPECT_EQ(excused(), true);
  // Other slots have room of their own, and so has the one that takes the place of this one.
  for (const SlotNumber slot : {kSlot + 1, kSlot + (4 << 10)}) {
    EXPECT_FALSE(cell.describe(slot, description(1, {0, 1})).untracked);
    EXPECT_FALSE(cell.deliver(slot, {{0, 1}, 1, 0}).untracked);
    EXPECT_EQ(cell.deliver(slot, {{0, 1}, 2, 0}).coupling, Coupling::missing);
  }
}

}  // namespace
}  // namespace plumbline::track
