#include <gtest/gtest.h>

#include <algorithm>

#include "emulator/links.h"
#include "emulator/listener.h"
#include "iq/compression.h"

namespace plumbline::emulator::test {
namespace {

constexpr GpsTime kStart{Nanos{(1'767'225'600LL - 315'964'800 + 18) * 1'000'000'000}};

struct PrachCase {
  const char* format;
  std::uint8_t mu;
  std::uint16_t slot;
  std::uint8_t symbol;
  unsigned time_offset, start_symbol, slot_id, subframe;
  unsigned symbols, filter_index, frame_structure;
};

// Worked out from CUS v17.01 4.4.3 and 38.211 6.3.3.
constexpr PrachCase kCases[] = {
    {"0", 0, 3, 0, 3168, 1, 0, 3, 1, 1, 0xCC},
    {"1", 0, 3, 0, 21024, 9, 0, 3, 2, 1, 0xCC},
    {"2", 0, 3, 0, 4688, 2, 0, 3, 4, 1, 0xCC},
    {"3", 0, 3, 0, 3168, 1, 0, 3, 4, 2, 0xCE},
    {"0", 1, 8, 0, 3168, 1, 0, 4, 1, 1, 0xCC},
    {"0", 1, 9, 0, 15360 + 3168, 8, 0, 4, 1, 1, 0xCC},  // second half of its subframe
    {"B4", 1, 8, 0, 484, 0, 0, 4, 12, 3, 0xC1},
    {"B4", 1, 9, 0, 484, 0, 1, 4, 12, 3, 0xC1},
    {"B4", 1, 8, 2, 2676, 2, 0, 4, 12, 3, 0xC1},
    {"C2", 1, 9, 2, 3232, 2, 1, 4, 4, 3, 0xC1},
    {"A2", 1, 9, 9, 10168, 9, 1, 4, 4, 3, 0xC1},
    {"A1", 0, 5, 6, 13168 + 288 + 16, 6, 0, 5, 2, 3, 0xC0},  // overlaps 0.5 ms
    {"C0", 3, 8, 0, 171, 0, 0, 1, 1, 3, 0xC3},
};

TEST(Prach, OccasionsAreDescribedByThePositionBehindTheCp) {
  for (const PrachCase& one : kCases) {
    SCOPED_TRACE(std::string{one.format} + " mu " + std::to_string(one.mu) + " slot " +
                 std::to_string(one.slot) + " symbol " + std::to_string(one.symbol));
    const profile::Link link = make_link({.name = "prach",
                                          .mu = one.mu,
                                          .tdd = "",
                                          .prach = one.format,
                                          .prach_slots = {one.slot},
                                          .prach_symbols = {one.symbol}});
    auto traffic = Traffic::make(link, {.start = kStart, .frames = 1});
    ASSERT_TRUE(traffic.has_value()) << traffic.error().what;
    Listener listener{link};
    std::vector<TimedFrame> batch;
    while (traffic->next(batch))
      for (const TimedFrame& frame : batch) {
        listener.hear(frame);
        ASSERT_FALSE(HasFatalFailure());
      }
    listener.all_answered();
    unsigned seen = 0;
    for (const auto& [key, request] : listener.requests()) {
      if (request.header.section_type != 3) continue;
      ++seen;
      EXPECT_EQ(key.eaxc, 4);
      EXPECT_EQ(request.header.time_offset, one.time_offset);
      EXPECT_EQ(request.header.start.symbol, one.start_symbol);
      EXPECT_EQ(request.header.start.slot, one.slot_id);
      EXPECT_EQ(request.header.start.subframe, one.subframe);
      EXPECT_EQ(request.header.cp_length, 0);
      EXPECT_EQ(request.header.frame_structure, one.frame_structure);
      EXPECT_EQ(request.header.filter_index, one.filter_index);
      EXPECT_EQ(request.section.num_symbol, one.symbols);
      EXPECT_EQ(request.section.freq_offset, -3276);
    }
    EXPECT_EQ(seen, 1u);
  }
}

TEST(Prach, OccasionsComeInTheFramesOfTheirPeriod) {
  profile::Link link = make_link({.name = "period", .prach = "B4"});
  profile::Prach& prach = *link.carriers[0].channels[2].prach;
  prach.period_frames = 4;
  prach.offset_frames = 3;
  auto traffic = Traffic::make(link, {.start = kStart, .frames = 16, .role = Role::o_du});
  ASSERT_TRUE(traffic.has_value());
  Listener listener{link};
  std::vector<TimedFrame> batch;
  while (traffic->next(batch))
    for (const TimedFrame& frame : batch) listener.hear(frame);
  std::vector<std::int64_t> frames;
  for (const auto& [key, request] : listener.requests())
    if (request.header.section_type == 3) frames.push_back(key.frame);
  EXPECT_EQ(frames.size(), 4u);
  EXPECT_TRUE(std::all_of(frames.begin(), frames.end(), [](auto frame) { return frame % 1024 % 4 == 3; }));
}

TEST(Prach, ResourceElementsBehindThePreambleAreZero) {
  struct Case {
    const char* format;
    unsigned prbs, subcarriers;
  };
  for (const auto& [format, prbs, subcarriers] : {Case{"0", 72, 839}, Case{"B4", 12, 139}}) {
    const profile::Link link = make_link(
        {.name = "zeros", .compression = {profile::Method::none, 16, false}, .mtu = 9000, .prach = format});
    auto traffic = Traffic::make(link, {.start = kStart, .frames = 1, .role = Role::o_ru});
    ASSERT_TRUE(traffic.has_value());
    std::vector<TimedFrame> batch;
    unsigned symbols = 0;
    while (traffic->next(batch))
      for (const TimedFrame& frame : batch) {
        if (frame.octets[23] != 4) continue;  // eAxC
        ++symbols;
        const Octets prbs_octets = frame.octets.subspan(18 + 8 + 4 + 4);
        ASSERT_EQ(prbs_octets.size(), prbs * 48);
        const auto samples = prbs_octets.first(subcarriers * 4), zeros = prbs_octets.subspan(subcarriers * 4);
        EXPECT_GT(std::count_if(samples.begin(), samples.end(), [](auto o) { return o != 0; }),
                  static_cast<std::ptrdiff_t>(samples.size() * 3 / 4));
        EXPECT_TRUE(std::all_of(zeros.begin(), zeros.end(), [](auto octet) { return octet == 0; }));
      }
    EXPECT_GT(symbols, 0u);
  }
}

}  // namespace
}  // namespace plumbline::emulator::test
