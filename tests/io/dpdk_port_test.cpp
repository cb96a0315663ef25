#include "io/dpdk_port.h"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "io/dpdk_frames.h"

namespace plumbline::io {
namespace {

using test::exchange;
using test::expect_same;
using test::Frame;
using test::make_frame;
using test::open_or_fail;

std::filesystem::path temporary(std::string_view name) {
  return std::filesystem::temp_directory_path() / (std::to_string(getpid()) + "-" + std::string{name});
}

TEST(DpdkRing, EveryLengthFrom60To9000ComesBackIdenticalAndInOrder) {
  const auto port = open_or_fail("net_ring0");
  ASSERT_TRUE(port);
  EXPECT_GE(port->longest_frame(), 9018u);
  std::vector<Frame> frames;
  for (std::size_t length = 60; length <= 9000; ++length)
    frames.push_back(make_frame(length, static_cast<std::uint32_t>(length), length % 2 == 0));
  expect_same(frames, exchange(*port, *port, frames));
  const PortCounters counters = port->counters();
  EXPECT_EQ(counters.sent, frames.size());
  EXPECT_EQ(counters.received, frames.size());
  EXPECT_EQ(counters.receive_lost, 0u);
  EXPECT_EQ(counters.too_long, 0u);
}

TEST(DpdkRing, ShortFramesArePaddedWithZeros) {
  const auto port = open_or_fail("net_ring0");
  ASSERT_TRUE(port);
  const std::vector<Frame> frames{make_frame(20, 1), make_frame(59, 2)};
  std::vector<Frame> expected = frames;
  for (Frame& frame : expected) frame.resize(60, 0);
  expect_same(expected, exchange(*port, *port, frames));
  const OutFrame empty;
  EXPECT_EQ(port->send({&empty, 1}), 1u);
  const auto received = port->receive();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_TRUE(std::ranges::equal(received[0].octets, Frame(60, 0)));
}

TEST(DpdkRing, TooLongFramesAreCountedSkippedAndTheOthersSent) {
  const auto port = open_or_fail("net_ring0");
  ASSERT_TRUE(port);
  const Frame fits = make_frame(port->longest_frame(), 1),
              too_long = make_frame(port->longest_frame() + 1, 2);
  std::vector<OutFrame> frames;
  for (int i = 0; i < 200; ++i) frames.push_back({.octets = i % 3 == 0 ? too_long : fits});
  EXPECT_EQ(port->send(frames), 200u);
  std::size_t received = 0;
  for (int i = 0; i < 10; ++i)
    for (const Packet& packet : port->receive()) {
      EXPECT_EQ(packet.octets.size(), fits.size());
      EXPECT_EQ(packet.number, ++received);
    }
  EXPECT_EQ(received, 133u);
  EXPECT_EQ(port->counters().too_long, 67u);
  EXPECT_EQ(port->counters().sent, 133u);
}

TEST(DpdkRing, AFullDeviceTakesTheFirstFramesAndCountsTheRest) {
  const auto port = open_or_fail("net_ring0");
  ASSERT_TRUE(port);
  std::vector<Frame> frames;
  for (std::uint32_t i = 0; i < 3000; ++i) frames.push_back(make_frame(64, i));
  std::vector<OutFrame> out;
  for (const Frame& frame : frames) out.push_back({.octets = frame});
  const std::size_t sent = port->send(out);
  EXPECT_GT(sent, 500u);
  ASSERT_LT(sent, 3000u);
  EXPECT_EQ(port->counters().refused, 3000 - sent);
  EXPECT_EQ(port->counters().sent, sent);
  frames.resize(sent);
}

TEST(DpdkRing, ClosedPortsOpenAgainAndKeepTheirLastCounters) {
  for (int round = 0; round < 20; ++round) {
    const auto port = open_or_fail("net_ring0");
    ASSERT_TRUE(port) << round;
    const std::vector<Frame> frames{make_frame(100, 1), make_frame(200, 2)};
    expect_same(frames, exchange(*port, *port, frames));
    const OutFrame left_inside{.octets = frames[0]};
    EXPECT_EQ(port->send({&left_inside, 1}), 1u);
    ASSERT_TRUE(port->close());
    EXPECT_EQ(port->counters().sent, 3u);
    EXPECT_EQ(port->counters().received, 2u) << "what an earlier round left came out";
    EXPECT_TRUE(port->receive().empty());
    EXPECT_EQ(port->send({&left_inside, 1}), 0u);
    EXPECT_TRUE(port->close());
  }
}

TEST(DpdkPorts, SeveralAreOpenAtOnceAndDoNotMix) {
  const auto a = open_or_fail("net_ring0"), b = open_or_fail("net_ring1"),
             c = open_or_fail("net_null0,size=128");
  ASSERT_TRUE(a && b && c);
  const std::vector<Frame> frames{make_frame(100, 1)};
  expect_same(frames, exchange(*a, *a, frames));
  EXPECT_TRUE(b->receive().empty());
  EXPECT_EQ(c->receive().size(), 64u);
}

TEST(DpdkPorts, ADeviceIsOpenOnceAtATime) {
  const auto first = open_or_fail("net_ring0");
  const auto second = open_dpdk_port("net_ring0");
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find("already open"), std::string::npos) << second.error().what;
}

TEST(DpdkPorts, MemoryThatDoesNotSufficeIsAnErrorAndNotTheEnd) {
  set_dpdk_settings({.file_prefix = "plumbline-test", .memory_mb = 96});
  const auto first = open_dpdk_port("net_ring0");
  ASSERT_TRUE(first) << first.error().what;
  const auto second = open_dpdk_port("net_ring1");
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().remedy.find("96 MB now"), std::string::npos) << second.error().remedy;
  ASSERT_TRUE((*first)->close());
  const auto third = open_dpdk_port("net_ring1");
  EXPECT_TRUE(third) << third.error().what;
}

