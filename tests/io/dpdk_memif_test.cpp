// Shared memory between two processes: the test and a copy of itself.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "io/dpdk_frames.h"

namespace plumbline::io {
namespace {

using test::exchange;
using test::expect_same;
using test::Frame;
using test::make_frame;
using test::open_or_fail;

constexpr auto kPatience = std::chrono::seconds{30};

std::string socket_of(pid_t parent, bool huge_pages) {
  const auto name = std::to_string(parent) + (huge_pages ? "-huge" : "-small") + ".sock";
  return (std::filesystem::temp_directory_path() / name).string();
}

std::string device(const char* role, const std::string& socket) {
  return std::string{"net_memif0,role="} + role + ",socket=" + socket + ",socket-abstract=no";
}

/// The other process: sends back whatever comes, until its parent is gone or says so by a frame of 61 octets.
void echo(bool huge_pages) {
  const pid_t parent = getppid();
  set_dpdk_settings({.file_prefix = "plumbline-test", .huge_pages = huge_pages});
  const auto port = open_or_fail(device("client", socket_of(parent, huge_pages)));
  ASSERT_TRUE(port);
  while (getppid() == parent) {
    for (const Packet& packet : port->receive()) {
      if (packet.octets.size() == 61) return;
      const OutFrame frame{.octets = packet.octets};
      while (port->send({&frame, 1}) == 0 && getppid() == parent) std::this_thread::yield();
    }
    port->settle();
  }
}
TEST(DpdkMemifPeer, DISABLED_Echo) { echo(false); }
TEST(DpdkMemifPeer, DISABLED_EchoWithHugePages) { echo(true); }

pid_t start_peer(const char* test) {
  const std::string filter = std::string{"--gtest_filter=DpdkMemifPeer.DISABLED_"} + test;
  const pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", "io_dpdk_test", filter.c_str(), "--gtest_also_run_disabled_tests", nullptr);
    _exit(127);
  }
  return child;
}

void expect_frames_cross_and_return(bool huge_pages) {
  const std::string socket = socket_of(getpid(), huge_pages);
  set_dpdk_settings({.file_prefix = "plumbline-test", .huge_pages = huge_pages});
  const auto port = open_or_fail(device("server", socket));
  ASSERT_TRUE(port);
  const pid_t peer = start_peer(huge_pages ? "EchoWithHugePages" : "Echo");
  const Frame hello = make_frame(60, 0);
  const OutFrame out{.octets = hello};
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (port->send({&out, 1}) == 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up) << "the peer never connected";
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  while (port->receive().empty())
    ASSERT_LT(std::chrono::steady_clock::now(), give_up) << "nothing comes back";
  std::vector<Frame> frames;
  for (std::size_t length = 62; length <= 9000; ++length)
    frames.push_back(make_frame(length, static_cast<std::uint32_t>(length)));
  expect_same(frames, exchange(*port, *port, frames, 20000000));
  EXPECT_EQ(port->counters().receive_lost, 0u);
  const Frame bye = make_frame(61, 0);
  const OutFrame last{.octets = bye};
  EXPECT_EQ(port->send({&last, 1}), 1u);
  int status = 0;
  while (waitpid(peer, &status, WNOHANG) == 0 && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  EXPECT_EQ(status, 0) << "the peer's own checks";
  std::filesystem::remove(socket);
}

TEST(DpdkMemif, FramesCrossToAnotherProcessAndReturn) { expect_frames_cross_and_return(false); }

TEST(DpdkMemif, FramesCrossWithHugePagesToo) {
  std::ifstream meminfo{"/proc/meminfo"};
  unsigned long free_pages = 0;
  for (std::string word; meminfo >> word;)
    if (word == "HugePages_Free:") meminfo >> free_pages;
  if (free_pages < 128) GTEST_SKIP() << "needs 128 free huge pages, there are " << free_pages;
  expect_frames_cross_and_return(true);
}

}  // namespace
}  // namespace plumbline::io
