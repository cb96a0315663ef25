#include "wire/datagram.h"

namespace plumbline::wire {
namespace {

constexpr std::uint8_t kUdp = 17;

/// Whether 16-bit words (an odd last octet padded with 0) and `more` sum up to what a right checksum leaves.
bool sums_up(Octets octets, std::uint32_t more = 0) {
  std::uint32_t sum = more;
  for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? octets[i] * 256u : octets[i];
  while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
  return sum == 0xFFFF;
}

}  // namespace

bool is_sound_datagram(const Frame& frame) {
  if (frame.transport == Transport::ethernet || frame.ip.fragmented) return false;
  const bool version6 = frame.transport == Transport::udp_ipv6;
  const View& packet = frame.ip.packet;
  const std::uint8_t* p = packet.data;
  const std::uint32_t header = version6 ? 40 : (p[0] & 15u) * 4u;
  const std::uint32_t length = version6 ? header + load_be16(p + 4) : load_be16(p + 2);
  if (length < header + 8 || packet.missing(0, length) != Fault::none) return false;
  const Octets udp{p + header, length - header};
  if (load_be16(udp.data() + 4) != udp.size()) return false;
  if (!version6 && !sums_up({p, header})) return false;
  if (frame.ip.checksum_zero) return !version6;
  std::uint32_t addresses = 0;
  const std::uint32_t first = version6 ? 8 : 12, last = version6 ? 40 : 20;
  for (std::uint32_t at = first; at < last; at += 2) addresses += load_be16(p + at);
  return sums_up(udp, addresses + static_cast<std::uint32_t>(udp.size()) + kUdp);
}

}  // namespace plumbline::wire
