#include "emulator/o_ru_control.h"

#include <algorithm>
#include <cstring>

#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/ecpri.h"
#include "wire/one_way_delay.h"

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
/// PTP time minus GPS time, both from their epochs (CUS v17.01 11.7.2).
constexpr std::int64_t kPtpMinusGpsNs = 315'964'819 * kSecondNs;
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

}  // namespace

Control::Control(const ORuPlan& plan, const profile::Link& link, const ORuAbilities& abilities,
                 AnswerQueue& answers)
    : plan_{&plan},
      abilities_{abilities},
      answers_{&answers},
      time_{told_in(link.time)},
      mac_{link.o_ru_mac.value_or(kORuMac)},
      mtu_{link.mtu.value_or(kDefaultMtu)},
      body_(mtu_),
      frame_(answers.writer().room()) {}

/// The first `octets` of body_ as an eCPRI message.
void Control::send_ecpri(std::int64_t at_ns, wire::EcpriType type, std::size_t octets, Endpoint* numbered) {
  const std::uint32_t length =
      answers_->writer().message(frame_, Role::o_ru, type, Octets{body_}.first(octets));
  answers_->add(at_ns, length, Octets{frame_}.first(std::min<std::size_t>(length, frame_.size())), numbered);
}

void Control::send_delay(std::int64_t at_ns, std::uint8_t id, std::uint8_t action,
                         std::optional<std::int64_t> stamp_ns, std::uint32_t dummy_octets) {
  wire::OneWayDelay message{.measurement_id = id, .action_type = action};
  message.dummy_octets = std::min(dummy_octets, mtu_ - kCommonHeader - kDelayOctets);
  if (const auto gps =
          stamp_ns ? profile::to_gps(time_, CaptureTime{Nanos{*stamp_ns}}) : std::optional<GpsTime>{}) {
    const std::int64_t ptp = gps->time_since_epoch().count() + kPtpMinusGpsNs;
    message.seconds = static_cast<std::uint64_t>(ptp / kSecondNs);
    message.nanoseconds = static_cast<std::uint32_t>(ptp % kSecondNs);
  }
  Writer out{body_};
  wire::encode(out, message);
  send_ecpri(at_ns, wire::EcpriType::one_way_delay, out.at(), nullptr);
}

