// PRACH and SRS that nobody asked for, and the test signal.
#include "emulator/static_uplink.h"

#include <gtest/gtest.h>

#include <map>

#include "emulator/payload.h"
#include "emulator/talk.h"
#include "iq/constellation.h"
#include "iq/pn.h"

namespace plumbline::emulator::test {
namespace {

/// PUSCH, and SRS without C-plane in symbols 3 and 4 of slots 5 and 7.
profile::Link link_with_srs() {
  profile::Link link = make_link(fdd());
  profile::Carrier& carrier = link.carriers.front();
  std::erase_if(carrier.channels, [](const profile::Channel& one) {
    return one.kind == profile::ChannelKind::prach || one.kind == profile::ChannelKind::srs;
  });
  profile::Channel srs = carrier.channels.back();
  srs.kind = profile::ChannelKind::srs;
  srs.eaxc = {{77}};
  srs.without_cplane = true;
  srs.srs = profile::SrsPattern{.slots = {5, 7}, .start_symbol = 3, .symbols = 2};
  carrier.channels.push_back(srs);
  return link;
}

TEST(StaticUplink, ComesByItsPatternAndWithoutEnd) {
  Talk talk{link_with_srs(), {.abilities = {.static_uplink = true}}};
  std::map<unsigned, unsigned> symbols;  // by frame
  std::size_t frames = 0;
  for (int ms = 1; ms <= 60; ++ms)
    for (const Kept& kept : talk.answers(std::int64_t{ms} * 1'000'000)) {
      const Decoded frame = decode(kept);
      wire::UplaneHeader header;
      wire::EcpriIds ids;
      ASSERT_FALSE(wire::decode_ids(frame.message.body, ids));
      ASSERT_FALSE(wire::decode_uplane_header(frame.message.body.from(4), header));
      EXPECT_EQ(ids.eaxc.value, 77);
      EXPECT_EQ(ids.sequence, frames++ % 256);
      const unsigned slot =
          header.at.subframe * (talk.link().carriers[0].numerology.slots_per_subframe()) + header.at.slot;
      EXPECT_TRUE(slot == 5 || slot == 7) << slot;
      EXPECT_TRUE(header.at.symbol == 3 || header.at.symbol == 4);
      ++symbols[header.at.frame];
    }
  EXPECT_GE(symbols.size(), 5u);
  EXPECT_EQ(talk.counters().tx_total, frames);
}

TEST(StaticUplink, IsNotOfAUnitWithoutIt) {
  Talk talk{link_with_srs()};
  EXPECT_TRUE(talk.answers(60'000'000).empty());
}

TEST(StaticUplink, CplaneForItIsNotTaken) {
  Talk talk{link_with_srs(), {.abilities = {.static_uplink = true}}};
  talk.hear(kCplaneUl, talk.cplane(Direction::uplink, {section(1, 0, 10)}, 0, 0, 77));
  EXPECT_EQ(talk.counters(), (Counters{.rx_total = 1, .rx_corrupt = 1, .rx_err_drop = 1}));
}

TEST(TestSymbol, HasTheBitsOfItsAntennaAtThreePowers) {
  constexpr iq::Format kPlain{iq::kMethodNone, 16};
  constexpr unsigned kPrbs = 9, kEaxc = 3;
  const auto octets = test_symbol(kPlain, kEaxc, kPrbs);
  std::vector<std::int32_t> numbers(kPrbs * iq::kNumbersPerPrb);
  ASSERT_TRUE(iq::expand(kPlain, octets, numbers));
  iq::Pn23 pn;
  for (unsigned bit = 0; bit < kEaxc * 61 * iq::kTestPrbBits; ++bit) pn.next();
  std::array<double, 3> power{};
  const double half = iq::half_distance(iq::Modulation::qam64);
  constexpr std::array<double, 3> kSteps{1024, 323.8, 102.4};
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    const std::size_t third = i / iq::kNumbersPerPrb / 3;
    const double scale = half / kSteps[third];
    EXPECT_EQ(iq::bits_of(iq::Modulation::qam64, {numbers[i] * scale, numbers[i + 1] * scale}), pn.take(6))
        << i;
    power[third] += double{1} * numbers[i] * numbers[i] + double{1} * numbers[i + 1] * numbers[i + 1];
  }
  EXPECT_GT(power[0], 3 * power[1]);
  EXPECT_GT(power[1], 3 * power[2]);
}

}  // namespace
}  // namespace plumbline::emulator::test
