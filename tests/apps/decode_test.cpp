// plumbline decode from the command line: what it shows, what it leaves out, how it ends.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "io/pcapng_writer.h"
#include "support/hex.h"
#include "support/support.h"

namespace plumbline::test {
namespace {

struct Ended {
  int status = -1;
  std::string said;
  std::size_t lines() const { return static_cast<std::size_t>(std::count(said.begin(), said.end(), '\n')); }
};

/// Runs the shell command `before` plumbline decode `arguments`; standard error is part of what it said.
Ended decode(const std::string& arguments, const std::string& after = " 2>&1") {
  Ended ended;
  const std::string command = std::string{PLUMBLINE_BINARY} + " decode " + arguments + after;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return ended;
  std::array<char, 4096> piece{};
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), pipe))
    ended.said.append(piece.data(), n);
  const int status = pclose(pipe);
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

std::vector<std::uint8_t> frame(const std::string& hex) {
  return test::from_hex("020000000002 020000000001" + hex);
}

class Decode : public testing::Test {
 protected:
  /// Six frames a microsecond apart: C DL and U DL of eAxC 0 in 42.3.1, C UL of eAxC 7 in 255.9.1, U UL of
  /// eAxC 7 in 0.0.0, Sync, and half an eCPRI header.
  void SetUp() override {
    auto writer = io::PcapngWriter::create(path_);
    ASSERT_TRUE(writer);
    (*writer)->add_interface("lo");
    std::uint64_t number = 0;
    for (const char* hex :
         {"aefe 10020014 0000 0080 902a3040 0101 0000 0010006a fffe 0005",
          "aefe 1000000f 0000 0080 902a3041 00100001 000000",
          "aefe 10020014 0007 0080 10ff9040 0101 1000 0020006a fffe 0005",
          "aefe 1000000f 0007 0080 10000000 00200001 000000", "88f7 0002002c", "aefe 1002"}) {
      const auto octets = frame(hex);
      (*writer)->write(
          {.number = ++number,
           .stamp = CaptureTime{Nanos{1'700'000'000'000'000'000 + static_cast<std::int64_t>(number) * 1000}},
           .original_length = static_cast<std::uint32_t>(octets.size()),
           .octets = octets});
    }
    ASSERT_TRUE((*writer)->close());
  }

  TempDir dir_;
  std::string path_ = dir_.path() + "/six.pcapng";
};

TEST_F(Decode, ShowsEveryMessageWithTimeFromTheFirstPacket) {
  const Ended ended = decode(path_);
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(
      ended.said,
      "     1  0.000000000  DU→RU  C  st1 DL  eAxC 0    42.3.1.0    sec 1 PRB 0–105 sym 0+14  beam 5\n"
      "     2  0.000001000  DU→RU  U      DL  eAxC 0    42.3.1.1    sec 1 PRB 0  format unknown: give --link "
      "or "
      "--compression\n"
      "     3  0.000002000  DU→RU  C  st1 UL  eAxC 7    255.9.1.0   sec 2 PRB 0–105 sym 0+14  beam 5  none1\n"
      "     4  0.000003000  RU→DU  U      UL  eAxC 7    0.0.0.0     sec 2 PRB 0  format unknown: give --link "
      "or "
      "--compression\n"
      "     5  0.000004000         PTP  FAULT truncated at octet 18 (PTP header)  4 octets\n"
      "     6  0.000005000         FAULT truncated at octet 16 (eCPRI header)\n");
}

TEST_F(Decode, FiltersAndSaysWhatDamagedMessagesTheyHide) {
  struct Case {
    const char* options;
    std::size_t lines;
    const char* first;
  };
  for (const Case& c :
       {Case{"--plane c", 2, "     1 "}, Case{"--plane u", 2, "     2 "}, Case{"--plane s", 1, "     5 "},
        Case{"--direction ul", 2, "     3 "}, Case{"--eaxc 0", 2, "     1 "},
        Case{"--eaxc 1-0x7", 2, "     3 "}, Case{"--slots 42.3.1..42.3.1", 2, "     1 "},
        Case{"--slots 42", 2, "     1 "}, Case{"--slots 42.4..", 1, "     3 "},
        Case{"--slots ..41", 1, "     4 "}, Case{"--slots 255.9..0.0", 2, "     3 "},
        Case{"--plane u --direction ul --eaxc 7 --slots 0.0.0", 1, "     4 "}}) {
    const Ended shown = decode(path_ + " " + c.options, " 2>/dev/null");
    EXPECT_EQ(shown.status, 0);
    EXPECT_EQ(shown.lines(), c.lines) << c.options << '\n' << shown.said;
    EXPECT_TRUE(shown.said.starts_with(c.first)) << c.options << '\n' << shown.said;
    EXPECT_NE(decode(path_ + " " + c.options).said.find("1 messages with missing octets were left out"),
              std::string::npos);
  }
}

TEST_F(Decode, FormatsComeFromTheCommandLineOrALink) {
  EXPECT_NE(decode(path_ + " --compression none1 --plane u").said.find("PRB 0  none1  3 octets"),
            std::string::npos);
  EXPECT_NE(decode(path_ + " --dynamic --plane u").said.find("FAULT"), std::string::npos);
  const std::string link = dir_.path() + "/link.yaml";
  std::ofstream{link} << "plumbline_link: 1\ncarriers:\n  - scs_khz: 30\n    prbs: 106\n    channels:\n"
                         "      pdsch: {eaxc: 0, compression: {method: none, width: 1, header: static}}\n";
  const Ended ended = decode(path_ + " --plane u --link " + link, " 2>/dev/null");
  EXPECT_NE(ended.said.find("eAxC 0    42.3.1.1    sec 1 PRB 0  none1  3 octets"), std::string::npos)
      << ended.said;
  EXPECT_NE(ended.said.find("format unknown: the link does not name this eAxC"), std::string::npos)
      << ended.said;
}

