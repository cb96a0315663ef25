#include "emulator/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/frame_writer.h"
#include "iq/modulation_samples.h"
#include "wire/cplane.h"
#include "wire/uplane.h"

namespace plumbline::emulator {
namespace {

using profile::ChannelKind;

constexpr unsigned kMostNumPrb = 255;
/// Octets of SE 5 with two sets.
constexpr std::uint32_t kMostExtension = 12;

/// Section ids of a channel kind start here, so that DL, PUSCH, SRS and PRACH never share one.
constexpr std::uint16_t first_section(ChannelKind kind) {
  return static_cast<std::uint16_t>(static_cast<unsigned>(kind) * kMostSections);
}

tl::unexpected<Error> fail_in(const profile::Carrier& carrier, std::string_view what, std::string remedy) {
  return fail(fmt::format("carrier {}: {}", carrier.name.empty() ? "without a name" : carrier.name, what),
              std::move(remedy));
}

/// The carrier in `count` sections of nearly equal size.
std::vector<Piece> split(ChannelKind kind, std::uint16_t prbs, std::uint16_t count, bool by_id = true) {
  std::vector<Piece> pieces;
  unsigned first = 0;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned end = prbs * (i + 1u) / count;
    pieces.push_back(
        {.section = by_id ? static_cast<std::uint16_t>(first_section(kind) + i) : wire::kNoSectionId,
         .first = static_cast<std::uint16_t>(first),
         .count = static_cast<std::uint16_t>(end - first),
         .whole = count == 1 && prbs > kMostNumPrb});
    first = end;
  }
  return pieces;
}

Random random_of(iq::Format format, std::uint64_t seed) {
  Random random{seed};
  return Random{random.next() ^ static_cast<std::uint64_t>(format.method * 256u + format.width)};
}

/// Pools that several channels use: those of a format, and where in Plan::pools they are.
struct Shared {
  std::vector<iq::Format> formats;
  std::vector<std::size_t> places;
};
/// Index of the pool of `format`, made when it is the first of its kind.
std::size_t pool_of(Plan& plan, Shared& shared, iq::Format format, const Options& options) {
  const auto found = std::find(shared.formats.begin(), shared.formats.end(), format);
  if (found != shared.formats.end())
    return shared.places[static_cast<std::size_t>(found - shared.formats.begin())];
  shared.formats.push_back(format);
  shared.places.push_back(plan.pools.size());
  plan.pools.emplace_back(format, kMostPrbs, random_of(format, options.seed), options.payload,
                          res_of_uplink(format));
  return shared.places.back();
}

/// What is sent on `channel`, where the format shows it; else one pool for all.
void fill(Plan& plan, Shared& shared, ChannelPlan& channel, iq::Format format, std::uint16_t prbs,
          const Options& options) {
  if (channel.direction == radio::Direction::uplink || !has_contents(format, options.payload)) {
    channel.pool = pool_of(plan, shared, format, options);
    return;
  }
  channel.contents =
      make_contents(format, prbs, random_of(format, options.seed), options.payload, plan.pools);
  // What a script describes without saying what it is for.
  channel.pool = channel.contents->of(Filling::data, channel.contents->turns - 1).pool;
}

Result<void, Error> check_carrier(const profile::Carrier& carrier, std::uint16_t sections) {
  const auto& n = carrier.numerology;
  if (n.mu > 4 || (n.extended_cp && n.mu != 2))
    return fail_in(carrier,
                   fmt::format("mu {} {}CP is no numerology", n.mu, n.extended_cp ? "extended " : ""),
                   "mu is 0..4, extended CP exists for mu 2 only");
  if (carrier.prbs < 1 || carrier.prbs > kMostPrbs)
    return fail_in(carrier, fmt::format("{} PRBs", carrier.prbs), "state 1..1023 PRBs");
  if (sections < 1 || sections > kMostSections || sections > carrier.prbs)
    return fail_in(carrier, fmt::format("{} PRBs cannot be split into {} sections", carrier.prbs, sections),
                   fmt::format("ask for 1..{} sections", std::min<unsigned>(kMostSections, carrier.prbs)));
  if (sections > 1 && (carrier.prbs + sections - 1u) / sections > kMostNumPrb)
    return fail_in(carrier, fmt::format("{} PRBs in {} sections: more than 255 each", carrier.prbs, sections),
                   "ask for more sections, or for one");
  return {};
}

Result<OccasionPlan, Error> make_occasion(const profile::Carrier& carrier, const radio::PrachShape& shape,
                                          unsigned slot_in_frame, unsigned symbol) {
  const auto& n = carrier.numerology;
  const unsigned slot = slot_in_frame % n.slots_per_subframe();
  const auto start = radio::prach_start(shape, n.mu, slot, symbol);
  const unsigned counted_slot = shape.long_format ? 0 : slot;
  const radio::Numerology counted{.mu = shape.long_format ? std::uint8_t{0} : n.mu};
  const auto slot_tc = radio::symbol_start_tc(counted, counted_slot * 14);
  const auto slot_end_tc = radio::symbol_start_tc(counted, (counted_slot + 1) * 14);
  const auto first_tc = slot_tc + start.time_offset_ts * radio::kTcPerTs;
  if (first_tc >= slot_end_tc)
    return fail_in(carrier,
                   fmt::format("the PRACH occasion in slot {} symbol {} has its first sample behind the slot",
                               slot_in_frame, symbol),
                   "timeOffset cannot say that (CUS 7.5.2.12): start the occasion earlier");
  return OccasionPlan{
      .subframe = static_cast<std::uint8_t>(slot_in_frame / n.slots_per_subframe()),
      .slot = static_cast<std::uint8_t>(counted_slot),
      .start_symbol = start.start_symbol,
      .time_offset_ts = static_cast<std::uint16_t>(start.time_offset_ts),
      .start_symbol_tc = radio::symbol_start_tc(counted, counted_slot * 14 + start.start_symbol),
      .first_sample_tc = first_tc};
}

/// All occasions of a frame, in order; they must not overlap, or their U-plane would.
Result<void, Error> make_occasions(const profile::Carrier& carrier, PrachPlan& plan) {
  const radio::Numerology n = carrier.numerology;
  for (const std::uint16_t slot : plan.prach.slots) {
    for (const std::uint8_t symbol : plan.prach.start_symbols) {
      if (slot >= n.slots_per_frame() || symbol >= n.symbols_per_slot())
        return fail_in(carrier, fmt::format("PRACH in slot {} symbol {}", slot, symbol),
                       fmt::format("slots of the frame are 0..{}, symbols 0..13", n.slots_per_frame() - 1));
      auto occasion = make_occasion(carrier, plan.shape, slot, symbol);
      if (!occasion) return tl::unexpected(occasion.error());
      plan.occasions.push_back(*occasion);
    }
  }
  const auto begins = [](const OccasionPlan& o) {
    return o.subframe * radio::kTcPerSubframe + o.first_sample_tc;
  };
  std::sort(plan.occasions.begin(), plan.occasions.end(),
            [&](const OccasionPlan& a, const OccasionPlan& b) { return begins(a) < begins(b); });
  const auto length = std::int64_t{plan.shape.symbols} * plan.shape.symbol_ts * radio::kTcPerTs;
  for (std::size_t i = 1; i < plan.occasions.size(); ++i) {
    const OccasionPlan& before = plan.occasions[i - 1];
    OccasionPlan& now = plan.occasions[i];
    const bool same_slot = before.subframe == now.subframe && before.slot == now.slot;
    if (begins(now) < begins(before) + length ||
        (same_slot && now.start_symbol < before.start_symbol + plan.shape.symbols))
      return fail_in(carrier, fmt::format("PRACH occasions overlap in subframe {}", now.subframe),
                     "move slots or start symbols apart");
    if (same_slot) now.section_offset = static_cast<std::uint16_t>(before.section_offset + 1);
  }
  return {};
}

Result<PrachPlan, Error> make_prach(const profile::Carrier& carrier, const profile::Channel& channel,
                                    iq::Format format, std::uint64_t seed) {
  if (!channel.prach)
    return fail_in(carrier, "the PRACH channel says nothing about its occasions",
                   "state format and slots, or leave the channel out");
  const profile::Prach& prach = *channel.prach;
  const auto shape = radio::prach_shape(prach.format.c_str(), carrier.numerology.mu);
  if (!shape)
    return fail_in(carrier, fmt::format("PRACH format \"{}\" is not known", prach.format),
                   "formats are 0..3, A1..A3, B1..B4, C0, C2");
  if (carrier.numerology.extended_cp)
    return fail_in(carrier, "PRACH beside extended CP is not generated", "leave the PRACH channel out");
  if (prach.period_frames == 0 || prach.prbs < 1 || prach.prbs > kMostNumPrb || prach.start_symbols.empty())
    return fail_in(carrier,
                   fmt::format("PRACH with period {} frames, {} PRBs, {} start symbols", prach.period_frames,
                               prach.prbs, prach.start_symbols.size()),
                   "the period is at least 1, PRBs are 1..255, and there is a start symbol");
  PrachPlan plan{.shape = *shape,
                 .prach = prach,
                 .pool = PrachPool{format, prach.prbs, shape->subcarriers, Random{seed ^ 0x9AC4}},
                 .occasions = {}};
  if (auto made = make_occasions(carrier, plan); !made) return tl::unexpected(made.error());
  return plan;
}

Result<ChannelPlan, Error> make_channel(const profile::Link& link, const profile::Carrier& carrier,
                                        const profile::Channel& channel, const Options& options) {
  const profile::Compression& compression = channel.compression;
  const iq::Format format{static_cast<std::uint8_t>(compression.method), compression.width};
  const auto prb_octets = iq::prb_octets(format);
  const bool modulated = iq::is_modulation(format.method);
  if (!prb_octets || (modulated && (channel.direction() == radio::Direction::uplink ||
                                    format.width > iq::ModulationSamples::kMostBits)))
    return fail_in(
        carrier,
        fmt::format("{} with compression {} of width {} cannot be generated", profile::name_of(channel.kind),
                    profile::name_of(compression.method), compression.width),
        "widths are 1..16, those of modulation compression 1..5, in downlink alone (CUS A.5)");
  ChannelPlan plan;
  plan.kind = channel.kind;
  plan.direction = channel.direction();
  for (const radio::Eaxc eaxc : channel.eaxc) plan.ports.push_back({.eaxc = eaxc});
  plan.dynamic = compression.dynamic;
  plan.ud_comp_len = compression.ud_comp_len;
  plan.without_cplane = channel.without_cplane;
  plan.srs = channel.srs;
  plan.ud_comp_hdr = wire::make_ud_comp_hdr(format.method, format.width);
  if (plan.direction == radio::Direction::uplink && plan.dynamic) plan.cplane_ud_comp_hdr = plan.ud_comp_hdr;
  const Aims aims = aims_of(link, carrier.numerology);
  const bool down = plan.direction == radio::Direction::downlink;
  plan.cplane = down ? aims.cplane_dl : aims.cplane_ul;
  plan.uplane = down ? aims.uplane_dl : aims.uplane_ul;
  plan.sections =
      split(channel.kind, carrier.prbs, options.sections, channel.coupling == profile::Coupling::section_id);
  if (channel.kind == ChannelKind::prach) {
    auto prach = make_prach(carrier, channel, format, options.seed);
    if (!prach) return tl::unexpected(prach.error());
    plan.uplane = prach_aim(link, carrier.numerology, prach->shape);
    plan.sections = split(channel.kind, prach->prach.prbs, 1);
    plan.prach = std::move(*prach);
  }
  plan.prb_octets = static_cast<std::uint32_t>(*prb_octets);
  const std::uint32_t mtu = link.mtu.value_or(kDefaultMtu);
  const std::uint32_t section_octets = modulated ? 8 + kMostExtension : 12;
  const std::uint32_t cplane_octets =
      8 + 12 + section_octets * static_cast<std::uint32_t>(plan.sections.size());
  const auto least =
      std::max<std::uint32_t>(kUplaneOverhead + plan.overhead() + plan.prb_octets, cplane_octets);
  if (mtu < least)
    return fail_in(carrier, fmt::format("an MTU of {} octets has no room for a message", mtu),
                   fmt::format("{} octets are needed at least", least));
  const FrameWriter writer{link};
  plan.room = writer.message_room(options.transport_fragments);
  plan.messages = lay_out(plan.sections, plan.room, plan.overhead(), plan.prb_octets);
  plan.frames = plan.frames_of(plan.messages, writer);
  return plan;
}

/// C-plane must have passed before the first U-plane frame of its slot does.
Result<void, Error> check_order(const profile::Carrier& carrier, const Aims& aims) {
  if (aims.cplane_dl.centre_ns + aims.cplane_dl.reach_ns() <
          aims.uplane_dl.centre_ns - aims.uplane_dl.reach_ns() &&
      aims.cplane_ul.centre_ns + aims.cplane_ul.reach_ns() <
          aims.uplane_ul.centre_ns - aims.uplane_ul.reach_ns())
    return {};
  return fail_in(carrier, "the delay windows put U-plane before the C-plane that announces it",
                 "the C-plane windows must lie before those of the U-plane (T1a or T2a, and Ta3 or Ta4)");
}

/// What PRACH and SRS on the same eAxC id leave to PUSCH; and no id may serve two other channels.
Result<void, Error> share_ports(Plan& plan) {
  struct User {
    CarrierPlan* carrier;
    ChannelPlan* channel;
    PortPlan* port;
  };
  std::vector<User> users;
  for (CarrierPlan& carrier : plan.carriers)
    for (ChannelPlan& channel : carrier.channels)
      for (PortPlan& port : channel.ports) users.push_back({&carrier, &channel, &port});
  for (std::size_t i = 0; i < users.size(); ++i) {
    for (std::size_t j = 0; j < users.size(); ++j) {
      const User &a = users[i], &b = users[j];
      if (i == j || a.port->eaxc != b.port->eaxc || a.channel->direction != b.channel->direction) continue;
      const bool pusch_a = a.channel->kind == ChannelKind::pusch;
      if (a.carrier != b.carrier || pusch_a == (b.channel->kind == ChannelKind::pusch))
        return fail_in(a.carrier->carrier,
                       fmt::format("eAxC 0x{:04X} serves {} and {}", a.port->eaxc.value,
                                   profile::name_of(a.channel->kind), profile::name_of(b.channel->kind)),
                       "only PUSCH may share an id, with PRACH or with SRS of its carrier");
      if (!pusch_a) continue;
      if (b.channel->kind == ChannelKind::srs) a.port->spares_last_symbol = true;
      if (b.channel->kind != ChannelKind::prach) continue;
      const radio::Numerology n = a.carrier->carrier.numerology;
      const PrachPlan& prach = *b.channel->prach;
      a.port->spared_slots.resize(n.slots_per_frame());
      for (const OccasionPlan& occasion : prach.occasions) {
        const unsigned label = occasion.subframe * n.slots_per_subframe() + occasion.slot;
        const auto length = std::int64_t{prach.shape.symbols} * prach.shape.symbol_ts * radio::kTcPerTs;
        const auto end = occasion.subframe * radio::kTcPerSubframe + occasion.first_sample_tc + length;
        for (unsigned slot = label;; ++slot) {
          const auto begins = slot / n.slots_per_subframe() * radio::kTcPerSubframe +
                              radio::symbol_start_tc(n, slot % n.slots_per_subframe() * 14);
          if (slot > label && begins >= end) break;
          a.port->spared_slots[slot % n.slots_per_frame()] = true;
        }
      }
    }
  }
  return {};
}

/// Every second one of slots that follow each other in a frame says again what the one before has told.
void choose_citing_slots(const profile::Carrier& carrier, ChannelPlan& channel) {
  const unsigned slots = carrier.numerology.slots_per_frame();
  for (PortPlan& port : channel.ports) {
    const auto is_used = [&](unsigned slot) {
      const unsigned symbols = carrier.symbols(channel.direction, slot).count;
      const bool spared = !port.spared_slots.empty() && port.spared_slots[slot];
      return !spared && symbols > (port.spares_last_symbol ? 1u : 0u);
    };
    port.citing_slots.assign(slots, false);
    for (unsigned slot = 1; slot < slots; ++slot)
      port.citing_slots[slot] = is_used(slot) && is_used(slot - 1) && !port.citing_slots[slot - 1];
  }
}

}  // namespace

