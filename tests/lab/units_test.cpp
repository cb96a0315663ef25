// Both emulated units on a virtual lab, judged by the check.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "check/checker.h"
#include "emulator/o_du.h"
#include "emulator/o_ru.h"
#include "lab/virtual_lab.h"

namespace plumbline::lab {
namespace {

using profile::ChannelKind;
using profile::Delay;
using profile::Method;

constexpr std::int64_t kUtcNs = 1'700'000'000'000'000'000;
constexpr Nanos kFibre{20'000};

struct Shape {
  std::string name;
  std::uint8_t mu = 1;
  std::uint16_t prbs = 51;
  std::string tdd = "DDDSU";
  profile::Compression compression{Method::bfp, 9, false};
  std::optional<std::uint16_t> vlan = std::uint16_t{5};
  std::uint16_t mtu = 1500;
  std::vector<std::string> prach{};  ///< formats, each on an eAxC id of its own
  std::vector<std::uint16_t> prach_slots{4};
  bool srs = false;
  std::uint16_t sections = 1;
  unsigned ports = 2;
  unsigned carriers = 1;
};

void add(profile::Carrier& carrier, ChannelKind kind, const Shape& shape, unsigned first, unsigned count) {
  profile::Channel channel{.kind = kind, .eaxc = {}, .compression = shape.compression, .prach = {}};
  for (unsigned i = 0; i < count; ++i) channel.eaxc.push_back({static_cast<std::uint16_t>(first + i)});
  carrier.channels.push_back(channel);
}

/// All windows of both units stated, the cable between them too.
profile::Link make_link(const Shape& shape) {
  profile::Link link;
  link.name = shape.name;
  for (unsigned c = 0; c < shape.carriers; ++c) {
    profile::Carrier carrier;
    carrier.name = "cell" + std::to_string(c);
    carrier.numerology.mu = shape.mu;
    carrier.prbs = shape.prbs;
    if (!shape.tdd.empty()) carrier.tdd = {shape.tdd, 6, 4};
    carrier.n_ta_offset_tc = shape.tdd.empty() ? 0 : 25600;
    const unsigned base = c * 256;
    add(carrier, ChannelKind::pdsch, shape, base, shape.ports);
    add(carrier, ChannelKind::pusch, shape, base, shape.ports);
    for (unsigned i = 0; i < shape.prach.size(); ++i) {
      add(carrier, ChannelKind::prach, shape, base + 16 + i, 1);
      profile::Prach prach;
      prach.format = shape.prach[i];
      prach.slots = shape.prach_slots;
      prach.frequency_offset = -264;
      prach.prbs = prach.format < "4" ? 72 : 12;
      carrier.channels.back().prach = prach;
    }
    if (shape.srs) add(carrier, ChannelKind::srs, shape, base + 32, 2);
    link.carriers.push_back(carrier);
  }
  link.o_du_mac = profile::MacAddress{0x02, 0x00, 0x5E, 0x00, 0x53, 0x01};
  link.o_ru_mac = profile::MacAddress{0x02, 0x00, 0x5E, 0x00, 0x53, 0x02};
  link.vlan_stated = true;
  link.vlan = shape.vlan;
  if (shape.vlan) link.c_pcp = link.u_pcp = std::uint8_t{7};
  link.mtu = shape.mtu;
  const bool slow = shape.mu == 0;
  profile::Delays& d = link.delays;
  d.t1a_up = slow ? Delay{366'000, 437'000} : Delay{294'000, 345'000};
  d.t2a_up = slow ? Delay{206'000, 437'000} : Delay{134'000, 345'000};
  d.t1a_cp_dl = slow ? Delay{491'000, 562'000} : Delay{419'000, 470'000};
  d.t2a_cp_dl = slow ? Delay{331'000, 562'000} : Delay{259'000, 470'000};
  d.t1a_cp_ul = slow ? Delay{285'000, 356'000} : Delay{285'000, 336'000};
  d.t2a_cp_ul = slow ? Delay{125'000, 356'000} : Delay{125'000, 336'000};
  d.ta3 = slow ? Delay{70'000, 232'000} : Delay{50'000, 171'000};
  d.ta4 = slow ? Delay{70'000, 392'000} : Delay{50'000, 331'000};
  link.time.epoch = profile::Epoch::utc;
  link.time.timestamp_accuracy_ns = 10;
  link.taps.push_back({.interface = "", .place = profile::TapPlace::at_o_du, .to_place_ns = 0});
  return link;
}

struct Kept {
  std::int64_t at_ns;
  std::vector<std::uint8_t> octets;
  friend bool operator==(const Kept&, const Kept&) = default;
};

struct Story {
  std::vector<Kept> packets;
  emulator::Counters du, ru;
  emulator::Answers answers;
  record::Result result;
};

Story run(const profile::Link& link, const Shape& shape, unsigned frames) {
  Story out;
  const auto start = *profile::to_gps(link.time, CaptureTime{Nanos{kUtcNs}});
  auto du =
      emulator::ODu::make(link, {.seed = 3, .start = start, .frames = frames, .sections = shape.sections});
  auto ru = emulator::ORu::make(link, {.seed = 7});
  EXPECT_TRUE(du.has_value()) << du.error().what;
  EXPECT_TRUE(ru.has_value()) << ru.error().what;
  VirtualLab::Settings settings{.start = CaptureTime{Nanos{kUtcNs - 2'000'000}}};
  settings.down.delay = settings.up.delay = kFibre;
  auto lab = VirtualLab::make(**du, **ru, settings);
  EXPECT_TRUE(lab.has_value());
  check::Checker checker{&link};
  lab->run_until(
      CaptureTime{Nanos{kUtcNs + frames * 10'000'000 + 5'000'000}}, [&](std::span<const io::Packet> packets) {
        checker.feed(packets);
        for (const io::Packet& packet : packets)
          out.packets.push_back(
              {packet.stamp.time_since_epoch().count(), {packet.octets.begin(), packet.octets.end()}});
      });
  (*du)->close(CaptureTime{Nanos{kUtcNs + frames * 10'000'000 + 5'000'000}});
  out.du = (*du)->counters();
  out.ru = (*ru)->counters();
  out.answers = (*du)->answers();
  out.result = checker.finish();
  return out;
}

/// What the clean traffic of both sides, made by one hand, gives.
record::Result judge_clean(const profile::Link& link, const Shape& shape, unsigned frames) {
  const auto start = *profile::to_gps(link.time, CaptureTime{Nanos{kUtcNs}});
  auto traffic = emulator::Traffic::make(
      link, {.seed = 3, .start = start, .frames = frames, .sections = shape.sections});
  EXPECT_TRUE(traffic.has_value());
  check::Checker checker{&link};
  std::vector<emulator::TimedFrame> batch;
  std::uint64_t number = 0;
  while (traffic->next(batch)) {
    std::vector<io::Packet> packets;
    for (const emulator::TimedFrame& frame : batch)
      packets.push_back(
          {.number = ++number, .stamp = frame.at, .original_length = frame.length, .octets = frame.octets});
    checker.feed(packets);
  }
  return checker.finish();
}

class Units : public testing::TestWithParam<Shape> {};

TEST_P(Units, CleanTrafficIsAnsweredWithoutAFault) {
  const profile::Link link = make_link(GetParam());
  const Story out = run(link, GetParam(), 3);
  const record::Result clean = judge_clean(link, GetParam(), 3);
  std::map<std::string, const record::RuleResult*> usual;
  for (const record::RuleResult& rule : clean.rules()) usual[rule.id()] = &rule;
  for (const record::RuleResult& rule : out.result.rules()) {
    EXPECT_EQ(rule.fail(), 0u) << rule.id() << "\n" << (rule.first_size() ? rule.first(0).DebugString() : "");
    EXPECT_LE(rule.inconclusive(), usual[rule.id()]->inconclusive())
        << rule.id() << "\n"
        << (rule.first_size() ? rule.first(0).DebugString() : "");
    if (rule.pass() != usual[rule.id()]->pass())
      ADD_FAILURE() << rule.id() << ": " << rule.pass() << " passes, of clean traffic "
                    << usual[rule.id()]->pass();
  }
  EXPECT_EQ(out.result.totals().u_plane(), clean.totals().u_plane());
  EXPECT_EQ(out.result.totals().c_plane(), clean.totals().c_plane());

  const emulator::Counters& ru = out.ru;
  EXPECT_EQ(ru.rx_total, out.du.tx_total);
  EXPECT_EQ(ru.rx_on_time + ru.rx_on_time_c, ru.rx_total);
  EXPECT_EQ(ru.rx_on_time_c, clean.totals().c_plane());
  EXPECT_EQ(ru.rx_early + ru.rx_late + ru.rx_early_c + ru.rx_late_c, 0u);
  EXPECT_EQ(ru.rx_corrupt + ru.rx_err_drop + ru.rx_seqid_err + ru.rx_seqid_err_c, 0u);
  EXPECT_EQ(ru.tx_total, clean.totals().u_plane() + clean.totals().c_plane() - ru.rx_total);
  EXPECT_EQ(out.du, (emulator::Counters{.rx_total = ru.tx_total,
                                        .rx_on_time = ru.tx_total,
                                        .tx_total = ru.rx_total,
                                        .tx_total_c = ru.rx_on_time_c}));
  EXPECT_GT(out.answers.asked, 0u);
  EXPECT_EQ(out.answers.asked, out.answers.answered);
  EXPECT_EQ(out.answers.not_asked, 0u);
}

TEST_P(Units, SameSeedsSameOctets) {
  const profile::Link link = make_link(GetParam());
  const Story one = run(link, GetParam(), 1), other = run(link, GetParam(), 1);
  EXPECT_EQ(one.packets, other.packets);
  EXPECT_FALSE(one.packets.empty());
}

std::vector<Shape> shapes() {
  const profile::Compression dynamic{Method::bfp, 9, true}, none{Method::none, 16, false};
  return {
      {.name = "tdd30_bfp9"},
      {.name = "fdd15_prach_b4_and_0",
       .mu = 0,
       .prbs = 106,
       .tdd = "",
       .compression = dynamic,
       .prach = {"B4", "0"},
       .prach_slots = {1, 7},
       .srs = true},
      {.name = "tdd30_100_mhz",
       .prbs = 273,
       .tdd = "DDDDDDDSUU",
       .prach = {"B4"},
       .prach_slots = {19},
       .srs = true,
       .ports = 4},
      {.name = "tdd30_100_mhz_mtu9000_dynamic",
       .prbs = 273,
       .tdd = "DDDDDDDSUU",
       .compression = dynamic,
       .mtu = 9000,
       .prach = {"B4", "0"},
       .prach_slots = {8},
       .srs = true},
      {.name = "tdd30_sections_untagged",
       .prbs = 106,
       .compression = none,
       .vlan = {},
       .prach = {"C2", "2", "3"},
       .srs = true,
       .sections = 7},
      {.name = "two_carriers", .prbs = 24, .prach = {"A1"}, .carriers = 2},
      {.name = "tdd120", .mu = 3, .prbs = 66, .prach = {"A3"}, .prach_slots = {4, 14}},
  };
}
INSTANTIATE_TEST_SUITE_P(Links, Units, testing::ValuesIn(shapes()),
                         [](const auto& shape) { return shape.param.name; });

}  // namespace
}  // namespace plumbline::lab
