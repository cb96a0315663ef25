#include "emulator/o_ru.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "emulator/o_ru_control.h"
#include "emulator/o_ru_requests.h"
#include "emulator/receiver.h"
#include "emulator/static_uplink.h"

namespace plumbline::emulator {

using radio::Direction;
using wire::Fault;

struct ORu::State final : Receiver {
  State(ORuPlan made, std::unique_ptr<StaticUplink> without_cplane, const profile::Link& link,
        const Options& options)
      : Receiver{link, Role::o_ru, echo_of(options.abilities), options.abilities.transport_fragments},
        plan{std::move(made)},
        answers{plan, link, options.seed, options.snap, options.transport_fragments, options.quirks},
        control{plan, link, options.abilities, answers},
        unasked{std::move(without_cplane)},
        requests{plan, options.abilities, options.quirks, answers, control},
        counts_good_as_dropped{options.quirks.has(profile::QuirkKind::good_counted_as_dropped)} {}

  static EchoAbilities echo_of(const ORuAbilities& abilities) {
    return {.one_way_delay = abilities.one_way_delay,
            .loopback = abilities.loopback,
            .udp_echo = abilities.udp_echo};
  }

  Stream find_stream(radio::Eaxc eaxc) override {
    Endpoint* const endpoint = plan.find(eaxc, Direction::downlink);
    if (endpoint == nullptr) return {};
    return {&endpoint->u_sequence, static_cast<std::uint32_t>(endpoint - plan.endpoints.data())};
  }
  void take_uplane(const Arrived& when, const UplaneMessage& message) override;
  void take_cplane(const Arrived& when, const wire::EcpriIds& ids, const wire::View& message) override;
  void send_reply(const Echo::Reply& reply) override { answers.add(reply.at_ns, reply.octets, nullptr); }
  Outcome read_sections(Endpoint& endpoint, std::int64_t slot, const UplaneMessage& message);

  ORuPlan plan;
  AnswerQueue answers;
  Control control;
  std::unique_ptr<StaticUplink> unasked;  ///< nothing: no such channels
  ORuRequests requests;
  bool counts_good_as_dropped;
  std::int64_t free_from_ns = std::numeric_limits<std::int64_t>::min();  ///< nothing leaves before
};

/// The sections of a U-plane message: every one must have been described.
Outcome ORu::State::read_sections(Endpoint& endpoint, std::int64_t slot, const UplaneMessage& message) {
  if (!endpoint.data) return Outcome::wrong;
  const ChannelUse& channel = plan.channels[endpoint.data->channel];
  wire::UplaneWalk walk{message.octets, channel.format};
  wire::UplaneSection section;
  while (walk.next(section)) {
    if (channel.dynamic && std::find(channel.headers.begin(), channel.headers.end(), section.ud_comp_hdr) ==
                               channel.headers.end())
      return Outcome::wrong;
    if (!endpoint.book.knows(slot, section.id, message.header.at.symbol, section.range))
      return Outcome::wrong;
  }
  if (walk.error().fault == Fault::cut) return Outcome::unable;
  return walk.error() || walk.count() == 0 ? Outcome::wrong : Outcome::taken;
}

void ORu::State::take_uplane(const Arrived& when, const UplaneMessage& message) {
  Endpoint& endpoint = plan.endpoints[message.stream];
  const CarrierUse& carrier = plan.carriers[endpoint.carrier];
  const radio::RadioTime& at = message.header.at;
  if (!carrier.clock.has(at)) return count(Outcome::wrong, message.in_order);
  const RadioClock::Frame frame = carrier.clock.nearest(CaptureTime{Nanos{when.at_ns}}, at.frame);
  const std::int64_t t0 = carrier.clock.symbol_ns(frame, at, Direction::downlink);
  if (!is_on_time(radio::Plane::u, carrier.u_window, when.at_ns - t0)) return;
  if (!message.in_order) ++counters().rx_seqid_err;
  if (control.sleep().asleep(endpoint.carrier, Direction::downlink, t0, at.symbol))
    return count(Outcome::unable);
  const std::int64_t slot = carrier.clock.slot_number(frame, at);
  const Outcome outcome = message.part ? Outcome::wrong : read_sections(endpoint, slot, message);
  if (outcome == Outcome::taken && counts_good_as_dropped) ++counters().rx_err_drop;
  count(outcome, message.in_order);
}

void ORu::State::take_cplane(const Arrived& when, const wire::EcpriIds& ids, const wire::View& message) {
  wire::CplaneHeader header;
  if (wire::decode_cplane_header(message, header)) return count(Outcome::wrong);
  Endpoint* endpoint = plan.find(ids.eaxc, header.direction);
  // Section types 4 and 7 speak of more than one direction.
  if (endpoint == nullptr && (header.section_type == 4 || header.section_type == 7))
    endpoint = plan.find(ids.eaxc, Direction::downlink);
  if (endpoint == nullptr) return count(Outcome::wrong);
  const bool in_order = take_sequence(plan.c_sequences[endpoint->c_sequence], ids.sequence);
  if (header.payload_version != 1 || is_part(ids)) return count(Outcome::wrong, in_order);
  const auto heard = requests.place(when, *endpoint, header);
  if (!heard) return count(Outcome::wrong, in_order);
  const auto& windows = plan.carriers[endpoint->carrier].c_window;
  if (heard->has_window && !is_on_time(radio::Plane::c, windows[static_cast<std::size_t>(header.direction)],
                                       when.at_ns - heard->t0_ns))
    return;
  if (!in_order) ++counters().rx_seqid_err_c;
  count(requests.take(when, *endpoint, header, *heard, message), in_order);
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
    s.counters().tx_total += s.unasked->sent();
  }
  s.counters().tx_total += sent.uplane + sent.cplane;
  s.counters().tx_total_c += sent.cplane;
}

const Counters& ORu::counters() const { return state_->counters(); }

}  // namespace plumbline::emulator
