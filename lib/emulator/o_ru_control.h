// What an O-RU answers with C-plane messages of its own: section types 4, 7 and 8.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "emulator/answer_queue.h"
#include "emulator/echo.h"
#include "emulator/o_ru.h"
#include "emulator/sleep.h"
#include "wire/cplane.h"
#include "wire/cplane/section_type_04.h"

namespace plumbline::emulator {

/// A C-plane message whose answer is a C-plane message.
struct Asking {
  Endpoint* endpoint = nullptr;  ///< of the eAxC id: that of UL, where there is one
  const wire::CplaneHeader& header;
  wire::View message;      ///< from the application header on
  std::int64_t t0_ns = 0;  ///< start of startSymbolId
  std::int64_t slot = 0;   ///< RadioClock::slot_number()
};

/// Answers them, and counts nothing: what became of a message is its Outcome.
class Control {
 public:
  /// Borrows `plan` and `answers`.
  Control(const ORuPlan& plan, const profile::Link& link, const ORuAbilities& abilities,
          AnswerQueue& answers);

  /// Section type 7: a success for each LBT request (CUS v17.01 7.2.5).
  Outcome laa(const Arrived& when, const Asking& asking);
  /// Section type 4: TRX_CONTROL and ASM are obeyed and acknowledged, or discarded; other commands are
  /// discarded (CUS v17.01 7.2.9, 16).
  Outcome slot_commands(const Arrived& when, const Asking& asking);
  /// Section type 8 for the ids of SE 22, around the middle of Ta3 of the symbol asked about; nothing where
  /// that is over. The link states no Ta3 of its own for them (CUS v17.01 7.2.8).
  void acknowledge(const Arrived& when, const Asking& asking, std::span<const std::uint16_t> acks,
                   std::span<const std::uint16_t> nacks);
  /// What sleeps.
  const SleepState& sleep() const { return sleep_; }
  /// Ready messages that leave before this.
  void wake(std::int64_t before_ns);

 private:
  Outcome slot_command(const Asking& asking, const wire::SlotCommand& command);
  void send_ecpri(std::int64_t at_ns, wire::EcpriType type, std::size_t octets, Endpoint* numbered);
  void send_acks(std::int64_t at_ns, const Asking& asking, std::span<const std::uint16_t> acks,
                 std::span<const std::uint16_t> nacks);

  const ORuPlan* plan_;
  ORuAbilities abilities_;
  AnswerQueue* answers_;
  SleepState sleep_;
  std::uint32_t mtu_;
  std::vector<std::uint8_t> body_, frame_;
  std::vector<std::uint16_t> acks_, nacks_;
};

}  // namespace plumbline::emulator
