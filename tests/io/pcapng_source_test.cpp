#include "io/pcapng_source.h"

#include <gtest/gtest.h>

#include "io/capture_builder.h"
#include "io/capture_file.h"

namespace plumbline::io::testing {
namespace {

OctetList interface_options(bool big, std::string_view name, std::uint8_t resolution,
                            std::uint64_t offset_s) {
  return Builder{big}
      .option(2, name)
      .option(9, OctetList{resolution})
      .option64(14, offset_s)
      .end_of_options()
      .list();
}

TEST(PcapngSource, ReadsEveryPacketBlockInBothByteOrdersAndResolutions) {
  struct Case {
    std::uint8_t resolution;
    std::uint64_t ticks;
    std::int64_t ns;
  };
  constexpr Case kCases[] = {
      {6, 5'000'001, 5'000'001'000}, {9, 5'000'000'001, 5'000'000'001}, {0x80 | 2, 21, 5'250'000'000}};
  for (const bool big : {false, true})
    for (const Case& one : kCases) {
      SCOPED_TRACE(::testing::Message() << (big ? "big " : "little ") << int{one.resolution});
      const Builder old = Builder{big}
                              .u16(0)
                              .u16(0xffff)
                              .u32(one.ticks >> 32)
                              .u32(one.ticks & 0xffffffff)
                              .u32(5)
                              .u32(70)
                              .padded(frame(5));
      const OctetList file = section(big) +
                             interface_block(big, interface_options(big, "fh0", one.resolution, 10), 1, 100) +
                             enhanced(big, 0, one.ticks, frame(61), {}, 1500) + block(2, old) +
                             block(3, Builder{big}.u32(50).padded(frame(50, 3))) +
                             block(3, Builder{big}.u32(150).padded(frame(100, 4)));
      auto source = open_capture(file, "test");
      ASSERT_TRUE(source) << source.error().what;
      const auto seen = read_all(**source);
      EXPECT_EQ(warnings_of(**source), "");
      ASSERT_EQ(seen.size(), 4u);
      const CaptureTime stamp = at_ns(one.ns + 10'000'000'000);
      EXPECT_EQ(seen[0], (Seen{1, stamp, 0, 1500, frame(61), false}));
      EXPECT_EQ(seen[1], (Seen{2, stamp, 0, 70, frame(5), false}));
      EXPECT_EQ(seen[2], (Seen{3, kNoStamp, 0, 50, frame(50, 3), false}));
      EXPECT_EQ(seen[3], (Seen{4, kNoStamp, 0, 150, frame(100, 4), false}));
      ASSERT_EQ((*source)->info().interfaces.size(), 1u);
      EXPECT_EQ((*source)->info().format, "pcapng");
      EXPECT_EQ((*source)->info().interfaces[0].name, "fh0");
      EXPECT_EQ((*source)->info().interfaces[0].snap_length, 100u);
    }
}

TEST(PcapngSource, SectionsHaveTheirOwnByteOrderAndInterfaces) {
  const OctetList file =
      section(false) + interface_block(false) + interface_block(false, interface_options(false, "b", 9, 0)) +
      enhanced(false, 1, 7, frame(20)) + section(true) +
      interface_block(true, interface_options(true, "c", 9, 0)) + enhanced(true, 0, 8, frame(21)) +
      section(false) + interface_block(false) + enhanced(false, 0, 9, frame(22));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  EXPECT_EQ(warnings_of(**source), "");
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0], (Seen{1, at_ns(7), 1, 20, frame(20), false}));
  EXPECT_EQ(seen[1], (Seen{2, at_ns(8), 2, 21, frame(21), false}));
  EXPECT_EQ(seen[2], (Seen{3, at_ns(9000), 3, 22, frame(22), false}));
  ASSERT_EQ((*source)->info().interfaces.size(), 4u);
  EXPECT_EQ((*source)->info().interfaces[2].name, "c");
}

TEST(PcapngSource, LossesAreMarkedAndCounted) {
  const auto drops = [](std::uint64_t n) { return Builder{false}.option64(4, n).end_of_options().list(); };
  const auto statistics = [](std::uint32_t interface, std::uint64_t by_interface, std::uint64_t by_system) {
    return block(5, Builder{false}
                        .u32(interface)
                        .u32(0)
                        .u32(0)
                        .option64(5, by_interface)
                        .option64(7, by_system)
                        .end_of_options());
  };
  const Builder old = Builder{false}.u16(1).u16(3).u32(0).u32(5).u32(20).u32(20).padded(frame(20));
  const OctetList file =
      section(false) + interface_block(false) + interface_block(false) + interface_block(false) +
      enhanced(false, 0, 1, frame(20), drops(0)) + enhanced(false, 0, 2, frame(20), drops(5)) +
      block(2, old) + statistics(0, 4, 6) + statistics(0, 2, 2) + enhanced(false, 1, 3, frame(20), drops(2)) +
      enhanced(false, 2, 3, frame(20), drops(~0ull)) + enhanced(false, 2, 4, frame(20), drops(~0ull));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 6u) << warnings_of(**source);
  EXPECT_FALSE(seen[0].loss_before);
  EXPECT_TRUE(seen[1].loss_before);
  EXPECT_TRUE(seen[2].loss_before);
  EXPECT_TRUE(seen[3].loss_before);
  EXPECT_EQ((*source)->info().interfaces[0].dropped,
            10u);  // the marks (5) are part of the statistics (4 + 6)
  EXPECT_EQ((*source)->info().interfaces[1].dropped, 5u);
  EXPECT_EQ((*source)->info().interfaces[2].dropped, ~std::uint64_t{0});
  EXPECT_EQ((*source)->info().interfaces[0].dropped_anywhere, 5u);
  EXPECT_EQ((*source)->info().interfaces[1].dropped_anywhere, 0u);
}

