// DPDK devices on kernel interfaces: a veth pair in a network namespace of the test's own.
#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "io/dpdk_frames.h"

namespace plumbline::io {
namespace {

using test::exchange;
using test::expect_same;
using test::Frame;
using test::make_frame;
using test::open_or_fail;

class DpdkVeth : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "needs root, to make a network namespace";
    if (unshare(CLONE_NEWNET) != 0) GTEST_SKIP() << "this machine gives no network namespaces";
  }
  /// The pair pl0, pl1 of `mtu`.
  static bool make_pair(unsigned mtu) {
    const std::string size = std::to_string(mtu);
    // Without IPv6 the kernel says nothing of its own on the pair.
    const std::string lines = "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; ip link add pl0 mtu " +
                              size + " type veth peer name pl1 mtu " + size +
                              " && ip link set pl0 up && ip link set pl1 up";
    return std::system(lines.c_str()) == 0;
  }
  static void expect_both_ways(const std::string& first, const std::string& second, unsigned mtu) {
    if (!make_pair(mtu)) GTEST_SKIP() << "`ip` could not make a veth pair";
    const auto a = open_or_fail(first), b = open_or_fail(second);
    ASSERT_TRUE(a && b);
    ASSERT_EQ(a->longest_frame(), mtu + 14);
    std::vector<Frame> frames;
    for (std::size_t length = 60; length <= mtu + 18; length += length + 61 < mtu ? 61 : 1)
      frames.push_back(
          make_frame(length, static_cast<std::uint32_t>(length), length % 2 == 0 || length > mtu + 14));
    expect_same(frames, exchange(*a, *b, frames));
    expect_same(frames, exchange(*b, *a, frames));
    EXPECT_EQ(a->counters().sent, frames.size());

    const Frame long_one = make_frame(mtu + 15, 1), long_tagged = make_frame(mtu + 19, 1, true);
    const OutFrame too_long[] = {{.octets = long_one}, {.octets = long_tagged}};
    EXPECT_EQ(a->send(too_long), 2u);
    EXPECT_EQ(a->counters().too_long, 2u);
    EXPECT_EQ(a->counters().sent, frames.size());
    EXPECT_EQ(b->counters().receive_lost, 0u);
  }
};

TEST_F(DpdkVeth, PacketSocketsCarryTheUsualMtuWithAndWithoutTag) {
  expect_both_ways("net_af_packet0,iface=pl0", "net_af_packet1,iface=pl1", 1500);
}
TEST_F(DpdkVeth, PacketSocketsCarryJumboFrames) {
  expect_both_ways("net_af_packet0,iface=pl0", "net_af_packet1,iface=pl1", 9000);
}
TEST_F(DpdkVeth, LibpcapCarriesJumboFrames) {
  expect_both_ways("net_pcap0,iface=pl0", "net_pcap1,iface=pl1", 9000);
}

TEST_F(DpdkVeth, WhatTheKernelDroppedIsCounted) {
  if (!make_pair(1500)) GTEST_SKIP() << "`ip` could not make a veth pair";
  const auto a = open_or_fail("net_af_packet0,iface=pl0"), b = open_or_fail("net_af_packet1,iface=pl1");
  ASSERT_TRUE(a && b);
  while (!b->receive().empty()) continue;
  const Frame frame = make_frame(100, 1);
  const std::vector<OutFrame> many(64, OutFrame{.octets = frame});
  std::size_t sent = 0;
  for (int i = 0; i < 200; ++i) sent += a->send(many);
  EXPECT_GT(sent, 1000u);
  std::uint64_t received = 0, marks = 0;
  for (int quiet = 0; quiet < 1000; ++quiet)
    for (const Packet& packet : b->receive()) {
      received += test::is_ours(packet) ? 1u : 0u;
      quiet = 0;
    }
  EXPECT_EQ(received + b->counters().receive_lost, sent);
  EXPECT_GT(b->counters().receive_lost, 0u);
  for (int i = 0; i < 200; ++i) {
    a->send({many.data(), 1});
    for (const Packet& packet : b->receive()) marks += packet.loss_before ? 1u : 0u;
  }
  EXPECT_EQ(marks, 1u) << "the loss is marked once, in the stream";
}

TEST_F(DpdkVeth, FramesAnInterfaceThatIsDownCannotTakeAreNotCalledSent) {
  if (!make_pair(1500)) GTEST_SKIP() << "`ip` could not make a veth pair";
  const auto a = open_or_fail("net_af_packet0,iface=pl0");
  ASSERT_TRUE(a);
  ASSERT_EQ(std::system("ip link set pl0 down"), 0);
  const Frame frame = make_frame(100, 1);
  const OutFrame out{.octets = frame};
  for (int i = 0; i < 10; ++i) a->send({&out, 1});
  EXPECT_EQ(a->counters().sent, 0u);
}

TEST_F(DpdkVeth, ClosingLeavesTheInterfaceAsItWas) {
  if (!make_pair(1500)) GTEST_SKIP() << "`ip` could not make a veth pair";
  const auto a = open_or_fail("net_af_packet0,iface=pl0");
  ASSERT_TRUE(a);
  ASSERT_TRUE(a->close());
  EXPECT_NE(std::system("ip link show pl0 | grep -q PROMISC"), 0);
  EXPECT_EQ(std::system("ip link show pl0 | grep -q 'mtu 1500'"), 0);
  EXPECT_TRUE(open_or_fail("net_af_packet0,iface=pl0"));
}

}  // namespace
}  // namespace plumbline::io
