#include "emulator/o_ru.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "emulator/joiner.h"
#include "emulator/o_ru_control.h"
#include "emulator/o_ru_requests.h"
#include "emulator/static_uplink.h"
#include "wire/ecpri.h"
#include "wire/uplane.h"

namespace plumbline::emulator {

using radio::Direction;
using wire::Fault;

struct ORu::State {
  State(ORuPlan made, std::unique_ptr<StaticUplink> without_cplane, const profile::Link& link,
        const Options& options)
      : plan{std::move(made)},
        answers{plan, link, options.seed, options.snap, options.transport_fragments, options.quirks},
        control{plan, link, options.abilities, answers},
        unasked{std::move(without_cplane)},
        requests{plan, options.abilities, options.quirks, answers, control},
        address{link, Role::o_ru},
        concatenation{link.concatenation.value_or(false)},
        sequence_checked{link.sequence_checked},
        counts_good_as_dropped{options.quirks.has(profile::QuirkKind::good_counted_as_dropped)},
        joiner{options.abilities.transport_fragments && link.sequence_checked} {}

  void hear(const Arrived& when, std::uint32_t length, Octets octets);
  void pass(std::int64_t now_ns);
  void hear_message(const Arrived& when, const wire::EcpriMessage& message);
  void hear_uplane(const Arrived& when, const wire::View& body);
  void hear_part(const Arrived& when, const wire::EcpriIds& ids, const wire::View& part);
  void hear_downlink(const Arrived& when, Endpoint& endpoint, const wire::View& message,
                     const wire::UplaneHeader& header, bool fragment, bool in_order);
  void hear_cplane(const Arrived& when, const wire::View& body);
  Outcome take_uplane(Endpoint& endpoint, std::int64_t slot, const wire::View& message,
                      const wire::UplaneHeader& header);
  /// What RX_CORRUPT and RX_ERR_DROP make of a message (CUS v17.01 9.1): `in_order` and not known to be out
  /// of its window.
  void count(Outcome outcome, bool in_order = true) {
    if (outcome == Outcome::taken) return;
    ++counters.rx_err_drop;
    if (outcome == Outcome::wrong && in_order) ++counters.rx_corrupt;
  }

