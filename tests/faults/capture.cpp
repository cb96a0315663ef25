#include "faults/capture.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "check/checker.h"
#include "emulator/traffic.h"
#include "radio/numerology.h"

namespace plumbline::faults {
namespace {

using profile::ChannelKind;
using profile::Delay;

// 2026-01-01 00:00:00 UTC, a frame boundary.
constexpr std::int64_t kUtcNs = 1'767'225'600'000'000'000;
constexpr GpsTime kStart{Nanos{kUtcNs + (18 - 315'964'800LL) * 1'000'000'000}};

void add_channel(profile::Carrier& carrier, ChannelKind kind, std::vector<radio::Eaxc> eaxc, bool dynamic) {
  profile::Channel channel;
  channel.kind = kind;
  channel.eaxc = std::move(eaxc);
  channel.compression = {profile::Method::bfp, 9, dynamic};
  carrier.channels.push_back(std::move(channel));
}

}  // namespace

std::string name_of(Stream stream) {
  switch (stream) {
    case Stream::u_dl:
      return "U DL";
    case Stream::u_ul:
      return "U UL";
    case Stream::c_dl:
      return "C DL";
    case Stream::c_ul:
      return "C UL";
  }
  return "";
}

std::string name_of(Place place) {
  switch (place) {
    case Place::at_ru:
      return "at_ru";
    case Place::at_du:
      return "at_du";
    case Place::at_du_sparse:
      return "at_du_sparse";
  }
  return "";
}

profile::Link make_link(Place place) {
  const bool at_ru = place == Place::at_ru;
  profile::Carrier carrier;
  carrier.name = "cell";
  carrier.numerology = {.mu = 1, .extended_cp = false};
  carrier.prbs = 24;
  carrier.tdd = {place == Place::at_du_sparse ? "DDDDDDDSUU" : "DDDSU", 6, 4};
  carrier.n_ta_offset_tc = 25600;
  add_channel(carrier, ChannelKind::pdsch, {{0}, {1}}, at_ru);
  add_channel(carrier, ChannelKind::pusch, {{0}, {1}}, at_ru);
  add_channel(carrier, ChannelKind::prach, {{4}}, at_ru);
  profile::Prach prach;
  prach.slots = {19};
  prach.frequency_offset = -264;
  carrier.channels.back().prach = prach;

  profile::Link link;
  link.name = name_of(place);
  link.o_du_mac = profile::MacAddress{0x02, 0x00, 0x5E, 0x00, 0x53, 0x01};
  link.o_ru_mac = profile::MacAddress{0x02, 0x00, 0x5E, 0x00, 0x53, 0x02};
  link.vlan_stated = true;
  link.vlan = std::uint16_t{5};
  link.c_pcp = link.u_pcp = std::uint8_t{7};
  link.mtu = std::uint16_t{1500};
  link.carriers.push_back(std::move(carrier));
  // Wide enough for a C-plane message that waits half a slot, too narrow for one that waits a whole one.
  const Delay c_dl{250'000, 950'000}, c_ul{125'000, 825'000}, u_dl{134'000, 345'000};
  profile::Delays& d = link.delays;
  (at_ru ? d.t2a_cp_dl : d.t1a_cp_dl) = c_dl;
  (at_ru ? d.t2a_cp_ul : d.t1a_cp_ul) = c_ul;
  (at_ru ? d.t2a_up : d.t1a_up) = u_dl;
  (at_ru ? d.ta3 : d.ta4) = Delay{50'000, at_ru ? 171'000 : 331'000};
  link.time.epoch = profile::Epoch::utc;
  link.time.timestamp_accuracy_ns = 1;
  link.taps.push_back(
      {.interface = "", .place = at_ru ? profile::TapPlace::at_o_ru : profile::TapPlace::at_o_du});
  return link;
}

std::vector<OnWire> make_clean(const profile::Link& link) {
  std::vector<OnWire> packets;
  auto traffic = emulator::Traffic::make(link, {.start = kStart, .frames = 5});
  EXPECT_TRUE(traffic.has_value()) << traffic.error().what;
  std::vector<emulator::TimedFrame> batch;
  while (traffic && traffic->next(batch))
    for (const emulator::TimedFrame& frame : batch)
      packets.push_back({{frame.octets.begin(), frame.octets.end()},
                         frame.at.time_since_epoch().count(),
                         static_cast<std::uint32_t>(frame.octets.size())});
  return packets;
}

record::Result check(const profile::Link& link, const std::vector<OnWire>& packets, std::size_t snap,
                     unsigned workers) {
  std::vector<io::Packet> borrowed;
  for (const OnWire& packet : packets) {
    io::Packet& out = borrowed.emplace_back();
    out.number = borrowed.size();
    out.stamp = CaptureTime{Nanos{packet.stamp_ns}};
    out.original_length = packet.original_length;
    out.octets = Octets{packet.octets}.first(std::min(packet.octets.size(), snap));
  }
  check::Checker checker{&link, workers};
  checker.feed(borrowed);
  return checker.finish();
}

bool belongs(const OnWire& packet, Stream stream) {
  const std::vector<std::uint8_t>& o = packet.octets;
  return o[at::kEcpri + 1] == (is_c(stream) ? 2 : 0) && o[at::kEaxc] == 0 && o[at::kEaxc + 1] == 0 &&
         (o[at::kHeader] >> 7 == 0) == is_ul(stream);
}

std::size_t find(const std::vector<OnWire>& packets, Stream stream, const Spot& spot) {
  const auto first = static_cast<std::uint8_t>(kStart.time_since_epoch().count() / radio::kFrameNs);
  const auto frame = static_cast<std::uint8_t>(first + spot.frame);
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const std::vector<std::uint8_t>& o = packets[i].octets;
    const unsigned slot = (o[at::kSlot] >> 4) * 2u + (o[at::kSlot] & 15u) * 4u + (o[at::kSymbol] >> 6);
    if (belongs(packets[i], stream) && o[at::kFrame] == frame && slot == spot.slot &&
        (is_c(stream) || (o[at::kSymbol] & 63) == spot.symbol))
      return i;
  }
  ADD_FAILURE() << "no " << name_of(stream) << " at slot " << spot.slot << " symbol " << spot.symbol;
  return 0;
}

std::int64_t instant_ns(const profile::Link& link, Stream stream, const Spot& spot) {
  const profile::Carrier& carrier = link.carriers.front();
  unsigned symbol = spot.symbol;
  if (is_c(stream))
    symbol = carrier.symbols(is_ul(stream) ? radio::Direction::uplink : radio::Direction::downlink, spot.slot)
                 .first;
  return kUtcNs + spot.frame * radio::kFrameNs +
         radio::symbol_start_in_frame_ns(carrier.numerology, spot.slot / 2, spot.slot % 2, symbol) -
         (is_ul(stream) ? radio::tc_to_ns(carrier.n_ta_offset_tc) : 0);
}

}  // namespace plumbline::faults
