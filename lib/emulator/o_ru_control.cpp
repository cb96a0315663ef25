#include "emulator/o_ru_control.h"

#include <algorithm>

#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/ecpri.h"

namespace plumbline::emulator {
namespace {

constexpr std::uint32_t kCommonHeader = 4;

}  // namespace

Control::Control(const ORuPlan& plan, const profile::Link& link, const ORuAbilities& abilities,
                 AnswerQueue& answers)
    : plan_{&plan},
      abilities_{abilities},
      answers_{&answers},
      sleep_{plan.carriers.size(), abilities.sleep},
      mtu_{link.mtu.value_or(kDefaultMtu)},
      body_(mtu_),
      frame_(answers.writer().room()) {}

/// The first `octets` of body_ as an eCPRI message.
void Control::send_ecpri(std::int64_t at_ns, wire::EcpriType type, std::size_t octets, Endpoint* numbered) {
  const std::uint32_t length =
      answers_->writer().message(frame_, Role::o_ru, type, Octets{body_}.first(octets));
  answers_->add(at_ns, Octets{frame_}.first(length), numbered);
}

Outcome Control::laa(const Arrived& when, const Asking& asking) {
  const wire::LaaMessage laa = wire::find_laa_message(asking.message);
  if (laa.error) return Outcome::wrong;
  if (!abilities_.laa) return Outcome::unable;
  wire::CplaneHeader header{
      .direction = radio::Direction::uplink, .start = asking.header.start, .section_type = 7};
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

Outcome Control::slot_command(const Asking& asking, const wire::SlotCommand& command) {
  const std::uint8_t mu = plan_->carriers[asking.endpoint->carrier].carrier.numerology.mu;
  SleepCommand read{.is_asm = command.type == wire::AsmCommand::kType,
                    .direction = asking.header.direction,
                    .endpoint = asking.endpoint,
                    .carrier = asking.endpoint->carrier,
                    .scope = wire::cmd_scope(asking.header),
                    .ack_id = command.ack_nack_req_id,
                    .t0_ns = asking.t0_ns,
                    .slot_ns = 1'000'000 >> mu,
                    .slot = asking.slot};
  const auto take = [&](const auto& body) {
    read.mode = body.sleep_mode;
    read.slots = command.num_slots + body.num_slots_ext;
    read.symbol_mask = body.symbol_mask;
  };
  const wire::CplaneParameters parameters;
  constexpr std::uint32_t kBody = wire::SlotCommand::kOctets;
  if (read.is_asm) {
    wire::AsmCommand body;
    if (command.room.length < kBody + 8) return Outcome::wrong;
    wire::decode(command.room, kBody, body, parameters);
    take(body);
  } else if (command.type == wire::TrxControl::kType) {
    wire::TrxControl body;
    if (command.room.length < kBody + 6 + 2) return Outcome::wrong;
    wire::decode(command.room, kBody, body, parameters);
    if (body.log2_mask_bits == 0 || body.log2_mask_bits == 15 || body.ant_mask.size() < body.mask_octets())
      return Outcome::wrong;
    take(body);
    read.elements = body.mask_octets() * 8;
    // Longer ones are not of this unit's array.
    for (const std::uint8_t octet : body.ant_mask.first(std::min<std::size_t>(body.ant_mask.size(), 8)))
      read.ant_mask = read.ant_mask << 8 | octet;
  } else {
    return command.type == 0 || command.type > 4 ? Outcome::wrong : Outcome::unable;
  }
  // Slots of another numerology than the carrier's are not counted here.
  if (asking.header.start.symbol != 0 || asking.header.filter_index != mu) return Outcome::unable;
  return sleep_.take(read);
}

void Control::wake(std::int64_t before_ns) {
  while (const auto ready = sleep_.ready(before_ns)) {
    const profile::Carrier& carrier = plan_->carriers[ready->carrier].carrier;
    const std::int64_t slots = carrier.numerology.slots_per_subframe();
    wire::CplaneHeader header{.direction = radio::Direction::uplink,
                              .filter_index = carrier.numerology.mu,
                              .number_of_sections = 1,  // ready
                              .section_type = 8};
    header.start.frame = static_cast<std::uint8_t>(ready->slot / (10 * slots) & 255);
    header.start.subframe = static_cast<std::uint8_t>(ready->slot / slots % 10);
    header.start.slot =
        static_cast<std::uint8_t>(carrier.id_of_slot(static_cast<unsigned>(ready->slot % slots)));
    Writer out{body_};
    wire::encode_ids(out, {.eaxc = ready->endpoint->eaxc});
    wire::encode_cplane_common(out, header);
    out.put(ready->ack_id != 0 ? 1u : 0u, 1);
    out.put(0, 1);
    if (ready->ack_id != 0) out.put(ready->ack_id, 2);
    out.zeros(ready->ack_id != 0 ? 2 : 0);
    send_ecpri(ready->at_ns, wire::EcpriType::rt_control, out.at(), ready->endpoint);
  }
}

Outcome Control::slot_commands(const Arrived& when, const Asking& asking) {
  wire::SectionType4Header header;
  if (asking.message.missing(0, 8) != wire::Fault::none) return Outcome::wrong;
  wire::decode(asking.message, 6, header);
  if (!sleep_.is_able()) return Outcome::unable;
  acks_.clear();
  nacks_.clear();
  wire::CommandWalk walk{asking.message, header};
  wire::SlotCommand command;
  Outcome outcome = header.number_of_commands == 0 ? Outcome::wrong : Outcome::taken;
  while (walk.next(command)) {
    const Outcome one = slot_command(asking, command);
    outcome = std::max(outcome, one);
    if (command.ack_nack_req_id != 0)
      (one == Outcome::taken ? acks_ : nacks_).push_back(command.ack_nack_req_id);
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
