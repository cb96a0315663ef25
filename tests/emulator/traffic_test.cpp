#include "emulator/traffic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>

#include "emulator/links.h"
#include "emulator/listener.h"

namespace plumbline::emulator::test {
namespace {

using profile::ChannelKind;
using radio::Direction;
using radio::Plane;

// 2026-01-01 00:00:00 UTC, and 2.5 frames before frameId and SFN wrap.
constexpr GpsTime kStart{Nanos{(1'767'225'600LL - 315'964'800 + 18) * 1'000'000'000}};
constexpr GpsTime kBeforeWrap{Nanos{(140'000LL * 1024 - 2) * 10'000'000 - 5'000'000}};

struct Copy {
  std::vector<std::uint8_t> octets;
  CaptureTime at;
  Plane plane;
  Direction direction;
  friend bool operator==(const Copy&, const Copy&) = default;
};

std::vector<Copy> all_of(const profile::Link& link, const Options& options) {
  auto traffic = Traffic::make(link, options);
  EXPECT_TRUE(traffic.has_value()) << (traffic ? "" : traffic.error().what);
  std::vector<Copy> copies;
  std::vector<TimedFrame> batch;
  while (traffic && traffic->next(batch))
    for (const TimedFrame& frame : batch)
      copies.push_back({{frame.octets.begin(), frame.octets.end()}, frame.at, frame.plane, frame.direction});
  return copies;
}

class EveryLink : public testing::TestWithParam<LinkShape> {};

TEST_P(EveryLink, SendsExactlyWhatIsDescribedInsideItsWindows) {
  const profile::Link link = make_link(GetParam());
  for (const GpsTime start : {kStart, kBeforeWrap}) {
    auto traffic = Traffic::make(link, {.start = start, .frames = 3, .sections = GetParam().sections});
    ASSERT_TRUE(traffic.has_value()) << traffic.error().what;
    Listener listener{link};
    std::vector<TimedFrame> batch;
    while (traffic->next(batch))
      for (const TimedFrame& frame : batch) {
        listener.hear(frame);
        if (HasFatalFailure() || listener.frames() > 200'000) return;
      }
    EXPECT_FALSE(traffic->next(batch));
    EXPECT_GT(listener.frames(), 0u);
    listener.all_answered();
  }
}

/// Symbols that the TDD letter of a slot gives to a direction: first, count.
std::pair<unsigned, unsigned> symbols_of(const LinkShape& shape, unsigned slot_in_frame, bool uplink) {
  const unsigned all = shape.extended_cp ? 12 : 14;
  if (shape.tdd.empty()) return {0, all};
  switch (shape.tdd[slot_in_frame % shape.tdd.size()]) {
    case 'D':
      return {0, uplink ? 0 : all};
    case 'U':
      return {0, uplink ? all : 0};
    default:
      return uplink ? std::pair{all - 4, 4u} : std::pair{0u, 6u};
  }
}

TEST_P(EveryLink, DescribesEverySlotOfThePatternOnEveryEaxc) {
  const LinkShape& shape = GetParam();
  const profile::Link link = make_link(shape);
  auto traffic =
      Traffic::make(link, {.start = kStart, .frames = 2, .role = Role::o_du, .sections = shape.sections});
  ASSERT_TRUE(traffic.has_value());
  Listener listener{link};
  std::vector<TimedFrame> batch;
  while (traffic->next(batch))
    for (const TimedFrame& frame : batch) listener.hear(frame);
  const std::int64_t first = kStart.time_since_epoch().count() / 10'000'000;
  std::size_t expected = 0;
  const unsigned per_subframe = 1u << shape.mu;
  const unsigned ids_a_slot = (1u << shape.slot_reference_mu.value_or(shape.mu)) / per_subframe;
  for (std::int64_t frame = first; frame < first + 2; ++frame) {
    for (unsigned slot = 0; slot < 10 * per_subframe; ++slot) {
      for (const bool uplink : {false, true}) {
        const auto [from, count] = symbols_of(shape, slot, uplink);
        for (const std::uint16_t eaxc : {std::uint16_t{0}, std::uint16_t{1}}) {
          unsigned symbols = count;
          if (uplink && shape.shared_ids && shape.srs && eaxc == 0 && symbols > 0) --symbols;
          if (uplink && shape.shared_ids && eaxc == 1) {
            for (const unsigned prach : shape.prach_slots) {
              // Format 0 lasts 0.9 ms and is labelled slot 0 of its subframe.
              if (shape.prach == "0" && (slot / 2 == prach / 2 || slot == prach + 1)) symbols = 0;
              if (slot == prach) symbols = 0;
            }
          }
          for (unsigned i = 0; symbols > 0 && i < shape.sections; ++i) {
            const auto id = static_cast<std::uint16_t>(i + (uplink ? 64 : 0));
            const auto found =
                listener.requests().find({uplink ? Direction::uplink : Direction::downlink, eaxc, frame,
                                          static_cast<std::uint8_t>(slot / per_subframe),
                                          static_cast<std::uint8_t>(slot % per_subframe * ids_a_slot), id});
            ASSERT_NE(found, listener.requests().end()) << "slot " << slot << " eAxC " << eaxc;
            EXPECT_EQ(found->second.header.start.symbol, from);
            EXPECT_EQ(found->second.section.num_symbol, symbols);
            ++expected;
          }
        }
        if (uplink && shape.srs && count > 0) expected += shape.sections;
      }
      if (!shape.prach.empty() && std::count(shape.prach_slots.begin(), shape.prach_slots.end(), slot) != 0)
        expected += shape.prach_symbols.size();
    }
  }
  EXPECT_EQ(listener.requests().size(), expected);
}

TEST_P(EveryLink, SameSeedGivesTheSameOctetsAnotherSeedTheSameHeaders) {
  const profile::Link link = make_link(GetParam());
  const Options options{.seed = 5, .start = kStart, .frames = 1, .sections = GetParam().sections};
  const auto first = all_of(link, options);
  EXPECT_EQ(first, all_of(link, options));
  Options other = options;
  other.seed = 6;
  auto second = all_of(link, other);
  ASSERT_EQ(first.size(), second.size());
  // The spread of instants is seeded too: streams keep their order, but not between each other.
  const auto by_stream = [](const std::vector<Copy>& frames) {
    std::map<std::pair<Plane, Direction>, std::map<unsigned, std::vector<const Copy*>>> streams;
    for (const Copy& frame : frames)
      streams[{frame.plane, frame.direction}][frame.octets[22] * 256u + frame.octets[23]].push_back(&frame);
    return streams;
  };
  if (GetParam().shared_ids) return;  // there two streams share an id and their order may differ
  std::size_t payloads = 0, different = 0;
  const auto a = by_stream(first), b = by_stream(second);
  for (const auto& [kind, streams] : a) {
    for (const auto& [eaxc, frames] : streams) {
      const auto& others = b.at(kind).at(eaxc);
      ASSERT_EQ(frames.size(), others.size());
      const std::size_t head = kind.first == Plane::c ? 60 : 18 + 8 + 4 + 4;
      for (std::size_t i = 0; i < frames.size(); ++i) {
        ASSERT_EQ(frames[i]->octets.size(), others[i]->octets.size());
        ASSERT_EQ(std::memcmp(frames[i]->octets.data(), others[i]->octets.data(), head), 0);
        if (kind.first == Plane::c) continue;
        ++payloads;
        if (frames[i]->octets != others[i]->octets) ++different;
      }
    }
  }
  EXPECT_GT(different, payloads * 9 / 10);
}

TEST_P(EveryLink, BothRolesTogetherAreTheWholeTraffic) {
  const profile::Link link = make_link(GetParam());
  Options options{.start = kStart, .frames = 1, .sections = GetParam().sections};
  const auto both = all_of(link, options);
  options.role = Role::o_du;
  auto parts = all_of(link, options);
  for (const Copy& frame : parts)
    EXPECT_TRUE(frame.plane == Plane::c || frame.direction == Direction::downlink);
  options.role = Role::o_ru;
  for (Copy& frame : all_of(link, options)) {
    EXPECT_TRUE(frame.plane == Plane::u && frame.direction == Direction::uplink);
    parts.push_back(std::move(frame));
  }
  ASSERT_EQ(parts.size(), both.size());
  const auto less = [](const Copy& a, const Copy& b) {
    return std::tie(a.at, a.octets) < std::tie(b.at, b.octets);
  };
  auto sorted = both;
  std::sort(sorted.begin(), sorted.end(), less);
  std::sort(parts.begin(), parts.end(), less);
  EXPECT_EQ(parts, sorted);
}

INSTANTIATE_TEST_SUITE_P(Links, EveryLink, testing::ValuesIn(shapes()),
                         [](const auto& one) { return one.param.name; });

TEST(Traffic, WholeCarrierAbove255PrbsIsNumPrbZeroUnlessCut) {
  LinkShape shape{.name = "whole", .prbs = 273, .mtu = 9000};
  for (const Copy& frame : all_of(make_link(shape), {.start = kStart, .frames = 1})) {
    // Tag, eCPRI, ids, application header (8 octets in the C-plane), section: numPrb is its octet 3.
    EXPECT_EQ(frame.octets[18 + 8 + (frame.plane == Plane::c ? 8 : 4) + 3], 0);
  }
  shape.mtu = 1500;
  for (const Copy& frame : all_of(make_link(shape), {.start = kStart, .frames = 1}))
    EXPECT_TRUE(frame.plane == Plane::c || frame.octets[18 + 8 + 4 + 3] != 0);
}

TEST(Traffic, SharedNumberSpaceOfTheCPlaneIsOneCounter) {
  profile::Link link = make_link({.name = "shared"});
  link.sequence_shared_per_eaxc = true;
  Listener listener{link};
  for (const Copy& frame : all_of(link, {.start = kStart, .frames = 2}))
    listener.hear({frame.octets, static_cast<std::uint32_t>(frame.octets.size()), frame.at, frame.plane,
                   frame.direction});
  listener.all_answered();
}

TEST(Traffic, StatedWindowsAreUsedWholeFramesOfOthersAreNot) {
  profile::Link link = make_link({.name = "stated"});
  const auto centre_of = [&](Plane plane, Direction direction) {
    for (const Copy& frame : all_of(link, {.start = kStart, .frames = 1}))
      if (frame.plane == plane && frame.direction == direction)
        return (frame.at.time_since_epoch().count() - (1'767'225'600'000'000'000 - 2000)) / 10'000;
    return std::int64_t{0};
  };
  const auto usual = centre_of(Plane::u, Direction::downlink);
  link.delays.t1a_cp_dl = profile::Delay{900'000, 1'000'000};
  EXPECT_EQ(centre_of(Plane::c, Direction::downlink), -94);  // 950 us before, 2 us behind the O-DU
  EXPECT_EQ(centre_of(Plane::u, Direction::downlink), usual);
}

TEST(Traffic, EpochsOfTheTimeBaseShiftInstantsOnly) {
  profile::Link link = make_link({.name = "epochs"});
  const auto utc = all_of(link, {.start = kStart, .frames = 1});
  struct Case {
    profile::Epoch epoch;
    std::int64_t later_s;
  };
  for (const auto& [epoch, later_s] : {Case{profile::Epoch::none, 0}, Case{profile::Epoch::tai, 37},
                                       Case{profile::Epoch::gps, -315'964'800 + 18}}) {
    link.time.epoch = epoch;
    const auto other = all_of(link, {.start = kStart, .frames = 1});
    ASSERT_EQ(other.size(), utc.size());
    for (std::size_t i = 0; i < utc.size(); ++i) {
      ASSERT_EQ((other[i].at - utc[i].at).count(), later_s * 1'000'000'000);
      ASSERT_EQ(other[i].octets, utc[i].octets);
    }
  }
}

TEST(Traffic, CarriersWithFrameTimingOfTheirOwnStayInOrder) {
  profile::Link link = make_link({.name = "first"});
  link.carriers.push_back(make_link({.name = "second", .mu = 0, .prbs = 25}).carriers[0]);
  profile::Carrier& second = link.carriers[1];
  for (auto& channel : second.channels)
    for (auto& eaxc : channel.eaxc) eaxc.value = static_cast<std::uint16_t>(eaxc.value + 0x100);
  second.frame_timing = {.alpha = 4'000'000, .beta = -7};  // 3.255 ms
  profile::Link alone = link;
  alone.carriers.erase(alone.carriers.begin());
  const auto both = all_of(link, {.start = kStart, .frames = 2});
  const auto one = all_of(alone, {.start = kStart, .frames = 2});
  EXPECT_TRUE(std::is_sorted(both.begin(), both.end(), [](auto& a, auto& b) { return a.at < b.at; }));
  std::vector<Copy> of_second;
  for (const Copy& frame : both)
    if (frame.octets[22] == 1) of_second.push_back(frame);
  ASSERT_EQ(of_second.size(), one.size());
  const auto first_dl = std::find_if(one.begin(), one.end(), [](auto& f) { return f.plane == Plane::u; });
  // T1a_up 437 / 366 us for 15 kHz, tap 2 us behind the O-DU.
  const auto air_ns = first_dl->at.time_since_epoch().count() + 401'500 - 2'000;
  EXPECT_NEAR(static_cast<double>(air_ns - 1'767'225'600'000'000'000), 3'255'208.0, 30'000.0);
  for (std::size_t i = 0; i < one.size(); ++i) ASSERT_EQ(of_second[i].octets.size(), one[i].octets.size());
}

TEST(Traffic, LinksThatCannotBeCleanAreRefusedWithARemedy) {
  struct Case {
    const char* what;  ///< stands in the message
    std::function<void(profile::Link&, Options&)> damage;
  };
  const auto channel = [](profile::Link& link, std::size_t i) -> profile::Channel& {
    return link.carriers[0].channels[i];
  };
  const Case cases[] = {
      {"no carriers", [](auto& link, auto&) { link.carriers.clear(); }},
      {"UDP", [](auto& link, auto&) { link.udp_port = std::uint16_t{40000}; }},
      {"width", [&](auto& link, auto&) { channel(link, 0).compression.width = 0; }},
      {"width", [&](auto& link, auto&) { channel(link, 1).compression.width = 17; }},
      {"MTU", [](auto& link, auto&) { link.mtu = std::uint16_t{40}; }},
      {"0 PRBs", [](auto& link, auto&) { link.carriers[0].prbs = 0; }},
      {"sections", [](auto&, auto& options) { options.sections = 65; }},
      {"sections", [](auto&, auto& options) { options.sections = 0; }},
      {"255", [](auto& link, auto& o) { link.carriers[0].prbs = 600, o.sections = 2; }},
      {"mu 5", [](auto& link, auto&) { link.carriers[0].numerology.mu = 5; }},
      {"extended", [](auto& link, auto&) { link.carriers[0].numerology.extended_cp = true; }},
      {"0x0001",
       [&](auto& link, auto&) {
         channel(link, 0).eaxc = {{1}, {1}};
       }},
      {"0x0008", [&](auto& link, auto&) { channel(link, 3).eaxc = channel(link, 2).eaxc = {{8}}; }},
      {"format", [&](auto& link, auto&) { channel(link, 2).prach->format = "D1"; }},
      {"says nothing", [&](auto& link, auto&) { channel(link, 2).prach.reset(); }},
      {"slot 20", [&](auto& link, auto&) { channel(link, 2).prach->slots = {20}; }},
      {"symbol 14", [&](auto& link, auto&) { channel(link, 2).prach->start_symbols = {14}; }},
      {"overlap",
       [&](auto& link, auto&) {
         channel(link, 2).prach->start_symbols = {0, 2};
       }},
      {"overlap",
       [&](auto& link, auto&) {
         channel(link, 2).prach->slots = {4, 4};
       }},
      {"period 0", [&](auto& link, auto&) { channel(link, 2).prach->period_frames = 0; }},
      {"behind the slot",
       [&](auto& link, auto&) { channel(link, 2).prach->format = "1", channel(link, 2).prach->slots = {9}; }},
      {"before the C-plane",
       [](auto& link, auto&) {
         link.delays.t1a_cp_dl = profile::Delay{1000, 100'000};
       }},
  };
  for (const Case& one : cases) {
    profile::Link link = make_link({.name = "lab", .prach = "B4", .srs = true});
    Options options;
    one.damage(link, options);
    const auto traffic = Traffic::make(link, options);
    ASSERT_FALSE(traffic.has_value()) << one.what;
    EXPECT_NE(traffic.error().what.find(one.what), std::string::npos) << traffic.error().what;
    EXPECT_FALSE(traffic.error().remedy.empty()) << one.what;
  }
}

}  // namespace
}  // namespace plumbline::emulator::test
