// What of an O-RU sleeps, and until when: TRX_CONTROL and ASM (CUS v17.01 16).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "emulator/echo.h"
#include "emulator/o_ru_plan.h"
#include "profile/unit.h"

namespace plumbline::emulator {

/// A TRX_CONTROL or ASM command that was read, for slots from `slot` on.
struct SleepCommand {
  bool is_asm = false;
  radio::Direction direction{};
  Endpoint* endpoint = nullptr;  ///< of ready messages
  std::size_t carrier = 0;
  std::uint8_t scope = 0, mode = 0;
  std::uint32_t slots = 0;  ///< numSlots + numSlotsExt; 0: undefined
  std::uint16_t symbol_mask = 0;
  std::uint64_t ant_mask = 0;  ///< TRX_CONTROL
  unsigned elements = 0;       ///< its bits
  std::uint16_t ack_id = 0;    ///< 0: none
  std::int64_t t0_ns = 0;      ///< start of the slot
  std::int64_t slot_ns = 0;
  std::int64_t slot = 0;  ///< RadioClock::slot_number()
};

/// A ready message that is due (CUS v17.01 16.6.2): the unit is ready behind `slot`.
struct Ready {
  bool is_asm = false;
  radio::Direction direction{};
  Endpoint* endpoint = nullptr;
  std::size_t carrier = 0;
  std::int64_t slot = 0, at_ns = 0;
  std::uint16_t ack_id = 0;
};

/// Memory is bounded by the plan; in the steady state nothing is allocated.
class SleepState {
 public:
  SleepState(std::size_t carriers, const std::optional<profile::Sleep>& can);

  bool is_able() const { return can_.has_value(); }
  /// Obeys the command; unable: it is not one that can be obeyed now, and is discarded (16.8, 16.13).
  Outcome take(const SleepCommand& command);
  /// Whether what is asked of a symbol is dropped: one of the slot around `t0_ns` sleeps on all endpoints of
  /// carrier and direction.
  bool asleep(std::size_t carrier, radio::Direction direction, std::int64_t t0_ns, unsigned symbol) const;
  /// The next ready message that leaves before `before_ns`, once.
  std::optional<Ready> ready(std::int64_t before_ns);

 private:
  static constexpr std::size_t kMostElements = 64;
  static constexpr std::uint16_t kAllSymbols = 0x3FFF;
  /// Of a carrier or an array element.
  struct Rest {
    std::int64_t from_ns = 0, until_ns = 0;
    std::int64_t nominal_ns = 0;  ///< end without what a minimum wake-up duration took longer
    std::uint16_t symbols = kAllSymbols;
    std::uint8_t mode = 0, scope = 0;
    bool defined = false, waking = false;
    bool holds(std::int64_t t0_ns) const { return from_ns <= t0_ns && t0_ns < until_ns; }
  };
  struct Half {
    std::array<Rest, kMostElements> elements{};
    std::vector<Rest> carriers;
    std::array<std::int64_t, 2> last_ns{std::numeric_limits<std::int64_t>::min(),
                                        std::numeric_limits<std::int64_t>::min()};
  };
  struct Span {
    std::int64_t until_ns = 0, nominal_ns = 0;
  };

  const std::optional<profile::SleepMode>& mode_of(const SleepCommand& command) const;
  std::int64_t wake_slots(const SleepCommand& command, unsigned mode) const;
  bool is_sound(const SleepCommand& command) const;
  bool may_extend(const SleepCommand& command, const Rest& rest) const;
  Span span_of(const SleepCommand& command, std::int64_t slots) const;
  bool take_trx(const SleepCommand& command, Half& half);
  bool take_asm(const SleepCommand& command, Half& half);
  void put_to_sleep(const SleepCommand& command, Rest& rest) const;
  void wake(const SleepCommand& command, Rest& rest) const;
  void note_ready(const SleepCommand& command, std::int64_t slots);

  std::optional<profile::Sleep> can_;
  std::array<Half, 2> halves_;  ///< by direction
  std::vector<Ready> readies_;
};

}  // namespace plumbline::emulator
