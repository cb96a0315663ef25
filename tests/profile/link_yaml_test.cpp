// parse_link() and load_link(): what a person writes, and what they are told.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "profile/link.h"

namespace plumbline::profile {
namespace {

const std::string kHead = "plumbline_link: 1\n";
/// Lines 1 to 4 of a link with one carrier; what a test adds starts in line 5.
const std::string kCarrier = kHead + "carriers:\n  - scs_khz: 30\n    prbs: 51\n";
const std::string kPusch = "    channels:\n      pusch: {eaxc: 4, compression: {method: bfp, width: 9}}\n";

std::string told(const std::string& yaml) {
  const auto link = parse_link(yaml, "lab7.yaml");
  return link ? "accepted" : link.error().what;
}

struct Case {
  std::string yaml;
  std::string told;  ///< the whole message
};

void expect_told(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(told(c.yaml), c.told) << c.yaml;
}

TEST(ParseLink, TheVersionLineAloneIsALinkThatKnowsNothing) {
  const auto link = parse_link(kHead, "x");
  ASSERT_TRUE(link) << link.error().what;
  EXPECT_EQ(*link, Link{});
}

TEST(LoadLink, TheExampleSaysWhatItSays) {
  const auto link = load_link(PLUMBLINE_SOURCE_DIR "/testvectors/profiles/example_link.yaml");
  ASSERT_TRUE(link) << link.error().what;
  EXPECT_EQ(link->o_ru_mac, (MacAddress{0x02, 0x00, 0x5E, 0x00, 0x00, 0x02}));
  EXPECT_TRUE(link->vlan_stated);
  EXPECT_EQ(link->vlan, 21);
  EXPECT_EQ(link->c_pcp, 7);
  EXPECT_EQ(link->mtu, 9000);
  EXPECT_FALSE(link->udp_port);
  EXPECT_EQ(link->concatenation, false);
  EXPECT_EQ(link->time, (TimeBase{.epoch = Epoch::utc, .leap_seconds = 18, .timestamp_accuracy_ns = 1000}));
  ASSERT_EQ(link->carriers.size(), 1u);
  const Carrier& carrier = link->carriers[0];
  EXPECT_EQ(carrier.numerology, (radio::Numerology{.mu = 1}));
  EXPECT_EQ(carrier.prbs, 51);
  EXPECT_EQ(carrier.tdd, (TddPattern{"DDDDDDDSUU", 6, 4}));
  EXPECT_EQ(carrier.n_ta_offset_tc, 25600u);
  ASSERT_EQ(carrier.channels.size(), 3u);
  EXPECT_EQ(carrier.channels[0].kind, ChannelKind::pdsch);
  EXPECT_EQ(carrier.channels[0].eaxc, (std::vector<radio::Eaxc>{{0}, {1}}));
  EXPECT_EQ(carrier.channels[1].compression, (Compression{Method::bfp, 9, false}));
  ASSERT_TRUE(carrier.channels[2].prach);
  const Prach prach{.format = "B4", .slots = {19}, .frequency_offset = -612};
  EXPECT_EQ(*carrier.channels[2].prach, prach);
  EXPECT_EQ(link->delays.t1a_up, (Delay{294'000, 345'000}));
  EXPECT_EQ(link->delays.t2a_cp_ul, (Delay{125'000, 336'000}));
  EXPECT_EQ(link->delays.ta4_prach, (Delay{50'000, 331'000}));
  EXPECT_EQ(link->delays.tcp_adv_dl_ns, 125'000);
  EXPECT_EQ(link->taps, (std::vector<Tap>{{"veth0", TapPlace::at_o_du, 0}}));
}

TEST(LoadLink, TheMinimalExampleIsAnFddLinkWithoutCompression) {
  const auto link = load_link(PLUMBLINE_SOURCE_DIR "/testvectors/profiles/minimal_link.yaml");
  ASSERT_TRUE(link) << link.error().what;
  ASSERT_EQ(link->carriers.size(), 1u);
  EXPECT_EQ(link->carriers[0].name, "c0");
  EXPECT_TRUE(link->carriers[0].tdd.slots.empty());
  ASSERT_EQ(link->carriers[0].channels.size(), 2u);
  EXPECT_EQ(link->carriers[0].channels[1].compression, (Compression{Method::none, 16, false}));
  EXPECT_FALSE(link->vlan_stated);
  EXPECT_EQ(link->delays, Delays{});
}

TEST(LoadLink, AMissingFileADirectoryAndAnEndlessFileAreErrors) {
  EXPECT_EQ(load_link("/no/such/lab7.yaml").error().what,
            "/no/such/lab7.yaml: cannot be opened: No such file or directory");
  EXPECT_EQ(load_link("/tmp").error().what, "/tmp: cannot be read: Is a directory");
  EXPECT_EQ(load_link("/dev/zero").error().what,
            "/dev/zero:1: longer than 1048576 octets (is this the right file?)");
}

TEST(ParseLink, UnknownKeysNameTheOneThatWasMeant) {
  expect_told({
      {kHead + "delays: {t1a_max_up_dl_us: 3}\n",
       "lab7.yaml:2: unknown key `t1a_max_up_dl_us` in delays (did you mean `t1a_max_up_us`?)"},
      {kHead + "delays: {t1a_max_up: 3}\n",
       "lab7.yaml:2: unknown key `t1a_max_up` in delays (did you mean `t1a_max_up_us`?)"},
      {kHead + "delays: {t2a_cp_dl_max_us: 3}\n",
       "lab7.yaml:2: unknown key `t2a_cp_dl_max_us` in delays (did you mean `t2a_max_cp_dl_us`?)"},
      {kHead + "vlan_id: 3\n", "lab7.yaml:2: unknown key `vlan_id` (did you mean `vlan`?)"},
      {kHead + "carriesr: 3\n", "lab7.yaml:2: unknown key `carriesr` (did you mean `carriers`?)"},
      {kHead + "pcp: {cheese: 1}\n",
       "lab7.yaml:2: unknown key `cheese` in pcp (keys here: c_plane, u_plane)"},
      {kCarrier + "    channels: {pdcch: {}}\n",
       "lab7.yaml:5: unknown key `pdcch` in channels of carrier `c0` (did you mean `pdsch`?)"},
      {kCarrier + "    channels:\n      pusch: {eaxc: 4, compression: {method: none}, format: B4}\n",
       "lab7.yaml:6: unknown key `format` in pusch of carrier `c0` (keys here: eaxc, compression, coupling, "
       "highest_priority_sections, weights, "
       "channel_information, lte_precoding)"},
  });
}

TEST(ParseLink, SeveralFaultsAreToldAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(
      told(kHead + "taps: 3\nvlan: 4095\nvlan: 7\nmtu: big\n"),
      "lab7.yaml:2: `taps`: expected a list, got `3`\n"
      "lab7.yaml:3: `vlan`: 4095 is reserved by IEEE 802.1Q (0..4094, or `none` for untagged frames)\n"
      "lab7.yaml:4: `vlan` is there twice, first in line 3 (keep one of them)\n"
      "lab7.yaml:5: `mtu`: expected a whole number, got `big` (decimal without leading zeros, or 0x hex)");
}

TEST(ParseLink, TwentyFaultsAreToldAndTheRestCounted) {
  std::string yaml = kHead;
  for (int i = 0; i < 1000; ++i) yaml += "unheard_of_" + std::to_string(i) + ": 1\n";
  const std::string text = told(yaml);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20);
  EXPECT_TRUE(text.ends_with("\nand 980 more")) << text;
}

TEST(ParseLink, TheVersionIsRequiredAndJudged) {
  expect_told({
      {"", "lab7.yaml:1: no `plumbline_link: 1` (a link says which version of the format it is written in)"},
      {"plumbline_link: 2\n",
       "lab7.yaml:1: `plumbline_link`: version 2 is not known here (this program reads 1)"},
      {"[1, 2]\n",
       "lab7.yaml:1: the file: expected a group of `key: value` lines, got a list\n"
       "lab7.yaml:1: no `plumbline_link: 1` (a link says which version of the format it is written in)"},
  });
}

TEST(ParseLink, NumbersAreOfOneKindOnly) {
  expect_told({
      {kHead + "mtu: 0x2328\n", "accepted"},
      {kHead + "mtu: 09000\n",
       "lab7.yaml:2: `mtu`: expected a whole number, got `09000` (decimal without leading zeros, or 0x hex)"},
      {kHead + "mtu: 9e3\n",
       "lab7.yaml:2: `mtu`: expected a whole number, got `9e3` (decimal without leading zeros, or 0x hex)"},
      {kHead + "mtu: '9000'\n",
       "lab7.yaml:2: `mtu`: expected a whole number, got text in quotes (decimal without leading zeros, or "
       "0x hex)"},
      {kHead + "mtu: 99999999999999999999\n",
       "lab7.yaml:2: `mtu`: expected a whole number, got `99999999999999999999` (decimal without leading "
       "zeros, or "
       "0x hex)"},
      {kHead + "mtu: 65536\n", "lab7.yaml:2: `mtu`: 65536 is out of range (64..65535)"},
      {kHead + "mtu:\n", "lab7.yaml:2: `mtu`: no value (give one, or leave the key out)"},
      {kHead + "concatenation: yes\n", "lab7.yaml:2: `concatenation`: expected true or false, got `yes`"},
  });
}

TEST(ParseLink, AddressesAndMarkingAreJudged) {
  expect_told({
      {kHead + "o_du: {mac: 02-00-5E-00-00-01}\n", "accepted"},
      {kHead + "o_du: {mac: 02:00:5e:00:00}\n",
       "lab7.yaml:2: `mac` in o_du: `02:00:5e:00:00` is no MAC address (six octets in hex: "
       "02:00:5e:00:00:01)"},
      {kHead + "o_du: {mac: 03:00:5e:00:00:01}\n",
       "lab7.yaml:2: `mac` in o_du: 03:00:5e:00:00:01 is a group address (a unit has an address of its own)"},
      {kHead + "o_du: {mac: 00:00:00:00:00:00}\n",
       "lab7.yaml:2: `mac` in o_du: all zeros (leave the key out when it is not known)"},
      {kHead + "o_du: {mac: 02:00:5e:00:00:01}\no_ru: {mac: 02:00:5E:00:00:01}\n",
       "lab7.yaml:3: `o_ru`: 02:00:5e:00:00:01 is also the address of o_du (line 2)"},
      {kHead + "o_du: {}\n", "lab7.yaml:2: `mac` in o_du is missing"},
      {kHead + "vlan: 0\n", "accepted"},
      {kHead + "vlan: none\n", "accepted"},
      {kHead + "vlan: 4096\n", "lab7.yaml:2: `vlan`: 4096 is out of range (0..4094)"},
      {kHead + "pcp: {c_plane: 7, u_plane: 8}\n", "lab7.yaml:2: `u_plane` in pcp: 8 is out of range (0..7)"},
      {kHead + "eaxc_bits: {du_port: 8, band_sector: 4, cc: 4, ru_port: 4}\n",
       "lab7.yaml:2: `eaxc_bits`: 20 bits do not fit into an eAxC id of 16 (CUS v17.01 5.1.3.2.7)"},
      {kHead + "eaxc_bits: {du_port: 8, cc: 4, ru_port: 4}\n",
       "lab7.yaml:2: `band_sector` in eaxc_bits is missing"},
      {kHead + "udp_port: 0\n", "lab7.yaml:2: `udp_port`: 0 is out of range (1..65535)"},
  });
}

TEST(ParseLink, VlanKnowsNumberNoneAndNotSaid) {
  EXPECT_EQ(parse_link(kHead + "vlan: 0\n", "x")->vlan, 0);
  const Link untagged = *parse_link(kHead + "vlan: none\n", "x");
  EXPECT_TRUE(untagged.vlan_stated);
  EXPECT_FALSE(untagged.vlan);
}

TEST(ParseLink, DelaysAreExactInBothUnits) {
  const auto link = parse_link(
      kHead + "delays: {t1a_max_up_us: 345.125, t1a_min_up_ns: 294001, tcp_adv_dl_us: 17.5}\n", "x");
  ASSERT_TRUE(link) << link.error().what;
  EXPECT_EQ(link->delays.t1a_up, (Delay{294'001, 345'125}));
  EXPECT_EQ(link->delays.tcp_adv_dl_ns, 17'500);
}

TEST(ParseLink, DelaysAreJudged) {
  expect_told({
      {kHead + "delays: {ta3_max_us: 5}\n",
       "lab7.yaml:2: `ta3_max_us` in delays: the other edge `ta3_min_us` is missing (a window needs both)"},
      {kHead + "delays: {ta3_max_us: 5, ta3_min_us: 5}\n", "accepted"},
      {kHead + "delays:\n  ta3_max_us: 5\n  ta3_min_us: 5.001\n",
       "lab7.yaml:4: `ta3_min_us` in delays: above `ta3_max_us`, so the window is empty (swap them?)"},
      {kHead + "delays: {tcp_adv_dl_us: 1, tcp_adv_dl_ns: 1000}\n",
       "lab7.yaml:2: `tcp_adv_dl_ns` in delays: given in two units (keep this or `tcp_adv_dl_us`)"},
      {kHead + "delays: {tcp_adv_dl_us: 1.0001}\n",
       "lab7.yaml:2: `tcp_adv_dl_us` in delays: expected microseconds with at most three decimals, got "
       "`1.0001`"},
      {kHead + "delays: {tcp_adv_dl_us: 1.}\n",
       "lab7.yaml:2: `tcp_adv_dl_us` in delays: expected microseconds with at most three decimals, got `1.`"},
      {kHead + "delays: {tcp_adv_dl_ns: 1.5}\n",
       "lab7.yaml:2: `tcp_adv_dl_ns` in delays: expected whole nanoseconds, got `1.5`"},
      {kHead + "delays: {tcp_adv_dl_us: -1}\n",
       "lab7.yaml:2: `tcp_adv_dl_us` in delays: -1 is out of range (0..1000000)"},
      {kHead + "delays: {tcp_adv_dl_us: 1000000.001}\n",
       "lab7.yaml:2: `tcp_adv_dl_us` in delays: 1000000.001 is out of range (0..1000000)"},
  });
}

TEST(ParseLink, CarriersAreJudged) {
  const std::string carriers = kHead + "carriers:\n";
  expect_told({
      {kHead + "carriers: []\n",
       "lab7.yaml:2: `carriers`: the list is empty (fill it, or leave the key out)"},
      {carriers + "  - name: a\n",
       "lab7.yaml:3: `scs_khz` in carriers[0] is missing\n"
       "lab7.yaml:3: `prbs` in carriers[0] is missing"},
      {carriers + "  - {scs_khz: 45, prbs: 51}\n",
       "lab7.yaml:3: `scs_khz` in carriers[0]: expected one of 15, 30, 60, 120, 240, got `45`"},
      // What hangs on the spacing is not told on top.
      {carriers + "  - {scs_khz: 45, prbs: 51, cyclic_prefix: extended, tdd: {slots: "
                  "DDDUDDDUDDDUDDDUDDDUDDDUDDDUDDDUDDDUDDDU}}\n",
       "lab7.yaml:3: `scs_khz` in carriers[0]: expected one of 15, 30, 60, 120, 240, got `45`"},
      {carriers + "  - {scs_khz: 30, prbs: 0}\n",
       "lab7.yaml:3: `prbs` in carriers[0]: 0 is out of range (1..275)"},
      {carriers + "  - {scs_khz: 60, prbs: 275, cyclic_prefix: extended}\n", "accepted"},
      {carriers + "  - {scs_khz: 30, prbs: 51, cyclic_prefix: extended}\n",
       "lab7.yaml:3: `cyclic_prefix` in carriers[0]: extended exists at 60 kHz only (3GPP TS 38.211 4.2)"},
      {carriers + "  - {scs_khz: 30, prbs: 51, slot_reference_scs_khz: 240}\n", "accepted"},
      {carriers + "  - {scs_khz: 30, prbs: 51, slot_reference_scs_khz: 15}\n",
       "lab7.yaml:3: `slot_reference_scs_khz` in carriers[0]: below `scs_khz`: slots of 15 kHz cannot name "
       "those "
       "of 30 kHz"},
      {carriers + "  - {scs_khz: 30, prbs: 51, alpha: 12288000, beta: -32768}\n", "accepted"},
      {carriers + "  - {scs_khz: 30, prbs: 51, alpha: 12288001, beta: 32768, n_ta_offset_tc: 65536}\n",
       "lab7.yaml:3: `alpha` in carriers[0]: 12288001 is out of range (0..12288000)\n"
       "lab7.yaml:3: `beta` in carriers[0]: 32768 is out of range (-32768..32767)\n"
       "lab7.yaml:3: `n_ta_offset_tc` in carriers[0]: 65536 is out of range (0..65535)"},
      {carriers + "  - {name: a, scs_khz: 30, prbs: 51}\n  - {name: a, scs_khz: 30, prbs: 51}\n",
       "lab7.yaml:4: `name` in carriers[1]: another carrier is called `a` too"},
  });
}

TEST(ParseLink, TddPatternsAreJudged) {
  expect_told({
      {kCarrier + "    tdd: fdd\n", "accepted"},
      {kCarrier + "    tdd: {slots: F}\n", "accepted"},
      {kCarrier + "    tdd: tdd\n",
       "lab7.yaml:5: `tdd` of carrier `c0`: expected `fdd` or {slots: ...}, got `tdd`"},
      {kCarrier + "    tdd: {slots: DDDU}\n", "accepted"},
      {kCarrier + "    tdd: {slots: DDU}\n",
       "lab7.yaml:5: `slots` in tdd of carrier `c0`: 3 slots do not repeat evenly in a frame of 20 slots "
       "(write one "
       "period, or the whole frame)"},
      {kCarrier + "    tdd: {slots: DDDDDDDDDDUUUUUUUUUUDDDDDDDDDDUUUUUUUUUU}\n",
       "lab7.yaml:5: `slots` in tdd of carrier `c0`: 40 slots do not repeat evenly in a frame of 20 slots "
       "(write one "
       "period, or the whole frame)"},
      {kCarrier + "    tdd: {slots: DDXU}\n",
       "lab7.yaml:5: `slots` in tdd of carrier `c0`: one letter a slot: D downlink, U uplink, S special, F "
       "both"},
      {kCarrier + "    tdd: {slots: DDSU}\n",
       "lab7.yaml:5: `special_dl_symbols` in tdd of carrier `c0` is missing\n"
       "lab7.yaml:5: `special_ul_symbols` in tdd of carrier `c0` is missing"},
      {kCarrier + "    tdd: {slots: DDSU, special_dl_symbols: 10, special_ul_symbols: 4}\n", "accepted"},
      {kCarrier + "    tdd: {slots: DDSU, special_dl_symbols: 11, special_ul_symbols: 4}\n",
       "lab7.yaml:5: `special_ul_symbols` in tdd of carrier `c0`: 11 downlink and 4 uplink symbols do not "
       "fit into 14"},
      {kCarrier + "    tdd: {slots: DU, special_dl_symbols: 1}\n",
       "lab7.yaml:5: `special_dl_symbols` in tdd of carrier `c0`: the pattern has no S slot (leave the key "
       "out)"},
  });
}

TEST(ParseLink, ChannelsAndCompressionAreJudged) {
  const auto channel = [](const std::string& text) {
    return kCarrier + "    channels:\n      " + text + "\n";
  };
  const std::string place = "in compression of pdsch of carrier `c0`";
  expect_told({
      {channel("pdsch: {}"),
       "lab7.yaml:6: `eaxc` in pdsch of carrier `c0` is missing\n"
       "lab7.yaml:6: `compression` in pdsch of carrier `c0` is missing"},
      {channel("pdsch: {eaxc: [0x10, 17], compression: {method: mu_law, width: 8, header: dynamic}}"),
       "accepted"},
      {channel("pdsch: {eaxc: [0x10, 16], compression: {method: none}}"),
       "lab7.yaml:6: `eaxc`: 16 is there twice"},
      {channel("pdsch: {eaxc: [65536], compression: {method: none}}"),
       "lab7.yaml:6: `eaxc`: 65536 is out of range (0..65535)"},
      {channel("pdsch: {eaxc: 1, compression: {method: none}}"), "accepted"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp}}"),
       "lab7.yaml:6: `width` " + place + " is missing"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 17}}"),
       "lab7.yaml:6: `width` " + place + ": 17 is out of range (1..16)"},
      {channel("pdsch: {eaxc: 1, compression: {method: modulation, width: 5}}"), "accepted"},
      {channel("pdsch: {eaxc: 1, compression: {method: modulation, width: 6}}"),
       "lab7.yaml:6: `width` " + place + ": 6 is out of range (1..5)"},
      {channel("pdsch: {eaxc: 1, compression: {method: bpf, width: 9}}"),
       "lab7.yaml:6: `method` " + place +
           ": expected one of none, bfp, block_scaling, mu_law, modulation, bfp_selective, "
           "modulation_selective, "
           "bfp_selective_masks, modulation_selective_masks, got `bpf` (did you mean `bfp`?)"},
      {channel("srs: {eaxc: 1, compression: {method: modulation_selective, width: 4}}"),
       "lab7.yaml:6: `method` in compression of srs of carrier `c0`: `modulation_selective` exists in "
       "downlink only "
       "(CUS v17.01 A.5)"},
      {channel(
           "pdsch: {eaxc: 1, compression: {method: bfp, width: 9, header: dynamic, also: [{method: none}, "
           "{method: bfp, width: 14}]}}"),
       "accepted"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 9, also: [{method: bfp, width: 14}]}}"),
       "lab7.yaml:6: `also` " + place + ": a static header cannot tell them apart (header: dynamic)"},
      {channel(
           "pdsch: {eaxc: 1, compression: {method: bfp, width: 9, header: dynamic, also: [{method: bfp}]}}"),
       "lab7.yaml:6: `width` in also of compression of pdsch of carrier `c0` is missing"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp_selective, width: 9, ud_comp_len: true}}"),
       "accepted"},
      {channel("pdsch: {eaxc: 1, compression: {method: none, ud_comp_len: 2}}"),
       "lab7.yaml:6: `ud_comp_len` " + place + ": expected true or false, got `2`"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 9, fs_offset: 46}}"), "accepted"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 9, fs_offset: 61}}"),
       "lab7.yaml:6: `fs_offset` " + place + ": 61 is out of range (0..60)"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 9, fs_offset: 47}}"),
       "lab7.yaml:6: `fs_offset` " + place +
           ": 47 takes full scale below the smallest sample (CUS v17.01 8.1.3.1: at most 2 x width - 2 "
           "without "
           "compression, 2 x width + 28 with BFP)"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 9, header: dynamic, fs_offset: 31, also: "
               "[{method: none}]}}"),
       "lab7.yaml:6: `fs_offset` " + place +
           ": 31 takes full scale below the smallest sample (CUS v17.01 8.1.3.1: at most 2 x width - 2 "
           "without "
           "compression, 2 x width + 28 with BFP)"},
      {channel("pdsch: {eaxc: 1, compression: {method: mu_law, width: 9, mulaw_sign: sign_magnitude}}"),
       "accepted"},
      {channel("pdsch: {eaxc: 1, compression: {method: mu_law, width: 9, mulaw_sign: magnitude}}"),
       "lab7.yaml:6: `mulaw_sign` " + place +
           ": expected one of twos_complement, sign_magnitude, got `magnitude`"},
      {channel("pdsch: {eaxc: 1, compression: {method: bfp, width: 9, mulaw_sign: twos_complement}}"),
       "lab7.yaml:6: `mulaw_sign` " + place + ": only codes of `mu_law` have one"},
      {channel("pdsch: {eaxc: 1, compression: {method: none, header: both}}"),
       "lab7.yaml:6: `header` " + place + ": expected one of static, dynamic, got `both`"},
  });
}

