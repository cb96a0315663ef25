#include "emulator/o_du.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "emulator/allocations.h"
#include "emulator/frames.h"
#include "emulator/links.h"

namespace plumbline::emulator::test {
namespace {

using radio::Direction;
using radio::Plane;

profile::Link at_o_du(const LinkShape& shape) {
  profile::Link link = make_link(shape);
  link.taps.clear();
  return link;
}

LinkShape tdd100() {
  return {.name = "100 MHz", .prbs = 273, .tdd = "DDDDDDDSUU", .prach = "B4", .prach_slots = {19}};
}

class EveryShape : public testing::TestWithParam<LinkShape> {};

TEST_P(EveryShape, SendsWhatTrafficSaysAtTheSameInstants) {
  const profile::Link link = at_o_du(GetParam());
  const std::uint16_t sections = GetParam().sections;
  const auto expected =
      all_of(link, {.seed = 7, .start = kStart, .frames = 2, .role = Role::o_du, .sections = sections});
  ASSERT_FALSE(expected.empty());
  for (const std::int64_t step_ns : {20'000, 73'000, 3'500'000}) {
    auto unit = ODu::make(link, {.seed = 7, .start = kStart, .frames = 2, .sections = sections});
    ASSERT_TRUE(unit.has_value());
    const auto sent = run(**unit, link, kStart, 25, step_ns);
    ASSERT_EQ(sent.size(), expected.size()) << step_ns;
    for (std::size_t i = 0; i < sent.size(); ++i) ASSERT_EQ(sent[i], expected[i]) << i << ' ' << step_ns;
    EXPECT_EQ((*unit)->counters().tx_total, sent.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Links, EveryShape, testing::ValuesIn(shapes()),
                         [](const auto& shape) { return shape.param.name; });

TEST(ODu, SnapLengthLeavesOutSamplesAndNothingElse) {
  const profile::Link link = at_o_du(tdd100());
  auto whole = ODu::make(link, {.start = kStart});
  auto cut = ODu::make(link, {.start = kStart, .snap = 64});
  const auto expected = run(**whole, link, kStart, 12, 50'000), sent = run(**cut, link, kStart, 12, 50'000);
  ASSERT_EQ(sent.size(), expected.size());
  std::size_t shorter = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    ASSERT_EQ(sent[i].at, expected[i].at);
    ASSERT_EQ(sent[i].length, expected[i].length);
    ASSERT_EQ(expected[i].octets.size(), expected[i].length);
    const std::size_t made =
        sent[i].plane == Plane::u ? std::min<std::size_t>(64, sent[i].length) : sent[i].length;
    ASSERT_EQ(sent[i].octets.size(), made);
    ASSERT_TRUE(std::equal(sent[i].octets.begin(), sent[i].octets.end(), expected[i].octets.begin()));
    if (made < sent[i].length) ++shorter;
  }
  EXPECT_GT(shorter, sent.size() / 2);
}

TEST(ODu, AllocatesNothingInTheSteadyState) {
  const profile::Link link = at_o_du(tdd100());
  auto made = ODu::make(link, {.start = kStart, .frames = 20, .snap = 64});
  ASSERT_TRUE(made.has_value());
  std::vector<TimedFrame> batch;
  std::size_t frames = 0;
  const CaptureTime start = told(link, kStart);
  std::size_t before = 0;
  for (std::int64_t ns = 0; ns < 190'000'000; ns += 50'000) {
    if (ns == 40'000'000) before = allocations();
    (*made)->advance(start + Nanos{ns}, batch);
    frames += batch.size();
  }
  EXPECT_EQ(allocations(), before);
  EXPECT_GT(frames, 20'000u);
}

TEST(ODu, PayloadsAreWhatTheyAreCalled) {
  profile::Link link = at_o_du({.name = "payload", .prbs = 24, .tdd = "D"});
  const auto prbs = [&](Payload payload, std::uint64_t seed, std::size_t frame) {
    auto unit = ODu::make(link, {.seed = seed, .start = kStart, .payload = payload});
    const auto sent = of(run(**unit, link, kStart, 12, 100'000), Plane::u);
    return expand_first_section(sent.at(frame), 24, {.method = 1, .width = 9});
  };
  const auto zero = prbs(Payload::zero, 1, 3);
  EXPECT_EQ(zero, std::vector<std::int32_t>(24 * 24));
  // PN23 from all ones: 23 ones, then 18 zeros (bit n is that 18 before plus that 23 before), so the first
  // 64QAM points (38.211 5.1.5) are 111111 three times: I = Q = -7 steps; then 111110.
  const auto pn = prbs(Payload::pn23, 1, 3);
  constexpr std::int32_t kStep = 1024;
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(pn[i], -7 * kStep) << i;
  EXPECT_EQ(pn[6], -7 * kStep);
  EXPECT_EQ(pn[7], -5 * kStep);
  EXPECT_EQ(prbs(Payload::pn23, 2, 4), pn) << "every symbol starts again, whatever the seed";
  const auto qam = prbs(Payload::qam, 1, 3);
  EXPECT_NE(qam, prbs(Payload::qam, 1, 4));
  EXPECT_NE(qam, prbs(Payload::qam, 2, 3));
  for (const std::int32_t number : qam) {
    EXPECT_EQ(number % kStep, 0);
    EXPECT_EQ(number / kStep % 2 == 0, false) << number;
    EXPECT_LE(std::abs(number), 7 * kStep);
  }
}

}  // namespace
}  // namespace plumbline::emulator::test
