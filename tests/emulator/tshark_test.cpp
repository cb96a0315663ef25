// A second opinion: the O-RAN dissector of tshark on generated traffic.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "emulator/links.h"
#include "emulator/traffic.h"

namespace plumbline::emulator::test {
namespace {

constexpr GpsTime kStart{Nanos{(1'767'225'600LL - 315'964'800 + 18) * 1'000'000'000}};

/// Classic pcap, nanosecond stamps, native order.
std::size_t write_pcap(const std::string& path, Traffic& traffic) {
  std::ofstream file{path, std::ios::binary};
  const auto put = [&](std::uint32_t word) {
    std::array<char, 4> octets{};
    for (unsigned i = 0; i < 4; ++i) octets[i] = static_cast<char>(word >> (8 * i));
    file.write(octets.data(), 4);
  };
  for (const std::uint32_t word : {0xA1B23C4Du, 0x00040002u, 0u, 0u, 262144u, 1u}) put(word);
  std::size_t frames = 0;
  std::vector<TimedFrame> batch;
  while (traffic.next(batch))
    for (const TimedFrame& frame : batch) {
      const auto ns = static_cast<std::uint64_t>(frame.at.time_since_epoch().count());
      put(static_cast<std::uint32_t>(ns / 1'000'000'000));
      put(static_cast<std::uint32_t>(ns % 1'000'000'000));
      put(static_cast<std::uint32_t>(frame.octets.size()));
      put(static_cast<std::uint32_t>(frame.octets.size()));
      file.write(reinterpret_cast<const char*>(frame.octets.data()),
                 static_cast<std::streamsize>(frame.octets.size()));
      ++frames;
    }
  return frames;
}

/// What `command` prints, line by line.
std::vector<std::string> lines_of(const std::string& command) {
  std::vector<std::string> lines;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return lines;
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), line.size(), pipe) != nullptr) lines.emplace_back(line.data());
  pclose(pipe);
  return lines;
}

/// By which method the dissector is to read a format. To "Modulation Compression" it gives an octet of
/// udCompParam that there is none of (8.3.3.15); the layout is that of no compression.
const char* word_of(profile::Method method) {
  const bool plain = method == profile::Method::none || method == profile::Method::modulation;
  return plain ? "No Compression" : "Block Floating Point Compression";
}

/// All that it says of SE 5: it does not look into it.
constexpr const char* kOfSe5 = "extlen signalled 12 bytes (+ 0-3 bytes padding), but 2 were dissected";

/// All frames of a radio frame must reach the O-RAN dissector, and none be malformed or have an error, but
/// for those with SE 5. Returns how many these are.
void expect_clean(const profile::Link& link, std::size_t& with_se_5, const std::string& prefs = {}) {
  auto traffic = Traffic::make(link, {.start = kStart, .frames = 1});
  ASSERT_TRUE(traffic.has_value());
  const std::string path = testing::TempDir() + "plumbline_" + link.name + std::to_string(getpid()) + ".pcap";
  const std::size_t frames = write_pcap(path, *traffic);
  const std::string p = " -o oran_fh_cus.oran.";
  const auto told = [&](std::size_t channel, const std::string& way) {
    const profile::Compression& of = link.carriers[0].channels[channel].compression;
    return p + "ud_comp_hdr_" + way + (of.dynamic ? ":TRUE" : ":FALSE") + p + "iq_bitwidth_" + way + ":" +
           std::to_string(of.width) + p + "'ud_comp_" + way + ":" + word_of(of.method) + "'";
  };
  const auto lines = lines_of(
      "tshark -n -r " + path + told(0, "down") + told(1, "up") + p + "du_port_id_bits:4" + p +
      "bandsector_id_bits:4" + p + "cc_id_bits:4" + p + "ru_port_id_bits:4" + p +
      "rbs_in_uplane_section:" + std::to_string(link.carriers[0].prbs) + prefs +
      " -T fields -e _ws.malformed -e oran_fh_cus.frameId -e _ws.expert.message -e oran_fh_cus.extType "
      "2>/dev/null");
  std::filesystem::remove(path);
  ASSERT_EQ(lines.size(), frames);
  with_se_5 = 0;
  for (const std::string& line : lines) {
    if (line.ends_with("\t5\n")) {
      ++with_se_5;
      ASSERT_NE(line.find(kOfSe5), std::string::npos) << line;
      continue;
    }
    ASSERT_NE(line[0], 'M') << line;             // "Malformed ..."
    ASSERT_EQ(line[0], '\t') << line;            // no malformed field at all
    ASSERT_NE(line.substr(1, 1), "\t") << line;  // reached the O-RAN dissector
    ASSERT_EQ(line.find("rror"), std::string::npos) << line;
  }
}

TEST(Tshark, DecodesGeneratedFilesWithoutMalformedFrames) {
  if (lines_of("command -v tshark").empty()) GTEST_SKIP() << "tshark is not installed";
  for (const LinkShape& shape : shapes()) {
    if (shape.name != "tdd30_bfp9" && shape.name != "tdd30_bfp9_static_prach_b4" &&
        shape.name != "fdd15_bfp9_prach_0")
      continue;
    SCOPED_TRACE(shape.name);
    std::size_t with_se_5 = 0;
    expect_clean(make_link(shape), with_se_5);
    EXPECT_EQ(with_se_5, 0u);
  }
}

/// tshark 4.0 knows no SE 5, no udCompHdr of modulation compression and no masks of selective methods.
TEST(Tshark, DecodesModulationCompressionButForSe5) {
  if (lines_of("command -v tshark").empty()) GTEST_SKIP() << "tshark is not installed";
  for (const int width : {1, 3, 4, 5}) {
    profile::Link link = make_link({.name = "modulation"});
    link.carriers[0].channels[0].compression = {profile::Method::modulation, static_cast<std::uint8_t>(width),
                                                false};
    SCOPED_TRACE(width);
    std::size_t with_se_5 = 0;
    expect_clean(link, with_se_5);
    EXPECT_EQ(with_se_5, 2u * (4 * 3 + 4)) << "two eAxC ids in DDDS of four periods";
  }
}

TEST(Tshark, DecodesBeams) {
  if (lines_of("command -v tshark").empty()) GTEST_SKIP() << "tshark is not installed";
  const auto expect = [](const std::string& name, void (*change)(profile::Channel&),
                         const std::string& prefs) {
    SCOPED_TRACE(name);
    profile::Link link = make_link({.name = name});
    for (profile::Channel& channel : link.carriers[0].channels) change(channel);
    std::size_t with_se_5 = 0;
    expect_clean(link, with_se_5, prefs);
    EXPECT_EQ(with_se_5, 0u);
  };
  expect("weights_1",
         [](profile::Channel& channel) {
           channel.weights = {1, {profile::Method::bfp, 9}, 16, 0};
         },
         {});
  expect(
      "weights_11",
      [](profile::Channel& channel) {
        channel.weights = {11, {profile::Method::bfp, 9}, 32, 16};
      },
      " -o oran_fh_cus.oran.num_weights_per_bundle:32");
  // 4.0 has no ciCompHdr: it takes all channel information for numbers of 16 bits. Nor has it SE 16, which
  // goes with uplink.
  expect(
      "channel_information",
      [](profile::Channel& channel) {
        if (channel.kind == profile::ChannelKind::pdsch)
          channel.channel_information = {{profile::Method::none, 16}, 4, false};
      },
      " -o oran_fh_cus.oran.num_bf_antennas:4");
  expect("priorities", [](profile::Channel& channel) { channel.coupling = profile::Coupling::priorities; },
         {});
}

}  // namespace
}  // namespace plumbline::emulator::test
