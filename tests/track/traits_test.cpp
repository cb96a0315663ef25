// What a link says of a stream: channels, windows at the place of the tap, margins; and air times against
// exact arithmetic of their own (3GPP TS 38.211 4.3, 5.3; CUS v17.01 4.4.3, 4.8, 11.7.2).
#include "track/traits.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace plumbline::track {
namespace {

profile::Link link_of(const std::string& more) {
  auto link = profile::parse_link(R"(plumbline_link: 1
o_du: {mac: "02:00:00:00:00:01"}
o_ru: {mac: "02:00:00:00:00:02"}
time: {epoch: gps, timestamp_accuracy_ns: 700}
carriers:
  - scs_khz: 30
    prbs: 106
    channels:
      pdsch: {eaxc: [1, 5], compression: {method: bfp, width: 9, header: dynamic}}
      pusch: {eaxc: [1, 2], compression: {method: bfp, width: 14}}
      prach: {eaxc: [2, 4], compression: {method: none, width: 16}, format: B4, slots: [19], prbs: 12}
      srs: {eaxc: [8], compression: {method: bfp_selective, width: 7, ud_comp_len: true}}
)" + more,
                                  "link");
  EXPECT_TRUE(link) << (link ? "" : link.error().what);
  return link ? *link : profile::Link{};
}

constexpr std::uint8_t kDu[6]{2, 0, 0, 0, 0, 1}, kRu[6]{2, 0, 0, 0, 0, 2}, kOther[6]{2, 0, 0, 0, 0, 3};
constexpr auto kUp = radio::Direction::uplink, kDown = radio::Direction::downlink;
constexpr auto kC = radio::Plane::c, kU = radio::Plane::u;

const std::string kDuDelays = R"(delays: {t1a_max_up_us: 345, t1a_min_up_us: 294, t1a_max_cp_dl_us: 470,
  t1a_min_cp_dl_us: 419, t1a_max_cp_ul_us: 336, t1a_min_cp_ul_us: 285, ta4_max_us: 331, ta4_min_us: 50,
  ta4_prach_max_us: 400, ta4_prach_min_us: 60}
)";
const std::string kRuDelays = R"(delays: {t2a_max_up_us: 345, t2a_min_up_us: 134, t2a_max_cp_dl_us: 470,
  t2a_min_cp_dl_us: 259, t2a_max_cp_ul_us: 336, t2a_min_cp_ul_us: 125, ta3_max_us: 171, ta3_min_us: 50}
)";

TEST(Traits, FindTheChannelsOfAnId) {
  const profile::Link link = link_of("");
  const auto channels = [&](std::uint16_t eaxc, radio::Direction direction) {
    return make_traits(&link, kDu, kU, direction, {eaxc});
  };
  EXPECT_EQ(channels(1, kDown).channel_count, 1);
  EXPECT_EQ(channels(1, kUp).channel_count, 1);
  EXPECT_EQ(channels(5, kUp).channel_count, 0);
  EXPECT_TRUE(channels(5, kUp).eaxc_configured);  // in the other direction
  EXPECT_FALSE(channels(9, kUp).eaxc_configured);
  EXPECT_EQ(channels(5, kUp).channel(0), nullptr);

  const StreamTraits dl = channels(1, kDown);
  EXPECT_EQ(dl.channels[0].format, (wire::UplaneFormat{true, 1, 9, 106}));
  EXPECT_EQ(channels(8, kUp).channels[0].format, (wire::UplaneFormat{false, 5, 7, 106, true}));
  const StreamTraits prach = channels(4, kUp);
  EXPECT_TRUE(prach.channels[0].is_prach());
  EXPECT_EQ(prach.channels[0].prbs, 12);
  EXPECT_EQ(prach.channels[0].arrival, ArrivalClass::u_prach);
}

TEST(Traits, TellPrachFromPuschOfOneIdByTheFilterIndex) {
  const profile::Link link = link_of("");
  const StreamTraits shared = make_traits(&link, kRu, kU, kUp, {2});
  ASSERT_EQ(shared.channel_count, 2);
  for (const std::uint8_t filter : std::initializer_list<std::uint8_t>{0, 9})
    EXPECT_FALSE(shared.channel(filter)->is_prach()) << int{filter};
  for (const std::uint8_t filter : std::initializer_list<std::uint8_t>{1, 2, 3, 6, 7})
    EXPECT_TRUE(shared.channel(filter)->is_prach()) << int{filter};
  const StreamTraits alone = make_traits(&link, kRu, kU, kUp, {4});
  for (const std::uint8_t filter : std::initializer_list<std::uint8_t>{0, 3, 9})
    EXPECT_TRUE(alone.channel(filter)->is_prach()) << int{filter};
}

TEST(Traits, TellTheSenderByItsAddress) {
  const profile::Link link = link_of("");
  EXPECT_EQ(make_traits(&link, kDu, kU, kDown, {1}).sender, Sender::o_du);
  EXPECT_EQ(make_traits(&link, kRu, kU, kDown, {1}).sender, Sender::o_ru);
  EXPECT_EQ(make_traits(&link, kOther, kU, kDown, {1}).sender, Sender::unknown);
  EXPECT_EQ(make_traits(nullptr, kDu, kU, kDown, {1}).sender, Sender::unknown);
}

