#include "emulator/links.h"

namespace plumbline::emulator::test {

using profile::ChannelKind;
using profile::Method;

profile::Link make_link(const LinkShape& shape) {
  profile::Carrier carrier;
  carrier.name = shape.name;
  carrier.numerology = {.mu = shape.mu, .extended_cp = shape.extended_cp};
  carrier.slot_reference_mu = shape.slot_reference_mu;
  carrier.prbs = shape.prbs;
  if (!shape.tdd.empty()) carrier.tdd = {shape.tdd, 6, 4};
  carrier.n_ta_offset_tc = shape.n_ta_offset_tc;
  const auto add = [&](ChannelKind kind, std::vector<radio::Eaxc> eaxc) {
    profile::Channel channel;
    channel.kind = kind;
    channel.eaxc = std::move(eaxc);
    channel.compression = shape.compression;
    carrier.channels.push_back(channel);
  };
  add(ChannelKind::pdsch, {{0x0000}, {0x0001}});
  add(ChannelKind::pusch, {{0x0000}, {0x0001}});
  if (!shape.prach.empty()) {
    add(ChannelKind::prach, {{shape.shared_ids ? std::uint16_t{1} : std::uint16_t{4}}});
    profile::Prach prach;
    prach.format = shape.prach;
    prach.slots = shape.prach_slots;
    prach.start_symbols = shape.prach_symbols;
    prach.frequency_offset = -3276;
    prach.prbs = shape.prach < "4" ? 72 : 12;
    carrier.channels.back().prach = prach;
  }
  if (shape.srs) add(ChannelKind::srs, {{shape.shared_ids ? std::uint16_t{0} : std::uint16_t{8}}});
  profile::Link link;
  link.name = shape.name;
  link.vlan_stated = true;
  link.vlan = std::uint16_t{5};
  link.c_pcp = std::uint8_t{6};
  link.mtu = shape.mtu;
  link.carriers.push_back(carrier);
  link.taps.push_back({.interface = "", .place = shape.tap, .to_place_ns = 2000});
  link.time.epoch = profile::Epoch::utc;
  return link;
}

std::vector<LinkShape> shapes() {
  constexpr auto at_ru = profile::TapPlace::at_o_ru;
  const profile::Compression bfp9_static{Method::bfp, 9, false}, bfp14{Method::bfp, 14, true},
      none16{Method::none, 16, false}, none16_dynamic{Method::none, 16, true}, none9{Method::none, 9, true};
  return {
      {.name = "tdd30_bfp9"},
      {.name = "tdd30_bfp9_static_prach_b4", .compression = bfp9_static, .prach = "B4"},
      {.name = "tdd30_273_bfp14_mtu9000",
       .prbs = 273,
       .tdd = "DDDDDDDSUU",
       .compression = bfp14,
       .mtu = 9000,
       .prach = "B4",
       .prach_slots = {19}},
      {.name = "tdd30_273_bfp9_mtu9000_whole", .prbs = 273, .compression = bfp9_static, .mtu = 9000},
      {.name = "tdd30_273_none16_mtu1500",
       .prbs = 273,
       .compression = none16,
       .prach = "C2",
       .prach_slots = {4, 9},
       .prach_symbols = {2},
       .tap = at_ru},
      {.name = "tdd30_273_none16_three_sections",
       .prbs = 273,
       .compression = none16_dynamic,
       .srs = true,
       .sections = 3},
      {.name = "fdd15_bfp9_prach_0",
       .mu = 0,
       .prbs = 106,
       .tdd = "",
       .prach = "0",
       .prach_slots = {1, 7},
       .n_ta_offset_tc = 0},
      {.name = "fdd15_none9_prach_a1",
       .mu = 0,
       .prbs = 25,
       .tdd = "",
       .compression = none9,
       .prach = "A1",
       .prach_slots = {0},
       .prach_symbols = {6},
       .srs = true,
       .tap = at_ru,
       .n_ta_offset_tc = 0,
       .sections = 7},
      {.name = "tdd30_prach_0_shared",
       .prbs = 106,
       .prach = "0",
       .prach_slots = {4, 9},
       .srs = true,
       .shared_ids = true},
      {.name = "tdd30_prach_a1_shared",
       .prach = "A1",
       .prach_slots = {4, 14},
       .prach_symbols = {0, 5, 10},
       .shared_ids = true,
       .tap = at_ru},
      {.name = "tdd60_extended", .mu = 2, .extended_cp = true, .prbs = 24, .srs = true},
      {.name = "tdd120_bfp9_c0",
       .mu = 3,
       .prbs = 66,
       .prach = "C0",
       .prach_slots = {4},
       .n_ta_offset_tc = 13792},
      {.name = "tdd30_prach_b4_slots_of_60",
       .prach = "B4",
       .prach_slots = {4, 9},
       .slot_reference_mu = std::uint8_t{2}},
      {.name = "small_mtu", .prbs = 24, .compression = none16, .mtu = 76},
  };
}

}  // namespace plumbline::emulator::test