  ORuPlan plan;
  AnswerQueue answers;
  Control control;
  std::unique_ptr<StaticUplink> unasked;  ///< nothing: no such channels
  ORuRequests requests;
  Counters counters;
  Address address;
  bool concatenation, sequence_checked, counts_good_as_dropped;
  Joiner joiner;
  std::int64_t free_from_ns = std::numeric_limits<std::int64_t>::min();  ///< nothing leaves before
};

/// The U-plane of one message: every section must have been described.
Outcome ORu::State::take_uplane(Endpoint& endpoint, std::int64_t slot, const wire::View& message,
                                const wire::UplaneHeader& header) {
  if (!endpoint.data) return Outcome::wrong;
  const ChannelUse& channel = plan.channels[endpoint.data->channel];
  wire::UplaneWalk walk{message, channel.format};
  wire::UplaneSection section;
  while (walk.next(section)) {
    if (channel.dynamic && std::find(channel.headers.begin(), channel.headers.end(), section.ud_comp_hdr) ==
                               channel.headers.end())
      return Outcome::wrong;
    if (!endpoint.book.knows(slot, section.id, header.at.symbol, section.range)) return Outcome::wrong;
  }
  if (walk.error().fault == Fault::cut) return Outcome::unable;
  return walk.error() || walk.count() == 0 ? Outcome::wrong : Outcome::taken;
}

/// A part of a message; what the whole one is, is told when it is there.
void ORu::State::hear_part(const Arrived& when, const wire::EcpriIds& ids, const wire::View& part) {
  Endpoint* const endpoint = plan.find(ids.eaxc, Direction::downlink);
  if (endpoint == nullptr) {
    ++counters.rx_total;
    return count(Outcome::wrong);
  }
  const auto joined =
      joiner.add(static_cast<std::uint32_t>(endpoint - plan.endpoints.data()), ids, part, when.at_ns,
                 [&](std::uint8_t sequence) { return endpoint->u_sequence.take(sequence); });
  if (!joined) return;
  ++counters.rx_total;
  wire::UplaneHeader header;
  if (wire::decode_uplane_header(joined->message, header) || header.direction != Direction::downlink)
    return count(Outcome::wrong, joined->in_order);
  hear_downlink(when, *endpoint, joined->message, header, false, joined->in_order);
}

void ORu::State::hear_uplane(const Arrived& when, const wire::View& body) {
  wire::EcpriIds ids;
  wire::UplaneHeader header;
  const bool readable = !wire::decode_ids(body, ids);
  if (readable && is_part(ids) && joiner.able()) return hear_part(when, ids, body.from(4));
  ++counters.rx_total;
  if (!readable) return count(Outcome::wrong);
  const wire::View message = body.behind(4);
  if (wire::decode_uplane_header(message, header)) return count(Outcome::wrong);
  Endpoint* const endpoint = plan.find(ids.eaxc, Direction::downlink);
  // What an O-RU receives is DL; an eAxC id that it does not have has no window either.
  if (endpoint == nullptr || header.direction != Direction::downlink) return count(Outcome::wrong);
  const bool in_order = !sequence_checked || endpoint->u_sequence.take(ids.sequence);
  hear_downlink(when, *endpoint, message, header, is_part(ids), in_order);
}

/// A DL message of `endpoint`. `fragment`: it is a part of one, and this unit does not join them.
void ORu::State::hear_downlink(const Arrived& when, Endpoint& endpoint, const wire::View& message,
                               const wire::UplaneHeader& header, bool fragment, bool in_order) {
  const CarrierUse& carrier = plan.carriers[endpoint.carrier];
  if (header.payload_version != 1 || !carrier.clock.has(header.at)) return count(Outcome::wrong, in_order);
  const RadioClock::Frame frame = carrier.clock.nearest(CaptureTime{Nanos{when.at_ns}}, header.at.frame);
  const std::int64_t offset = when.at_ns - carrier.clock.symbol_ns(frame, header.at, Direction::downlink);
  switch (judge_arrival(carrier.u_window, offset)) {
    case Reception::early:
      ++counters.rx_early;
      return count(Outcome::unable);
    case Reception::late:
      ++counters.rx_late;
      return count(Outcome::unable);
    case Reception::on_time:
      ++counters.rx_on_time;
  }
  if (!in_order) ++counters.rx_seqid_err;
  const std::int64_t slot = carrier.clock.slot_number(frame, header.at);
  if (control.sleep().asleep(endpoint.carrier, Direction::downlink, when.at_ns - offset, header.at.symbol))
    return count(Outcome::unable);
  const Outcome outcome = fragment ? Outcome::wrong : take_uplane(endpoint, slot, message, header);
  if (outcome == Outcome::taken && counts_good_as_dropped) ++counters.rx_err_drop;
  count(outcome, in_order);
}

void ORu::State::hear_cplane(const Arrived& when, const wire::View& body) {
  ++counters.rx_total;
  wire::EcpriIds ids;
  wire::CplaneHeader header;
  if (wire::decode_ids(body, ids)) return count(Outcome::wrong);
  const wire::View message = body.behind(4);
  if (wire::decode_cplane_header(message, header)) return count(Outcome::wrong);
  Endpoint* endpoint = plan.find(ids.eaxc, header.direction);
  // Section types 4 and 7 speak of more than one direction.
  if (endpoint == nullptr && (header.section_type == 4 || header.section_type == 7))
    endpoint = plan.find(ids.eaxc, Direction::downlink);
  if (endpoint == nullptr) return count(Outcome::wrong);
  const bool in_order = !sequence_checked || plan.c_sequences[endpoint->c_sequence].take(ids.sequence);
  if (header.payload_version != 1 || is_part(ids)) return count(Outcome::wrong, in_order);
  const auto heard = requests.place(when, *endpoint, header);
  if (!heard) return count(Outcome::wrong, in_order);
  if (heard->has_window) {
    switch (
        judge_arrival(plan.carriers[endpoint->carrier].c_window[static_cast<std::size_t>(header.direction)],
                      when.at_ns - heard->t0_ns)) {
      case Reception::early:
        ++counters.rx_early_c;
        return count(Outcome::unable);
      case Reception::late:
        ++counters.rx_late_c;
        return count(Outcome::unable);
      case Reception::on_time:
        ++counters.rx_on_time_c;
    }
  }
  if (!in_order) ++counters.rx_seqid_err_c;
  count(requests.take(when, *endpoint, header, *heard, message), in_order);
}

void ORu::State::hear_message(const Arrived& when, const wire::EcpriMessage& message) {
  const bool plane =
      message.header.type == wire::EcpriType::iq_data || message.header.type == wire::EcpriType::rt_control;
  const bool delay = message.header.type == wire::EcpriType::one_way_delay;
  if (message.header.version != 1 || message.overlong || (message.header.concatenation && !concatenation) ||
      (!plane && !delay)) {
    if (!delay) ++counters.rx_total;
    return count(Outcome::wrong);
  }
  if (delay) {
    const Arrived later{when.at_ns, std::max(when.at_ns + kReactionNs, when.earliest_ns)};
    return count(control.one_way_delay(later, message.body));
  }
  if (message.header.type == wire::EcpriType::iq_data) return hear_uplane(when, message.body);
  hear_cplane(when, message.body);
}

void ORu::State::hear(const Arrived& when, std::uint32_t length, Octets octets) {
  wire::Frame frame;
  if (wire::decode_frame(octets, length, frame, kEchoPort)) return;
  const Arrived later{when.at_ns, std::max(when.at_ns + kReactionNs, when.earliest_ns)};
  if (frame.transport != wire::Transport::ethernet) return control.datagram(later, frame, length, octets);
  if (frame.ether_type == wire::kCfmEtherType) return count(control.loopback(later, frame, length, octets));
  if (!address.takes(frame)) return;
  wire::EcpriWalk walk{frame.pdu};
  wire::EcpriMessage message;
  while (walk.next(message)) {
    hear_message(when, message);
    if (message.header.concatenation && !concatenation) return;
  }
  if (walk.error()) {
    ++counters.rx_total;
    count(Outcome::wrong);
  }
}

Result<std::unique_ptr<ORu>, Error> ORu::make(const profile::Link& stated, const Options& options) {
  const profile::Link link = options.quirks.believed(stated);
  for (unsigned type = 0; type < 64; ++type)
    if ((options.abilities.extensions & ~kFollowedExtensions) >> type & 1)
      return fail(fmt::format("section extension {} is not followed by this O-RU", type),
                  "take it out of the abilities");
  auto plan = make_o_ru_plan(link, options.seed, options.test_signal);
  if (!plan) return tl::unexpected(plan.error());
  std::unique_ptr<StaticUplink> unasked;
  if (options.abilities.static_uplink) {
    auto made = StaticUplink::make(seen_at(link, profile::TapPlace::at_o_ru),
                                   {.seed = options.seed,
                                    .snap = options.snap,
                                    .transport_fragments = options.transport_fragments,
                                    .quirks = options.quirks});
    if (!made) return tl::unexpected(made.error());
    unasked = std::move(*made);
  }
  return std::make_unique<ORu>(std::make_unique<State>(std::move(*plan), std::move(unasked), link, options));
}

ORu::ORu(std::unique_ptr<State> state) : state_{std::move(state)} {}
ORu::~ORu() = default;

void ORu::receive(CaptureTime at, std::uint32_t length, Octets octets) {
  const std::int64_t at_ns = at.time_since_epoch().count();
  state_->hear({at_ns, std::max(at_ns, state_->free_from_ns)}, length, octets);
}

void ORu::advance(CaptureTime until, std::vector<TimedFrame>& batch) {
  batch.clear();
  State& s = *state_;
  s.free_from_ns = std::max(s.free_from_ns, until.time_since_epoch().count());
  s.control.wake(s.free_from_ns);
  s.pass(s.free_from_ns);
  const AnswerQueue::Sent sent = s.answers.release(s.free_from_ns, batch);
  if (s.unasked) {
    s.unasked->release(s.free_from_ns, batch);
    s.counters.tx_total += s.unasked->sent();
  }
  s.counters.tx_total += sent.uplane + sent.cplane;
  s.counters.tx_total_c += sent.cplane;
}

/// What lacked parts for too long counts as received and discarded.
void ORu::State::pass(std::int64_t now_ns) {
  joiner.pass(now_ns);
  const std::uint64_t given_up = joiner.take_given_up();
  counters.rx_total += given_up;
  counters.rx_err_drop += given_up;
}

const Counters& ORu::counters() const { return state_->counters; }

}  // namespace plumbline::emulator
