#include "io/packet_sockets.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

namespace plumbline::io {
namespace {

int packet_socket_on(unsigned interface) {
  const int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(interface);
  if (fd >= 0 && bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return -1;
  return fd;
}

TEST(PacketSockets, OnlyNewOnesOnTheInterfaceAreAsked) {
  const unsigned loopback = if_nametoindex("lo");
  const int old = packet_socket_on(loopback);
  if (old < 0) GTEST_SKIP() << "needs CAP_NET_RAW";
  PacketSockets sockets;
  sockets.remember();
  const int fresh = packet_socket_on(loopback);
  const int tiny = 1;
  for (const int fd : {old, fresh}) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny);
  sockets.keep_new(loopback);

  const int sender = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(9);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const char octets[1000] = {};
  for (int i = 0; i < 500; ++i)
    sendto(sender, octets, sizeof octets, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);

  const std::uint64_t dropped = sockets.drops();
  EXPECT_GT(dropped, 400u);
  EXPECT_EQ(sockets.drops(), dropped) << "asking again neither loses nor repeats";
  tpacket_stats untouched{};
  socklen_t size = sizeof untouched;
  ASSERT_EQ(getsockopt(old, SOL_PACKET, PACKET_STATISTICS, &untouched, &size), 0);
  EXPECT_GT(untouched.tp_drops, 400u) << "the other's numbers are its own";
  for (const int fd : {old, fresh, sender}) close(fd);
}

}  // namespace
}  // namespace plumbline::io
