// print_link() against parse_link(): random links survive the trip.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/random.h"
#include "profile/link.h"
#include "radio/full_scale.h"

namespace plumbline::profile {
namespace {

/// Random links of the kind parse_link() accepts, from a seed.
class LinkMaker {
 public:
  explicit LinkMaker(std::uint64_t seed) : random_{seed} {}

  Link link() {
    Link link;
    if (half()) link.name = name();
    if (half()) link.o_du_mac = mac(1);
    if (half()) link.o_ru_mac = mac(2);
    link.vlan_stated = half();
    if (link.vlan_stated && half()) link.vlan = number<std::uint16_t>(0, 4094);
    maybe(link.c_pcp, 0, 7);
    maybe(link.u_pcp, 0, 7);
    maybe(link.mtu, 64, 65535);
    maybe(link.udp_port, 1, 65535);
    link.eaxc_bits = {number<std::uint8_t>(0, 4), number<std::uint8_t>(0, 4), number<std::uint8_t>(0, 4),
                      number<std::uint8_t>(0, 4)};
    if (half()) link.concatenation = half();
    link.sequence_checked = half();
    link.sequence_shared_per_eaxc = half();
    link.eaxc_joined = half();
    link.time = {static_cast<Epoch>(below(4)), number<std::int32_t>(0, 255),
                 number<std::int64_t>(0, 1'000'000'000),
                 number<std::int64_t>(-1'000'000'000'000'000'000, 1'000'000'000'000'000'000)};
    for (std::uint64_t i = below(4); i > 0; --i) link.carriers.push_back(carrier(link.carriers.size()));
    link.delays = delays();
    for (std::uint64_t i = below(3); i > 0; --i)
      link.taps.push_back({i == 1 && half() ? "" : std::to_string(i) + name(),
                           half() ? TapPlace::at_o_du : TapPlace::at_o_ru,
                           number<std::int64_t>(0, 1'000'000'000)});
    return link;
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  bool half() { return below(2) == 0; }

  template <class T>
  T number(std::int64_t least, std::int64_t most) {
    if (below(8) == 0) return static_cast<T>(half() ? least : most);
    return static_cast<T>(least +
                          static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1)));
  }

  template <class T>
  void maybe(std::optional<T>& value, std::int64_t least, std::int64_t most) {
    if (half()) value = number<T>(least, most);
  }

  /// With everything that YAML gives a meaning to.
  std::string name() {
    constexpr std::array<std::string_view, 20> kPieces{"a",    "\"",  "\\", "'",  "#",  ": ", " ",
                                                       "- ",   "é",   "漢", "{",  "}",  "[",  "~",
                                                       "null", "0x1", "%",  "&x", "*x", "\\n"};
    std::string text;
    for (std::uint64_t i = 1 + below(12); i > 0; --i) text += kPieces[below(kPieces.size())];
    return text;
  }

  MacAddress mac(std::uint8_t last) {
    MacAddress mac{};
    for (std::uint8_t& octet : mac) octet = number<std::uint8_t>(0, 255);
    mac[0] = static_cast<std::uint8_t>((mac[0] | 2) & ~1);
    mac[5] = last;
    return mac;
  }

  Carrier carrier(std::size_t index) {
    Carrier carrier;
    carrier.name = std::to_string(index) + name();
    carrier.numerology.mu = number<std::uint8_t>(0, 4);
    if (half()) carrier.slot_reference_mu = number<std::uint8_t>(carrier.numerology.mu, 4);
    carrier.numerology.extended_cp = carrier.numerology.mu == 2 && half();
    carrier.prbs = number<std::uint16_t>(1, 275);
    carrier.n_ta_offset_tc = number<std::uint32_t>(0, 65535);
    carrier.frame_timing = {number<std::uint32_t>(0, 12'288'000), number<std::int32_t>(-32768, 32767)};
    if (half()) carrier.tdd = pattern(carrier.numerology);
    for (const auto kind : {ChannelKind::pdsch, ChannelKind::pusch, ChannelKind::prach, ChannelKind::srs})
      for (std::uint64_t i = below(3); i > 0; --i) carrier.channels.push_back(channel(kind, carrier));
    return carrier;
  }

  TddPattern pattern(radio::Numerology numerology) {
    const unsigned frame = numerology.slots_per_frame();
    unsigned length = number<unsigned>(1, frame);
    while (frame % length != 0) --length;
    TddPattern tdd;
    for (unsigned i = 0; i < length; ++i) tdd.slots += "DUSF"[below(4)];
    if (tdd.slots.find('S') != std::string::npos) {
      tdd.special_dl_symbols = number<std::uint8_t>(0, 12);
      tdd.special_ul_symbols =
          number<std::uint8_t>(0, numerology.symbols_per_slot() - tdd.special_dl_symbols);
    }
    return tdd;
  }

  Channel channel(ChannelKind kind, const Carrier& carrier) {
    Channel channel;
    channel.kind = kind;
    // Ids are never used twice in a link, which is more than the format asks for.
    for (std::uint64_t i = 1 + below(4); i > 0; --i) channel.eaxc.push_back({next_eaxc_++});
    const bool downlink = kind == ChannelKind::pdsch;
    channel.compression.method = static_cast<Method>(below(downlink ? 9 : 4));
    const auto method = static_cast<unsigned>(channel.compression.method);
    channel.compression.width = number<std::uint8_t>(1, method == 4 || method == 6 || method == 8 ? 5 : 16);
    channel.compression.dynamic = half();
    channel.compression.ud_comp_len = half();
    const auto most = radio::full_scale_log2(method, channel.compression.width);
    if (half()) channel.compression.fs_offset = number<std::uint8_t>(0, std::min(most.value_or(60), 60));
    if (method == 3 && half())
      channel.compression.mulaw_sign = half() ? MulawSign::twos_complement : MulawSign::sign_magnitude;
    if (kind == ChannelKind::prach && half()) channel.prach = prach(carrier);
    if (channel.prach) channel.without_cplane = half();
    if (kind == ChannelKind::srs && half()) channel.srs = srs(carrier);
    channel.without_cplane = channel.without_cplane || channel.srs;
    add_beams(channel);
    return channel;
  }

  void add_beams(Channel& channel) {
    const auto packing = [&] { return Packing{static_cast<Method>(below(4)), number<std::uint8_t>(1, 16)}; };
    if (channel.kind != ChannelKind::prach) channel.coupling = static_cast<Coupling>(below(4));
    if (channel.coupling == Coupling::priorities_optimized)
      channel.highest_priority_sections = number<std::uint16_t>(1, 4094);
    if (channel.kind != ChannelKind::pdsch && channel.kind != ChannelKind::pusch) return;
    const std::uint64_t beams = below(channel.kind == ChannelKind::pdsch ? 4 : 3);
    if (beams == 1) {
      channel.weights = {half() ? std::uint8_t{1} : std::uint8_t{11}, packing(),
                         number<std::uint16_t>(1, 1024)};
      if (channel.weights->extension == 11) channel.weights->bundle_prbs = number<std::uint8_t>(1, 255);
    } else if (beams == 2) {
      channel.channel_information = {packing(), number<std::uint16_t>(1, 1024), half()};
    } else if (beams == 3) {
      channel.lte_precoding = {PrecodingScheme::transmit_diversity,
                               half() ? std::uint8_t{2} : std::uint8_t{4}};
      if (channel.eaxc.size() > 1) channel.lte_precoding->scheme = PrecodingScheme::large_delay_cdd;
      if (channel.eaxc.size() > 2) channel.lte_precoding->ports = 4;
    }
  }

  std::optional<SrsPattern> srs(const Carrier& carrier) {
    SrsPattern srs;
    srs.period_frames = static_cast<std::uint8_t>(1u << below(5));
    srs.offset_frames = number<std::uint8_t>(0, srs.period_frames - 1);
    srs.start_symbol = number<std::uint8_t>(0, carrier.numerology.symbols_per_slot() - 1);
    srs.symbols = number<std::uint8_t>(1, carrier.numerology.symbols_per_slot() - srs.start_symbol);
    for (unsigned slot = 0; slot < carrier.numerology.slots_per_frame(); ++slot) {
      const SymbolSpan uplink = carrier.symbols(radio::Direction::uplink, slot);
      if (uplink.first <= srs.start_symbol && srs.start_symbol + srs.symbols <= uplink.first + uplink.count &&
          half())
        srs.slots.push_back(static_cast<std::uint16_t>(slot));
    }
    return srs.slots.empty() ? std::nullopt : std::optional{srs};
  }

  std::optional<Prach> prach(const Carrier& carrier) {
    constexpr std::array<std::string_view, 13> kFormats{"0",  "1",  "2",  "3",  "A1", "A2", "A3",
                                                        "B1", "B2", "B3", "B4", "C0", "C2"};
    Prach prach;
    prach.format = kFormats[below(kFormats.size())];
    prach.period_frames = static_cast<std::uint8_t>(1u << below(5));
    prach.offset_frames = number<std::uint8_t>(0, prach.period_frames - 1);
    for (unsigned slot = 0; slot < carrier.numerology.slots_per_frame(); ++slot)
      if (carrier.symbols(radio::Direction::uplink, slot).count > 0 && half())
        prach.slots.push_back(static_cast<std::uint16_t>(slot));
    if (prach.slots.empty()) return std::nullopt;
    prach.start_symbols = {number<std::uint8_t>(0, 5)};
    if (half())
      prach.start_symbols.push_back(number<std::uint8_t>(6, carrier.numerology.symbols_per_slot() - 1));
    prach.frequency_offset = number<std::int32_t>(-8'388'608, 8'388'607);
    prach.prbs = number<std::uint16_t>(1, 255);
    return prach;
  }

  Delays delays() {
    Delays delays;
    for (auto* window :
         {&delays.t1a_up, &delays.t1a_cp_dl, &delays.t1a_cp_ul, &delays.t2a_up, &delays.t2a_cp_dl,
          &delays.t2a_cp_ul, &delays.ta3, &delays.ta3_prach, &delays.ta4, &delays.ta4_prach}) {
      if (half()) continue;
      const auto max = number<std::int64_t>(0, 1'000'000'000);
      *window = Delay{number<std::int64_t>(0, max), max};
    }
    maybe(delays.tcp_adv_dl_ns, 0, 1'000'000'000);
    return delays;
  }

  Random random_;
  std::uint16_t next_eaxc_ = 0;
};

TEST(PrintLink, ParsesBackToAnEqualLink) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Link link = LinkMaker{seed}.link();
    const std::string text = print_link(link);
    const auto back = parse_link(text, "printed");
    ASSERT_TRUE(back) << "seed " << seed << "\n" << back.error().what << "\n" << text;
    ASSERT_EQ(*back, link) << "seed " << seed << "\n" << text;
    ASSERT_EQ(print_link(*back), text);
  }
}

TEST(PrintLink, OfAnExampleParsesBack) {
  for (const char* path :
       {"/testvectors/profiles/example_link.yaml", "/testvectors/profiles/minimal_link.yaml",
        "/testvectors/profiles/mod_comp.yaml", "/testvectors/suite/tdd30_mod_masks.yaml"}) {
    const auto link = load_link(PLUMBLINE_SOURCE_DIR + std::string{path});
    ASSERT_TRUE(link) << link.error().what;
    const auto back = parse_link(print_link(*link), "printed");
    ASSERT_TRUE(back) << back.error().what;
    EXPECT_EQ(*back, *link);
  }
}

TEST(PrintLink, WritesMicrosecondsWithoutRounding) {
  Link link;
  link.delays.t1a_up = Delay{1, 17'500};
  EXPECT_NE(print_link(link).find("  t1a_max_up_us: 17.5\n  t1a_min_up_us: 0.001\n"), std::string::npos)
      << print_link(link);
}

}  // namespace
}  // namespace plumbline::profile
