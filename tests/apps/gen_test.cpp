// plumbline gen from the command line: what it writes, what it says, how it ends.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "io/source.h"
#include "support/support.h"

namespace plumbline::test {
namespace {

const std::string kLink = source_path("testvectors/profiles/example_link.yaml");

std::string in(const TempDir& dir, const std::string& name) { return dir.path() + "/" + name; }

struct Ended {
  int status = -1;
  std::string said;  ///< standard output and error
};

Ended run(const std::string& arguments) {
  Ended ended;
  std::FILE* pipe = popen((std::string{PLUMBLINE_BINARY} + " " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ended;
  std::array<char, 4096> piece{};
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), pipe))
    ended.said.append(piece.data(), n);
  const int status = pclose(pipe);
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

/// Packets, octets on the wire and longest capture of a file that reads to its end without a warning.
struct Content {
  std::uint64_t packets = 0, octets = 0;
  std::size_t longest = 0;
};
Content read(const std::string& path) {
  Content content;
  auto source = io::open_source(path);
  if (!source) {
    ADD_FAILURE() << source.error().what;
    return content;
  }
  for (bool end = false; !end;) {
    const auto batch = (*source)->next();
    if (!batch) {
      ADD_FAILURE() << batch.error().what;
      break;
    }
    end = batch->end;
    for (const io::Packet& packet : batch->packets) {
      ++content.packets;
      content.octets += packet.original_length;
      content.longest = std::max(content.longest, packet.octets.size());
    }
  }
  EXPECT_TRUE((*source)->info().warnings.empty());
  return content;
}

TEST(Gen, SameCommandGivesTheSameOctetsAndCountsThem) {
  TempDir dir;
  const std::string first = in(dir, "a.pcapng"), second = in(dir, "b.pcapng");
  const Ended ended = run("gen --link " + kLink + " --frames 2 --to " + first);
  ASSERT_EQ(ended.status, 0) << ended.said;
  ASSERT_EQ(run("gen --link " + kLink + " --frames 2 --to file:" + second).status, 0);
  EXPECT_EQ(read_file(first), read_file(second));
  // 2 eAxC x 16 DL slots (special ones with 6 symbols), 2 x 6 UL slots, and PRACH, per frame: 601 packets.
  const Content content = read(first);
  EXPECT_EQ(content.packets, 1202u);
  EXPECT_NE(ended.said.find("0.020 s of air time"), std::string::npos) << ended.said;
  EXPECT_NE(ended.said.find("1,202 packets"), std::string::npos) << ended.said;
  ASSERT_EQ(run("gen --link " + kLink + " --frames 2 --seed 2 --to " + second).status, 0);
  EXPECT_NE(read_file(first), read_file(second));
}

TEST(Gen, SnapLengthCutsPacketsAndKeepsTheirLength) {
  TempDir dir;
  const std::string whole = in(dir, "whole.pcapng"), cut = in(dir, "cut.pcapng");
  ASSERT_EQ(run("gen --link " + kLink + " --frames 1 --to " + whole).status, 0);
  ASSERT_EQ(run("gen --link " + kLink + " --frames 1 --snaplen 64 --to " + cut).status, 0);
  EXPECT_EQ(read(cut).longest, 64u);
  EXPECT_EQ(read(cut).octets, read(whole).octets);
}

TEST(Gen, RolesAreTheTwoHalves) {
  TempDir dir;
  const auto packets = [&](const std::string& role) {
    const std::string path = in(dir, role + ".pcapng");
    EXPECT_EQ(run("gen --link " + kLink + " --frames 1 --role " + role + " --to " + path).status, 0);
    return read(path).packets;
  };
  const std::uint64_t du = packets("o-du"), ru = packets("o-ru");
  EXPECT_GT(du, 0u);
  EXPECT_GT(ru, 0u);
  EXPECT_EQ(du + ru, packets("both"));
}

TEST(Gen, SaysWhatIsWrongAndEndsWithTheStatusForIt) {
  struct Case {
    std::string arguments, says;
    int status;
  };
  const Case cases[] = {
      {"--link nolink.yaml --to null:", "nolink.yaml", 2},
      {"--link " + kLink + " --to null: --start yesterday", "2026-01-01T00:00:00Z", 2},
      {"--link " + kLink + " --to null: --start 2026-02-30T00:00:00Z", "--start", 2},
      {"--link " + kLink + " --to null: --snaplen 64", "leave --snaplen out", 2},
      {"--link " + kLink + " --to null: --sections 60", "51 PRBs", 2},
      {"--link " + kLink + " --to null: --frames 0", "--frames", 2},
      {"--link " + kLink + " --to null: --role du", "--role", 2},
      {"--link " + kLink, "--to", 2},
      {"--link " + kLink + " --to /no/such/folder/x.pcapng", "/no/such/folder", 3},
  };
  for (const Case& one : cases) {
    const Ended ended = run("gen " + one.arguments);
    EXPECT_EQ(ended.status, one.status) << one.arguments << "\n" << ended.said;
    EXPECT_NE(ended.said.find(one.says), std::string::npos) << ended.said;
  }
}

TEST(Gen, StartsAtAFrameNumberOrAnInstant) {
  TempDir dir;
  const std::string by_time = in(dir, "time.pcapng"), by_frame = in(dir, "frame.pcapng");
  // 2024-01-01 00:00:00 UTC is 1 388 102 418 s of GPS time.
  ASSERT_EQ(run("gen --link " + kLink + " --frames 1 --start 2024-01-01T00:00:00.0Z --to " + by_time).status,
            0);
  ASSERT_EQ(run("gen --link " + kLink + " --frames 1 --start 138810241800 --to " + by_frame).status, 0);
  auto first = io::open_source(by_time), second = io::open_source(by_frame);
  ASSERT_TRUE(first && second);
  const auto a = (*first)->next(), b = (*second)->next();
  ASSERT_TRUE(a && b && !a->packets.empty() && !b->packets.empty());
  EXPECT_EQ(a->packets[0].stamp, b->packets[0].stamp);
  EXPECT_EQ(a->packets[0].stamp.time_since_epoch().count() / 1'000'000'000, 1'704'067'199);
}

TEST(Gen, CtrlCLeavesAReadableFileAndSaysSo) {
  TempDir dir;
  const std::string path = in(dir, "long.pcapng"), log = in(dir, "log");
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (std::freopen(log.c_str(), "a", stdout) == nullptr ||
        std::freopen(log.c_str(), "a", stderr) == nullptr)
      _exit(99);
    execl(PLUMBLINE_BINARY, "plumbline", "gen", "--link", kLink.c_str(), "--to", path.c_str(), "--frames",
          "1000000", "--snaplen", "64", nullptr);
    _exit(98);
  }
  const auto size = [&] {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) ? std::filesystem::file_size(path, ignored) : 0;
  };
  for (int i = 0; i < 1000 && size() == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  ASSERT_EQ(kill(child, SIGINT), 0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 4);
  EXPECT_NE(read_file(log).find("stopped"), std::string::npos);
  EXPECT_GT(read(path).packets, 0u);
}

}  // namespace
}  // namespace plumbline::test
