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

inline constexpr std::uint16_t kEcpriEtherType = 0xAEFE;

/// What IP and UDP say, for the rules about them (CUS v17.01 5.1.2).
struct IpFacts {
  std::uint8_t dscp = 0;
  bool fragmented = false;
  bool options = false;        ///< IPv4 options, IPv6 extension header, next header 59
  bool checksum_zero = false;  ///< UDP checksum 0
  std::uint16_t source_port = 0, destination_port = 0;
  std::uint32_t source_at = 0;  ///< offset of the source address; the destination follows
};

/// A frame down to its PDU. Borrowed octets. What does not belong to its tags and transport keeps what it
/// held.
struct Frame {
  const std::uint8_t* mac = nullptr;  ///< 12 octets: destination, source
  std::array<VlanTag, 2> tags{};      ///< outermost first, as many as there are
  std::uint32_t tag_count = 0;        ///< all tags, also those beyond two: they stand from octet 12 on
  std::uint16_t ether_type = 0;       ///< after the tags
  Protocol protocol = Protocol::other;
  Transport transport = Transport::ethernet;
  IpFacts ip;        ///< transport udp_* only
  View client_data;  ///< octets after the tags and the EtherType: what the MTU counts
  View pdu;          ///< the eCPRI PDU with whatever padding follows it
};

/// The tag whose four octets are at `p`.
inline VlanTag read_tag(const std::uint8_t* p) {
  const std::uint16_t tci = load_be16(p + 2);
  return {.tpid = load_be16(p),
          .pcp = static_cast<std::uint8_t>(tci >> 13),
          .dei = (tci >> 12 & 1) != 0,
          .vid = static_cast<std::uint16_t>(tci & 0xFFF)};
}

/// 802.1Q, 802.1ad, and the value that came before it.
constexpr bool is_tag(std::uint16_t type) { return type == 0x8100 || type == 0x88A8 || type == 0x9100; }

/// decode_frame() for any frame.
DecodeError decode_any_frame(Octets captured, std::uint32_t original_length, Frame& frame,
                             std::uint16_t udp_port);

/// Decodes a frame of `original_length` octets (no FCS, no preamble) of which `captured` were kept.
/// `udp_port` is the destination port of eCPRI; 0: a UDP payload that begins like a C- or U-plane or delay
/// message and fits is taken for it. Errors: truncated or cut inside the headers that are needed to find the
/// PDU. Length fields 802.3 style are `other`.
[[gnu::always_inline]] inline DecodeError decode_frame(Octets captured, std::uint32_t original_length,
                                                       Frame& frame, std::uint16_t udp_port = 0) {
  // eCPRI over Ethernet with one tag or none is nearly all of a fronthaul: one look at its EtherTypes here.
  constexpr std::uint32_t kOneTag = 18;
  const View whole{captured, original_length};
  if (whole.captured < kOneTag) [[unlikely]]
    return decode_any_frame(captured, original_length, frame, udp_port);
  const std::uint64_t word = load_be<8>(whole.data + kOneTag - 8);
  const bool tagged = is_tag(static_cast<std::uint16_t>(word >> 32));
  if (static_cast<std::uint16_t>(tagged ? word : word >> 32) != kEcpriEtherType) [[unlikely]]
    return decode_any_frame(captured, original_length, frame, udp_port);
  if (tagged)
    frame.tags[0] = {.tpid = static_cast<std::uint16_t>(bits(word, 32, 16)),
                     .pcp = static_cast<std::uint8_t>(bits(word, 29, 3)),
                     .dei = bits(word, 28, 1) != 0,
                     .vid = static_cast<std::uint16_t>(bits(word, 16, 12))};
  frame.mac = whole.data;
  frame.tag_count = tagged ? 1 : 0;
  frame.ether_type = kEcpriEtherType;
  frame.protocol = Protocol::ecpri;
  frame.transport = Transport::ethernet;
  frame.client_data = frame.pdu = whole.behind(tagged ? kOneTag : kOneTag - 4);
  return {};
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