TEST(PcapngSource, BlocksOfNoInterestArePassedOverHoweverLong) {
  const OctetList huge(3 * 1024 * 1024, 0xab);
  const OctetList file = section(true) + block(4, Builder{true}.u32(0)) + interface_block(true) +
                         enhanced(true, 0, 1, frame(20)) + block(0x80000001, Builder{true}.raw(huge)) +
                         block(0x0bad, Builder{true}) + enhanced(true, 0, 2, frame(20));
  auto source = open_capture(file, "test");
  EXPECT_EQ(read_all(**source).size(), 2u);
  EXPECT_EQ(warnings_of(**source), "");
}

TEST(PcapngSource, PacketsOfOtherLinkTypesKeepTheirNumbers) {
  const OctetList file = section(false) +
                         interface_block(false, Builder{false}.option(2, "any").list(), 113) +
                         interface_block(false) + enhanced(false, 0, 1, frame(20)) +
                         enhanced(false, 1, 2, frame(20)) + enhanced(false, 0, 3, frame(20));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].number, 2u);
  ASSERT_EQ((*source)->info().warnings.size(), 1u);
  EXPECT_EQ((*source)->info().warnings[0].text,
            "interface 0 (any) is not Ethernet (link type 113): 2 of its packets were skipped");
}

TEST(PcapngSource, AFrameCheckSequenceIsTakenOff) {
  const auto flags = Builder{false}.u16(2).u16(4).u32(4 << 5).list();
  const OctetList file =
      section(false) + interface_block(false, Builder{false}.option(13, OctetList{32}).list()) +
      interface_block(false, Builder{false}.option(13, OctetList{4}).list()) + interface_block(false) +
      enhanced(false, 0, 1, frame(64)) + enhanced(false, 1, 1, frame(64)) + enhanced(false, 2, 1, frame(64)) +
      enhanced(false, 2, 1, frame(64), flags);
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 4u);
  const std::size_t lengths[] = {60, 60, 64, 60};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(seen[i].octets.size(), lengths[i]) << i;
    EXPECT_EQ(seen[i].original_length, lengths[i]) << i;
  }
}

TEST(PcapngSource, AStampThatDoesNotFitIsNoneAndSaid) {
  const OctetList file = section(false) + interface_block(false) + enhanced(false, 0, ~0ull, frame(20)) +
                         enhanced(false, 0, 0, frame(20)) + enhanced(false, 0, 3, frame(20));
  auto source = open_capture(file, "test");
  const auto seen = read_all(**source);
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].stamp, kNoStamp);
  EXPECT_EQ(seen[1].stamp, kNoStamp);
  EXPECT_EQ(seen[2].stamp, at_ns(3000));
  ASSERT_EQ((*source)->info().warnings.size(), 1u);
  EXPECT_EQ((*source)->info().warnings[0].offset, 28u + 20u);
}

TEST(PcapngSource, WarningsHaveALimit) {
  OctetList file = section(false) + interface_block(false);
  for (int i = 0; i < 300; ++i) file = file + enhanced(false, 0, ~0ull, frame(4));
  auto source = open_capture(file, "test");
  EXPECT_EQ(read_all(**source).size(), 300u);
  EXPECT_EQ((*source)->info().warnings.size(), SourceInfo::kMostWarnings);
  EXPECT_EQ((*source)->info().warnings_left_out, 200u);
}

OctetList with_second_length(OctetList whole, std::uint8_t value) {
  whole[whole.size() - 4] = value;
  return whole;
}