TEST(ParseLink, WhatSamplesMeanIsSaidBesideTheirPacking) {
  const auto link = parse_link(
      kCarrier +
          "    channels:\n      srs: {eaxc: 1, compression: {method: mu_law, width: 9, mulaw_sign: "
          "sign_magnitude, fs_offset: 7}}\n",
      "x");
  ASSERT_TRUE(link) << link.error().what;
  const Compression& compression = link->carriers[0].channels[0].compression;
  EXPECT_EQ(compression.mulaw_sign, MulawSign::sign_magnitude);
  EXPECT_EQ(compression.fs_offset, 7);
}

TEST(ParseLink, BeamsAreReadAndContradictionsTold) {
  const auto channel = [](const std::string& kind, const std::string& rest, const std::string& eaxc = "1") {
    return kCarrier + "    channels:\n      " + kind + ": {eaxc: " + eaxc +
           ", compression: {method: none}, " + rest + "}\n";
  };
  const auto weights = [&](const std::string& what) { return channel("pdsch", "weights: {" + what + "}"); };
  const auto at = [](const std::string& rest) { return "lab7.yaml:6: " + rest; };
  const std::string of = " of pdsch of carrier `c0`";
  expect_told({
      {weights("extension: 1, method: bfp, width: 9, count: 32"), "accepted"},
      {weights("extension: 11, method: none, count: 8, bundle_prbs: 16"), "accepted"},
      {weights("extension: 11, method: none, count: 8"), at("`bundle_prbs` in weights" + of + " is missing")},
      {weights("extension: 1, method: none, count: 8, bundle_prbs: 4"),
       at("`bundle_prbs` in weights" + of + ": only extension 11 has bundles")},
      {weights("extension: 2, method: none, count: 8"),
       at("`extension` in weights" + of + ": expected one of 1, 11, got `2`")},
      {weights("extension: 1, method: none, count: 1025"),
       at("`count` in weights" + of + ": 1025 is out of range (1..1024)")},
      {weights("extension: 1, method: modulation, width: 4, count: 8"),
       at("`method` in weights" + of +
          ": expected one of none, bfp, block_scaling, mu_law, got `modulation`")},
      {channel("srs", "weights: {extension: 1, method: none, count: 8}"),
       at("`weights` in srs of carrier `c0`: only pdsch and pusch may have them")},
      {channel("pusch", "channel_information: {method: bfp, width: 9, antennas: 4}"), "accepted"},
      {channel("pusch", "channel_information: {method: none, antennas: 0}"),
       at("`antennas` in channel_information of pusch of carrier `c0`: 0 is out of range (1..1024)")},
      {channel("pdsch",
               "weights: {extension: 1, method: none, count: 8}, channel_information: {method: none, "
               "antennas: 2}"),
       at("`channel_information` in pdsch of carrier `c0`: a section names a beam or a UE: leave `weights` "
          "out")},
      {channel("pdsch", "lte_precoding: {scheme: transmit_diversity, ports: 2}"), "accepted"},
      {channel("pdsch", "lte_precoding: {scheme: large_delay_cdd, ports: 2}", "[1, 2]"), "accepted"},
      {channel("pdsch", "lte_precoding: {scheme: large_delay_cdd, ports: 2}", "[1, 2, 3]"),
       at("`scheme` in lte_precoding" + of +
          ": large_delay_cdd has 2 to 2 layers, each with an eaxc of its own")},
      {channel("pdsch", "lte_precoding: {scheme: transmit_diversity, ports: 3}"),
       at("`ports` in lte_precoding" + of + ": expected one of 2, 4, got `3`")},
      {channel("pusch", "lte_precoding: {scheme: transmit_diversity, ports: 2}"),
       at("`lte_precoding` in pusch of carrier `c0`: only pdsch may have it (CUS v17.01 7.7.3)")},
      {channel("pdsch", "coupling: priorities_optimized, highest_priority_sections: 8"), "accepted"},
      {channel("pdsch", "coupling: priorities_optimized"),
       at("`highest_priority_sections` in pdsch of carrier `c0` is missing")},
      {channel("pdsch", "coupling: priorities, highest_priority_sections: 8"),
       at("`highest_priority_sections` in pdsch of carrier `c0`: only coupling `priorities_optimized` has "
          "them")},
      {channel("prach", "coupling: frequency_and_time"),
       at("`coupling` in prach of carrier `c0`: section type 3 is coupled by section_id (CUS v17.01 "
          "7.8.1.3)")},
  });
}

