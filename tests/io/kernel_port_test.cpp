#include "io/kernel_port.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>

#include "io/capture_builder.h"
#include "io/listener.h"

namespace plumbline::io::testing {
namespace {

/// A veth pair plb0 <-> plb1 in a network namespace of this process, which goes with it.
class KernelPortTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "interfaces can be made by root only";
    if (::unshare(CLONE_NEWNET) != 0) GTEST_SKIP() << "no network namespace: " << std::strerror(errno);
    const char* const kSetUp =
        "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 2>/dev/null;"
        "ip link add plb0 type veth peer name plb1 && ip link set plb0 mtu 9000 up && ip link set plb1 mtu "
        "9000 up";
    if (std::system(kSetUp) != 0) GTEST_SKIP() << "ip cannot make a veth pair here";
  }
};

OctetList test_frame(std::size_t n, std::uint8_t mark) {
  OctetList octets = frame(n, mark);
  const std::uint8_t header[] = {0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2, 0xae, 0xfe, mark};
  std::copy(std::begin(header), std::end(header), octets.begin());
  return octets;
}

/// Calls `look` until it says enough or 2 s have passed.
bool eventually(const std::function<bool()>& look) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{2};
  while (!look()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

TEST_F(KernelPortTest, WhatOnePortSendsTheOtherHearsAndItDoesNotHearItself) {
  auto a = open_port("kernel:plb0");
  auto b = open_port("kernel:plb1");
  auto tap = open_source("kernel:plb0");
  ASSERT_TRUE(a) << a.error().what;
  ASSERT_TRUE(b) << b.error().what;
  ASSERT_TRUE(tap) << tap.error().what;
  EXPECT_EQ((*a)->longest_frame(), 9014u);
  const OctetList small = test_frame(60, 1), tagged = test_frame(1518, 2), jumbo = test_frame(9014, 3),
                  too_long = test_frame(9500, 4);
  const OutFrame frames[] = {{small, {}}, {tagged, {}}, {too_long, {}}, {jumbo, {}}};
  EXPECT_EQ((*a)->send(frames), 4u);
  std::vector<OctetList> heard;
  EXPECT_TRUE(eventually([&] {
    for (const Packet& packet : (*b)->receive()) {
      heard.emplace_back(packet.octets.begin(), packet.octets.end());
      EXPECT_EQ(packet.number, heard.size());
      EXPECT_EQ(packet.original_length, packet.octets.size());
      EXPECT_NE(packet.stamp, kNoStamp);
      EXPECT_FALSE(packet.loss_before);
    }
    return heard.size() == 3;
  }));
  EXPECT_EQ(heard, (std::vector<OctetList>{small, tagged, jumbo}));
  // Neither what it sent itself nor what others on this machine send through the same interface.
  auto other = open_port("kernel:plb0");
  ASSERT_TRUE(other);
  const OutFrame by_other[] = {{small, {}}};
  EXPECT_EQ((*other)->send(by_other), 1u);
  EXPECT_TRUE(eventually([&] { return !(*b)->receive().empty(); }));
  EXPECT_TRUE((*a)->receive().empty());
  EXPECT_EQ((*a)->counters().sent, 3u);
  EXPECT_EQ((*a)->counters().too_long, 1u);
  EXPECT_EQ((*b)->counters().received, 4u);
  EXPECT_EQ((*b)->counters().receive_lost, 0u);
  EXPECT_TRUE((*a)->close());

  // The source hears both directions.
  const OutFrame back[] = {{small, {}}};
  EXPECT_EQ((*b)->send(back), 1u);
  std::size_t tapped = 0;
  EXPECT_TRUE(eventually([&] {
    const auto batch = (*tap)->next();
    EXPECT_TRUE(batch && !batch->end);
    tapped += batch->packets.size();
    return tapped == 5;
  }));
  EXPECT_EQ((*tap)->info().packets, 5u);
  EXPECT_EQ((*tap)->info().format, "kernel");
  EXPECT_EQ((*tap)->info().interfaces[0].resolution_ns, 1u);
}

TEST_F(KernelPortTest, WhatTheBufferCouldNotHoldIsCountedAndMarked) {
  auto a = open_port("kernel:plb0");
  auto tap = open_source("kernel:plb1");
  ASSERT_TRUE(a && tap);
  const OctetList jumbo = test_frame(9000, 1);
  const std::vector<OutFrame> burst(500, OutFrame{jumbo, {}});
  std::uint64_t sent = 0;
  while (sent < 20'000) sent += (*a)->send(burst);
  std::uint64_t heard = 0, marked = 0;
  bool first_after_marked = false;
  const auto drain = [&] {
    const auto batch = (*tap)->next();
    heard += batch->packets.size();
    for (const Packet& packet : batch->packets) marked += packet.loss_before ? 1 : 0;
    return batch->packets.empty();
  };
  while (!drain()) {
  }
  const OutFrame one[] = {{jumbo, {}}};
  (*a)->send(one);
  EXPECT_TRUE(eventually([&] {
    const auto batch = (*tap)->next();
    if (batch->packets.empty()) return false;
    ++heard;
    first_after_marked = batch->packets[0].loss_before;
    return true;
  }));
  const std::uint64_t dropped = (*tap)->info().interfaces[0].dropped;
  EXPECT_GT(dropped, 0u);
  EXPECT_EQ(heard + dropped, sent + 1);
  EXPECT_GT(marked, 0u);
  EXPECT_TRUE(first_after_marked || marked == heard - 1);
}

void send_numbered(Port& port, unsigned count, std::size_t length, std::uint32_t& number) {
  OctetList octets = test_frame(length, 1);
  for (unsigned i = 0; i < count; ++i) {
    test::number_frame(octets, ++number);
    const OutFrame out[] = {{octets, {}}};
    while (port.send(out) == 0) continue;
  }
}

TEST_F(KernelPortTest, EveryPacketBehindALossIsMarked) {
  auto a = open_port("kernel:plb0");
  auto b = open_port("kernel:plb1");
  ASSERT_TRUE(a && b);
  test::Listener listener{**b};
  std::uint32_t sent = 0;
  send_numbered(**a, 20'000, 9000, sent);
  listener.hear(50);
  std::thread other{[&] { send_numbered(**a, 40'000, 9000, sent); }};
  std::this_thread::sleep_for(std::chrono::milliseconds{40});
  listener.hear(20, 3);
  other.join();
  listener.hear(50);
  send_numbered(**a, 1, 9000, sent);
  listener.hear(50);
  EXPECT_GT(listener.gaps, 0u);
  EXPECT_EQ(listener.unmarked_gaps, 0u);
  EXPECT_EQ(listener.heard + listener.missing, sent);
  EXPECT_EQ(listener.heard + (*b)->counters().receive_lost, sent);
  const std::uint64_t marked = listener.marked;
  send_numbered(**a, 50, 9000, sent);
  listener.hear(50);
  EXPECT_LE(listener.marked, marked + 1) << "marks end with the losses";
}

TEST_F(KernelPortTest, AnInterfaceThatIsDownOrGoesAwayIsAnError) {
  ASSERT_EQ(std::system("ip link add plb2 type veth peer name plb3"), 0);
  const auto down = open_source("kernel:plb2");
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().remedy, "sudo ip link set plb2 up");
  const auto misspelt = open_source("kernel:plb9");
  ASSERT_FALSE(misspelt);
  EXPECT_NE(misspelt.error().what.find("did you mean `plb"), std::string::npos) << misspelt.error().what;

  auto source = open_source("kernel:plb0");
  ASSERT_TRUE(source);
  ASSERT_EQ(std::system("ip link del plb0"), 0);
  EXPECT_TRUE(eventually([&] { return !(*source)->next().has_value(); }));
}

TEST_F(KernelPortTest, AFrameTooShortForAHeaderIsPassedAndSaidAtTheEnd) {
  auto port = open_port("kernel:plb0");
  ASSERT_TRUE(port);
  const OctetList tiny = frame(5);
  const OutFrame frames[] = {{tiny, {}}};
  EXPECT_EQ((*port)->send(frames), 1u);
  EXPECT_EQ((*port)->counters().sent, 0u);
  EXPECT_FALSE((*port)->close());
}

TEST(KernelPort, WithoutPrivilegeTheErrorSaysWhichIsNeeded) {
  if (::geteuid() != 0) {
    const auto source = open_source("kernel:lo");
    if (source) GTEST_SKIP() << "this user may open interfaces";
    EXPECT_NE(source.error().remedy.find("cap_net_raw"), std::string::npos);
    return;
  }
  // As root: in a child without privileges, its exit status tells.
  EXPECT_EXIT(
      {
        if (::setresuid(65534, 65534, 65534) != 0) std::_Exit(2);
        const auto source = open_source("kernel:lo");
        std::_Exit(!source && source.error().remedy.find("cap_net_raw") != std::string::npos ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace plumbline::io::testing
