#include "emulator/o_du.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "emulator/allocations.h"
#include "emulator/frame_writer.h"
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

TEST(FrameWriter, MakesNoSamplesBehindTheSnapLength) {
  const profile::Link link = at_o_du({.name = "writer"});
  const FrameWriter writer{link, 64};
  const std::vector<std::uint8_t> prbs(28, 0x77);
  const std::vector<UplanePart> parts{
      {{.id = 1, .num_prb = 1, .has_header = true, .ud_comp_hdr = 0x91}, prbs},
      {{.id = 2, .num_prb = 1, .has_header = true, .ud_comp_hdr = 0x91}, prbs}};
  std::vector<std::uint8_t> out(writer.room(), 0xEE);
  // 18 of Ethernet, 8 of eCPRI, 4 of the application header, 6 and 28 each section.
  EXPECT_EQ(writer.uplane(out, {0}, {}, parts), 18u + 8 + 4 + 2 * (6 + 28));
  EXPECT_EQ(out[36], 0x77);
  EXPECT_EQ(out[63], 0x77);
  EXPECT_EQ(out[64 + 6], 0xEE) << "samples of the second section";
  EXPECT_EQ(out[22] << 8 | out[23], 0) << "ecpriPcid";
  EXPECT_EQ(out[20] << 8 | out[21], 4 + 4 + 2 * (6 + 28)) << "ecpriPayload";
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
    if (ns == 100'000'000) before = allocations();
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

/// Octets of a frame from the O-RU, VLAN 5, with `message` behind its EtherType.
std::vector<std::uint8_t> from_o_ru(std::uint16_t ether_type, const std::vector<std::uint8_t>& message) {
  std::vector<std::uint8_t> frame{0x02, 0, 0x5E, 0, 0x53, 1, 0x02, 0, 0x5E, 0, 0x53, 2, 0x81, 0, 0xE0, 5};
  frame.push_back(static_cast<std::uint8_t>(ether_type >> 8));
  frame.push_back(static_cast<std::uint8_t>(ether_type));
  frame.insert(frame.end(), message.begin(), message.end());
  frame.resize(std::max<std::size_t>(frame.size(), 60));
  return frame;
}

/// An eCPRI message of type 5: id 0x11, 48 bits of seconds, nanoseconds, no compensation, `dummy` octets.
std::vector<std::uint8_t> delay_message(std::uint8_t action, std::uint64_t seconds = 0,
                                        std::uint32_t nanoseconds = 0, std::uint8_t dummy = 40) {
  std::vector<std::uint8_t> message(4 + 20 + std::size_t{dummy});
  Writer out{message};
  out.put(0x10'05, 2);
  out.put(20u + dummy, 2);
  out.put(0x11, 1);
  out.put(action, 1);
  out.put(seconds, 6);
  out.put(nanoseconds, 4);
  return message;
}

/// What the unit answers to `frames` that arrive 2.5 ms into its traffic, one a microsecond; and that the
/// rest of what it sends is what it was.
std::vector<Kept> answers_to(const std::vector<std::vector<std::uint8_t>>& frames) {
  const profile::Link link = at_o_du({.name = "echo"});
  auto unit = ODu::make(link, {.start = kStart});
  const CaptureTime arrival = told(link, kStart) + Nanos{2'500'000};
  std::vector<Kept> sent, answers;
  std::vector<TimedFrame> batch;
  CaptureTime last = CaptureTime::min();
  for (CaptureTime now = arrival - Nanos{4'000'000}; now < arrival + Nanos{12'000'000};
       now += Nanos{20'000}) {
    if (now == arrival)
      for (std::size_t i = 0; i < frames.size(); ++i)
        (*unit)->receive(arrival - Nanos{100} + Nanos{i}, static_cast<std::uint32_t>(frames[i].size()),
                         frames[i]);
    (*unit)->advance(now + Nanos{20'000}, batch);
    for (const TimedFrame& frame : batch) {
      EXPECT_GE(frame.at, std::max(now, last));
      last = frame.at;
      const bool reply = frame.octets[16] == 0x89 || frame.octets[19] == 5;
      (reply ? answers : sent).push_back(keep(frame));
    }
  }
  EXPECT_EQ(sent, all_of(link, {.start = kStart, .frames = 1, .role = Role::o_du}));
  EXPECT_EQ((*unit)->counters().tx_total, sent.size());
  return answers;
}

/// 2026-01-01 00:00:00 UTC is 37 s more in PTP time; 2.5 ms less 100 ns later.
constexpr std::uint64_t kSeconds = 1'767'225'637;
constexpr std::uint32_t kNanoseconds = 2'499'900;

TEST(ODu, AnswersDelayMeasurements) {
  const auto respond = [](const std::vector<std::vector<std::uint8_t>>& messages) {
    std::vector<std::vector<std::uint8_t>> frames;
    for (const auto& message : messages) frames.push_back(from_o_ru(0xAEFE, message));
    std::vector<std::vector<std::uint8_t>> said;
    for (const Kept& answer : answers_to(frames)) {
      // To the O-RU, from us, on the VLAN of the link with the C-plane's priority.
      const std::vector<std::uint8_t> header{0x02, 0,    0x5E, 0,    0x53, 2,    0x02, 0,    0x5E,
                                             0,    0x53, 1,    0x81, 0,    0xC0, 5,    0xAE, 0xFE};
      EXPECT_TRUE(std::equal(header.begin(), header.end(), answer.octets.begin()));
      EXPECT_EQ(answer.octets.size(), answer.length);
      said.emplace_back(answer.octets.begin() + 18, answer.octets.end());
    }
    return said;
  };
  using Messages = std::vector<std::vector<std::uint8_t>>;
  const std::vector<std::uint8_t> response = delay_message(2, kSeconds, kNanoseconds);
  EXPECT_EQ(respond({delay_message(0, 1)}), Messages{response});
  EXPECT_EQ(respond({delay_message(1)}), Messages{}) << "a Follow_Up is to come";
  EXPECT_EQ(respond({delay_message(1), delay_message(5, 1)}), Messages{response})
      << "the first one's arrival";
  EXPECT_EQ(respond({delay_message(5, 1)}), Messages{});
  EXPECT_EQ(respond({delay_message(2, 1)}), Messages{});
  EXPECT_EQ(respond({delay_message(77)}), Messages{});
  // Our own request leaves 10 us behind the remote one.
  EXPECT_EQ(respond({delay_message(3)}), Messages{delay_message(0, kSeconds, kNanoseconds + 10'000)});
  EXPECT_EQ(respond({delay_message(4)}),
            (Messages{delay_message(1), delay_message(5, kSeconds, kNanoseconds + 10'000)}));
}

TEST(ODu, AnswersLoopbackMessages) {
  // Level 0, opcode 3 (LBM), flags, first TLV at 4, transaction 0x01020304, a data TLV of 4 octets, end.
  std::vector<std::uint8_t> lbm{0, 3, 0, 4, 1, 2, 3, 4, 3, 0, 4, 'p', 'i', 'n', 'g', 0};
  const auto request = from_o_ru(0x8902, lbm);
  auto expected = request;
  for (std::size_t i = 0; i < 6; ++i) std::swap(expected[i], expected[i + 6]);
  expected[19] = 2;
  const auto answers = answers_to({request});
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].octets, expected);
  auto other = request;
  other[5] = 9;  // not for us
  EXPECT_TRUE(answers_to({other}).empty());
  EXPECT_TRUE(answers_to({expected}).empty());
}

}  // namespace
}  // namespace plumbline::emulator::test