TEST(ParseLink, AnEaxcIdMeansOneThingADirection) {
  const std::string packed = ", compression: {method: none}}";
  const std::string second = "  - scs_khz: 30\n    prbs: 51\n";
  expect_told({
      // PUSCH and PRACH of one carrier may share an id; so may the two directions.
      {kCarrier + kPusch + "      prach: {eaxc: 4" + packed + "\n      pdsch: {eaxc: 4" + packed + "\n",
       "accepted"},
      {kCarrier + kPusch + second + "    channels:\n      pdsch: {eaxc: 4" + packed + "\n", "accepted"},
      {kCarrier + kPusch + second + "    channels:\n      srs: {eaxc: [3, 4]" + packed + "\n",
       "lab7.yaml:10: `eaxc` in srs of carrier `c1`: 0x0004 is already the pusch of line 6 in another "
       "carrier (an id "
       "means one carrier a direction)"},
      {kCarrier + "    channels:\n      pusch:\n        - {eaxc: 4" + packed + "\n        - {eaxc: 5" +
           packed + "\n",
       "accepted"},
      {kCarrier + "    channels:\n      pusch:\n        - {eaxc: 4" + packed + "\n        - {eaxc: 4" +
           packed + "\n",
       "lab7.yaml:8: `eaxc` in pusch of carrier `c0`: 0x0004 is already the pusch of line 7 (name it once)"},
  });
}

