// DPDK devices on kernel interfaces: a veth pair in a network namespace of the test's own.
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "io/dpdk_frames.h"
#include "io/listener.h"

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

/// Sends numbered frames.
class Flood {
 public:
  explicit Flood(Port& port) : port_{port} {}
  void send(unsigned count, std::size_t length) {
    for (unsigned i = 0; i < count; ++i) {
      Frame frame = make_frame(length, 1);
      test::number_frame(frame, ++number_);
      const OutFrame out{.octets = frame};
      while (port_.send({&out, 1}) == 0) continue;
    }
  }
  std::uint32_t sent() const { return number_; }

 private:
  Port& port_;
  std::uint32_t number_ = 0;
};

TEST_F(DpdkVeth, WhatTheKernelDroppedIsCountedAndMarked) {
  if (!make_pair(1500)) GTEST_SKIP() << "`ip` could not make a veth pair";
  const auto a = open_or_fail("net_af_packet0,iface=pl0"), b = open_or_fail("net_af_packet1,iface=pl1");
  ASSERT_TRUE(a && b);
  Flood flood{*a};
  test::Listener listener{*b};
  flood.send(5000, 100);
  listener.hear(50);
  std::thread other{[&] {
    for (int i = 0; i < 20; ++i) {
      flood.send(1000, 100);
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
  }};
  for (int i = 0; i < 20; ++i) {
    listener.hear(2, 7);
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  other.join();
  listener.hear(50);
  flood.send(1, 100);
  listener.hear(50);
  EXPECT_GT(listener.gaps, 0u);
  EXPECT_EQ(listener.unmarked_gaps, 0u);
  EXPECT_EQ(listener.heard + b->counters().receive_lost, flood.sent());
  EXPECT_EQ(listener.heard + listener.missing, flood.sent());
  const std::uint64_t marked = listener.marked;
  flood.send(100, 100);
  listener.hear(50);
  EXPECT_LE(listener.marked, marked + 1) << "marks end with the losses";
  EXPECT_FALSE(listener.last_marked);
}

TEST_F(DpdkVeth, FramesThatARingCutAreCutAndNotShort) {
  if (!make_pair(3000)) GTEST_SKIP() << "`ip` could not make a veth pair";
  const auto a = open_or_fail("net_af_packet0,iface=pl0"),
             b = open_or_fail("net_af_packet1,iface=pl1,framesz=2048,blocksz=4096,framecnt=512");
  ASSERT_TRUE(a && b);
  const Frame fits = make_frame(b->longest_frame(), 1), long_one = make_frame(2500, 2);
  const OutFrame out[] = {{.octets = fits}, {.octets = long_one}};
  EXPECT_EQ(a->send(out), 2u);
  std::vector<std::pair<std::size_t, std::size_t>> lengths;
  for (int quiet = 0; quiet < 100000 && lengths.size() < 2; ++quiet)
    for (const Packet& packet : b->receive())
      lengths.emplace_back(packet.octets.size(), packet.original_length);
  ASSERT_EQ(lengths.size(), 2u);
  EXPECT_EQ(lengths[0], std::pair(fits.size(), fits.size()));
  EXPECT_LT(lengths[1].first, long_one.size());
  EXPECT_GT(lengths[1].second, lengths[1].first);
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
  EXPECT_TRUE(a->settle().sending);
  EXPECT_FALSE(a->settle().sending) << "told once";
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
