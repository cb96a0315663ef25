#include "io/pcapng_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "io/capture_builder.h"
#include "io/port.h"

namespace plumbline::io::testing {
namespace {

class PcapngWriterTest : public ::testing::Test {
 protected:
  PcapngWriterTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plumbline_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~PcapngWriterTest() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::filesystem::path folder_;
};

OctetList content(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// What a program prints, empty when it is not there.
std::string output_of(const std::string& command) {
  FILE* const pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  std::string all;
  std::array<char, 4096> part{};
  while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe)) all.append(part.data(), n);
  ::pclose(pipe);
  return all;
}

Packet packet_of(const OctetList& octets, CaptureTime stamp, std::uint32_t interface = 0) {
  return {.stamp = stamp,
          .interface = interface,
          .original_length = static_cast<std::uint32_t>(octets.size()),
          .octets = octets};
}

void write_sample(const std::string& path) {
  auto writer = PcapngWriter::create(path, "made by a test");
  ASSERT_TRUE(writer);
  EXPECT_EQ((*writer)->add_interface("fh0", 9000), 0u);
  EXPECT_EQ((*writer)->add_interface(""), 1u);
  const OctetList a = frame(61, 1), b = frame(1500, 2), c = frame(60, 3);
  (*writer)->write(packet_of(a, at_ns(1'700'000'000'123'456'789)), "the \xe2\x82\xac first");
  Packet cut = packet_of(b, at_ns(1'700'000'000'123'456'790), 1);
  cut.original_length = 7000;
  cut.loss_before = true;
  (*writer)->write(cut);
  (*writer)->write(packet_of(c, kNoStamp));
  (*writer)->write_drops(1, 42);
  EXPECT_TRUE((*writer)->close());
}

TEST_F(PcapngWriterTest, WhatIsWrittenIsRead) {
  write_sample(path("a.pcapng"));
  auto source = open_source(path("a.pcapng"));
  ASSERT_TRUE(source);
  const auto seen = read_all(**source);
  EXPECT_EQ(warnings_of(**source), "");
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0], (Seen{1, at_ns(1'700'000'000'123'456'789), 0, 61, frame(61, 1), false}));
  EXPECT_EQ(seen[1], (Seen{2, at_ns(1'700'000'000'123'456'790), 1, 7000, frame(1500, 2), true}));
  EXPECT_EQ(seen[2], (Seen{3, kNoStamp, 0, 60, frame(60, 3), false}));
  const auto& interfaces = (*source)->info().interfaces;
  ASSERT_EQ(interfaces.size(), 2u);
  EXPECT_EQ(interfaces[0].name, "fh0");
  EXPECT_EQ(interfaces[0].snap_length, 9000u);
  EXPECT_EQ(interfaces[0].resolution_ns, 1u);
  EXPECT_EQ(interfaces[0].dropped, 0u);
  EXPECT_EQ(interfaces[1].dropped, 42u);
}

TEST_F(PcapngWriterTest, TheSameCallsGiveTheSameOctets) {
  write_sample(path("a"));
  write_sample(path("b"));
  EXPECT_EQ(content(path("a")), content(path("b")));
}

TEST_F(PcapngWriterTest, OthersReadItToo) {
  const std::string file = path("a.pcapng");
  write_sample(file);
  const std::string fields = output_of(
      "tshark -r " + file +
      " -T fields -e frame.number -e frame.time_epoch -e frame.cap_len -e frame.len -e frame.comment -e "
      "frame.interface_name");
  const std::string about = output_of("capinfos " + file);
  if (fields.empty() || about.empty()) GTEST_SKIP() << "tshark or capinfos is not installed";
  EXPECT_TRUE(
      fields.starts_with("1\t1700000000.123456789\t61\t61\tthe \xe2\x82\xac first\tfh0\n"
                         "2\t1700000000.123456790\t1500\t7000\t\t"))
      << fields;
  EXPECT_NE(about.find("made by a test"), std::string::npos) << about;
  EXPECT_NE(about.find("Number of packets:   3"), std::string::npos) << about;
  EXPECT_NE(about.find("nanoseconds (9)"), std::string::npos) << about;
}

TEST_F(PcapngWriterTest, MoreThanTheBufferAndTheLongestPacketAndCommentArrive) {
  auto writer = PcapngWriter::create(path("a"));
  (*writer)->add_interface("x");
  const OctetList longest = frame(256 * 1024);
  const std::string comment(70'000, 'c');
  for (int i = 1; i <= 20; ++i) (*writer)->write(packet_of(longest, at_ns(i)), comment);
  const OctetList too_long = frame(256 * 1024 + 1);
  (*writer)->write(packet_of(too_long, at_ns(21)));
  ASSERT_TRUE((*writer)->close());
  auto source = open_source(path("a"));
  const auto seen = read_all(**source);
  EXPECT_EQ(warnings_of(**source), "");
  ASSERT_EQ(seen.size(), 21u);
  EXPECT_EQ(seen[19].octets, longest);
  EXPECT_EQ(seen[20].octets, longest);  // cut, which its length tells
  EXPECT_EQ(seen[20].original_length, too_long.size());
}

TEST_F(PcapngWriterTest, AFullDiskIsAnErrorOfCloseHoweverMuchFollows) {
  if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full here";
  for (const int packets : {0, 3, 3000}) {
    auto writer = PcapngWriter::create("/dev/full");
    ASSERT_TRUE(writer);
    (*writer)->add_interface("x");
    const OctetList octets = frame(1500);
    for (int i = 0; i < packets; ++i) (*writer)->write(packet_of(octets, at_ns(1)));
    const auto closed = (*writer)->close();
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().what, "/dev/full: writing failed: No space left on device");
    EXPECT_EQ(closed.error().remedy, "make room, or write to another disk");
    EXPECT_FALSE((*writer)->close());
  }
}

TEST_F(PcapngWriterTest, AStampBefore1970IsAnErrorOfClose) {
  auto writer = PcapngWriter::create(path("a"));
  (*writer)->add_interface("x");
  const OctetList octets = frame(60);
  (*writer)->write(packet_of(octets, at_ns(-5)));
  const auto closed = (*writer)->close();
  ASSERT_FALSE(closed);
  EXPECT_NE(closed.error().what.find("before 1970"), std::string::npos);
}

TEST_F(PcapngWriterTest, AFolderThatIsNotThereIsAnErrorOfCreate) {
  const auto writer = PcapngWriter::create(path("no/such/folder.pcapng"));
  ASSERT_FALSE(writer);
  EXPECT_FALSE(writer.error().remedy.empty());
}

TEST_F(PcapngWriterTest, AFilePortWritesFramesAtTheirInstants) {
  auto port = open_port("file:" + path("out.pcapng"));
  ASSERT_TRUE(port);
  const OctetList a = frame(60), b = frame(9000, 4), too_long = frame(256 * 1024 + 1);
  const OutFrame frames[] = {{a, at_ns(1000)}, {too_long, at_ns(1500)}, {b, at_ns(2001)}};
  EXPECT_EQ((*port)->send(frames), 3u);
  EXPECT_TRUE((*port)->receive().empty());
  EXPECT_EQ((*port)->counters().sent, 2u);
  EXPECT_EQ((*port)->counters().too_long, 1u);
  ASSERT_TRUE((*port)->close());
  auto source = open_source("file:" + path("out.pcapng"));
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].stamp, at_ns(1000));
  EXPECT_EQ(seen[1], (Seen{2, at_ns(2001), 0, 9000, b, false}));
}

}  // namespace
}  // namespace plumbline::io::testing