std::size_t ChannelPlan::frames_of(std::span<const std::vector<Piece>> all, const FrameWriter& writer) const {
  std::size_t sum = 0;
  for (const std::vector<Piece>& message : all) {
    std::uint32_t octets = wire::kUplaneHeaderOctets;
    for (const Piece& piece : message) octets += overhead() + piece.count * prb_octets;
    sum += writer.frames_of(octets);
  }
  return sum;
}

std::vector<std::vector<Piece>> lay_out(const std::vector<Piece>& sections, std::uint32_t room,
                                        std::uint32_t overhead, std::uint32_t prb_octets) {
  Fragmenter fragmenter{room, overhead, prb_octets};
  std::vector<std::vector<Piece>> messages;
  std::vector<Piece> message;
  while (fragmenter.next(sections, [&](const Piece& piece) { message.push_back(piece); })) {
    messages.push_back(message);
    message.clear();
  }
  return messages;
}

Result<Plan, Error> make_plan(const profile::Link& link, const Options& options) {
  if (link.carriers.empty()) return fail("the link has no carriers", "state at least one");
  if (link.udp_port)
    return fail("traffic over UDP/IP is not generated", "leave udp_port out: eCPRI then goes over Ethernet");
  Plan plan;
  Shared shared;
  BeamIds beams;
  for (const profile::Carrier& carrier : link.carriers) {
    if (auto checked = check_carrier(carrier, options.sections); !checked)
      return tl::unexpected(checked.error());
    const Aims aims = aims_of(link, carrier.numerology);
    if (auto checked = check_order(carrier, aims); !checked) return tl::unexpected(checked.error());
    CarrierPlan made{.carrier = carrier, .channels = {}};
    for (const profile::Channel& channel : carrier.channels) {
      auto one = make_channel(link, carrier, channel, options);
      if (!one) return tl::unexpected(one.error());
      if (one->kind != ChannelKind::prach) {
        fill(plan, shared, *one,
             {static_cast<std::uint8_t>(channel.compression.method), channel.compression.width}, carrier.prbs,
             options);
        auto formed = make_beams(link, carrier, channel, one->sections, options.seed, beams);
        if (!formed) return tl::unexpected(formed.error());
        one->beams = std::move(*formed);
      }
      for (const Aim& aim : {one->cplane, one->uplane})
        plan.lead_ns = std::max(plan.lead_ns,
                                aim.reach_ns() - aim.centre_ns + radio::tc_to_ns(carrier.n_ta_offset_tc) + 1);
      made.channels.push_back(std::move(*one));
    }
    plan.carriers.push_back(std::move(made));
  }
  if (auto checked = share_ports(plan); !checked) return tl::unexpected(checked.error());
  for (CarrierPlan& carrier : plan.carriers)
    for (ChannelPlan& channel : carrier.channels)
      if (channel.beams && channel.beams->vectors) choose_citing_slots(carrier.carrier, channel);
  return plan;
}

}  // namespace plumbline::emulator
