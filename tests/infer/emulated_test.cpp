// Traffic of the emulator, made from a link, must give that link back.
#include <gtest/gtest.h>

#include <algorithm>

#include "emulator/links.h"
#include "emulator/traffic.h"
#include "infer/packets.h"

namespace plumbline::infer {
namespace {

using emulator::test::LinkShape;
using profile::ChannelKind;

// 2026-01-01 00:00:00 UTC.
constexpr GpsTime kStart{Nanos{(1'767'225'600LL - 315'964'800 + 18) * 1'000'000'000}};

Inferred infer_from(const profile::Link& link, const emulator::Options& options) {
  Observer observer;
  auto traffic = emulator::Traffic::make(link, options);
  EXPECT_TRUE(traffic.has_value()) << (traffic ? "" : traffic.error().what);
  std::vector<emulator::TimedFrame> batch;
  while (traffic && traffic->next(batch))
    for (const emulator::TimedFrame& frame : batch)
      observer.feed(frame.octets, static_cast<std::uint32_t>(frame.octets.size()), frame.at);
  return observer.finish();
}

class EveryLink : public testing::TestWithParam<LinkShape> {};

std::vector<radio::Eaxc> ids_of(const profile::Link& link, bool downlink, bool prach) {
  std::vector<radio::Eaxc> ids;
  for (const profile::Channel& channel : link.carriers[0].channels)
    if ((channel.kind == ChannelKind::pdsch) == downlink && (channel.kind == ChannelKind::prach) == prach)
      ids.insert(ids.end(), channel.eaxc.begin(), channel.eaxc.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

TEST_P(EveryLink, ComesBackFromItsTraffic) {
  const LinkShape& shape = GetParam();
  const profile::Link link = emulator::test::make_link(shape);
  const Inferred in = infer_from(link, {.start = kStart, .frames = 4, .sections = shape.sections});
  test::expect_printable(in);
  ASSERT_EQ(in.link.carriers.size(), 1u);
  const profile::Carrier &from = link.carriers[0], &to = in.link.carriers[0];
  EXPECT_EQ(to.numerology.mu, from.numerology.mu);
  EXPECT_EQ(to.prbs, from.prbs);
  EXPECT_EQ(in.link.vlan, link.vlan);
  EXPECT_EQ(in.link.c_pcp, link.c_pcp);
  EXPECT_EQ(in.link.time.epoch, link.time.epoch);
  EXPECT_FALSE(in.link.sequence_shared_per_eaxc);
  EXPECT_LE(in.longest, shape.mtu);
  if (!shape.extended_cp) {
    EXPECT_EQ(to.tdd, from.tdd) << in.tdd.seen;
  }
  for (const bool downlink : {true, false})
    for (const bool prach : {false, true})
      EXPECT_EQ(ids_of(in.link, downlink, prach), ids_of(link, downlink, prach));
  for (std::size_t i = 0; i < to.channels.size(); ++i) {
    EXPECT_EQ(to.channels[i].compression, shape.compression) << i;
    EXPECT_EQ(in.channels[i].source, CompressionSource::u_plane) << i;
    EXPECT_EQ(in.channels[i].compression.disagree, 0u) << i;
    EXPECT_GT(in.channels[i].compression.agree, 0u) << i;
    EXPECT_EQ(to.channels[i].prach,
              to.channels[i].kind == ChannelKind::prach ? from.channels[2].prach : std::nullopt);
  }
  EXPECT_TRUE(in.unexplained.empty());
}

TEST_P(EveryLink, ShowsOneSideWhenOnlyThatOneSends) {
  const LinkShape& shape = GetParam();
  profile::Link link = emulator::test::make_link(shape);
  link.o_du_mac = test::kDu;
  link.o_ru_mac = test::kRu;
  const Inferred down = infer_from(
      link, {.start = kStart, .frames = 2, .role = emulator::Role::o_du, .sections = shape.sections});
  EXPECT_EQ(down.link.o_du_mac, link.o_du_mac);
  EXPECT_EQ(down.link.o_ru_mac, std::nullopt);
  EXPECT_EQ(down.silent_peer, link.o_ru_mac);
  test::expect_printable(down);
  const Inferred up = infer_from(
      link, {.start = kStart, .frames = 2, .role = emulator::Role::o_ru, .sections = shape.sections});
  EXPECT_EQ(up.link.o_ru_mac, link.o_ru_mac);
  EXPECT_EQ(up.link.o_du_mac, std::nullopt);
  EXPECT_FALSE(up.tdd.known);
  EXPECT_TRUE(up.tdd.one_direction);
  test::expect_printable(up);
}

/// But for those whose slotId counts in another SCS: that packets do not tell.
std::vector<LinkShape> tellable() {
  std::vector<LinkShape> shapes = emulator::test::shapes();
  std::erase_if(shapes, [](const LinkShape& one) { return one.slot_reference_mu.has_value(); });
  return shapes;
}
INSTANTIATE_TEST_SUITE_P(, EveryLink, testing::ValuesIn(tellable()),
                         [](const auto& param) { return param.param.name; });

TEST(Inference, TellsTheScaleOfTheStamps) {
  const LinkShape shape{.name = "scales"};
  for (const profile::Epoch epoch : {profile::Epoch::utc, profile::Epoch::tai, profile::Epoch::gps}) {
    profile::Link link = emulator::test::make_link(shape);
    link.time.epoch = epoch;
    const Inferred in = infer_from(link, {.start = kStart, .frames = 1});
    EXPECT_EQ(in.link.time.epoch, epoch);
    EXPECT_EQ(in.epoch.support.disagree, 0u);
    EXPECT_GT(in.arrivals[static_cast<std::size_t>(track::ArrivalClass::u_dl)].messages, 0u);
    EXPECT_LT(in.arrivals[static_cast<std::size_t>(track::ArrivalClass::u_dl)].max_ns, 0);
    EXPECT_GT(in.arrivals[static_cast<std::size_t>(track::ArrivalClass::u_ul)].min_ns, 0);
  }
}

TEST(Inference, LeavesAScaleOpenThatFitsNone) {
  for (const std::int64_t late_ns : {300'000'000, 5'000'000, -12'000'000}) {
    profile::Link link = emulator::test::make_link({.name = "off"});
    link.time.offset_ns = -late_ns;
    const Inferred in = infer_from(link, {.start = kStart, .frames = 1, .role = emulator::Role::o_du});
    EXPECT_EQ(in.link.time.epoch, profile::Epoch::none) << late_ns;
    ASSERT_TRUE(in.epoch.steady_ns.has_value());
    EXPECT_NEAR(static_cast<double>(*in.epoch.steady_ns), static_cast<double>(late_ns), 1e6);
    EXPECT_EQ(in.arrivals[0].messages, 0u);
  }
}

TEST(Inference, FindsEveryPrachFormat) {
  for (const char* format : {"0", "1", "2", "3", "A1", "A2", "A3", "B1", "B2", "B3", "B4", "C0", "C2"}) {
    LinkShape shape{.name = "prach", .tdd = "DDDSUUUUUU", .prach = format, .prach_slots = {4}};
    const profile::Link link = emulator::test::make_link(shape);
    if (!emulator::Traffic::make(link, {.start = kStart}))
      continue;  // an occasion that does not fit the pattern
    const Inferred in = infer_from(link, {.start = kStart, .frames = 2});
    EXPECT_TRUE(in.prach.written) << format;
    EXPECT_EQ(in.prach.best, *link.carriers[0].channels[2].prach) << format;
    EXPECT_TRUE(in.prach.formats.empty()) << format << " " << in.prach.formats[0];
  }
}

}  // namespace
}  // namespace plumbline::infer