TEST(ParseLink, PrachOccasionsAreJudged) {
  const auto prach = [](const std::string& more) {
    return kCarrier +
           "    tdd: {slots: DU}\n    channels:\n      prach: {eaxc: 4, compression: {method: none}" + more +
           "}\n";
  };
  const std::string at = "lab7.yaml:7: ";
  const std::string place = " in prach of carrier `c0`";
  expect_told({
      {prach(""), "accepted"},
      {prach(", format: 0, slots: 1, period_frames: 16, offset_frames: 15, frequency_offset: -8388608"),
       "accepted"},
      {prach(", format: B4"), at + "`slots`" + place + " is missing"},
      {prach(", slots: [1]"), at + "`format`" + place + " is missing"},
      {prach(", format: B5, slots: [1]"),
       at + "`format`" + place +
           ": expected one of 0, 1, 2, 3, A1, A2, A3, B1, B2, B3, B4, C0, C2, got `B5`"},
      {prach(", format: B4, slots: [20]"), at + "`slots`: 20 is out of range (0..19)"},
      {prach(", format: B4, slots: [1, 2]"),
       at + "`slots`" + place + ": slot 2 has no uplink symbols by the TDD pattern"},
      {prach(", format: B4, slots: [1, 1]"), at + "`slots`: 1 is there twice"},
      {prach(", format: B4, slots: [1], period_frames: 3"),
       at + "`period_frames`" + place + ": not one of 1, 2, 4, 8, 16"},
      {prach(", format: B4, slots: [1], period_frames: 2, offset_frames: 2"),
       at + "`offset_frames`" + place + ": 2 is out of range (0..1)"},
      {prach(", format: B4, slots: [1], start_symbol: 14"),
       at + "`start_symbol`" + ": 14 is out of range (0..13)"},
      {prach(", format: B4, slots: [1], frequency_offset: 8388608"),
       at + "`frequency_offset`" + place + ": 8388608 is out of range (-8388608..8388607)"},
      {prach(", format: B4, slots: [1], prbs: 256"),
       at + "`prbs`" + place + ": 256 is out of range (1..255)"},
  });
}