TEST_F(Decode, WhatExtensionsHoldDependsOnWhatIsKnown) {
  const std::string path = dir_.path() + "/weights.pcapng";
  {
    auto writer = io::PcapngWriter::create(path);
    ASSERT_TRUE(writer);
    (*writer)->add_interface("lo");
    // All PRBs of the carrier; SE 1 with 8-bit weights, SE 11 with bundles of 53 PRBs without weights.
    const auto octets = frame(
        "aefe 10020028 0000 0080 902a3040 0101 0000 00100000 fffe 8005 81028001 02030400 "
        "0b000380 35000100 02000500");
    (*writer)->write(
        {.number = 1, .original_length = static_cast<std::uint32_t>(octets.size()), .octets = octets});
    ASSERT_TRUE((*writer)->close());
  }
  const auto says = [&](const std::string& options, std::string_view text) {
    const Ended ended = decode(path + " --json " + options);
    return ended.said.find(text) != std::string::npos ? std::string{} : ended.said;
  };
  EXPECT_EQ(says("", "\"weights\":[[1,2],[3,4]]}"), "");
  EXPECT_EQ(says("--weights 1", "\"weights\":[[1,2]],\"padding\":\"030400\"}"), "");
  EXPECT_EQ(says("", "\"beamId\":5}]}"), "");
  EXPECT_EQ(says("--carrier-prbs 106", "\"beamId\":2}],\"padding\":\"000500\"}"), "");
  const std::string link = dir_.path() + "/prbs.yaml";
  std::ofstream{link} << "plumbline_link: 1\ncarriers:\n  - scs_khz: 30\n    prbs: 106\n    channels:\n"
                         "      pdsch: {eaxc: 0, compression: {method: none, width: 1, header: static}}\n";
  EXPECT_EQ(says("--link " + link, "\"beamId\":2}],\"padding\":\"000500\"}"), "");
}

TEST_F(Decode, CountStopsAndSeveralSourcesAreOneTimeLine) {
  EXPECT_EQ(decode(path_ + " --count 3").lines(), 3u);
  const Ended both = decode(path_ + " " + path_);
  EXPECT_EQ(both.lines(), 12u);
  EXPECT_TRUE(both.said.substr(both.said.find('\n') + 1).starts_with("     2  0.000000000  DU→RU  C"))
      << both.said;
}

TEST_F(Decode, JsonAndTheTreeHaveTheSameMessages) {
  EXPECT_EQ(decode(path_ + " --json").lines(), 6u);
  const Ended tree = decode(path_ + " -v --count 1");
  EXPECT_NE(tree.said.find("sectionType             1         most channels"), std::string::npos)
      << tree.said;
  EXPECT_EQ(decode(path_ + " --json -v").status, 2);
}

TEST_F(Decode, SectionsMayCarryTheirLength) {
  const std::string path = dir_.path() + "/selective.pcapng";
  auto writer = io::PcapngWriter::create(path);
  ASSERT_TRUE(writer);
  (*writer)->add_interface("lo");
  // Method 5, static: udCompLen 15, one PRB of 9 octets with 3 REs.
  const auto octets = frame("aefe 10000017 0001 0080 902a3040 00100401 000f 8005 32671ff0000808");
  (*writer)->write({.number = 1,
                    .stamp = CaptureTime{Nanos{1'700'000'000'000'000'000}},
                    .original_length = static_cast<std::uint32_t>(octets.size()),
                    .octets = octets});
  ASSERT_TRUE((*writer)->close());
  const Ended with = decode(path + " --compression bfp_selective9 --ud-comp-len -v");
  EXPECT_NE(with.said.find("udCompLen               15"), std::string::npos) << with.said;
  EXPECT_EQ(with.said.find("FAULT"), std::string::npos) << with.said;
  const Ended without = decode(path + " --compression bfp_selective9 -v");
  EXPECT_EQ(without.said.find("udCompLen"), std::string::npos) << without.said;
}

TEST_F(Decode, ErrorsSayWhatIsWrongAndWhatToDo) {
  for (const char* wrong : {"--slots 1.2.3.4",
                            "--slots 256",
                            "--slots ..",
                            "--slots a..b",
                            "--eaxc 65536",
                            "--eaxc 3-1",
                            "--eaxc ''x",
                            "--compression bfp17",
                            "--compression zip9",
                            "--static",
                            "--ud-comp-len",
                            "--plane x",
                            "--sinr bfp17",
                            "--sinr bfp8/0",
                            "--sinr mu_law8",
                            "--weights 0",
                            "--antennas x",
                            "--weights 65536",
                            "--link /does/not/exist",
                            "--eaxc-bits 8,8,8,8",
                            "--eaxc-bits 4,4,4",
                            "--count 0"}) {
    const Ended ended = decode(path_ + " " + wrong);
    EXPECT_EQ(ended.status, 2) << wrong << '\n' << ended.said;
    EXPECT_GE(ended.lines(), 2u) << wrong;
  }
  EXPECT_EQ(decode(dir_.path() + "/none.pcap").status, 3);
}

TEST_F(Decode, AClosedPipeIsQuietAndAFullDiskIsNot) {
  EXPECT_EQ(decode(path_, " 2>&1 >/dev/full").status, 3);
  const Ended closed = decode("--json " + path_, " 2>&1 | true; echo done");
  EXPECT_EQ(closed.said, "done\n");
}

}  // namespace
}  // namespace plumbline::test
