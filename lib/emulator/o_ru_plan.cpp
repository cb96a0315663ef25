#include "emulator/o_ru_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/frame_writer.h"

namespace plumbline::emulator {
namespace {

using radio::Direction;

constexpr std::size_t kMostEndpoints = 65535;

std::uint8_t header_of(const profile::Packing& packing) {
  return wire::make_ud_comp_hdr(static_cast<std::uint8_t>(packing.method), packing.width);
}

/// Formats that udCompHdr may switch to, and their samples.
Result<void, Error> add_formats(ORuPlan& plan, ChannelUse& use, const profile::Channel& channel,
                                const ChannelPlan& planned, const profile::Link& link, std::uint64_t seed) {
  for (const profile::Packing& packing : channel.compression.also) {
    const iq::Format format{static_cast<std::uint8_t>(packing.method), packing.width};
    const auto octets = iq::prb_octets(format);
    if (!octets || iq::is_modulation(format.method) ||
        kUplaneOverhead + section_overhead(true, channel.compression.ud_comp_len, format.method) + *octets >
            link.mtu.value_or(kDefaultMtu))
      return fail(
          fmt::format("{} that may switch to compression {} of width {} cannot be answered",
                      profile::name_of(channel.kind), profile::name_of(packing.method), packing.width),
          "leave it out of what the channel may switch to, or enlarge the MTU");
    Random random{seed ^ header_of(packing)};
    use.formats.push_back({.ud_comp_hdr = header_of(packing),
                           .prb_octets = static_cast<std::uint32_t>(*octets),
                           .pool = use.prach ? plan.prach_pools.size() : plan.pools.size()});
    if (use.prach)
      plan.prach_pools.emplace_back(format, use.prbs, planned.prach->shape.subcarriers, random);
    else
      plan.pools.emplace_back(format, kMostPrbs, random, Payload::noise, res_of_uplink(format));
  }
  return {};
}

ChannelUse use_of(ORuPlan& plan, const profile::Link& link, const profile::Channel& channel,
                  ChannelPlan& planned, std::size_t carrier) {
  const profile::Carrier& of = plan.carriers[carrier].carrier;
  const profile::Compression& compression = channel.compression;
  ChannelUse use{.carrier = carrier,
                 .prach = planned.prach.has_value(),
                 .dynamic = compression.dynamic,
                 .by_place = channel.coupling != profile::Coupling::section_id,
                 .prbs = planned.prach ? planned.prach->prach.prbs : of.prbs,
                 .ports = std::max<std::size_t>(channel.eaxc.size(), 1),
                 .format = {.dynamic = compression.dynamic,
                            .method = static_cast<std::uint8_t>(compression.method),
                            .width = compression.width,
                            .carrier_prbs = of.prbs,
                            .ud_comp_len = compression.ud_comp_len},
                 .formats = {},
                 .headers = {planned.ud_comp_hdr},
                 .aim = planned.uplane,
                 .window = plan.carriers[carrier].answer_window};
  for (const profile::Packing& packing : compression.also) use.headers.push_back(header_of(packing));
  if (use.prach)
    use.window = profile::window_after(prach_delay(link, of.numerology, planned.prach->shape, true));
  use.formats.push_back({.ud_comp_hdr = planned.ud_comp_hdr,
                         .prb_octets = planned.prb_octets,
                         .pool = use.prach ? plan.prach_pools.size() : planned.pool});
  if (use.prach && compression.method == profile::Method::none)
    use.formats.back().sequence_octets = (planned.prach->shape.subcarriers * 2u * compression.width + 7) / 8;
  if (use.prach) plan.prach_pools.push_back(std::move(planned.prach->pool));
  return use;
}

/// The endpoint of an id and direction, made when it is the first of its kind.
Endpoint* endpoint_of(ORuPlan& plan, const profile::Link& link, radio::Eaxc eaxc, Direction direction,
                      std::size_t carrier) {
  if (Endpoint* found = plan.find(eaxc, direction)) return found;
  if (plan.endpoints.size() == kMostEndpoints) return nullptr;
  const Endpoint* other =
      plan.find(eaxc, direction == Direction::uplink ? Direction::downlink : Direction::uplink);
  const bool shares = link.sequence_shared_per_eaxc && other != nullptr;
  const std::size_t sequence = shares ? other->c_sequence : plan.c_sequences.size();
  if (!shares) plan.c_sequences.emplace_back();
  plan.endpoints.push_back({.eaxc = eaxc, .carrier = carrier, .c_sequence = sequence});
  plan.index[static_cast<std::size_t>(direction)][eaxc.value] =
      static_cast<std::uint16_t>(plan.endpoints.size());
  return &plan.endpoints.back();
}

CarrierUse carrier_of(const profile::Link& link, const profile::Carrier& carrier) {
  const profile::Delays delays = delays_of(link, carrier.numerology);
  return {.carrier = carrier,
          .clock = RadioClock{link.time, carrier},
          .c_window = {profile::window_before(*delays.t2a_cp_ul), profile::window_before(*delays.t2a_cp_dl)},
          .u_window = profile::window_before(*delays.t2a_up),
          .answer = aims_of(link, carrier.numerology).uplane_ul,
          .answer_window = profile::window_after(*delays.ta3)};
}

/// What the antennas play.
void add_antennas(ORuPlan& plan) {
  for (Endpoint& endpoint : plan.endpoints) {
    if (!endpoint.data || plan.find(endpoint.eaxc, Direction::uplink) != &endpoint) continue;
    const ChannelUse& channel = plan.channels[endpoint.data->channel];
    for (const AnswerFormat& format : channel.formats) {
      const iq::Format packing{wire::method_of(format.ud_comp_hdr), wire::width_of(format.ud_comp_hdr)};
      // PRBs of selective methods have no length of their own.
      endpoint.antenna.push_back(wire::is_selective(packing.method)
                                     ? std::vector<std::uint8_t>{}
                                     : test_symbol(packing, endpoint.eaxc.value, channel.prbs));
    }
  }
}

}  // namespace

Result<ORuPlan, Error> make_o_ru_plan(const profile::Link& stated, std::uint64_t seed, bool test_signal) {
  const profile::Link link = seen_at(stated, profile::TapPlace::at_o_ru);
  auto traffic = make_plan(link, {.seed = seed});
  if (!traffic) return tl::unexpected(traffic.error());
  ORuPlan plan;
  plan.pools = std::move(traffic->pools);
  for (auto& index : plan.index) index.resize(65536);
  for (std::size_t c = 0; c < link.carriers.size(); ++c) {
    const profile::Carrier& carrier = link.carriers[c];
    plan.carriers.push_back(carrier_of(link, carrier));
    for (std::size_t i = 0; i < carrier.channels.size(); ++i) {
      const profile::Channel& channel = carrier.channels[i];
      ChannelPlan& planned = traffic->carriers[c].channels[i];
      plan.channels.push_back(use_of(plan, link, channel, planned, c));
      if (planned.direction == Direction::uplink)
        if (auto added = add_formats(plan, plan.channels.back(), channel, planned, link, seed); !added)
          return tl::unexpected(added.error());
      // C-plane is not for these.
      if (channel.without_cplane) continue;
      for (std::size_t port = 0; port < channel.eaxc.size(); ++port) {
        Endpoint* endpoint = endpoint_of(plan, link, channel.eaxc[port], planned.direction, c);
        if (endpoint == nullptr) return fail("more than 65535 eAxC ids", "leave some out");
        auto& use = plan.channels.back().prach ? endpoint->prach : endpoint->data;
        if (!use) use = PortUse{.channel = plan.channels.size() - 1, .port = port};
      }
    }
  }
  if (test_signal) add_antennas(plan);
  return plan;
}

}  // namespace plumbline::emulator
