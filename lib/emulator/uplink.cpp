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
    : Receiver{link, Role::o_du, {}, transport_fragments}, port_of_(std::size_t{1} << 16) {
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

Receiver::Stream Uplink::find_stream(radio::Eaxc eaxc) {
  Port* const port = find(eaxc);
  if (port == nullptr) return {};
  return {&port->u_sequence, static_cast<std::uint32_t>(port - ports_.data())};
}

void Uplink::send_reply(const Echo::Reply& reply) {
  replies_.push_back({CaptureTime{Nanos{reply.at_ns}}, {reply.octets.begin(), reply.octets.end()}});
}

void Uplink::pass(CaptureTime now) {
  requests_.pass(now.time_since_epoch().count());
  Receiver::pass(now.time_since_epoch().count());
}

void Uplink::take_uplane(const Arrived& when, const UplaneMessage& message) {
  requests_.pass(when.at_ns);
  const wire::UplaneHeader& header = message.header;
  const Port& port = ports_[message.stream];
  const bool prach = port.prach.plan != nullptr &&
                     (port.plain.plan == nullptr || is_prach(*port.prach.plan, header.filter_index));
  const Channel& channel = prach ? port.prach : port.plain;
  const RadioClock& clock = carriers_[port.carrier].clock;
  const RadioClock::Frame frame = clock.nearest(CaptureTime{Nanos{when.at_ns}}, header.at.frame);
  std::int64_t t0 = 0;
  if (!find_instant(port, channel, frame, header, message.eaxc, t0))
    return count(Outcome::wrong, message.in_order);
  if (!is_on_time(Plane::u, channel.window, when.at_ns - t0)) return;
  if (!message.in_order) ++counters().rx_seqid_err;
  const Requests::Key key{
      .slot = clock.slot_number(frame, header.at), .eaxc = message.eaxc, .filter_index = header.filter_index};
  const bool taken = !message.part && read_sections(message.octets, channel, key, header.at.symbol);
  count(taken ? Outcome::taken : Outcome::wrong, message.in_order);
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
void Uplink::take_cplane(const Arrived& /*when*/, const wire::EcpriIds& ids, const wire::View& message) {
  wire::CplaneHeader header;
  Port* const port = find(ids.eaxc);
  if (port == nullptr || wire::decode_cplane_common(message, header) || header.direction != Direction::uplink)
    return count(Outcome::wrong);
  const bool in_order = take_sequence(port->c_sequence, ids.sequence);
  if (header.payload_version != 1 || is_part(ids)) return count(Outcome::wrong, in_order);
  if (!in_order) ++counters().rx_seqid_err_c;
  const bool known = header.section_type >= kFirstOfORu && header.section_type <= kLastOfORu;
  count(known ? Outcome::taken : Outcome::wrong, in_order);
}

}  // namespace plumbline::emulator