TEST(Traits, HaveTheWindowsOfTheTap) {
  struct Case {
    radio::Plane plane;
    radio::Direction direction;
    std::uint16_t eaxc;
    ArrivalClass arrival;
    radio::Window at_du, at_ru;
  };
  const Case cases[]{
      {kU, kDown, 1, ArrivalClass::u_dl, {-345'000, -294'000}, {-345'000, -134'000}},
      {kC, kDown, 1, ArrivalClass::c_dl, {-470'000, -419'000}, {-470'000, -259'000}},
      {kC, kUp, 1, ArrivalClass::c_ul, {-336'000, -285'000}, {-336'000, -125'000}},
      {kC, kUp, 4, ArrivalClass::c_ul, {-336'000, -285'000}, {-336'000, -125'000}},
      {kU, kUp, 1, ArrivalClass::u_ul, {50'000, 331'000}, {50'000, 171'000}},
      {kU, kUp, 4, ArrivalClass::u_prach, {60'000, 400'000}, {50'000, 171'000}},  // no ta3_prach: ta3
  };
  const profile::Link du = link_of(kDuDelays), ru = link_of(kRuDelays), none = link_of("");
  for (const Case& c : cases) {
    SCOPED_TRACE(static_cast<int>(c.arrival));
    const ChannelTraits at_du = make_traits(&du, kDu, c.plane, c.direction, {c.eaxc}).channels[0];
    const ChannelTraits at_ru = make_traits(&ru, kDu, c.plane, c.direction, {c.eaxc}).channels[0];
    EXPECT_EQ(at_du.arrival, c.arrival);
    EXPECT_EQ(at_du.window, c.at_du);
    EXPECT_EQ(at_ru.window, c.at_ru);
    EXPECT_EQ(at_du.margin_ns, 700);
    EXPECT_EQ(at_ru.margin_ns, 900);  // 200 ns accuracy of what an O-RU reports
    EXPECT_EQ(at_du.to_place_ns, 0);
    EXPECT_FALSE(make_traits(&none, kDu, c.plane, c.direction, {c.eaxc}).channels[0].window);
  }
}

TEST(Traits, GuessThePlaceOfTheTapByTheWindowsThatAreKnown) {
  EXPECT_EQ(tap_place(link_of("")), profile::TapPlace::at_o_du);
  EXPECT_EQ(tap_place(link_of(kDuDelays)), profile::TapPlace::at_o_du);
  EXPECT_EQ(tap_place(link_of(kRuDelays)), profile::TapPlace::at_o_ru);
  EXPECT_EQ(tap_place(link_of("delays: {ta3_max_us: 2, ta3_min_us: 1, ta4_max_us: 2, ta4_min_us: 1}\n")),
            profile::TapPlace::at_o_du);
  EXPECT_EQ(tap_place(link_of(kDuDelays + "taps: [{place: o_ru}]\n")), profile::TapPlace::at_o_ru);
}