TEST(ParseLink, WhatComesWithoutCplaneHasAPatternAndAnIdOfItsOwn) {
  const auto told_of = [](const std::string& channels) {
    return told(
        "plumbline_link: 1\ncarriers:\n  - scs_khz: 30\n    prbs: 24\n    tdd: {slots: DDDSU, "
        "special_dl_symbols: 6, "
        "special_ul_symbols: 4}\n    channels:\n      pusch: {eaxc: 1, compression: {method: none}}\n" +
        channels);
  };
  const std::string srs = "      srs: {eaxc: 8, compression: {method: none}, without_cplane: true";
  EXPECT_EQ(told_of(srs + ", slots: [4]}\n"), "accepted");
  EXPECT_EQ(told_of(srs + ", slots: [3], start_symbol: 10, symbols: 4}\n"), "accepted");
  EXPECT_NE(told_of(srs + "}\n").find("slots"), std::string::npos);
  EXPECT_NE(told_of(srs + ", slots: [3], start_symbol: 9}\n").find("not uplink"), std::string::npos);
  EXPECT_NE(told_of(srs + ", slots: [0]}\n").find("no uplink"), std::string::npos);
  EXPECT_NE(told_of("      srs: {eaxc: 8, compression: {method: none}, slots: [4]}\n"), "accepted");
  EXPECT_NE(told_of("      srs: {eaxc: 1, compression: {method: none}, without_cplane: true, slots: [4]}\n")
                .find("serves nothing else"),
            std::string::npos);
  EXPECT_NE(
      told_of("      prach: {eaxc: 8, compression: {method: none}, without_cplane: true}\n").find("format"),
      std::string::npos);
}

