#include "suite/frames.h"

#include <algorithm>

#include "wire/cplane/section_type_08.h"
#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::suite {
namespace {

constexpr std::size_t kShortest = 60;
constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

std::vector<std::uint8_t> frame_of(const Setup& setup, std::uint16_t ether_type,
                                   const std::vector<std::uint8_t>& body) {
  const bool tests_o_ru = setup.dut == Dut::o_ru;
  const profile::MacAddress to = *(tests_o_ru ? setup.link.o_ru_mac : setup.link.o_du_mac);
  const profile::MacAddress from = *(tests_o_ru ? setup.link.o_du_mac : setup.link.o_ru_mac);
  std::vector<std::uint8_t> frame(12 + 6 + body.size());
  Writer out{frame};
  const wire::VlanTag tag{.pcp = setup.link.c_pcp.value_or(7), .vid = setup.link.vlan.value_or(0)};
  wire::encode_ethernet(out, to, from, std::span{&tag, setup.link.vlan ? 1u : 0u}, ether_type);
  out.put(Octets{body});
  frame.resize(std::max(out.at(), kShortest));
  return frame;
}

std::optional<std::vector<std::uint8_t>> body_of(const SeenOther& seen, std::uint16_t ether_type) {
  wire::Frame frame;
  const Octets octets{seen.octets};
  if (wire::decode_frame(octets, static_cast<std::uint32_t>(octets.size()), frame) ||
      frame.ether_type != ether_type)
    return std::nullopt;
  return std::vector<std::uint8_t>{frame.pdu.data, frame.pdu.data + frame.pdu.captured};
}

std::optional<Control> control_of(const SeenOther& seen) {
  const auto body = body_of(seen, wire::kEcpriEtherType);
  if (!body) return std::nullopt;
  wire::EcpriWalk walk{wire::View{Octets{*body}}};
  for (wire::EcpriMessage message; walk.next(message);) {
    if (message.header.type != wire::EcpriType::rt_control) continue;
    const wire::View application = message.body.from(4);
    Control control;
    if (wire::decode_cplane_common(application, control.header)) return std::nullopt;
    control.octets.assign(application.data, application.data + application.captured);
    return control;
  }
  return std::nullopt;
}

std::optional<Feedback> feedback_of(const Control& control) {
  const wire::View message{Octets{control.octets}};
  wire::SectionType8Header header;
  if (control.header.section_type != 8 || message.captured < 8) return std::nullopt;
  wire::decode(message, 6, header);
  const wire::AckNackRoom room = wire::find_ids(message, header);
  if (room.error) return std::nullopt;
  Feedback feedback{
      .header = control.header, .ready = wire::is_ready(control.header), .acks = {}, .nacks = {}};
  for (unsigned i = 0; i < unsigned{header.number_of_acks} + header.number_of_nacks; ++i)
    (i < header.number_of_acks ? feedback.acks : feedback.nacks)
        .push_back(load_be16(room.ids.data + std::size_t{2} * i));
  return feedback;
}

std::vector<std::uint8_t> control_body(radio::Eaxc eaxc, const std::vector<std::uint8_t>& octets,
                                       std::uint8_t sequence) {
  std::vector<std::uint8_t> body(8 + octets.size());
  Writer out{body};
  wire::encode_header(
      out, {.type = wire::EcpriType::rt_control, .payload = static_cast<std::uint16_t>(4 + octets.size())});
  wire::encode_ids(out, {.eaxc = eaxc, .sequence = sequence});
  out.put(Octets{octets});
  return body;
}

std::vector<std::uint8_t> one_way_delay_body(const profile::TimeBase& time, std::uint8_t id,
                                             std::uint8_t action, std::optional<CaptureTime> stamp) {
  wire::OneWayDelay message{.measurement_id = id, .action_type = action};
  if (stamp) {
    const std::int64_t ns = ptp_ns(time, *stamp);
    message.seconds = static_cast<std::uint64_t>(ns / kSecond);
    message.nanoseconds = static_cast<std::uint32_t>(ns % kSecond);
  }
  constexpr std::uint16_t kOctets = 20;
  std::vector<std::uint8_t> body(4 + kOctets);
  Writer out{body};
  wire::encode_header(out, {.type = wire::EcpriType::one_way_delay, .payload = kOctets});
  wire::encode(out, message);
  return body;
}

std::optional<wire::OneWayDelay> one_way_delay_of(const SeenOther& seen) {
  const auto body = body_of(seen, wire::kEcpriEtherType);
  if (!body) return std::nullopt;
  wire::EcpriWalk walk{wire::View{Octets{*body}}};
  wire::EcpriMessage message;
  wire::OneWayDelay delay;
  if (!walk.next(message) || message.header.type != wire::EcpriType::one_way_delay ||
      wire::decode_one_way_delay(message.body, delay))
    return std::nullopt;
  return delay;
}

DelayRange delay_range(const Setup& setup, const Observed& observed) {
  constexpr std::int64_t kLongest = 1'000'000;
  const std::int64_t way = way_of(setup).count();
  const std::int64_t error = setup.link.time.timestamp_accuracy_ns + observed.lateness.count();
  return {.least_ns = way - error, .most_ns = (way == 0 ? kLongest : way) + error};
}

std::int64_t ptp_ns(const wire::OneWayDelay& message) {
  // Seconds that are no time of this world are held: they fail by themselves.
  const auto seconds = static_cast<std::int64_t>(std::min<std::uint64_t>(message.seconds, 8'000'000'000));
  return seconds * kSecond + message.nanoseconds;
}

std::int64_t ptp_ns(const profile::TimeBase& time, CaptureTime at) {
  const auto gps = profile::to_gps(time, at);
  // PTP counts TAI from 1970.
  return gps ? profile::from_gps({.epoch = profile::Epoch::tai}, *gps).time_since_epoch().count() : 0;
}

}  // namespace plumbline::suite
