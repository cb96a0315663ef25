// An emulated O-RU that hears anything: it does not crash, nothing leaves out of order or out of its time,
// what leaves can be read and is numbered without gaps, and the counters agree with each other.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "emulator/frame_writer.h"
#include "emulator/o_ru.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace {

using namespace plumbline;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// Frame 0 of its ids begins here, by GPS time.
constexpr CaptureTime kStart{Nanos{2'560'000'000LL * 1000}};

/// Bits 0..2 of `choices`: dynamic headers, small MTU, everything that the unit can do.
profile::Link make_link(unsigned choices) {
  profile::Carrier carrier;
  carrier.numerology.mu = 1;
  carrier.prbs = 51;
  const auto add = [&](profile::ChannelKind kind, std::vector<radio::Eaxc> eaxc) {
    profile::Channel channel{.kind = kind, .eaxc = std::move(eaxc), .compression = {}, .prach = {}};
    channel.compression = {profile::Method::bfp, 9, (choices & 1) != 0};
    if (channel.compression.dynamic) channel.compression.also = {{profile::Method::none, 16}};
    carrier.channels.push_back(channel);
  };
  add(profile::ChannelKind::pdsch, {{0}, {1}});
  add(profile::ChannelKind::pusch, {{0}, {1}, {2}});
  add(profile::ChannelKind::prach, {{2}});
  carrier.channels.back().prach = profile::Prach{.format = "A1", .slots = {1}};
  profile::Link link;
  link.mtu = (choices & 2) != 0 ? std::uint16_t{100} : std::uint16_t{1500};
  link.carriers.push_back(carrier);
  link.time.epoch = profile::Epoch::gps;
  return link;
}

emulator::ORuAbilities all() {
  const profile::Sleep::Modes modes{
      profile::SleepMode{.wake_up_us = 20}, profile::SleepMode{.wake_up_us = 1000},
      profile::SleepMode{.wake_up_us = 2000, .ready_within_us = 6000}, std::nullopt};
  return {.extensions = emulator::kFollowedExtensions,
          .channel_information = true,
          .ack_nack = true,
          .sleep = profile::Sleep{.trx_control = modes,
                                  .asm_modes = modes,
                                  .undefined_duration = true,
                                  .discards = true,
                                  .elements = 16,
                                  .masks = {0, 0x00FF}},
          .static_uplink = true,
          .laa = true,
          .udp_echo = true,
          .transport_fragments = true};
}

class Witness {
 public:
  void see(const std::vector<emulator::TimedFrame>& batch, CaptureTime from, CaptureTime until,
           std::uint32_t mtu) {
    CaptureTime last = from;
    for (const emulator::TimedFrame& frame : batch) {
      require(frame.at >= last && frame.at < until, "out of order, or not in its time");
      last = frame.at;
      require(frame.length <= mtu + 22 && frame.octets.size() == frame.length, "length");
      wire::Frame ethernet;
      require(!wire::decode_frame(frame.octets, frame.length, ethernet), "a frame that cannot be read");
      if (ethernet.protocol != wire::Protocol::ecpri) continue;
      wire::EcpriMessage message;
      wire::EcpriIds ids;
      require(wire::EcpriWalk{ethernet.pdu}.next(message) && !message.overlong, "no message");
      if (message.header.type == wire::EcpriType::one_way_delay) continue;
      require(!wire::decode_ids(message.body, ids), "no ids");
      const bool uplane = message.header.type == wire::EcpriType::iq_data;
      require(next_[{uplane, ids.eaxc.value}]++ == ids.sequence, "sequence");
      ++(uplane ? uplane_ : cplane_);
    }
  }
  std::uint64_t uplane() const { return uplane_; }
  std::uint64_t cplane() const { return cplane_; }

 private:
  std::map<std::pair<bool, std::uint16_t>, std::uint8_t> next_;
  std::uint64_t uplane_ = 0, cplane_ = 0;
};

/// The frame that an input says: as it stands, or behind an Ethernet header to the unit (and, with a type, a
/// common header).
std::vector<std::uint8_t> frame_of(unsigned flags, Octets octets) {
  std::vector<std::uint8_t> frame;
  if ((flags & 1) == 0) {
    frame.insert(frame.end(), emulator::kORuMac.begin(), emulator::kORuMac.end());
    frame.insert(frame.end(), emulator::kODuMac.begin(), emulator::kODuMac.end());
    frame.insert(frame.end(), {0xAE, 0xFE});
    if ((flags & 2) == 0)
      frame.insert(frame.end(),
                   {0x10, static_cast<std::uint8_t>(flags >> 4),
                    static_cast<std::uint8_t>(octets.size() >> 8), static_cast<std::uint8_t>(octets.size())});
  }
  frame.insert(frame.end(), octets.begin(), octets.end());
  return frame;
}

/// A unit lives on from input to input, 5.12 s later each time (the ids of frames are the same again): making
/// its samples takes far longer than an input does.
struct Unit {
  profile::Link link;
  std::unique_ptr<emulator::ORu> unit;
  Witness witness{};
  std::uint64_t messages = 0;
  CaptureTime now = kStart;
};

Unit& unit_of(unsigned choices) {
  static std::map<unsigned, Unit> units;
  const auto found = units.find(choices & 7);
  if (found != units.end()) return found->second;
  profile::Link link = make_link(choices);
  auto made = emulator::ORu::make(link, {.abilities = (choices & 4) != 0 ? all() : emulator::ORuAbilities{}});
  require(made.has_value(), "no unit");
  return units.emplace(choices & 7, Unit{.link = std::move(link), .unit = std::move(*made)}).first->second;
}

}  // namespace

/// Octet 0 chooses; then frames: gap in 8 us, flags, two octets of length, octets.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > 4096) return 0;
  Unit& used = unit_of(data[0]);
  emulator::ORu& unit = *used.unit;
  const std::uint32_t mtu = *used.link.mtu;
  std::vector<emulator::TimedFrame> batch;
  CaptureTime now = used.now;
  for (Octets rest{data + 1, size - 1}; rest.size() >= 4;) {
    const std::size_t length = std::min<std::size_t>(load_be16(rest.data() + 2), rest.size() - 4);
    const CaptureTime before = now;
    now += Nanos{rest[0] * 8000};
    const std::vector<std::uint8_t> frame = frame_of(rest[1], rest.subspan(4, length));
    unit.receive(now, static_cast<std::uint32_t>(frame.size() + (rest[1] & 4)), frame);
    unit.advance(now, batch);
    used.witness.see(batch, before, now, mtu);
    used.messages += frame.size() / 4 + 1;
    rest = rest.subspan(4 + length);
  }
  used.now += Nanos{5'120'000'000};
  unit.advance(used.now, batch);
  used.witness.see(batch, now, used.now, mtu);

  const emulator::Counters& c = unit.counters();
  require(c.rx_total <= used.messages, "more than came");
  require(c.rx_on_time + c.rx_early + c.rx_late + c.rx_on_time_c + c.rx_early_c + c.rx_late_c <= c.rx_total,
          "arrivals");
  require(c.rx_corrupt <= c.rx_err_drop, "corrupt but not dropped");
  require(
      c.tx_total == used.witness.uplane() + used.witness.cplane() && c.tx_total_c == used.witness.cplane(),
      "sent");
  return 0;
}
