#include "io/pcap_source.h"

#include <gtest/gtest.h>

#include "io/capture_builder.h"
#include "io/capture_file.h"

namespace plumbline::io::testing {
namespace {

struct Variant {
  std::uint32_t magic;
  std::uint64_t tick_ns;
  std::size_t more;  // octets of the record header beyond 16
};
constexpr Variant kVariants[] = {{0xa1b2c3d4, 1000, 0}, {0xa1b23c4d, 1, 0}, {0xa1b2cd34, 1000, 8}};

OctetList record_of(const Variant& variant, bool big, std::uint32_t fraction, const OctetList& octets) {
  OctetList whole = pcap_record(big, 1'700'000'000, fraction, octets, 1500);
  whole.insert(whole.begin() + 16, variant.more, 0x55);
  return whole;
}

TEST(PcapSource, ReadsEveryVariantInBothByteOrders) {
  for (const Variant& variant : kVariants)
    for (const bool big : {false, true}) {
      SCOPED_TRACE(::testing::Message() << std::hex << variant.magic << (big ? " big" : " little"));
      const OctetList file = pcap_header(big, variant.magic) + record_of(variant, big, 1, frame(60, 1)) +
                             record_of(variant, big, 999'999, frame(61, 2)) + record_of(variant, big, 2, {});
      auto source = open_capture(file, "test");
      ASSERT_TRUE(source) << source.error().what;
      const auto seen = read_all(**source);
      ASSERT_EQ(seen.size(), 3u);
      const std::int64_t second = 1'700'000'000'000'000'000;
      const auto tick = static_cast<std::int64_t>(variant.tick_ns);
      EXPECT_EQ(seen[0], (Seen{1, at_ns(second + tick), 0, 1500, frame(60, 1), false}));
      EXPECT_EQ(seen[1], (Seen{2, at_ns(second + 999'999 * tick), 0, 1500, frame(61, 2), false}));
      EXPECT_EQ(seen[2].octets.size(), 0u);
      const SourceInfo& info = (*source)->info();
      EXPECT_EQ(info.format, "pcap");
      EXPECT_EQ(info.packets, 3u);
      EXPECT_EQ(info.octets, 121u);
      EXPECT_EQ(info.file_octets, file.size());
      EXPECT_EQ(info.file_octets_read, file.size());
      ASSERT_EQ(info.interfaces.size(), 1u);
      EXPECT_EQ(info.interfaces[0].snap_length, 65535u);
      EXPECT_EQ(info.interfaces[0].resolution_ns, variant.tick_ns);
      EXPECT_EQ(warnings_of(**source), "");
    }
}

TEST(PcapSource, TheWholeRangeOfSecondsFitsAndZeroIsNoStamp) {
  const OctetList file = pcap_header(false, 0xa1b23c4d) +
                         pcap_record(false, 0xffffffff, 999'999'999, frame(20)) +
                         pcap_record(false, 0, 0, frame(20)) + pcap_record(false, 0, 1, frame(20));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].stamp, at_ns(4'294'967'295'999'999'999));
  EXPECT_EQ(seen[1].stamp, kNoStamp);
  EXPECT_EQ(seen[2].stamp, at_ns(1));
}

TEST(PcapSource, StopsAtImplausibleHeadersWithTheirOffset) {
  struct Case {
    const char* what;
    std::uint32_t fraction, captured, original;
    bool stops;
  };
  constexpr Case kCases[] = {
      {"captured length above 256 KiB", 0, 262'145, 262'145, true},
      {"captured length of all ones", 0, 0xffffffff, 60, true},
      {"original length above 16 MiB", 0, 60, 16 * 1024 * 1024 + 1, true},
      {"fraction of two seconds", 2'000'000, 60, 60, true},
      {"fraction of one second, not carried", 1'000'000, 60, 60, false},
  };
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.what);
    const OctetList file =
        pcap_header(false) + pcap_record(false, 1, 0, frame(60)) +
        Builder{false}.u32(2).u32(one.fraction).u32(one.captured).u32(one.original).raw(frame(60)).list() +
        pcap_record(false, 3, 0, frame(60));
    auto source = open_capture(file, "test");
    EXPECT_EQ(read_all(**source).size(), one.stops ? 1u : 3u);
    ASSERT_EQ((*source)->info().warnings.size(), one.stops ? 1u : 0u);
    if (!one.stops) continue;
    EXPECT_EQ((*source)->info().warnings[0].offset, 24u + 76u);
    EXPECT_NE(warnings_of(**source).find("damaged after packet 1"), std::string::npos)
        << warnings_of(**source);
  }
}

TEST(PcapSource, TheLongestPacketIsRead) {
  const OctetList file = pcap_header(true) + pcap_record(true, 1, 0, frame(262'144)) +
                         pcap_record(true, 1, 0, frame(262'144, 3)) +
                         pcap_record(true, 1, 0, frame(262'144)) + pcap_record(true, 1, 0, frame(262'144)) +
                         pcap_record(true, 1, 0, frame(262'144, 5));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 5u);
  EXPECT_EQ(seen[1].octets, frame(262'144, 3));
  EXPECT_EQ(seen[4].octets, frame(262'144, 5));
}

TEST(PcapSource, AnOriginalLengthBelowTheCapturedIsToldOnce) {
  const OctetList file =
      pcap_header(false) + pcap_record(false, 1, 0, frame(60), 10) + pcap_record(false, 1, 0, frame(60), 10);
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].original_length, 60u);
  EXPECT_EQ((*source)->info().warnings.size(), 1u);
}

TEST(PcapSource, PacketsThatAreNotEthernetAreCountedAndSkipped) {
  const OctetList file = pcap_header(false, 0xa1b2c3d4, 113) + pcap_record(false, 1, 0, frame(60)) +
                         pcap_record(false, 1, 0, frame(60));
  auto source = open_capture(file, "test");
  EXPECT_TRUE(read_all(**source).empty());
  EXPECT_EQ((*source)->info().packets, 0u);
  EXPECT_EQ(warnings_of(**source),
            "24: interface 0 is not Ethernet (link type 113): 2 of its packets were skipped\n");
}

TEST(PcapSource, AFrameCheckSequenceIsTakenOff) {
  const std::uint32_t four_octets = 2u << 28 | 1u << 26 | 1;
  const OctetList file = pcap_header(false, 0xa1b2c3d4, four_octets) + pcap_record(false, 1, 0, frame(64)) +
                         pcap_record(false, 1, 0, frame(62), 64) + pcap_record(false, 1, 0, frame(20), 64) +
                         pcap_record(false, 1, 0, frame(2));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 4u);
  EXPECT_EQ(seen[0].octets.size(), 60u);
  EXPECT_EQ(seen[0].original_length, 60u);
  EXPECT_EQ(seen[1].octets.size(), 60u);  // cut inside its check sequence
  EXPECT_EQ(seen[2].octets.size(), 20u);  // cut before it
  EXPECT_EQ(seen[3].octets.size(), 0u);
}

TEST(PcapSource, UnknownVersionsAreRefusedByName) {
  OctetList file = pcap_header(false) + pcap_record(false, 1, 0, frame(60));
  file[4] = 3;
  const auto source = open_capture(file, "old.pcap");
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().what, "old.pcap: pcap version 3.4, only 2.3 and 2.4 are known");
}

TEST(PcapSource, ACutFileYieldsWhatCameBeforeAndSaysWhere) {
  const OctetList file = pcap_header(false) + pcap_record(false, 1, 0, frame(60)) +
                         pcap_record(false, 2, 0, frame(30)) + pcap_record(false, 3, 0, frame(40));
  const std::size_t ends[] = {24, 24 + 76, 24 + 76 + 46, 24 + 76 + 46 + 56};
  for (std::size_t cut = 0; cut <= file.size(); ++cut) {
    SCOPED_TRACE(cut);
    auto source = open_capture(Octets{file}.first(cut), "test");
    ASSERT_EQ(source.has_value(), cut >= 24);
    if (!source) {
      EXPECT_FALSE(source.error().remedy.empty());
      continue;
    }
    std::size_t whole = 0;
    while (whole < 3 && ends[whole + 1] <= cut) ++whole;
    EXPECT_EQ(read_all(**source).size(), whole);
    const bool clean = cut == ends[whole];
    ASSERT_EQ((*source)->info().warnings.size(), clean ? 0u : 1u);
    if (!clean) {
      EXPECT_EQ((*source)->info().warnings[0].offset, ends[whole]);
    }
  }
}

}  // namespace
}  // namespace plumbline::io::testing
