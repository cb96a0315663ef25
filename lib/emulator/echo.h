// What units answer with what they were sent: one-way delay measurements, loopback messages, UDP echo.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "emulator/frame_writer.h"
#include "wire/frame.h"

namespace plumbline::emulator {

/// UDP port of the echo protocol, RFC 862.
inline constexpr std::uint16_t kEchoPort = 7;

/// What became of a message.
enum class Outcome : std::uint8_t {
  taken,
  unable,  ///< the unit cannot do it, or not now
  wrong,   ///< a protocol error
};

/// Where a unit is reached.
class Address {
 public:
  /// `role`: the unit's, o_du or o_ru.
  Address(const profile::Link& link, Role role)
      : mac_{role == Role::o_ru ? link.o_ru_mac.value_or(kORuMac) : link.o_du_mac.value_or(kODuMac)},
        vlan_{link.vlan_stated ? std::optional{link.vlan.value_or(0)} : std::nullopt} {}

  const profile::MacAddress& mac() const { return mac_; }
  /// Whether a frame is to the unit alone. A tag must be of the link's VLAN, or of priority alone: VID 0 is
  /// always taken (CUS v17.01 5.1.1).
  bool is_of(const wire::Frame& frame) const {
    const std::uint16_t vid = frame.tag_count > 0 ? frame.tag(0).vid : std::uint16_t{0};
    return std::memcmp(frame.mac, mac_.data(), mac_.size()) == 0 && (!vlan_ || vid == 0 || vid == *vlan_);
  }
  /// The same, and it is eCPRI.
  bool takes(const wire::Frame& frame) const {
    return frame.protocol == wire::Protocol::ecpri && frame.transport == wire::Transport::ethernet &&
           is_of(frame);
  }

 private:
  profile::MacAddress mac_;
  std::optional<std::uint16_t> vlan_;  ///< nothing: the link does not say
};

/// When it came, and the earliest instant of an answer.
struct Arrived {
  std::int64_t at_ns = 0;
  std::int64_t earliest_ns = 0;
};

/// What a unit answers.
struct EchoAbilities {
  bool one_way_delay = true;  ///< eCPRI message type 5, all actions
  bool loopback = true;       ///< IEEE 802.1Q LBM
  bool udp_echo = false;      ///< UDP echo (RFC 862)
};

/// Nothing is allocated in the steady state.
class Echo {
 public:
  /// `role`: the unit's, o_du or o_ru.
  Echo(const profile::Link& link, Role role);

  const Address& address() const { return address_; }
  /// ActionTypes of CUS v17.01 4.4.4.4: requests are answered, remote requests are followed by a request of
  /// our own. Stamps are those of the port, so that compensation values are 0.
  Outcome one_way_delay(const Arrived& when, const wire::View& body);
  /// LBM (opcode 3) to this unit or to the maintenance group address: LBR with the same identifier and TLVs.
  /// IEEE 802.1Q 20.2, 21.7.
  Outcome loopback(const Arrived& when, const wire::Frame& frame, std::uint32_t length, Octets octets);

  /// A datagram over IPv4 or IPv6 to the unit's MAC address and UDP port 7, whatever its IP address: it goes
  /// back to its sender with addresses and ports exchanged. What is fragmented, damaged, or sent by many or
  /// from port 7 (an echo of an echo) is dropped in silence. `frame` was decoded with kEchoPort. RFC 862.
  Outcome datagram(const Arrived& when, const wire::Frame& frame, std::uint32_t length, Octets octets);

  /// A frame to send, as a whole.
  struct Reply {
    std::int64_t at_ns = 0;
    Octets octets;
  };
  /// Those of the last call, in the order of their instants, until the next one.
  std::span<const Reply> replies() const { return std::span{replies_}.first(count_); }

 private:
  void send_delay(std::int64_t at_ns, std::uint8_t id, std::uint8_t action,
                  std::optional<std::int64_t> stamp_ns, std::uint32_t dummy_octets);

  std::vector<std::uint8_t>& return_to_sender(const wire::Frame& frame, Octets octets);

  static constexpr std::size_t kMost = 2;
  FrameWriter writer_;
  Role role_;
  profile::TimeBase time_;
  Address address_;
  std::uint32_t mtu_;
  std::array<std::optional<std::int64_t>, 256> requested_at_ns_{};  ///< by id: awaits its Follow_Up
  std::vector<std::uint8_t> body_;
  std::array<std::vector<std::uint8_t>, kMost> frames_;
  std::array<Reply, kMost> replies_;
  std::size_t count_ = 0;
};

}  // namespace plumbline::emulator