/// What passes a tap on the way to the place is there later; what comes from it was there earlier.
TEST(Traits, MoveStampsToThePlaceOfTheWindow) {
  const profile::Link du = link_of("taps: [{place: o_du, to_place_us: 10}]\n");
  const profile::Link ru = link_of("taps: [{place: o_ru, to_place_us: 10}]\n");
  const auto moved = [](const profile::Link& link, radio::Plane plane, radio::Direction direction) {
    return make_traits(&link, kDu, plane, direction, {1}).channels[0].to_place_ns;
  };
  EXPECT_EQ(moved(du, kU, kDown), -10'000);
  EXPECT_EQ(moved(du, kC, kDown), -10'000);
  EXPECT_EQ(moved(du, kC, kUp), -10'000);  // UL C-plane travels down
  EXPECT_EQ(moved(du, kU, kUp), 10'000);
  EXPECT_EQ(moved(ru, kU, kDown), 10'000);
  EXPECT_EQ(moved(ru, kC, kUp), 10'000);
  EXPECT_EQ(moved(ru, kU, kUp), -10'000);
}

/// Symbols laid end to end, in Tc: 38.211 5.3.1.
std::int64_t symbol_start_tc(unsigned mu, unsigned index) {
  std::int64_t at = 0;
  for (unsigned l = 0; l < index; ++l) {
    const bool longer = l % (7u << mu) == 0;
    at += (2048 * 64 >> mu) + (144 * 64 >> mu) + (longer ? 16 * 64 : 0);
  }
  return at;
}
/// Nanoseconds of a number of Tc (1 / 1 966 080 000 s), not rounded.
long double ns_of_tc(long double tc) { return tc * 1e9L / 1966080000.0L; }

TEST(ReferenceInstant, CountsSlotsAsTheCarrierNamesThem) {
  for (const auto kind : {profile::ChannelKind::pusch, profile::ChannelKind::prach}) {
    profile::Carrier carrier, counted;
    counted.slot_reference_mu = 3;
    profile::Channel its{.kind = kind};
    if (kind == profile::ChannelKind::prach) its.prach = profile::Prach{.format = "B4", .slots = {1, 3}};
    for (const radio::Plane plane : {kC, kU})
      for (const std::uint8_t slot : {std::uint8_t{0}, std::uint8_t{1}}) {
        const radio::RadioTime at{5, 1, slot, 0}, named{5, 1, static_cast<std::uint8_t>(4 * slot), 0};
        EXPECT_EQ(reference_instant({.carrier = &counted, .channel = &its}, plane, 5, named),
                  reference_instant({.carrier = &carrier, .channel = &its}, plane, 5, at));
      }
  }
}

TEST(ReferenceInstant, IsTheStartOfTheCpOfTheSymbol) {
  Random random{4};
  for (unsigned mu = 0; mu <= 4; ++mu)
    for (int i = 0; i < 2000; ++i) {
      profile::Carrier carrier;
      carrier.numerology.mu = static_cast<std::uint8_t>(mu);
      carrier.n_ta_offset_tc = static_cast<std::uint32_t>(random.below(65'536));
      carrier.frame_timing = {static_cast<std::uint32_t>(random.below(12'288'001)),
                              static_cast<std::int32_t>(random.below(65'536)) - 32'768};
      profile::Channel pusch{.kind = profile::ChannelKind::pusch};
      const ChannelTraits channel{.carrier = &carrier, .channel = &pusch};
      const auto frame = static_cast<std::int64_t>(random.below(200'000'000'000));
      const radio::RadioTime at{static_cast<std::uint8_t>(frame), static_cast<std::uint8_t>(random.below(10)),
                                static_cast<std::uint8_t>(random.below(1u << mu)),
                                static_cast<std::uint8_t>(random.below(14))};
      // Relative to the start of the frame, so that a long double holds it to the nanosecond.
      const std::int64_t frame_ns = (frame + carrier.frame_timing.beta) * 10'000'000;
      const long double within = at.subframe * 1e6L +
                                 ns_of_tc(symbol_start_tc(mu, 14u * at.slot + at.symbol)) +
                                 carrier.frame_timing.alpha / 1.2288L;
      const auto down = reference_instant(channel, kC, frame, at).time_since_epoch().count() - frame_ns;
      EXPECT_NEAR(static_cast<double>(down - within), 0, 1.01) << "mu " << mu;
      ChannelTraits uplink = channel;
      uplink.advance_ns = radio::tc_to_ns(carrier.n_ta_offset_tc);
      for (const radio::Plane plane : {kC, kU}) {
        const auto up = reference_instant(uplink, plane, frame, at).time_since_epoch().count() - frame_ns;
        EXPECT_NEAR(static_cast<double>(up - (within - ns_of_tc(carrier.n_ta_offset_tc))), 0, 1.51)
            << "mu " << mu;
      }
    }
}

TEST(ReferenceInstant, IsTheFirstSampleBehindTheCpOfAPrachSymbol) {
  struct Case {
    const char* format;
    unsigned slot, start_symbol, label;
    std::int64_t ts;  ///< from the start of the slot
  };
  // CUS v17.01 4.4.3 and timing of 38.211 6.3.3 at 30 kHz; labels count from startSymbolId.
  const Case cases[]{
      {"B4", 1, 0, 0, 484},           {"B4", 1, 0, 5, 484 + 5 * 1024},
      {"A2", 0, 9, 9, 10168},         {"A2", 0, 9, 11, 10168 + 2048},
      {"B4", 0, 2, 2, 2676},          {"C2", 0, 2, 3, 3232 + 1024},
      {"0", 0, 0, 1, 3168},           {"1", 0, 0, 9, 21024},
      {"1", 0, 0, 10, 21024 + 24576}, {"3", 0, 0, 3, 3168 + 2 * 6144},
  };
  profile::Carrier carrier;
  carrier.n_ta_offset_tc = 25'600;
  for (const Case& c : cases) {
    profile::Channel prach{.kind = profile::ChannelKind::prach};
    prach.prach.emplace();
    prach.prach->format = c.format;
    prach.prach->slots = {static_cast<std::uint16_t>(6 + c.slot)};
    prach.prach->start_symbols = {static_cast<std::uint8_t>(c.start_symbol)};
    prach.prach->slots = {static_cast<std::uint16_t>(6 + c.slot)};
    const ChannelTraits channel{
        .carrier = &carrier, .channel = &prach, .advance_ns = radio::tc_to_ns(carrier.n_ta_offset_tc)};
    const radio::RadioTime at{77, 3, static_cast<std::uint8_t>(c.slot), static_cast<std::uint8_t>(c.label)};
    const long double want =
        77e7L + 3e6L + 0.5e6L * c.slot + ns_of_tc(static_cast<long double>(c.ts * 64) - 25'600.0L);
    EXPECT_NEAR(static_cast<double>(reference_instant(channel, kU, 77, at).time_since_epoch().count() - want),
                0, 1.51)
        << c.format << " label " << c.label;
  }
}

}  // namespace
}  // namespace plumbline::track
