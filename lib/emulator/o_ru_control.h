// What an O-RU answers with whole messages of its own: section types 4, 7 and 8, eCPRI type 5, loopback.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "emulator/answer_queue.h"
#include "emulator/o_ru.h"
#include "wire/cplane.h"
#include "wire/frame.h"

namespace plumbline::emulator {

/// EtherType of IEEE 802.1Q CFM.
inline constexpr std::uint16_t kCfmEtherType = 0x8902;

/// What became of a message.
enum class Outcome : std::uint8_t {
  taken,
  unable,  ///< the unit cannot do it, or not now
  wrong,   ///< a protocol error
};

/// When it came, and the earliest instant of an answer.
struct Arrived {
  std::int64_t at_ns = 0;
  std::int64_t earliest_ns = 0;
};

/// A C-plane message whose answer is a C-plane message.
struct Asking {
  Endpoint* endpoint =
      nullptr;  ///< of the eAxC id, in the direction of the RU's own messages if there is one
  const wire::CplaneHeader& header;
  wire::View message;      ///< from the application header on
  std::int64_t t0_ns = 0;  ///< start of startSymbolId
};

class Control {
 public:
  /// Borrows `plan` and `answers`.
  Control(const ORuPlan& plan, const profile::Link& link, const ORuAbilities& abilities,
          AnswerQueue& answers);

  /// ActionTypes of CUS v17.01 4.4.4.4: requests are answered, remote requests are followed by a request of
  /// our own. Stamps are those of the port, so that compensation values are 0.
  Outcome one_way_delay(const Arrived& when, const wire::View& body);
  /// LBM (opcode 3) to this unit or to the maintenance group address: LBR with the same identifier and TLVs.
  /// IEEE 802.1Q 20.2, 21.7.
  Outcome loopback(const Arrived& when, const wire::Frame& frame, std::uint32_t length, Octets octets);
  /// Section type 7: a success for each LBT request (CUS v17.01 7.2.5).
  Outcome laa(const Arrived& when, const Asking& asking);
  /// Section type 4: TRX_CONTROL and ASM are acknowledged, other commands are not (CUS v17.01 7.2.9).
  Outcome slot_commands(const Arrived& when, const Asking& asking);
  /// Section type 8 for the ids of SE 22, around the middle of Ta3 of the symbol asked about; nothing where
  /// that is over. The link states no Ta3 of its own for them (CUS v17.01 7.2.8).
  void acknowledge(const Arrived& when, const Asking& asking, std::span<const std::uint16_t> acks,
                   std::span<const std::uint16_t> nacks);

 private:
  void send_ecpri(std::int64_t at_ns, wire::EcpriType type, std::size_t octets, Endpoint* numbered);
  void send_delay(std::int64_t at_ns, std::uint8_t id, std::uint8_t action,
                  std::optional<std::int64_t> stamp_ns, std::uint32_t dummy_octets);
  void send_acks(std::int64_t at_ns, const Asking& asking, std::span<const std::uint16_t> acks,
                 std::span<const std::uint16_t> nacks);

  const ORuPlan* plan_;
  ORuAbilities abilities_;
  AnswerQueue* answers_;
  profile::TimeBase time_;
  profile::MacAddress mac_;
  std::uint32_t mtu_;
  std::array<std::optional<std::int64_t>, 256>
      requested_at_ns_{};  ///< by MeasurementID: awaits its Follow_Up
  std::vector<std::uint8_t> body_, frame_;
  std::vector<std::uint16_t> acks_, nacks_;
};

}  // namespace plumbline::emulator
