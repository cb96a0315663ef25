// Quirks that units act: their frames beside those of a unit without.
#include "emulator/quirks.h"

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <vector>

#include "emulator/allocations.h"
#include "emulator/frames.h"
#include "emulator/links.h"
#include "emulator/o_du.h"
#include "emulator/o_ru.h"

namespace plumbline::emulator::test {
namespace {

using profile::QuirkKind;
using radio::Direction;
using radio::Plane;

Quirks of(std::initializer_list<QuirkKind> kinds) {
  std::vector<profile::Quirk> stated;
  for (const QuirkKind kind : kinds) stated.push_back({.kind = kind, .text = "t"});
  return Quirks{stated};
}

/// PRACH from symbol 2 on.
profile::Link prach_link(const profile::Compression& compression = {profile::Method::bfp, 9, true}) {
  return make_link({.name = "quirks",
                    .tdd = "",
                    .compression = compression,
                    .mtu = 9000,
                    .prach = "B4",
                    .prach_symbols = {2}});
}

constexpr std::uint32_t kPayloadAt = 20, kSequenceAt = 24;  // behind Ethernet and a tag

/// What both units say in two radio frames.
struct Said {
  std::vector<Kept> by_o_du, by_o_ru;
  Counters o_ru;
  std::size_t allocated = 0;  ///< in the last quarter
};
Said talk(const profile::Link& link, Quirks o_du, Quirks o_ru, std::uint32_t frames = 2, bool keeps = true) {
  auto du = ODu::make(link, {.start = kStart, .frames = frames, .quirks = o_du});
  auto ru = ORu::make(link, {.quirks = o_ru});
  EXPECT_TRUE(du && ru) << (du ? "" : du.error().what) << (ru ? "" : ru.error().what);
  Said said;
  const CaptureTime start = told(link, kStart);
  constexpr Nanos kWay{5'000}, kStep{5'000};
  const CaptureTime end = start + frames * Nanos{radio::kFrameNs}, late = end - (end - start) / 4;
  std::vector<TimedFrame> down, up;
  std::size_t before = 0;
  for (CaptureTime now = start - Nanos{2'000'000}; now < end + Nanos{2'000'000}; now += kStep) {
    if (now >= late && before == 0) before = allocations();
    if (now < end - Nanos{2'000'000}) said.allocated = allocations() - before;
    (*du)->advance(now + kStep, down);
    (*ru)->advance(now + kStep, up);
    for (const TimedFrame& frame : down) (*ru)->receive(frame.at + kWay, frame.length, frame.octets);
    for (const TimedFrame& frame : up) (*du)->receive(frame.at + kWay, frame.length, frame.octets);
    if (!keeps) continue;
    for (const TimedFrame& frame : down) said.by_o_du.push_back(keep(frame));
    for (const TimedFrame& frame : up) said.by_o_ru.push_back(keep(frame));
  }
  said.o_ru = (*ru)->counters();
  return said;
}

bool is_prach(const Kept& frame) { return (frame.octets[26] & 0x0F) == 3; }

/// Frames of a unit with a quirk beside those of one without, which differ in what `change` does.
void expect_changed(const std::vector<Kept>& healthy, const std::vector<Kept>& quirky,
                    const std::function<void(Kept&)>& change) {
  ASSERT_GT(healthy.size(), 100u);
  ASSERT_EQ(quirky.size(), healthy.size());
  std::size_t changed = 0;
  for (std::size_t i = 0; i < healthy.size(); ++i) {
    Kept expected = healthy[i];
    change(expected);
    changed += expected == healthy[i] ? 0u : 1u;
    ASSERT_EQ(quirky[i], expected) << i;
  }
  EXPECT_GT(changed, 0u);
}

TEST(Quirks, OfAnORuChangeTheirFieldAndNothingElse) {
  const profile::Link link = prach_link();
  const std::vector<Kept> healthy = talk(link, {}, {}).by_o_ru;
  const auto with = [&](QuirkKind kind) { return talk(link, {}, of({kind})).by_o_ru; };
  expect_changed(healthy, with(QuirkKind::ecpri_payload_with_header), [](Kept& frame) {
    const unsigned payload = frame.octets[kPayloadAt] * 256u + frame.octets[kPayloadAt + 1] + 4;
    frame.octets[kPayloadAt] = static_cast<std::uint8_t>(payload >> 8);
    frame.octets[kPayloadAt + 1] = static_cast<std::uint8_t>(payload);
  });
  expect_changed(healthy, with(QuirkKind::sequence_constant),
                 [](Kept& frame) { frame.octets[kSequenceAt] = 0; });
  expect_changed(healthy, with(QuirkKind::sequence_shared_over_eaxc), [next = 0u](Kept& frame) mutable {
    frame.octets[kSequenceAt] = static_cast<std::uint8_t>(next++);
  });
}

TEST(Quirks, PrachIsLabelledFromSymbol0On) {
  const profile::Link link = prach_link();
  std::vector<unsigned> symbols;
  for (const Kept& frame : talk(link, {}, of({QuirkKind::prach_symbol_from_0}), 1).by_o_ru)
    if (is_prach(frame)) symbols.push_back(frame.octets[29] & 0x3F);
  std::vector<unsigned> expected;
  for (unsigned symbol = 0; symbol < 12; ++symbol) expected.push_back(symbol);
  EXPECT_EQ(symbols, expected);
}

TEST(Quirks, PrachIsNotAnsweredAndCountsAsOnTime) {
  const profile::Link link = prach_link();
  const Said healthy = talk(link, {}, {}), quirky = talk(link, {}, of({QuirkKind::prach_unanswered}));
  std::vector<Kept> others;
  for (const Kept& frame : healthy.by_o_ru)
    if (!is_prach(frame)) others.push_back(frame);
  EXPECT_LT(others.size(), healthy.by_o_ru.size());
  EXPECT_EQ(quirky.by_o_ru.size(), others.size());
  EXPECT_EQ(quirky.o_ru.rx_on_time_c, healthy.o_ru.rx_on_time_c);
  EXPECT_EQ(quirky.o_ru.rx_err_drop, 0u);
  EXPECT_EQ(quirky.o_ru.tx_total, others.size());
}

TEST(Quirks, PrachEndsBehindTheSequence) {
  const profile::Link link = prach_link({profile::Method::none, 16, false});
  for (const Kept& frame : talk(link, {}, of({QuirkKind::prach_sequence_only})).by_o_ru) {
    if (!is_prach(frame)) continue;
    const Decoded decoded = decode(frame, false, 51, {.method = 0, .width = 16});
    EXPECT_EQ(decoded.message.header.payload, 4 + 4 + 4 + 139 * 4) << "ids, headers, 139 subcarriers";
  }
}

TEST(Quirks, OfCompressionChangeWhatIsSent) {
  const profile::Link link = prach_link();
  const std::vector<Kept> plain = talk(link, {}, of({QuirkKind::prach_uncompressed})).by_o_ru;
  const std::vector<Kept> bare = talk(link, {}, of({QuirkKind::no_ud_comp_hdr})).by_o_ru;
  const std::vector<Kept> healthy = talk(link, {}, {}).by_o_ru;
  ASSERT_EQ(plain.size(), healthy.size());
  ASSERT_EQ(bare.size(), healthy.size());
  for (std::size_t i = 0; i < healthy.size(); ++i) {
    const auto header = decode(plain[i]).parts.at(0).ud_comp_hdr;
    EXPECT_EQ(header, is_prach(plain[i]) ? 0x00 : 0x91) << i;
    EXPECT_EQ(bare[i].length, healthy[i].length - 2) << i;
  }
}

TEST(Quirks, GoodUplaneCountsAsDropped) {
  const profile::Link link = prach_link();
  const Counters healthy = talk(link, {}, {}).o_ru;
  Counters expected = healthy;
  expected.rx_err_drop = healthy.rx_on_time;
  EXPECT_GT(healthy.rx_on_time, 0u);
  EXPECT_EQ(talk(link, {}, of({QuirkKind::good_counted_as_dropped})).o_ru, expected);
}

TEST(Quirks, OfAnODuChangeTheirFieldAndNothingElse) {
  const profile::Link link = prach_link();
  const std::vector<Kept> healthy = talk(link, {}, {}).by_o_du;
  expect_changed(healthy, talk(link, of({QuirkKind::pcp_0}), {}).by_o_du,
                 [](Kept& frame) { frame.octets[14] &= 0x1F; });
  expect_changed(healthy, talk(link, of({QuirkKind::prach_num_symbol_0}), {}).by_o_du, [](Kept& frame) {
    constexpr std::size_t kSectionType = 31, kNumSymbol = 26 + 12 + 5;
    if (frame.plane == Plane::c && frame.octets[kSectionType] == 3) frame.octets[kNumSymbol] &= 0xF0;
  });
}

TEST(Quirks, AllocateNothingInTheSteadyState) {
  const profile::Link link = prach_link();
  const Quirks o_ru =
      of({QuirkKind::ecpri_payload_with_header, QuirkKind::sequence_shared_over_eaxc,
          QuirkKind::prach_symbol_from_0, QuirkKind::prach_sequence_only, QuirkKind::prach_uncompressed,
          QuirkKind::no_ud_comp_hdr, QuirkKind::good_counted_as_dropped});
  EXPECT_EQ(talk(link, of({QuirkKind::pcp_0}), o_ru, 32, false).allocated, 0u);
}

TEST(Quirks, NoneBelievesTheLink) {
  const profile::Link link = prach_link();
  EXPECT_EQ(Quirks{}.believed(link), link);
}

}  // namespace
}  // namespace plumbline::emulator::test
