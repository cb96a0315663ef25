#include "emulator/receiver.h"

namespace plumbline::emulator {

using radio::Direction;
using wire::EcpriType;

Receiver::Receiver(const profile::Link& link, Role role, const EchoAbilities& abilities, bool joins)
    : direction_{role == Role::o_ru ? Direction::downlink : Direction::uplink},
      abilities_{abilities},
      echo_{link, role},
      concatenation_{link.concatenation.value_or(false)},
      sequence_checked_{link.sequence_checked},
      joiner_{joins && link.sequence_checked} {}

void Receiver::count(Outcome outcome, bool in_order) {
  if (outcome == Outcome::taken) return;
  ++counters_.rx_err_drop;
  if (outcome == Outcome::wrong && in_order) ++counters_.rx_corrupt;
}

bool Receiver::is_on_time(radio::Plane plane, const radio::Window& window, std::int64_t offset_ns) {
  const bool control = plane == radio::Plane::c;
  switch (judge_arrival(window, offset_ns)) {
    case Reception::early:
      ++(control ? counters_.rx_early_c : counters_.rx_early);
      break;
    case Reception::late:
      ++(control ? counters_.rx_late_c : counters_.rx_late);
      break;
    case Reception::on_time:
      ++(control ? counters_.rx_on_time_c : counters_.rx_on_time);
      return true;
  }
  count(Outcome::unable);
  return false;
}

void Receiver::hear(const Arrived& when, std::uint32_t length, Octets octets) {
  wire::Frame frame;
  if (wire::decode_frame(octets, length, frame, kEchoPort)) return;
  if (frame.transport != wire::Transport::ethernet) {
    // Such frames are not of the fronthaul: nothing counts them.
    if (abilities_.udp_echo) reply(echo_.datagram(when, frame, length, octets));
    return;
  }
  if (frame.ether_type == wire::kCfmEtherType) return count(hear_loopback(when, frame, length, octets));
  if (!echo_.address().takes(frame)) return;
  wire::EcpriWalk walk{frame.pdu};
  for (wire::EcpriMessage message; walk.next(message);) {
    hear_message(when, message);
    if (message.header.concatenation && !concatenation_) return;
  }
  if (!walk.error()) return;
  ++counters_.rx_total;
  count(Outcome::wrong);
}

void Receiver::hear_message(const Arrived& when, const wire::EcpriMessage& message) {
  const EcpriType type = message.header.type;
  const bool wrong =
      message.header.version != 1 || message.overlong || (message.header.concatenation && !concatenation_);
  if (type == EcpriType::one_way_delay) return count(wrong ? Outcome::wrong : hear_delay(when, message.body));
  if (!wrong && type == EcpriType::iq_data) return hear_uplane(when, message.body);
  ++counters_.rx_total;
  wire::EcpriIds ids;
  if (wrong || type != EcpriType::rt_control || wire::decode_ids(message.body, ids))
    return count(Outcome::wrong);
  take_cplane(when, ids, message.body.behind(4));
}

void Receiver::hear_uplane(const Arrived& when, const wire::View& body) {
  wire::EcpriIds ids;
  const bool readable = !wire::decode_ids(body, ids);
  const Stream stream = readable ? find_stream(ids.eaxc) : Stream{};
  const bool known = stream.sequence != nullptr, part = known && is_part(ids);
  const bool joins = part && joiner_.able();
  UplaneMessage message{.eaxc = ids.eaxc, .part = part && !joins};
  if (known) message.octets = body.behind(4);
  if (joins) {
    const auto joined = joiner_.add(stream.index, ids, message.octets, when.at_ns,
                                    [&](std::uint8_t sequence) { return stream.sequence->take(sequence); });
    if (!joined) return;
    message.octets = joined->message;
    message.in_order = joined->in_order;
  }
  ++counters_.rx_total;
  // An eAxC id that the unit does not have has no window either.
  if (!known || wire::decode_uplane_header(message.octets, message.header) ||
      message.header.direction != direction_)
    return count(Outcome::wrong, message.in_order);
  if (!joins) message.in_order = take_sequence(*stream.sequence, ids.sequence);
  if (message.header.payload_version != 1) return count(Outcome::wrong, message.in_order);
  message.stream = stream.index;
  take_uplane(when, message);
}

Outcome Receiver::hear_delay(const Arrived& when, const wire::View& body) {
  const Outcome outcome = echo_.one_way_delay(when, body);
  return outcome == Outcome::taken && !abilities_.one_way_delay ? Outcome::unable : reply(outcome);
}

Outcome Receiver::hear_loopback(const Arrived& when, const wire::Frame& frame, std::uint32_t length,
                                Octets octets) {
  const Outcome outcome = echo_.loopback(when, frame, length, octets);
  return !echo_.replies().empty() && !abilities_.loopback ? Outcome::unable : reply(outcome);
}

Outcome Receiver::reply(Outcome outcome) {
  for (const Echo::Reply& one : echo_.replies()) send_reply(one);
  return outcome;
}

void Receiver::pass(std::int64_t now_ns) {
  joiner_.pass(now_ns);
  const std::uint64_t given_up = joiner_.take_given_up();
  counters_.rx_total += given_up;
  counters_.rx_err_drop += given_up;
}

}  // namespace plumbline::emulator