TEST(ParseLink, EveryPrachFormatOfTheWordListHasAShape) {
  for (const char* format : {"0", "1", "2", "3", "A1", "A2", "A3", "B1", "B2", "B3", "B4", "C0", "C2"}) {
    const auto link = parse_link(
        kCarrier + "    channels:\n      prach: {eaxc: 4, compression: {method: none}, slots: 1, format: " +
            format + "}\n",
        "x");
    ASSERT_TRUE(link) << link.error().what;
    EXPECT_TRUE(radio::prach_shape(link->carriers[0].channels[0].prach->format.c_str(), 1)) << format;
  }
}

TEST(ParseLink, TimeAndTapsAreJudged) {
  expect_told({
      {kHead + "time: {epoch: tai, timestamp_accuracy_us: 0.01, offset_us: -1.5}\n", "accepted"},
      {kHead + "time: {leap_seconds: 18}\n", "lab7.yaml:2: `epoch` in time is missing"},
      {kHead + "time: {epoch: ptp}\n",
       "lab7.yaml:2: `epoch` in time: expected one of none, utc, tai, gps, got `ptp`"},
      {kHead + "time: {epoch: utc, timestamp_accuracy_ns: -1}\n",
       "lab7.yaml:2: `timestamp_accuracy_ns` in time: -1 is out of range (0..1000000000)"},
      {kHead + "taps: [{place: o_ru}, {interface: 1, place: o_du}]\n", "accepted"},
      {kHead + "taps:\n  - {place: o_ru}\n  - {place: o_du}\n",
       "lab7.yaml:4: `interface` in taps[1]: another tap is on the same interface (one place an interface)"},
      {kHead + "taps: [{interface: veth0}]\n", "lab7.yaml:2: `place` in taps[0] is missing"},
      {kHead + "taps: [veth0]\n",
       "lab7.yaml:2: `taps[0]`: expected a group of `key: value` lines, got `veth0`"},
  });
}

TEST(ParseLink, NamesStayPrintable) {
  expect_told({
      {kHead + "name: Größe 1\n", "accepted"},
      {kHead + "name: \"a\\x1b[2Jb\"\n",
       "lab7.yaml:2: `name`: unfit text (1 to 200 octets without control characters)"},
      {kHead + "name: \"a\\u009bb\"\n",
       "lab7.yaml:2: `name`: unfit text (1 to 200 octets without control characters)"},
      {kHead + "name: ''\n", "lab7.yaml:2: `name`: empty text (1 to 200 octets without control characters)"},
      {kHead + "\"a\\x1b[2J\": 1\n",
       "lab7.yaml:2: unknown key `a?[2J` (keys here: plumbline_link, name, o_du, o_ru, vlan, pcp, mtu, "
       "udp_port, eaxc_bits, concatenation, eaxc_joined, sequence, time, carriers, delays, taps)"},
  });
}

}  // namespace
}  // namespace plumbline::profile