TEST(DpdkPorts, ErrorsNameTheDeviceAndSayWhatToDo) {
  for (const char* device : {"net_nosuchdriver0", "net_af_packet0,iface=nosuchif0", "net_af_packet0",
                             "net_pcap0,rx_pcap=/nosuch/file.pcap", "net_null0,nosuch=1", "ffff:fe:1f.7",
                             "net_memif0,role=server,socket=/nosuch/folder/x.sock,socket-abstract=no"}) {
    const auto port = open_dpdk_port(device);
    ASSERT_FALSE(port) << device;
    const std::string name = std::string{device}.substr(0, std::string{device}.find(','));
    EXPECT_NE(port.error().what.find(name), std::string::npos) << port.error().what;
    EXPECT_FALSE(port.error().remedy.empty());
    RecordProperty(name, port.error().what);
  }
  EXPECT_TRUE(open_dpdk_port("net_ring0")) << "a failure leaves the rest usable";
}

TEST(DpdkSettings, ArgumentsThatWouldEndTheProgramAreRefused) {
  for (const char* extra : {"--help", "-h", "-vh", "--hel", "--log-level=help", "--log-level help"}) {
    set_dpdk_settings({.extra = extra});
    const auto port = open_dpdk_port("net_null0");
    ASSERT_FALSE(port) << extra;
    EXPECT_NE(port.error().what.find("would end"), std::string::npos) << port.error().what;
  }
  set_dpdk_settings({.extra = "--log-level=lib.eal:7 -l 0"});
  EXPECT_TRUE(open_dpdk_port("net_null0"));
}

TEST(DpdkSettings, AnEnvironmentThatDoesNotStartIsAnErrorEachTime) {
  set_dpdk_settings({.extra = "-d /nosuch/driver.so"});
  for (int i = 0; i < 2; ++i) {
    const auto port = open_dpdk_port("net_null0");
    ASSERT_FALSE(port);
    EXPECT_NE(port.error().what.find("/nosuch/driver.so"), std::string::npos) << port.error().what;
    EXPECT_NE(port.error().remedy.find("-d /nosuch/driver.so"), std::string::npos) << port.error().remedy;
  }
}

