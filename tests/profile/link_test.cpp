#include "profile/link.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "radio/numerology.h"

namespace plumbline::profile {
namespace {

using radio::Direction;

constexpr std::int64_t kSecond_ns = 1'000'000'000;

void expect_span(const Carrier& carrier, Direction direction, unsigned slot, unsigned first, unsigned count) {
  const SymbolSpan span = carrier.symbols(direction, slot);
  EXPECT_EQ(span.count, count) << "slot " << slot;
  if (count > 0) {
    EXPECT_EQ(span.first, first) << "slot " << slot;
  }
}

TEST(Carrier, TddPatternGivesSymbolsToDirections) {
  Carrier carrier;
  carrier.tdd = {.slots = "DDDSUF", .special_dl_symbols = 6, .special_ul_symbols = 4};
  expect_span(carrier, Direction::downlink, 0, 0, 14);
  expect_span(carrier, Direction::uplink, 0, 0, 0);
  expect_span(carrier, Direction::downlink, 3, 0, 6);
  expect_span(carrier, Direction::uplink, 3, 10, 4);
  expect_span(carrier, Direction::downlink, 4, 0, 0);
  expect_span(carrier, Direction::uplink, 4, 0, 14);
  expect_span(carrier, Direction::downlink, 5, 0, 14);
  expect_span(carrier, Direction::uplink, 5, 0, 14);
  expect_span(carrier, Direction::downlink, 9, 0, 6);  // the pattern repeats
}

TEST(Carrier, FddHasEverySymbolBothWays) {
  Carrier carrier;
  expect_span(carrier, Direction::downlink, 7, 0, 14);
  expect_span(carrier, Direction::uplink, 7, 0, 14);
}

TEST(Carrier, ExtendedPrefixHasTwelveSymbols) {
  Carrier carrier;
  carrier.numerology = {.mu = 2, .extended_cp = true};
  carrier.tdd = {.slots = "DSUU", .special_dl_symbols = 3, .special_ul_symbols = 2};
  expect_span(carrier, Direction::downlink, 0, 0, 12);
  expect_span(carrier, Direction::uplink, 1, 10, 2);
  expect_span(carrier, Direction::uplink, 2, 0, 12);
}

Link shared_eaxc_link() {
  Link link;
  link.carriers.resize(2);
  const auto add = [](Carrier& carrier, ChannelKind kind, std::vector<radio::Eaxc> eaxc) {
    Channel channel;
    channel.kind = kind;
    channel.eaxc = std::move(eaxc);
    carrier.channels.push_back(channel);
  };
  add(link.carriers[0], ChannelKind::pdsch, {{0}, {1}});
  add(link.carriers[0], ChannelKind::pusch, {{0}, {1}});
  add(link.carriers[0], ChannelKind::prach, {{1}, {4}});
  add(link.carriers[1], ChannelKind::pusch, {{5}});
  return link;
}

TEST(FindEndpoints, AnswersByIdAndDirection) {
  const Link link = shared_eaxc_link();
  std::array<Endpoint, 4> found{};
  EXPECT_EQ(find_endpoints(link, {0}, Direction::downlink, found.data(), found.size()), 1u);
  EXPECT_EQ(found[0].channel, &link.carriers[0].channels[0]);
  ASSERT_EQ(find_endpoints(link, {1}, Direction::uplink, found.data(), found.size()), 2u);
  EXPECT_EQ(found[0].channel, &link.carriers[0].channels[1]);
  EXPECT_EQ(found[1].channel, &link.carriers[0].channels[2]);
  ASSERT_EQ(find_endpoints(link, {5}, Direction::uplink, found.data(), found.size()), 1u);
  EXPECT_EQ(found[0].carrier, &link.carriers[1]);
  EXPECT_EQ(find_endpoints(link, {4}, Direction::downlink, found.data(), found.size()), 0u);
  EXPECT_EQ(find_endpoints(link, {1}, Direction::uplink, found.data(), 1), 1u);
  EXPECT_EQ(find_endpoints(link, {1}, Direction::uplink, nullptr, 0), 0u);
}

/// The worked examples of CUS v17.01 11.7.2 reckoned by hand: UNIX time in microseconds, alpha, beta -> SFN
/// and time into the frame.
struct FrameCase {
  std::int64_t unix_us;
  radio::FrameTiming timing;
  std::int64_t sfn;
  std::int64_t into_frame_ns;
};

TEST(ToGps, StampsOfEveryScaleMeetInTheSameFrame) {
  const std::array<FrameCase, 5> cases{{
      {1'700'000'000'000'000, {0, 0}, 264, 0},
      {1'700'000'000'012'300, {0, 0}, 265, 2'300'000},
      {1'700'000'000'000'000, {1'228'800, 0}, 263, 9'000'000},
      {1'700'000'000'000'000, {0, 1}, 263, 0},
      {1'700'000'000'000'000, {0, -3}, 267, 0},
  }};
  for (const FrameCase& c : cases) {
    const CaptureTime utc{Nanos{c.unix_us * 1000}};
    // TAI is 37 s ahead of UTC in 2023; GPS time counts from 315 964 800 s (UNIX) and is 18 s ahead.
    const CaptureTime tai = utc + Nanos{37 * kSecond_ns};
    const CaptureTime gps = utc - Nanos{(315'964'800 - 18) * kSecond_ns};
    for (const auto& [epoch, stamp] : {std::pair{Epoch::utc, utc}, {Epoch::tai, tai}, {Epoch::gps, gps}}) {
      const auto when = to_gps({.epoch = epoch}, stamp);
      ASSERT_TRUE(when);
      const std::int64_t frame = radio::frame_at(c.timing, *when);
      EXPECT_EQ(frame % 1024, c.sfn);
      EXPECT_EQ((*when - radio::frame_start(c.timing, frame)).count(), c.into_frame_ns);
    }
  }
}

TEST(ToGps, OffsetIsAddedToTheStampAndLeapSecondsCount) {
  const CaptureTime stamp{Nanos{1'700'000'000 * kSecond_ns}};
  const auto plain = to_gps({.epoch = Epoch::utc}, stamp);
  EXPECT_EQ(to_gps({.epoch = Epoch::utc, .offset_ns = 250}, stamp)->time_since_epoch(),
            plain->time_since_epoch() + Nanos{250});
  EXPECT_EQ(to_gps({.epoch = Epoch::utc, .leap_seconds = 17}, stamp)->time_since_epoch(),
            plain->time_since_epoch() - Nanos{kSecond_ns});
}

TEST(ToGps, NothingComesOfStampsThatOnlyOrderOrAreNoise) {
  EXPECT_FALSE(to_gps({.epoch = Epoch::none}, CaptureTime{Nanos{1}}));
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  EXPECT_FALSE(to_gps({.epoch = Epoch::utc}, CaptureTime{Nanos{kMax}}));
  EXPECT_FALSE(to_gps({.epoch = Epoch::tai}, CaptureTime{Nanos{kMin}}));
  EXPECT_FALSE(to_gps({.epoch = Epoch::gps, .offset_ns = kMin}, CaptureTime{Nanos{0}}));
}

TEST(FromGps, IsTheInverseOfToGps) {
  for (const Epoch epoch : {Epoch::utc, Epoch::tai, Epoch::gps}) {
    const TimeBase time{.epoch = epoch, .leap_seconds = 17, .offset_ns = -123'456'789};
    const CaptureTime stamp{Nanos{1'712'345'678'987'654'321}};
    EXPECT_EQ(from_gps(time, *to_gps(time, stamp)), stamp);
  }
}

TEST(NameOf, EveryMethodAndKindHasItsWordAndNoiseHasOneToo) {
  EXPECT_EQ(name_of(Method::none), "none");
  EXPECT_EQ(name_of(Method::bfp), "bfp");
  EXPECT_EQ(name_of(Method::modulation_selective_masks), "modulation_selective_masks");
  EXPECT_EQ(name_of(static_cast<Method>(12)), "reserved");
  EXPECT_EQ(name_of(ChannelKind::srs), "srs");
}

TEST(FormatMac, IsLowerCaseWithColons) {
  EXPECT_EQ(format_mac({0x02, 0x00, 0x5E, 0xAB, 0x00, 0x0F}), "02:00:5e:ab:00:0f");
}

}  // namespace
}  // namespace plumbline::profile