TEST(PcapngSource, ADamagedBlockEndsTheReading) {
  const OctetList good = section(false) + interface_block(false) + enhanced(false, 0, 1, frame(20));
  const auto raw = [](std::uint32_t type, std::uint32_t length) {
    return Builder{false}.u32(type).u32(length).u32(0).u32(0).u32(0).u32(0).u32(0).u32(length).list();
  };
  const auto packet_of = [](std::uint32_t captured) {
    return block(6, Builder{false}.u32(0).u32(0).u32(1).u32(captured).u32(captured).raw(frame(20)));
  };
  OctetList many_interfaces;
  for (int i = 0; i < 4096; ++i) many_interfaces = std::move(many_interfaces) + interface_block(false);
  struct Case {
    const char* what;
    OctetList bad;
  };
  const Case cases[] = {
      {"length below the least", raw(6, 8)},
      {"length 0", raw(6, 0)},
      {"length not a multiple of 4", raw(6, 33)},
      {"length above the limit", raw(6, 600'000)},
      {"too short for its type", block(6, Builder{false}.u32(0).u32(0).u32(0))},
      {"two lengths differ", with_second_length(enhanced(false, 0, 1, frame(20)), 99)},
      {"two lengths differ in a block of no interest",
       with_second_length(block(77, Builder{false}.u32(0)), 99)},
      {"interface not described", enhanced(false, 1, 1, frame(20))},
      {"packet longer than its block", packet_of(21)},
      {"packet of all ones", packet_of(0xffffffff)},
      {"packet option too long",
       enhanced(false, 0, 1, frame(20), Builder{false}.u16(1).u16(5).u32(0).list())},
      {"interface option too long", interface_block(false, Builder{false}.u16(2).u16(0xffff).list())},
      {"statistics of an unknown interface", block(5, Builder{false}.u32(9).u32(0).u32(0))},
      {"statistics option too long", block(5, Builder{false}.u32(0).u32(0).u32(0).u16(5).u16(8).u32(0))},
      {"section without magic", block(0x0a0d0d0a, Builder{false}.u32(0).u16(1).u16(0).u64(0))},
      {"section of version 2", block(0x0a0d0d0a, Builder{false}.u32(0x1a2b3c4d).u16(2).u16(0).u64(0))},
      {"section without interfaces", section(false) + enhanced(false, 0, 1, frame(20))},
      {"simple packet without interfaces", section(false) + block(3, Builder{false}.u32(4).raw(frame(4)))},
      {"simple packet longer than its block", block(3, Builder{false}.u32(5).raw(frame(4)))},
      {"too many interfaces", many_interfaces},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    const OctetList file = good + one.bad + enhanced(false, 0, 1, frame(20));
    auto source = open_capture(file, "test");
    ASSERT_TRUE(source);
    EXPECT_EQ(read_all(**source).size(), 1u);
    ASSERT_EQ((*source)->info().warnings.size(), 1u);
    EXPECT_NE((*source)->info().warnings[0].text.find("damaged after packet 1: "), std::string::npos)
        << warnings_of(**source);
    EXPECT_GE((*source)->info().warnings[0].offset, good.size());
  }
}

TEST(PcapngSource, ACutFileYieldsWhatCameBeforeAndSaysWhere) {
  for (const bool big : {false, true}) {
    std::vector<std::size_t> ends;     // of blocks, where a cut leaves a good file
    std::vector<std::size_t> packets;  // complete by then
    OctetList file;
    const auto add = [&](const OctetList& more, bool packet) {
      file = file + more;
      ends.push_back(file.size());
      packets.push_back((packets.empty() ? 0 : packets.back()) + (packet ? 1 : 0));
    };
    add(section(big), false);
    add(interface_block(big, interface_options(big, "fh0", 9, 0)), false);
    add(enhanced(big, 0, 1, frame(21), Builder{big}.option(1, "a comment").end_of_options().list()), true);
    add(block(3, Builder{big}.u32(9).padded(frame(9))), true);
    add(block(0xbad, Builder{big}.u64(0)), false);
    add(section(!big), false);
    add(interface_block(!big), false);
    add(enhanced(!big, 0, 1, frame(30)), true);
    add(block(5, Builder{!big}.u32(0).u32(0).u32(0).option64(5, 7).end_of_options()), false);
    for (std::size_t cut = 0; cut <= file.size(); ++cut) {
      SCOPED_TRACE(cut);
      auto source = open_capture(Octets{file}.first(cut), "test");
      ASSERT_EQ(source.has_value(), cut >= ends[0]);
      if (!source) {
        EXPECT_FALSE(source.error().remedy.empty());
        continue;
      }
      std::size_t whole = 0;
      while (whole + 1 < ends.size() && ends[whole + 1] <= cut) ++whole;
      EXPECT_EQ(read_all(**source).size(), packets[whole]);
      const bool clean = cut == ends[whole];
      ASSERT_EQ((*source)->info().warnings.size(), clean ? 0u : 1u);
      if (!clean) {
        EXPECT_EQ((*source)->info().warnings[0].offset, ends[whole]);
      }
    }
  }
}

TEST(PcapngSource, NamesFromStrangersAreMadeSafe) {
  const OctetList file =
      section(false) +
      interface_block(false, Builder{false}.option(2, std::string_view{"a\x1b[31m\xff\0b", 9}).list()) +
      interface_block(false, Builder{false}.option(2, std::string(1000, 'x')).list());
  auto source = open_capture(file, "test");
  read_all(**source);
  EXPECT_EQ((*source)->info().interfaces[0].name, "a?[31m?");
  EXPECT_EQ((*source)->info().interfaces[1].name, std::string(256, 'x'));
}

}  // namespace
}  // namespace plumbline::io::testing
