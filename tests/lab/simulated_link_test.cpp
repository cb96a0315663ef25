#include "lab/simulated_link.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace plumbline::lab {
namespace {

constexpr CaptureTime at(std::int64_t ns) { return CaptureTime{Nanos{ns}}; }

struct Arrival {
  std::int64_t at_ns;
  std::uint32_t number, length;
  friend bool operator==(const Arrival&, const Arrival&) = default;
};

/// Frames that hold their number, one every `gap_ns`, and what comes out of them.
std::vector<Arrival> through(SimulatedLink& link, std::uint32_t frames, std::int64_t gap_ns,
                             std::int64_t step_ns = 10'000) {
  std::vector<Arrival> out;
  std::vector<Carried> batch;
  std::uint32_t sent = 0;
  for (std::int64_t now = 0; sent < frames || link.next(); now += step_ns) {
    for (; sent < frames && sent * gap_ns < now + step_ns; ++sent) {
      const std::uint8_t octets[4] = {static_cast<std::uint8_t>(sent >> 24),
                                      static_cast<std::uint8_t>(sent >> 16),
                                      static_cast<std::uint8_t>(sent >> 8), static_cast<std::uint8_t>(sent)};
      link.send(at(sent * gap_ns), 1500, octets);
    }
    link.receive(at(now + step_ns), batch);
    for (const Carried& frame : batch)
      out.push_back({frame.at.time_since_epoch().count(), load_be32(frame.octets.data()), frame.length});
  }
  return out;
}

TEST(SimulatedLink, CarriesEveryFrameInOrderAfterItsDelay) {
  SimulatedLink link{{.delay = Nanos{12'345}}, 1};
  const auto out = through(link, 1000, 700);
  ASSERT_EQ(out.size(), 1000u);
  for (std::uint32_t i = 0; i < 1000; ++i) EXPECT_EQ(out[i], (Arrival{i * 700 + 12'345, i, 1500}));
  EXPECT_EQ(link.counters().sent, 1000u);
  EXPECT_EQ(link.counters().arrived, 1000u);
}

TEST(SimulatedLink, HandsOutNothingOfTheFuture) {
  SimulatedLink link{{.delay = Nanos{100}}, 1};
  const std::uint8_t octet = 1;
  link.send(at(0), 60, {&octet, 1});
  EXPECT_EQ(link.next(), at(100));
  std::vector<Carried> batch;
  link.receive(at(100), batch);
  EXPECT_TRUE(batch.empty());
  link.receive(at(101), batch);
  EXPECT_EQ(batch.size(), 1u);
  EXPECT_FALSE(link.next());
}

TEST(SimulatedLink, JitterSpreadsButDoesNotReorder) {
  SimulatedLink link{{.delay = Nanos{1000}, .jitter = Nanos{5000}}, 7};
  const auto out = through(link, 20'000, 300);
  ASSERT_EQ(out.size(), 20'000u);
  std::int64_t least = 1'000'000, most = 0;
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    EXPECT_EQ(out[i].number, i);
    const std::int64_t delay = out[i].at_ns - i * std::int64_t{300};
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_GE(least, 1000);
  EXPECT_EQ(most, 6000);
}

TEST(SimulatedLink, LosesDoublesAndReordersTheShareItIsTold) {
  SimulatedLink link{{.delay = Nanos{1000},
                      .lost_ppm = 20'000,
                      .doubled_ppm = 10'000,
                      .overtaken_ppm = 5'000,
                      .overtaken_by = Nanos{2000}},
                     11};
  constexpr std::uint32_t kFrames = 200'000;
  const auto out = through(link, kFrames, 500);
  const auto& counters = link.counters();
  EXPECT_NEAR(static_cast<double>(counters.lost), kFrames * 0.02, 5 * 63);  // 5 standard deviations
  EXPECT_NEAR(static_cast<double>(counters.doubled), kFrames * 0.98 * 0.01, 5 * 44);
  EXPECT_NEAR(static_cast<double>(counters.overtaken), kFrames * 0.98 * 0.005, 5 * 32);
  EXPECT_EQ(out.size(), kFrames - counters.lost + counters.doubled);
  EXPECT_EQ(counters.arrived, out.size());
  std::map<std::uint32_t, unsigned> seen;
  std::uint64_t late = 0;
  std::uint32_t highest = 0;
  for (const Arrival& frame : out) {
    ++seen[frame.number];
    if (frame.number < highest) ++late;
    highest = std::max(highest, frame.number);
  }
  std::uint64_t twice = 0;
  for (const auto& [number, times] : seen) twice += times == 2 ? 1 : 0;
  EXPECT_EQ(twice, counters.doubled);
  EXPECT_EQ(seen.size(), kFrames - counters.lost);
  EXPECT_GE(late, counters.overtaken * 9 / 10);  // some have nobody behind them who could overtake
}

TEST(SimulatedLink, OneImpairmentMoreDoesNotMoveTheOthers) {
  SimulatedLink one{{.delay = Nanos{1000}, .lost_ppm = 20'000}, 5};
  SimulatedLink more{{.delay = Nanos{1000}, .jitter = Nanos{50}, .lost_ppm = 20'000}, 5};
  const auto a = through(one, 5000, 500), b = through(more, 5000, 500);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].number, b[i].number);
}

TEST(SimulatedLink, TheSameSeedGivesTheSameWhateverTheSteps) {
  const Impairment impairment{.delay = Nanos{25'000},
                              .jitter = Nanos{900},
                              .lost_ppm = 5000,
                              .doubled_ppm = 5000,
                              .overtaken_ppm = 5000,
                              .overtaken_by = Nanos{4000}};
  SimulatedLink fine{impairment, 9}, coarse{impairment, 9}, other{impairment, 10};
  const auto a = through(fine, 20'000, 400, 1000), b = through(coarse, 20'000, 400, 50'000);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, through(other, 20'000, 400, 1000));
}

}  // namespace
}  // namespace plumbline::lab
