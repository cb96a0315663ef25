// What of an O-RU sleeps, by which commands, until when (CUS v17.01 16).
#include "emulator/sleep.h"

#include <gtest/gtest.h>

namespace plumbline::emulator::test {
namespace {

using radio::Direction;

constexpr std::int64_t kSlot = 500'000;
constexpr std::uint16_t kAll = 0x3FFF;

profile::Sleep able() {
  const profile::Sleep::Modes modes{
      profile::SleepMode{.wake_up_us = 20}, profile::SleepMode{.wake_up_us = 900},
      profile::SleepMode{.wake_up_us = 2000, .ready_within_us = 3000}, std::nullopt};
  return {.trx_control = modes,
          .asm_modes = modes,
          .undefined_duration = true,
          .discards = true,
          .elements = 16,
          .masks = {0, 0x00FF}};
}

/// Two carriers of 30 kHz.
class Sleeping : public testing::Test {
 protected:
  SleepState state{2, able()};

  SleepCommand trx(std::int64_t slot, std::uint8_t mode, std::uint32_t slots, std::uint64_t mask = 0,
                   std::uint16_t symbols = kAll) {
    return {.direction = Direction::uplink,
            .mode = mode,
            .slots = slots,
            .symbol_mask = symbols,
            .ant_mask = mask,
            .elements = 16,
            .t0_ns = slot * kSlot,
            .slot_ns = kSlot,
            .slot = slot};
  }
  SleepCommand asm_(std::int64_t slot, std::uint8_t mode, std::uint32_t slots, std::uint8_t scope = 0,
                    std::uint16_t symbols = kAll, std::size_t carrier = 0) {
    SleepCommand command = trx(slot, mode, slots, 0, symbols);
    command.is_asm = true;
    command.scope = scope;
    command.carrier = carrier;
    return command;
  }
  bool obeyed(const SleepCommand& command) { return state.take(command) == Outcome::taken; }
  bool asleep(std::int64_t slot, unsigned symbol = 0, std::size_t carrier = 0,
              Direction direction = Direction::uplink) {
    return state.asleep(carrier, direction, slot * kSlot, symbol);
  }
};

TEST_F(Sleeping, DefinedDurationsAreSlotsFromTheCommandsOn) {
  ASSERT_TRUE(obeyed(trx(10, 1, 5)));
  for (std::int64_t slot = 8; slot < 18; ++slot) EXPECT_EQ(asleep(slot), slot >= 10 && slot < 15) << slot;
  EXPECT_TRUE(asleep(12, 3, 1)) << "an array serves all carriers";
  EXPECT_FALSE(asleep(12, 3, 0, Direction::downlink));
}

TEST_F(Sleeping, UndefinedOnesEndAWakeUpBehindTheirCommand) {
  ASSERT_TRUE(obeyed(trx(10, 1, 0)));
  EXPECT_TRUE(asleep(100'000));
  EXPECT_FALSE(obeyed(trx(20, 2, 0, 0xFFFF, 0))) << "another mode";
  EXPECT_FALSE(obeyed(trx(20, 1, 0, 0xFFFF))) << "symbolMask says that something may sleep";
  ASSERT_TRUE(obeyed(trx(20, 1, 0, 0xFFFF, 0)));
  EXPECT_TRUE(asleep(21));  // 900 us are two slots
  EXPECT_FALSE(asleep(22));
  EXPECT_FALSE(obeyed(trx(21, 1, 0))) << "what wakes up is not interrupted";
}

TEST_F(Sleeping, SomeElementsServeAllTheSame) {
  ASSERT_TRUE(obeyed(trx(10, 1, 0, 0x00FF)));
  EXPECT_FALSE(asleep(12));
  ASSERT_TRUE(obeyed(trx(20, 0, 0)));
  EXPECT_TRUE(asleep(22)) << "the other half too";
  EXPECT_FALSE(obeyed(trx(30, 0, 0, 0xFFFF, 0))) << "half of them sleeps in mode 1";
  ASSERT_TRUE(obeyed(trx(30, 1, 0, 0xFFFF, 0)));
  EXPECT_TRUE(asleep(31));
  EXPECT_FALSE(asleep(32));
}

TEST_F(Sleeping, DefinedOnesAreExtendedOnceTheWakeUpBegins) {
  ASSERT_TRUE(obeyed(asm_(10, 1, 8)));
  EXPECT_FALSE(obeyed(asm_(15, 1, 8))) << "a promise";
  EXPECT_FALSE(obeyed(asm_(16, 0, 8))) << "a mode that wakes up faster";
  ASSERT_TRUE(obeyed(asm_(16, 1, 8)));
  EXPECT_TRUE(asleep(23));
  EXPECT_FALSE(asleep(24));
}

TEST_F(Sleeping, BroaderScopesReplaceNarrowerOnesNotTheOtherWay) {
  ASSERT_TRUE(obeyed(asm_(10, 1, 0, 1)));
  EXPECT_TRUE(asleep(12, 0, 0));
  EXPECT_FALSE(asleep(12, 0, 1)) << "the other carrier";
  ASSERT_TRUE(obeyed(asm_(20, 1, 0, 0)));
  EXPECT_TRUE(asleep(22, 0, 1));
  EXPECT_FALSE(obeyed(asm_(30, 1, 0, 1, 0))) << "narrower";
  ASSERT_TRUE(obeyed(asm_(30, 1, 0, 2, 0))) << "the whole O-RU";
  EXPECT_FALSE(asleep(32, 0, 0));
  EXPECT_FALSE(asleep(32, 0, 1));
}

TEST_F(Sleeping, AsmLiesOnUndefinedTrxControlAlone) {
  ASSERT_TRUE(obeyed(trx(10, 1, 20)));
  EXPECT_FALSE(obeyed(asm_(15, 1, 5)));
  ASSERT_TRUE(obeyed(trx(40, 1, 0)));
  ASSERT_TRUE(obeyed(asm_(45, 1, 5)));
  EXPECT_FALSE(obeyed(trx(47, 1, 0, 0xFFFF, 0))) << "nothing lies on ASM";
  EXPECT_TRUE(asleep(60)) << "behind the ASM the elements still sleep";
  ASSERT_TRUE(obeyed(trx(60, 1, 0, 0xFFFF, 0)));
  EXPECT_FALSE(asleep(62));
}

TEST_F(Sleeping, WhatTheProfileDoesNotHaveIsDiscarded) {
  EXPECT_FALSE(obeyed(trx(10, 1, 0, 0x0001))) << "antMask";
  EXPECT_FALSE(obeyed(trx(10, 3, 0))) << "mode";
  EXPECT_FALSE(obeyed(trx(10, 1, 1))) << "shorter than the wake-up";
  EXPECT_FALSE(obeyed(trx(10, 1, 5, 0, 0x3F00))) << "symbols sleep in mode 0";
  EXPECT_FALSE(obeyed(asm_(10, 1, 5, 3))) << "scope";
  SleepCommand other = trx(10, 1, 5);
  other.elements = 32;
  EXPECT_FALSE(obeyed(other)) << "another array";
  other = trx(10, 1, 5);
  other.scope = 1;
  EXPECT_FALSE(obeyed(other)) << "TRX_CONTROL is of an array";
  EXPECT_FALSE(asleep(12));
  ASSERT_TRUE(obeyed(trx(10, 0, 5, 0, 0x3F00)));
  EXPECT_FALSE(asleep(12, 7));
  EXPECT_TRUE(asleep(12, 8));
  EXPECT_FALSE(obeyed(trx(10, 0, 5))) << "one in a slot";
}

TEST_F(Sleeping, MinimumWakeUpsSayReadyOnceASlotAhead) {
  SleepCommand command = asm_(10, 2, 6);
  command.ack_id = 7;
  ASSERT_TRUE(obeyed(command));
  EXPECT_TRUE(asleep(18)) << "half of 3 ms longer";
  EXPECT_FALSE(asleep(19));
  EXPECT_FALSE(state.ready(18 * kSlot));
  const auto ready = state.ready(18 * kSlot + 1);
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->slot, 18);
  EXPECT_EQ(ready->at_ns, 18 * kSlot);
  EXPECT_EQ(ready->ack_id, 7);
  EXPECT_FALSE(state.ready(1000 * kSlot));
  ASSERT_TRUE(obeyed(asm_(30, 2, 6)));
  ASSERT_TRUE(obeyed(asm_(34, 2, 6))) << "extended";
  EXPECT_EQ(state.ready(1000 * kSlot)->slot, 42);
  EXPECT_FALSE(state.ready(1000 * kSlot));
}

TEST(SleepStateOfAUnit, ThatCannotSleepOrDoesNotDiscardDropsNothing) {
  SleepState none{1, std::nullopt};
  EXPECT_FALSE(none.is_able());
  EXPECT_FALSE(none.asleep(0, Direction::uplink, 0, 0));
  profile::Sleep light = able();
  light.discards = false;
  SleepState state{1, light};
  EXPECT_EQ(state.take({.direction = Direction::uplink,
                        .mode = 1,
                        .slots = 100,
                        .symbol_mask = kAll,
                        .elements = 16,
                        .slot_ns = kSlot}),
            Outcome::taken);
  EXPECT_FALSE(state.asleep(0, Direction::uplink, kSlot, 0));
}

}  // namespace
}  // namespace plumbline::emulator::test