Outcome Control::one_way_delay(const Arrived& when, const wire::View& body) {
  wire::OneWayDelay message;
  if (wire::decode_one_way_delay(body, message)) return Outcome::wrong;
  if (message.action_type > follow_up) return Outcome::wrong;
  if (!abilities_.one_way_delay) return Outcome::unable;
  const std::uint8_t id = message.measurement_id;
  const std::int64_t now = when.earliest_ns;
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

Outcome Control::loopback(const Arrived& when, const wire::Frame& frame, std::uint32_t length,
                          Octets octets) {
  const wire::View& cfm = frame.pdu;
  const bool to_us = std::memcmp(frame.mac, mac_.data(), 6) == 0;
  const bool to_group =
      std::memcmp(frame.mac, kMaintenanceGroup.data(), 5) == 0 && (frame.mac[5] & 0xF8) == 0x30;
  if (!to_us && !to_group) return Outcome::taken;
  if (cfm.missing(0, kTransactionEnd) != wire::Fault::none) return Outcome::wrong;
  if (cfm.data[1] != kLbm) return Outcome::taken;
  if (!abilities_.loopback || octets.size() < length || frame.tag_count > 2 || cfm.length > mtu_)
    return Outcome::unable;
  std::vector<std::uint8_t>& answer = body_;
  answer.assign(octets.begin(), octets.end());
  answer.resize(std::max<std::size_t>(answer.size(), kShortestFrame));
  std::memcpy(answer.data(), frame.mac + 6, 6);
  std::memcpy(answer.data() + 6, mac_.data(), 6);
  answer[cfm.base + 1] = kLbr;
  const auto whole = static_cast<std::uint32_t>(answer.size());
  answers_->add(when.earliest_ns, whole, Octets{answer}.first(std::min<std::size_t>(whole, frame_.size())),
                nullptr);
  answer.resize(std::max<std::size_t>(answer.size(), mtu_));
  return Outcome::taken;
}

Outcome Control::laa(const Arrived& when, const Asking& asking) {
  const wire::LaaMessage laa = wire::find_laa_message(asking.message);
  if (laa.error) return Outcome::wrong;
  if (!abilities_.laa) return Outcome::unable;
  wire::CplaneHeader header{.start = asking.header.start, .section_type = 7};
  header.start.symbol = 0;
  Writer out{body_};
  wire::encode_ids(out, {.eaxc = asking.endpoint->eaxc});
  wire::encode_cplane_common(out, header);
  out.zeros(2);
  const auto handle = [&](auto request_fields) {
    wire::decode(laa.room, wire::LaaMessage::kAt + 1, request_fields);
    return request_fields.lbt_handle;
  };
  if (laa.head.type == wire::LbtPdschReq::kType) {
    const auto sfn_sf = static_cast<std::uint16_t>(header.start.frame << 4 | header.start.subframe);
    wire::LbtPdschRsp answer{
        .lbt_handle = handle(wire::LbtPdschReq{}), .lbt_pdsch_res = 2, .sf_status = true, .sfn_sf = sfn_sf};
    wire::encode_laa_message(out, answer);
  } else if (laa.head.type == wire::LbtDrsReq::kType) {
    wire::LbtDrsRsp answer{.lbt_handle = handle(wire::LbtDrsReq{})};
    wire::encode_laa_message(out, answer);
  } else if (laa.head.type == wire::LbtCwConfigReq::kType) {
    wire::LbtCwConfigRsp answer{.lbt_handle = handle(wire::LbtCwConfigReq{})};
    wire::encode_laa_message(out, answer);
  } else {
    return Outcome::wrong;  // reserved, or one that an O-RU sends
  }
  if (!out.ok()) return Outcome::unable;
  send_ecpri(when.earliest_ns, wire::EcpriType::rt_control, out.at(), asking.endpoint);
  return Outcome::taken;
}

Outcome Control::slot_commands(const Arrived& when, const Asking& asking) {
  wire::SectionType4Header header;
  if (asking.message.missing(0, 8) != wire::Fault::none) return Outcome::wrong;
  wire::decode(asking.message, 6, header);
  if (!abilities_.sleep) return Outcome::unable;
  acks_.clear();
  nacks_.clear();
  wire::CommandWalk walk{asking.message, header};
  wire::SlotCommand command;
  Outcome outcome = header.number_of_commands == 0 ? Outcome::wrong : Outcome::taken;
  while (walk.next(command)) {
    const bool sleep = command.type == wire::TrxControl::kType || command.type == wire::AsmCommand::kType;
    if (!sleep) outcome = command.type == 0 || command.type > 4 ? Outcome::wrong : Outcome::unable;
    if (command.ack_nack_req_id != 0) (sleep ? acks_ : nacks_).push_back(command.ack_nack_req_id);
  }
  if (walk.error()) outcome = Outcome::wrong;
  acknowledge(when, asking, acks_, nacks_);
  return outcome;
}

void Control::acknowledge(const Arrived& when, const Asking& asking, std::span<const std::uint16_t> acks,
                          std::span<const std::uint16_t> nacks) {
  if (!abilities_.ack_nack || (acks.empty() && nacks.empty())) return;
  const CarrierUse& carrier = plan_->carriers[asking.endpoint->carrier];
  const std::int64_t at = std::max(asking.t0_ns + carrier.answer.centre_ns, when.earliest_ns);
  if (at > asking.t0_ns + carrier.answer_window.closes_ns) return;
  // ids, header, at most two octets of padding
  const std::size_t most = std::min<std::size_t>((mtu_ - kCommonHeader - 4 - 8 - 2) / 2, 255);
  while (!acks.empty() || !nacks.empty()) {
    const auto some = acks.first(std::min(acks.size(), most));
    const auto others = nacks.first(std::min(nacks.size(), most - some.size()));
    send_acks(at, asking, some, others);
    acks = acks.subspan(some.size());
    nacks = nacks.subspan(others.size());
  }
}

void Control::send_acks(std::int64_t at_ns, const Asking& asking, std::span<const std::uint16_t> acks,
                        std::span<const std::uint16_t> nacks) {
  Writer out{body_};
  wire::encode_ids(out, {.eaxc = asking.endpoint->eaxc});
  wire::encode_cplane_common(
      out, {.direction = radio::Direction::uplink, .start = asking.header.start, .section_type = 8});
  out.put(acks.size(), 1);
  out.put(nacks.size(), 1);
  for (const auto ids : {acks, nacks})
    for (const std::uint16_t id : ids) out.put(id, 2);
  out.zeros((acks.size() + nacks.size()) % 2 * 2);
  send_ecpri(at_ns, wire::EcpriType::rt_control, out.at(), asking.endpoint);
}

}  // namespace plumbline::emulator
