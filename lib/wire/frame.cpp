#include "wire/frame.h"

namespace plumbline::wire {
namespace {

constexpr std::uint16_t kServiceVlan = 0x88A8, kOldServiceVlan = 0x9100;
constexpr std::uint16_t kRoe = 0xFC3D, kPtp = 0x88F7, kSlow = 0x8809, kIpv4 = 0x0800, kIpv6 = 0x86DD;
constexpr std::uint8_t kUdp = 17;

constexpr bool is_tag(std::uint16_t type) {
  return type == kVlanEtherType || type == kServiceVlan || type == kOldServiceVlan;
}

/// What a UDP payload must look like to be taken for eCPRI when no port is known.
bool looks_like_ecpri(const View& payload) {
  if (payload.missing(0, 4) != Fault::none) return false;
  const std::uint8_t type = payload.data[1];
  return payload.data[0] >> 4 == 1 && (type == 0 || type == 2 || type == 5) &&
         4u + load_be16(payload.data + 2) <= payload.length;
}

/// IPv4 or IPv6 in the client data; `udp` tells whether UDP is in it: then the PDU is its payload.
DecodeError decode_ip(bool version6, const View& client, Frame& frame, bool& udp) {
  frame.ip = {};
  frame.ip.packet = client;
  udp = false;
  const std::uint32_t fixed = version6 ? 40 : 20;
  if (const Fault f = client.missing(0, fixed); f != Fault::none) return client.error(f);
  const std::uint8_t* p = client.data;
  std::uint32_t at = fixed;
  if (version6) {
    frame.ip.dscp = static_cast<std::uint8_t>((load_be16(p) >> 6) & 0x3F);
    frame.ip.source_at = client.base + 8;
    frame.ip.options = p[6] == 59;
    if (p[0] >> 4 != 6 || p[6] != kUdp) return {};
  } else {
    frame.ip.dscp = static_cast<std::uint8_t>(p[1] >> 2);
    frame.ip.source_at = client.base + 12;
    at = (p[0] & 15u) * 4u;
    if (p[0] >> 4 != 4 || at < 20 || p[9] != kUdp) return {};
    frame.ip.options = at > 20;
    const std::uint16_t fragment = load_be16(p + 6);
    frame.ip.fragmented = (fragment & 0x3FFF) != 0;
    if ((fragment & 0x1FFF) != 0) return {};  // not the first fragment: no UDP header here
  }
  // The options first: what a capture cut there is cut, though the frame may end before UDP does.
  if (const Fault f = client.missing(fixed, at - fixed); f != Fault::none) return client.error(f);
  if (const Fault f = client.missing(at, 8); f != Fault::none) return client.error(f);
  frame.ip.source_port = load_be16(p + at);
  frame.ip.destination_port = load_be16(p + at + 2);
  frame.ip.checksum_zero = load_be16(p + at + 6) == 0;
  const std::uint16_t udp_length = load_be16(p + at + 4);
  frame.pdu = client.from(at + 8, udp_length >= 8 ? udp_length - 8u : 0u);
  frame.transport = version6 ? Transport::udp_ipv6 : Transport::udp_ipv4;
  udp = true;
  return {};
}

}  // namespace

DecodeError decode_any_frame(Octets captured, std::uint32_t original_length, Frame& frame,
                             std::uint16_t udp_port) {
  const View whole{captured, original_length};
  frame.tag_count = 0;
  frame.ether_type = 0;
  frame.protocol = Protocol::other;
  frame.transport = Transport::ethernet;
  if (const Fault f = whole.missing(0, 14); f != Fault::none) return whole.error(f);
  frame.mac = whole.data;
  std::uint32_t at = 12;
  std::uint16_t type = load_be16(whole.data + at);
  while (is_tag(type)) {
    if (const Fault f = whole.missing(at, 6); f != Fault::none) return whole.error(f);
    ++frame.tag_count;
    at += 4;
    type = load_be16(whole.data + at);
  }
  frame.ether_type = type;
  const View client = whole.behind(at + 2);
  frame.pdu = client;
  if (type == kEcpriEtherType) {
    frame.protocol = Protocol::ecpri;
  } else if (type == kIpv4 || type == kIpv6) {
    bool udp = false;
    if (const DecodeError error = decode_ip(type == kIpv6, client, frame, udp)) return error;
    if (udp && (udp_port != 0 ? frame.ip.destination_port == udp_port : looks_like_ecpri(frame.pdu)))
      frame.protocol = Protocol::ecpri;
  } else if (type == kRoe) {
    frame.protocol = Protocol::roe;
  } else if (type == kPtp) {
    frame.protocol = Protocol::ptp;
  } else if (type == kSlow) {
    frame.protocol = Protocol::esmc;
  }
  return {};
}

void encode_ethernet(Writer& out, const std::array<std::uint8_t, 6>& destination,
                     const std::array<std::uint8_t, 6>& source, std::span<const VlanTag> tags,
                     std::uint16_t ether_type) {
  out.put(Octets{destination});
  out.put(Octets{source});
  for (const VlanTag& tag : tags) {
    out.put(tag.tpid, 2);
    out.put(static_cast<std::uint64_t>(tag.pcp) << 13 | (tag.dei ? 1u << 12 : 0u) | (tag.vid & 0xFFFu), 2);
  }
  out.put(ether_type, 2);
}

namespace {

/// Ones' complement sum of 16-bit words, an odd last octet padded with 0.
std::uint32_t sum16(Octets octets, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? octets[i] * 256u : octets[i];
  return sum;
}
std::uint16_t folded(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

}  // namespace

void encode_udp(Writer& out, const UdpPath& path, Octets payload) {
  const std::size_t start = out.at();
  const std::size_t udp_length = 8 + payload.size();
  std::uint16_t checksum = 0;
  if (path.source.size() == 4) {
    out.put(0x4500u | static_cast<unsigned>(path.dscp) << 2, 2);
    out.put(20 + udp_length, 2);
    out.put(0x0000'4000'4011, 6);  // id 0, don't fragment, TTL 64, UDP
    out.put(0, 2);
    out.put(path.source);
    out.put(path.destination);
    if (out.ok()) out.patch16(start + 10, folded(sum16(out.written().subspan(start, 20))));
  } else {
    out.put(0x6000'0000u | static_cast<unsigned>(path.dscp) << 22, 4);
    out.put(udp_length, 2);
    out.put(std::uint64_t{kUdp} << 8 | 64, 2);
    out.put(path.source);
    out.put(path.destination);
    std::uint32_t sum =
        sum16(path.destination, sum16(path.source)) + static_cast<std::uint32_t>(udp_length) * 2 + kUdp;
    sum += path.source_port + std::uint32_t{path.destination_port};
    checksum = folded(sum16(payload, sum));
    if (checksum == 0) checksum = 0xFFFF;
  }
  out.put(path.source_port, 2);
  out.put(path.destination_port, 2);
  out.put(udp_length, 2);
  out.put(checksum, 2);
  out.put(payload);
}

}  // namespace plumbline::wire