/// A little endian capture file in microseconds, as any tool writes it.
void write_pcap(const std::filesystem::path& path, const std::vector<Frame>& frames) {
  std::ofstream out{path, std::ios::binary};
  const auto word = [&](std::uint32_t value) { out.write(reinterpret_cast<const char*>(&value), 4); };
  for (const std::uint32_t value : {0xa1b2c3d4u, 0x00040002u, 0u, 0u, 262144u, 1u}) word(value);
  for (const Frame& frame : frames) {
    const auto length = static_cast<std::uint32_t>(frame.size());
    for (const std::uint32_t value : {0u, 0u, length, length}) word(value);
    out.write(reinterpret_cast<const char*>(frame.data()), length);
  }
}

TEST(DpdkPcapFile, FramesInSeveralPiecesAreJoined) {
  const auto in = temporary("in.pcap"), out = temporary("out.pcap");
  const std::vector<Frame> frames{make_frame(60, 1), make_frame(20000, 2), make_frame(9000, 3),
                                  make_frame(45000, 4)};
  write_pcap(in, frames);
  auto port = open_or_fail("net_pcap0,rx_pcap=" + in.string() + ",tx_pcap=" + out.string());
  ASSERT_TRUE(port);
  std::vector<Frame> received;
  for (int i = 0; i < 10; ++i)
    for (const Packet& packet : port->receive())
      received.emplace_back(packet.octets.begin(), packet.octets.end());
  expect_same(frames, received);

  const OutFrame frame{.octets = frames[2]};
  EXPECT_EQ(port->send({&frame, 1}), 1u);
  EXPECT_TRUE(port->close());
  EXPECT_EQ(std::filesystem::file_size(out), 24u + 16u + 9000u);
  std::filesystem::remove(in);
  std::filesystem::remove(out);
}

CaptureTime ticking() {
  static std::int64_t now = 0;
  return CaptureTime{Nanos{now += 1000}};
}

TEST(DpdkSource, StampsEachBurstAndBoundsTheErrorByThePollBefore) {
  set_dpdk_settings({.stamp_clock = ticking});
  auto source = open_dpdk_source("net_null0,size=100");
  ASSERT_TRUE(source) << source.error().what;
  // The clock is read at opening (1 us), then before (2 us) and after (3 us) the fetch, and so on.
  auto batch = (*source)->next();
  ASSERT_EQ(batch->packets.size(), 512u) << "bursts of 64, until it is time to ask what was lost";
  EXPECT_FALSE(batch->end);
  EXPECT_EQ(batch->packets[63].stamp, CaptureTime{Nanos{3000}});
  EXPECT_EQ(batch->packets[63].stamp_error, Nanos{2000});
  EXPECT_EQ(batch->packets[64].stamp, CaptureTime{Nanos{5000}});
  EXPECT_EQ(batch->packets[64].stamp_error, Nanos{3000});
  batch = (*source)->next();
  EXPECT_EQ(batch->packets[0].stamp, CaptureTime{Nanos{19000}});
  EXPECT_EQ(batch->packets[0].stamp_error, Nanos{3000});
  EXPECT_EQ(batch->packets[511].number, 1024u);
  EXPECT_EQ((*source)->info().packets, 1024u);
  EXPECT_EQ((*source)->info().octets, 102400u);
  EXPECT_EQ((*source)->info().name, "dpdk:net_null0,size=100");
}

TEST(DpdkSource, WithoutAClockPacketsHaveNoStamps) {
  auto source = open_dpdk_source("net_null0");
  ASSERT_TRUE(source) << source.error().what;
  const auto batch = (*source)->next();
  ASSERT_EQ(batch->packets.size(), 512u);
  EXPECT_EQ(batch->packets[0].stamp, kNoStamp);
}

}  // namespace
}  // namespace plumbline::io
