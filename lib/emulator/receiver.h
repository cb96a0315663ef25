// What arrives at a unit, sorted into messages and counted: an O-RU and an O-DU do this alike.
#pragma once

#include <cstdint>

#include "emulator/counters.h"
#include "emulator/echo.h"
#include "emulator/joiner.h"
#include "emulator/reception.h"
#include "emulator/sequence_state.h"
#include "wire/ecpri.h"
#include "wire/uplane.h"

namespace plumbline::emulator {

/// A U-plane message of an eAxC id and direction that the unit receives, with payloadVersion 1.
struct UplaneMessage {
  std::uint32_t stream = 0;  ///< Receiver::Stream::index
  radio::Eaxc eaxc;
  wire::UplaneHeader header;
  wire::View octets;     ///< from the radio application header on
  bool in_order = true;  ///< sequenceId was the one that had to come
  bool part = false;     ///< it is one of several parts, which the unit does not join
};

/// Frames to other addresses, or of another VLAN, are not counted, and measurements and loopback messages
/// only where they are dropped. In the steady state nothing is allocated. Source: CUS v17.01 5.1, 9.1.
class Receiver {
 public:
  /// `role`: the unit's, o_du or o_ru. `joins`: U-plane that the radio transport cut is joined, where
  /// sequence ids are checked; a message counts when it is whole, or given up: RX_ERR_DROP.
  Receiver(const profile::Link& link, Role role, const EchoAbilities& abilities, bool joins);
  virtual ~Receiver() = default;
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  /// A frame of `length` octets arrived, of which `octets` are at hand.
  void hear(const Arrived& when, std::uint32_t length, Octets octets);
  /// Nothing arrives before `now_ns` any more: messages that lack parts for too long are given up.
  void pass(std::int64_t now_ns);

  Counters& counters() { return counters_; }
  const Counters& counters() const { return counters_; }

 protected:
  /// Where the U-plane of an eAxC id stands.
  struct Stream {
    SequenceState* sequence = nullptr;  ///< nullptr: the unit receives no U-plane of this id
    std::uint32_t index = 0;            ///< from 0 without holes
  };

  /// What RX_CORRUPT and RX_ERR_DROP make of a message: `in_order` and not known to be out of its window.
  void count(Outcome outcome, bool in_order = true);
  /// Counts a message by its window; false: it is outside, and dropped. `offset_ns`: from its reference
  /// instant.
  bool is_on_time(radio::Plane plane, const radio::Window& window, std::int64_t offset_ns);
  /// Whether sequenceId is the one that had to come; true where ids are not checked.
  bool take_sequence(SequenceState& state, std::uint8_t sequence) const {
    return !sequence_checked_ || state.take(sequence);
  }

 private:
  virtual Stream find_stream(radio::Eaxc eaxc) = 0;
  virtual void take_uplane(const Arrived& when, const UplaneMessage& message) = 0;
  /// `octets`: from the application header on.
  virtual void take_cplane(const Arrived& when, const wire::EcpriIds& ids, const wire::View& octets) = 0;
  virtual void send_reply(const Echo::Reply& reply) = 0;

  void hear_message(const Arrived& when, const wire::EcpriMessage& message);
  void hear_uplane(const Arrived& when, const wire::View& body);
  Outcome hear_delay(const Arrived& when, const wire::View& body);
  Outcome hear_loopback(const Arrived& when, const wire::Frame& frame, std::uint32_t length, Octets octets);
  Outcome reply(Outcome outcome);

  radio::Direction direction_;  ///< of what it receives
  EchoAbilities abilities_;
  Echo echo_;
  bool concatenation_, sequence_checked_;
  Joiner joiner_;
  Counters counters_;
};

}  // namespace plumbline::emulator
