#include "emulator/echo.h"

#include <algorithm>
#include <cstring>

#include "emulator/reception.h"
#include "wire/datagram.h"
#include "wire/ecpri.h"
#include "wire/one_way_delay.h"

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
/// Between a message and its answer, at least.
constexpr std::int64_t kReactionNs = 10'000;
/// Between the first message of a two-step exchange and its Follow_Up.
constexpr std::int64_t kFollowUpNs = 1'000;
constexpr std::uint32_t kDelayOctets = 20, kCommonHeader = 4;

enum Action : std::uint8_t {
  request,
  request_with_follow_up,
  response,
  remote_request,
  remote_request_with_follow_up,
  follow_up,
};

constexpr std::uint8_t kLbm = 3, kLbr = 2;
constexpr std::uint32_t kTransactionEnd = 8;  // level, opcode, flags, first TLV, identifier
constexpr std::array<std::uint8_t, 5> kMaintenanceGroup{0x01, 0x80, 0xC2, 0x00, 0x00};

std::int64_t answer_ns(const Arrived& when) { return std::max(when.at_ns + kReactionNs, when.earliest_ns); }

}  // namespace

Echo::Echo(const profile::Link& link, Role role)
    : writer_{link},
      role_{role},
      time_{told_in(link.time)},
      address_{link, role},
      mtu_{link.mtu.value_or(kDefaultMtu)},
      body_(mtu_) {
  for (std::vector<std::uint8_t>& frame : frames_) frame.reserve(writer_.room());
}

void Echo::send_delay(std::int64_t at_ns, std::uint8_t id, std::uint8_t action,
                      std::optional<std::int64_t> stamp_ns, std::uint32_t dummy_octets) {
  wire::OneWayDelay message{.measurement_id = id, .action_type = action};
  message.dummy_octets = std::min(dummy_octets, mtu_ - kCommonHeader - kDelayOctets);
  if (const auto gps =
          stamp_ns ? profile::to_gps(time_, CaptureTime{Nanos{*stamp_ns}}) : std::optional<GpsTime>{}) {
    const std::int64_t ptp = (gps->time_since_epoch() + kGpsEpochTai).count();
    message.seconds = static_cast<std::uint64_t>(ptp / kSecondNs);
    message.nanoseconds = static_cast<std::uint32_t>(ptp % kSecondNs);
  }
  Writer out{body_};
  wire::encode(out, message);
  std::vector<std::uint8_t>& frame = frames_[count_];
  frame.resize(writer_.room());
  frame.resize(writer_.message(frame, role_, wire::EcpriType::one_way_delay, out.written()));
  replies_[count_++] = {at_ns, frame};
}

Outcome Echo::one_way_delay(const Arrived& when, const wire::View& body) {
  count_ = 0;
  wire::OneWayDelay message;
  if (wire::decode_one_way_delay(body, message) || message.action_type > follow_up) return Outcome::wrong;
  const std::uint8_t id = message.measurement_id;
  const std::int64_t now = answer_ns(when);
  switch (message.action_type) {
    case request:
      send_delay(now, id, response, when.at_ns, message.dummy_octets);
      break;
    case request_with_follow_up:
      requested_at_ns_[id] = when.at_ns;
      break;
    case follow_up:
      if (!requested_at_ns_[id]) return Outcome::unable;
      send_delay(now, id, response, requested_at_ns_[id], message.dummy_octets);
      requested_at_ns_[id].reset();
      break;
    case remote_request:
      send_delay(now, id, request, now, message.dummy_octets);
      break;
    case remote_request_with_follow_up:
      send_delay(now, id, request_with_follow_up, {}, message.dummy_octets);
      send_delay(now + kFollowUpNs, id, follow_up, now, message.dummy_octets);
      break;
    default:  // a response: ours was the request
      break;
  }
  return Outcome::taken;
}

/// The octets of a frame from this unit to its sender.
std::vector<std::uint8_t>& Echo::return_to_sender(const wire::Frame& frame, Octets octets) {
  std::vector<std::uint8_t>& answer = frames_[0];
  answer.assign(octets.begin(), octets.end());
  answer.resize(std::max<std::size_t>(answer.size(), kShortestFrame));
  std::memcpy(answer.data(), frame.mac + 6, 6);
  std::memcpy(answer.data() + 6, address_.mac().data(), 6);
  return answer;
}

Outcome Echo::loopback(const Arrived& when, const wire::Frame& frame, std::uint32_t length, Octets octets) {
  count_ = 0;
  const wire::View& cfm = frame.pdu;
  const bool to_us = std::memcmp(frame.mac, address_.mac().data(), 6) == 0;
  const bool to_group =
      std::memcmp(frame.mac, kMaintenanceGroup.data(), 5) == 0 && (frame.mac[5] & 0xF8) == 0x30;
  if (!to_us && !to_group) return Outcome::taken;
  if (cfm.missing(0, kTransactionEnd) != wire::Fault::none) return Outcome::wrong;
  if (cfm.data[1] != kLbm) return Outcome::taken;
  if (octets.size() < length || frame.tag_count > 2 || cfm.length > mtu_) return Outcome::unable;
  std::vector<std::uint8_t>& answer = return_to_sender(frame, octets);
  answer[cfm.base + 1] = kLbr;
  replies_[count_++] = {answer_ns(when), answer};
  return Outcome::taken;
}

Outcome Echo::datagram(const Arrived& when, const wire::Frame& frame, std::uint32_t length, Octets octets) {
  count_ = 0;
  constexpr std::uint8_t kOfMany = 1;
  const bool to_us = address_.is_of(frame) && (frame.mac[6] & kOfMany) == 0;
  if (!to_us || frame.transport == wire::Transport::ethernet || frame.ip.destination_port != kEchoPort ||
      frame.ip.source_port == kEchoPort)
    return Outcome::taken;
  if (octets.size() < length || frame.tag_count > 2 || frame.ip.packet.length > mtu_) return Outcome::unable;
  if (frame.ip.options || !wire::is_sound_datagram(frame)) return Outcome::taken;
  const std::uint32_t address = frame.transport == wire::Transport::udp_ipv6 ? 16 : 4;
  std::vector<std::uint8_t>& answer = return_to_sender(frame, octets);
  // Sums do not change when what is summed changes places.
  const auto exchange = [&](std::uint32_t at, std::uint32_t count) {
    const auto first = answer.begin() + at;
    std::swap_ranges(first, first + count, first + count);
  };
  exchange(frame.ip.source_at, address);
  exchange(frame.pdu.base - 8, 2);
  replies_[count_++] = {answer_ns(when), answer};
  return Outcome::taken;
}

}  // namespace plumbline::emulator
