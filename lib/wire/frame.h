// Ethernet, 802.1Q tags, and UDP/IP down to the eCPRI PDU.
#pragma once

#include <array>
#include <cstdint>

#include "wire/view.h"

namespace plumbline::wire {

/// 802.1Q / 802.1ad tag. Source: IEEE 802.1Q; CUS v17.01 5.1.1.
struct VlanTag {
  std::uint16_t tpid = 0x8100;
  std::uint8_t pcp = 0;
  bool dei = false;
  std::uint16_t vid = 0;
  friend bool operator==(const VlanTag&, const VlanTag&) = default;
};

/// What a frame carries.
enum class Protocol : std::uint8_t {
  other,  ///< not of the fronthaul; classified only
  ecpri,
  roe,   ///< IEEE 1914.3, EtherType 0xFC3D: recognised, not decoded
  ptp,   ///< EtherType 0x88F7
  esmc,  ///< slow protocols, EtherType 0x8809
};

/// How the eCPRI PDU travels.
enum class Transport : std::uint8_t { ethernet, udp_ipv4, udp_ipv6 };

inline constexpr std::uint16_t kEcpriEtherType = 0xAEFE, kVlanEtherType = 0x8100,
                               kCfmEtherType = 0x8902;  ///< IEEE 802.1Q CFM

/// What IP and UDP say, for the rules about them (CUS v17.01 5.1.2).
struct IpFacts {
  std::uint8_t dscp = 0;
  bool fragmented = false;
  bool options = false;        ///< IPv4 options, IPv6 extension header, next header 59
  bool checksum_zero = false;  ///< UDP checksum 0
  std::uint16_t source_port = 0, destination_port = 0;
  std::uint32_t source_at = 0;  ///< offset of the source address; the destination follows
  View packet;                  ///< from the IP header on, with whatever padding follows it
};

/// A frame down to its PDU. Borrowed octets. What does not belong to its transport keeps what it held.
struct Frame {
  const std::uint8_t* mac = nullptr;  ///< 12 octets: destination, source; the tags follow
  std::uint32_t tag_count = 0;
  std::uint16_t ether_type = 0;  ///< after the tags
  Protocol protocol = Protocol::other;
  Transport transport = Transport::ethernet;
  IpFacts ip;  ///< transport udp_* only
  View pdu;    ///< the eCPRI PDU with whatever padding follows it; of other protocols the client data

  /// Tag `i` < tag_count, 0 is the outermost. Read when asked for: most frames pass without.
  VlanTag tag(std::uint32_t i) const {
    const std::uint64_t word = load_be<4>(mac + 12 + 4 * i);
    return {.tpid = static_cast<std::uint16_t>(bits(word, 16, 16)),
            .pcp = static_cast<std::uint8_t>(bits(word, 13, 3)),
            .dei = bits(word, 12, 1) != 0,
            .vid = static_cast<std::uint16_t>(bits(word, 0, 12))};
  }
  /// Octets after the tags and the EtherType: what the MTU counts.
  const View& client_data() const { return transport == Transport::ethernet ? pdu : ip.packet; }
};

/// What decode_frame() does not tell in line. Says the same of frames that it does.
DecodeError decode_any_frame(Octets captured, std::uint32_t original_length, Frame& frame,
                             std::uint16_t udp_port);

/// Decodes a frame of `original_length` octets (no FCS, no preamble) of which `captured` were kept.
/// `udp_port` is the destination port of eCPRI; 0: a UDP payload that begins like a C- or U-plane or delay
/// message and fits is taken for it. Errors: truncated or cut inside the headers that are needed to find the
/// PDU. Length fields 802.3 style are `other`.
[[gnu::always_inline]] inline DecodeError decode_frame(Octets captured, std::uint32_t original_length,
                                                       Frame& frame, std::uint16_t udp_port = 0) {
  // eCPRI over Ethernet with one tag or none is nearly all of a fronthaul: told here, everything else, and
  // what is too short for an eCPRI header behind a tag, elsewhere.
  constexpr std::uint32_t kUntagged = 14, kTagged = 18, kEcpriHeader = 4;
  if (captured.size() >= kTagged + kEcpriHeader && captured.size() <= original_length) [[likely]] {
    const std::uint8_t* p = captured.data();
    const std::uint16_t type = load_be16(p + kUntagged - 2);
    const bool tagged = type == kVlanEtherType;
    if ((tagged ? load_be16(p + kTagged - 2) : type) == kEcpriEtherType) [[likely]] {
      frame.mac = p;
      frame.tag_count = tagged ? 1 : 0;
      frame.ether_type = kEcpriEtherType;
      frame.protocol = Protocol::ecpri;
      frame.transport = Transport::ethernet;
      frame.pdu = View{captured, original_length}.behind(tagged ? kTagged : kUntagged);
      return {};
    }
  }
  return decode_any_frame(captured, original_length, frame, udp_port);
}

/// Writes destination, source, at most two tags, and the EtherType.
void encode_ethernet(Writer& out, const std::array<std::uint8_t, 6>& destination,
                     const std::array<std::uint8_t, 6>& source, std::span<const VlanTag> tags,
                     std::uint16_t ether_type);

/// An eCPRI PDU over UDP/IPv4 or UDP/IPv6, addresses of 4 or 16 octets each (both the same length).
struct UdpPath {
  Octets source, destination;
  std::uint16_t source_port = 0, destination_port = 0;
  std::uint8_t dscp = 46;
};
/// Writes IP and UDP headers for a payload of `payload` octets that the caller writes next; the checksums are
/// right (IPv4 header) or 0 (UDP over IPv4). UDP over IPv6 needs the payload: it is written here and summed.
void encode_udp(Writer& out, const UdpPath& path, Octets payload);

}  // namespace plumbline::wire
