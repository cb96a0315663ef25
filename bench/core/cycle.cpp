#include "cycle.h"

#include <cstdio>
#include <cstdlib>
#include <map>

#include "emulator/traffic.h"

namespace plumbline::bench {
namespace {

using profile::ChannelKind;

// Places in a frame with one VLAN tag.
constexpr std::size_t kType = 19, kEaxc = 22, kSequence = 24, kHeader = 26, kFrame = 27;
constexpr std::uint32_t kBaseFrames = 1;

profile::Link make_link(Kind kind) {
  profile::Carrier carrier;
  carrier.name = "cell";
  carrier.numerology = {.mu = 1, .extended_cp = false};
  carrier.prbs = kind == Kind::cplane ? 8 : 53;
  if (kind == Kind::mix) carrier.tdd = {"DDDSU", 6, 4};
  const auto add = [&](ChannelKind channel_kind, std::vector<radio::Eaxc> eaxc) {
    profile::Channel channel;
    channel.kind = channel_kind;
    channel.eaxc = std::move(eaxc);
    channel.compression = {profile::Method::bfp, 9, false};
    carrier.channels.push_back(std::move(channel));
  };
  const std::vector<radio::Eaxc> ids =
      kind == Kind::uplane ? std::vector<radio::Eaxc>{{0}} : std::vector<radio::Eaxc>{{0}, {1}};
  add(ChannelKind::pdsch, ids);
  if (kind != Kind::uplane) add(ChannelKind::pusch, ids);
  if (kind == Kind::mix) {
    add(ChannelKind::prach, {{4}});
    carrier.channels.back().prach = profile::Prach{};
    carrier.channels.back().prach->slots = {19};
  }
  profile::Link link;
  link.name = "bench";
  link.o_du_mac = profile::MacAddress{0x02, 0x00, 0x5E, 0x00, 0x53, 0x01};
  link.o_ru_mac = profile::MacAddress{0x02, 0x00, 0x5E, 0x00, 0x53, 0x02};
  link.vlan_stated = true;
  link.vlan = std::uint16_t{5};
  link.c_pcp = link.u_pcp = std::uint8_t{7};
  link.mtu = std::uint16_t{1500};
  link.carriers.push_back(std::move(carrier));
  link.delays.t1a_up = profile::Delay{134'000, 345'000};
  link.delays.t1a_cp_dl = profile::Delay{419'000, 670'000};
  link.delays.t1a_cp_ul = profile::Delay{125'000, 336'000};
  // Of the C-plane alone no request is answered: none is to be awaited.
  if (kind != Kind::cplane) link.delays.ta4 = profile::Delay{50'000, 331'000};
  link.time.epoch = profile::Epoch::utc;
  link.time.timestamp_accuracy_ns = 100;
  return link;
}

}  // namespace

Cycle::Cycle(Kind kind, std::size_t octets) : link_{make_link(kind)} {
  auto traffic = emulator::Traffic::make(
      link_, {.start = GpsTime{std::chrono::seconds{1'400'000'000}}, .frames = kBaseFrames});
  if (!traffic) {
    std::fprintf(stderr, "%s\n", traffic.error().what.c_str());
    std::exit(1);
  }
  std::map<unsigned, unsigned> streams;  // messages of each in the base
  std::vector<unsigned> stream_of;
  std::vector<emulator::TimedFrame> batch;
  while (traffic->next(batch))
    for (const emulator::TimedFrame& frame : batch) {
      if (kind == Kind::cplane && frame.plane == radio::Plane::u) continue;
      at_.push_back(octets_.size());
      octets_.insert(octets_.end(), frame.octets.begin(), frame.octets.end());
      io::Packet& packet = packets_.emplace_back();
      packet.stamp = frame.at;
      packet.original_length = static_cast<std::uint32_t>(frame.octets.size());
      const unsigned stream = frame.octets[kType] << 24 | (frame.octets[kHeader] & 0x80u) << 16 |
                              static_cast<unsigned>(frame.octets[kEaxc] << 8) | frame.octets[kEaxc + 1];
      ++streams[stream];
      stream_of.push_back(stream);
    }
  const std::size_t base = packets_.size(), base_octets = octets_.size();
  const std::size_t copies = (octets + base_octets - 1) / base_octets;
  octets_.reserve(copies * base_octets);
  for (std::size_t copy = 1; copy < copies; ++copy) {
    octets_.insert(octets_.end(), octets_.begin(),
                   octets_.begin() + static_cast<std::ptrdiff_t>(base_octets));
    for (std::size_t i = 0; i < base; ++i) {
      packets_.push_back(packets_[i]);
      at_.push_back(at_[i] + copy * base_octets);
    }
  }
  for (std::size_t i = 0; i < packets_.size(); ++i) {
    const unsigned messages = streams[stream_of[i % base]];
    packets_[i].octets = Octets{octets_}.subspan(at_[i], packets_[i].original_length);
    packets_[i].number = i + 1;
    ids_a_round_.push_back(static_cast<std::uint8_t>(messages * copies));
    const auto copy = static_cast<unsigned>(i / base);
    advance(i, std::int64_t{kBaseFrames} * copy, messages * copy);
  }
  frames_ = static_cast<std::int64_t>(kBaseFrames * copies);
}

void Cycle::advance(std::size_t packet, std::int64_t frames, unsigned ids) {
  std::uint8_t* octets = octets_.data() + at_[packet];
  octets[kSequence] = static_cast<std::uint8_t>(octets[kSequence] + ids);
  octets[kFrame] = static_cast<std::uint8_t>(octets[kFrame] + frames);
  packets_[packet].stamp += Nanos{frames * 10'000'000};
}

void Cycle::turn() {
  for (std::size_t i = 0; i < packets_.size(); ++i) {
    advance(i, frames_, ids_a_round_[i]);
    packets_[i].number += packets_.size();
  }
}

}  // namespace plumbline::bench
