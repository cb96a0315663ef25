#include "emulator/uplink.h"

#include <algorithm>

#include "emulator/aim.h"

namespace plumbline::emulator {

using radio::Direction;
using radio::Plane;

namespace {

/// LAA, ACK/NACK feedback, SINR and RRM measurement reports (CUS v17.01 Table 4.3-3, flows 2b and 2e..2h).
constexpr std::uint8_t kFirstOfORu = 7, kLastOfORu = 10;

/// PRACH and other channels of one eAxC id are told apart by filterIndex (CUS v17.01 7.5.2.3): 0 is none.
bool is_prach(const ChannelPlan& prach, std::uint8_t filter_index) {
  return filter_index == prach.prach->shape.filter_index;
}

}  // namespace

Uplink::Uplink(const profile::Link& link, const Plan& plan, bool transport_fragments)
    : concatenation_{link.concatenation.value_or(false)},
      sequence_checked_{link.sequence_checked},
      port_of_(std::size_t{1} << 16),
      sequences_(std::size_t{2} << 16),
      joiner_{transport_fragments && link.sequence_checked} {
  for (std::size_t i = 0; i < plan.carriers.size(); ++i) {
    const CarrierPlan& one = plan.carriers[i];
    carriers_.push_back(
        {.plan = &one,
         .clock = RadioClock{link.time, one.carrier},
         .grid = {.prbs = one.carrier.prbs,
                  .symbols = static_cast<std::uint8_t>(one.carrier.numerology.symbols_per_slot())}});
    for (std::size_t channel = 0; channel < one.channels.size(); ++channel)
      if (one.channels[channel].direction == Direction::uplink) add(i, channel, link);
  }
}

void Uplink::add(std::size_t carrier, std::size_t index_of_channel, const profile::Link& link) {
  const ChannelPlan& channel = carriers_[carrier].plan->channels[index_of_channel];
  const profile::Carrier& in = carriers_[carrier].plan->carrier;
  const profile::Delay delay = channel.prach ? prach_delay(link, in.numerology, channel.prach->shape, false)
                                             : *delays_of(link, in.numerology).ta4;
  const Channel made{.plan = &channel,
                     .compression = &in.channels[index_of_channel].compression,
                     .format = {.dynamic = channel.dynamic,
                                .method = wire::method_of(channel.ud_comp_hdr),
                                .width = wire::width_of(channel.ud_comp_hdr),
                                .carrier_prbs = channel.prach ? channel.prach->prach.prbs : in.prbs,
                                .ud_comp_len = channel.ud_comp_len},
                     .window = profile::window_after(delay),
                     .by_place = channel.beams && channel.beams->by_place()};
  for (const PortPlan& one : channel.ports) {
    std::uint16_t& index = port_of_[one.eaxc.value];
    if (index == 0) {
      ports_.push_back({.carrier = carrier, .plain = {}, .prach = {}});
      index = static_cast<std::uint16_t>(ports_.size());
    }
    (channel.prach ? ports_[index - 1].prach : ports_[index - 1].plain) = made;
  }
}

bool Uplink::Channel::allows(std::uint8_t ud_comp_hdr) const {
  if (ud_comp_hdr == plan->ud_comp_hdr) return true;
  return std::any_of(compression->also.begin(), compression->also.end(), [&](const profile::Packing& one) {
    return ud_comp_hdr == wire::make_ud_comp_hdr(static_cast<std::uint8_t>(one.method), one.width);
  });
}

bool Uplink::in_sequence(Plane plane, const wire::EcpriIds& ids) {
  SequenceState& state = sequences_[static_cast<std::size_t>(plane) << 16 | ids.eaxc.value];
  return !sequence_checked_ || state.take(ids.sequence);
}

void Uplink::sent(CaptureTime at, const wire::View& body) {
  wire::EcpriIds ids;
  wire::CplaneHeader header;
  const wire::View message = body.from(4);
  if (wire::decode_ids(body, ids) || wire::decode_cplane_header(message, header)) return;
  const Port* told = find(ids.eaxc);
  if (header.direction != Direction::uplink || told == nullptr) return;
  const Carrier& carrier = carriers_[told->carrier];
  const bool prach = header.section_type == 3;
  Grid grid = carrier.grid;
  if (prach && told->prach.plan != nullptr) grid.prbs = told->prach.format.carrier_prbs;
  asked_.clear();
  if (!read_asked(message, header, ids.eaxc, grid, reader_, asked_)) return;
  const RadioClock::Frame frame = carrier.clock.nearest(at, header.start.frame);
  const auto counted = prach ? counted_by(carrier.plan->carrier, header) : std::nullopt;
  for (const Asked& one : asked_) {
    const Port* port = find(one.eaxc);
    radio::RadioTime time = header.start;
    time.symbol = one.symbol;
    if (port == nullptr || !carrier.clock.has(time)) continue;
    const Channel& channel =
        port->plain.plan == nullptr || (prach && port->prach.plan != nullptr) ? port->prach : port->plain;
    std::int64_t t0 = carrier.clock.symbol_ns(frame, time, Direction::uplink);
    if (channel.plan->prach && counted && time.symbol >= header.start.symbol)
      t0 = carrier.clock.instant_ns(frame, time.subframe, counted->prach_symbol_tc(header, time.symbol),
                                    Direction::uplink);
    const Requests::Key key{.slot = carrier.clock.slot_number(frame, time),
                            .eaxc = one.eaxc,
                            .filter_index = header.filter_index};
    const std::int64_t closes_ns = t0 + channel.window.closes_ns;
    if (!channel.by_place) {
      requests_.ask(key, one, closes_ns);
      continue;
    }
    Asked unnamed = one;
    unnamed.section = wire::kNoSectionId;
    requests_.ask_once(key, unnamed, closes_ns);
  }
}

bool Uplink::find_instant(const Port& port, const Channel& channel, const RadioClock::Frame& frame,
                          const wire::UplaneHeader& header, radio::Eaxc eaxc, std::int64_t& instant_ns) {
  const RadioClock& clock = carriers_[port.carrier].clock;
  const radio::RadioTime& time = header.at;
  if (!channel.plan->prach) {
    if (!clock.has(time)) return false;
    instant_ns = clock.symbol_ns(frame, time, Direction::uplink);
    return true;
  }
  if (!clock.has_slot(time.slot)) return false;
  if (clock.has(time)) {
    const Requests::Key key{
        .slot = clock.slot_number(frame, time), .eaxc = eaxc, .filter_index = header.filter_index};
    if (const auto until_ns = requests_.awaited_until_ns(key, time.symbol)) {
      instant_ns = *until_ns - channel.window.closes_ns;
      return true;
    }
  }
  const unsigned slot = carriers_[port.carrier].plan->carrier.slot_of_id(time.slot);
  const PrachPlan& prach = *channel.plan->prach;
  for (const OccasionPlan& one : prach.occasions) {
    if (one.subframe != time.subframe || one.slot != slot || time.symbol < one.start_symbol ||
        time.symbol >= one.start_symbol + prach.shape.symbols)
      continue;
    const unsigned k = unsigned{time.symbol} - one.start_symbol;
    instant_ns = clock.instant_ns(
        frame, time.subframe, one.first_sample_tc + std::int64_t{k} * prach.shape.symbol_ts * radio::kTcPerTs,
        Direction::uplink);
    return true;
  }
  return false;
}

void Uplink::receive(CaptureTime at, const wire::EcpriMessage& message) {
  requests_.pass(at.time_since_epoch().count());
  const bool joined = message.header.concatenation || message.index > 0;
  const bool wrong = message.header.version != 1 || message.overlong || (joined && !concatenation_);
  wire::EcpriIds ids;
  if (!wrong && joiner_.able() && message.header.type == wire::EcpriType::iq_data &&
      !wire::decode_ids(message.body, ids) && is_part(ids))
    return receive_part(at, ids, message.body.from(4));
  ++counters_.rx_total;
  if (wrong) return drop_corrupt();
  switch (message.header.type) {
    case wire::EcpriType::iq_data:
      return receive_uplane(at, message);
    case wire::EcpriType::rt_control:
      return receive_cplane(message);
    default:
      return drop_corrupt();
  }
}

void Uplink::receive_uplane(CaptureTime at, const wire::EcpriMessage& message) {
  wire::EcpriIds ids;
  wire::UplaneHeader header;
  const wire::View body = message.body.from(4);
  if (wire::decode_ids(message.body, ids) || wire::decode_uplane_header(body, header)) return drop_corrupt();
  const Port* port = find(ids.eaxc);
  if (port == nullptr || header.direction != Direction::uplink) return drop_corrupt();
  const bool follows = in_sequence(Plane::u, ids);
  receive_message(at, *port, ids.eaxc, body, header, follows, is_part(ids));
}

void Uplink::receive_part(CaptureTime at, const wire::EcpriIds& ids, const wire::View& part) {
  const Port* port = find(ids.eaxc);
  if (port == nullptr) {
    ++counters_.rx_total;
    return drop_corrupt();
  }
  const auto joined = joiner_.add(port_of_[ids.eaxc.value], ids, part, at.time_since_epoch().count(),
                                  [&](std::uint8_t) { return in_sequence(Plane::u, ids); });
  if (!joined) return;
  ++counters_.rx_total;
  wire::UplaneHeader header;
  if (wire::decode_uplane_header(joined->message, header) || header.direction != Direction::uplink)
    return drop_corrupt();
  receive_message(at, *port, ids.eaxc, joined->message, header, joined->in_order, false);
}

void Uplink::pass(CaptureTime now) {
  const std::int64_t now_ns = now.time_since_epoch().count();
  requests_.pass(now_ns);
  joiner_.pass(now_ns);
  const std::uint64_t given_up = joiner_.take_given_up();
  counters_.rx_total += given_up;
  counters_.rx_err_drop += given_up;
}

void Uplink::receive_message(CaptureTime at, const Port& port, radio::Eaxc eaxc, const wire::View& body,
                             const wire::UplaneHeader& header, bool follows, bool part) {
  const bool prach = port.prach.plan != nullptr &&
                     (port.plain.plan == nullptr || is_prach(*port.prach.plan, header.filter_index));
  const Channel& channel = prach ? port.prach : port.plain;
  const RadioClock& clock = carriers_[port.carrier].clock;
  const RadioClock::Frame frame = clock.nearest(at, header.at.frame);
  std::int64_t t0 = 0;
  if (header.payload_version != 1 || !find_instant(port, channel, frame, header, eaxc, t0))
    return drop_corrupt();
  switch (judge_arrival(channel.window, at.time_since_epoch().count() - t0)) {
    case Reception::early:
      ++counters_.rx_early;
      ++counters_.rx_err_drop;
      return;
    case Reception::late:
      ++counters_.rx_late;
      ++counters_.rx_err_drop;
      return;
    case Reception::on_time:
      ++counters_.rx_on_time;
      break;
  }
  if (!follows) ++counters_.rx_seqid_err;
  const Requests::Key key{
      .slot = clock.slot_number(frame, header.at), .eaxc = eaxc, .filter_index = header.filter_index};
  if (!part && read_sections(body, channel, key, header.at.symbol)) return;
  if (follows) ++counters_.rx_corrupt;
  ++counters_.rx_err_drop;
}

bool Uplink::read_sections(const wire::View& message, const Channel& channel, const Requests::Key& key,
                           unsigned symbol) {
  found_.clear();
  wire::UplaneWalk walk{message, channel.format};
  for (wire::UplaneSection section; walk.next(section);) {
    if (!channel.allows(section.ud_comp_hdr)) return false;
    found_.push_back(section);
  }
  // What a snap length took away is not wrong.
  if (walk.error() && walk.error().fault != wire::Fault::cut) return false;
  bool known = true;
  for (const wire::UplaneSection& section : found_)
    known = (channel.plan->without_cplane || requests_.came(key, symbol, section.id, section.range)) && known;
  return known;
}

/// Section types that an O-RU sends; no window is agreed for them.
void Uplink::receive_cplane(const wire::EcpriMessage& message) {
  wire::EcpriIds ids;
  wire::CplaneHeader header;
  if (wire::decode_ids(message.body, ids) || wire::decode_cplane_common(message.body.from(4), header))
    return drop_corrupt();
  if (header.direction != Direction::uplink || header.payload_version != 1 || find(ids.eaxc) == nullptr)
    return drop_corrupt();
  const bool follows = in_sequence(Plane::c, ids);
  if (!follows) ++counters_.rx_seqid_err_c;
  const bool whole = !is_part(ids);
  if (whole && header.section_type >= kFirstOfORu && header.section_type <= kLastOfORu) return;
  if (follows) ++counters_.rx_corrupt;
  ++counters_.rx_err_drop;
}

}  // namespace plumbline::emulator
