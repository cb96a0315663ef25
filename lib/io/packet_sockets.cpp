#include "io/packet_sockets.h"

#include <linux/if_packet.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>

namespace plumbline::io {
namespace {

constexpr int kMostDescriptors = 65536;

/// Index of the interface `fd` listens on when it is a packet socket, else 0.
unsigned interface_of(int fd) {
  int domain = 0;
  socklen_t size = sizeof domain;
  if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_PACKET) return 0;
  sockaddr_ll address{};
  size = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return static_cast<unsigned>(std::max(0, address.sll_ifindex));
}

std::vector<int> packet_sockets() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int end = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, kMostDescriptors));
  std::vector<int> out;
  for (int fd = 0; fd < end; ++fd)
    if (interface_of(fd) != 0) out.push_back(fd);
  return out;
}

}  // namespace

void PacketSockets::remember() { before_ = packet_sockets(); }

void PacketSockets::keep_new(unsigned interface_index) {
  for (const int fd : packet_sockets())
    if (std::find(before_.begin(), before_.end(), fd) == before_.end() && interface_of(fd) == interface_index)
      kept_.push_back(fd);
}

std::uint64_t PacketSockets::drops() {
  for (const int fd : kept_) {
    tpacket_stats statistics{};  // since it was asked last
    socklen_t size = sizeof statistics;
    if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &size) == 0)
      drops_.fetch_add(statistics.tp_drops, std::memory_order_relaxed);
  }
  return drops_.load(std::memory_order_relaxed);
}

}  // namespace plumbline::io
