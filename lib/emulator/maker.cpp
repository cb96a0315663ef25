#include "emulator/maker.h"

#include <algorithm>

namespace plumbline::emulator {

using profile::ChannelKind;
using radio::Direction;
using radio::Plane;

namespace {

constexpr std::uint8_t kFft4096 = 12;  ///< CUS v17.01 7.5.2.13; it does not bind the O-RU

std::uint8_t octet(std::uint64_t value) { return static_cast<std::uint8_t>(value); }

/// Whether the pattern has symbols in this slot of the frame.
bool holds(const profile::SrsPattern& srs, std::int64_t frame, unsigned slot) {
  return static_cast<unsigned>(frame & 1023) % srs.period_frames == srs.offset_frames &&
         std::find(srs.slots.begin(), srs.slots.end(), slot) != srs.slots.end();
}

}  // namespace

/// The same for a burst whatever else is made, and whoever makes it.
Random Maker::Place::random(std::uint64_t salt, unsigned symbol, Plane plane) const {
  auto id = static_cast<std::uint64_t>(now->frame) * 16 + now->subframe;
  id = (id * 256 + now->carrier) * 256 + channel_index;
  id = ((id * 64 + slot) * 64 + symbol) * 2 + static_cast<std::uint64_t>(plane);
  return Random{salt ^ id};
}

radio::RadioTime Maker::Place::time(unsigned symbol) const {
  return {
      .frame = octet(static_cast<std::uint64_t>(now->frame)),
      .subframe = octet(now->subframe),
      .slot = octet(carrier->carrier.id_of_slot(slot)),
      .symbol = octet(symbol),
  };
}

std::int64_t Maker::Place::instant(std::int64_t tc) const {
  const std::int64_t advance =
      channel->direction == Direction::uplink ? std::int64_t{carrier->carrier.n_ta_offset_tc} : 0;
  return now->frame_ns + radio::tc_to_ns(now->subframe * radio::kTcPerSubframe + tc - advance);
}

std::int64_t Maker::Place::symbol_instant(unsigned symbol) const {
  const radio::Numerology n = carrier->carrier.numerology;
  return instant(radio::symbol_start_tc(n, slot * n.symbols_per_slot() + symbol));
}

unsigned Maker::Place::symbols_of(const PortPlan& port, profile::SymbolSpan span) const {
  if (!port.spared_slots.empty() && port.spared_slots[slot_in_frame()]) return 0;
  return span.count - (port.spares_last_symbol ? 1u : 0u);
}

std::size_t Maker::Place::ports_at(unsigned symbol, profile::SymbolSpan span,
                                   const std::vector<bool>& scripted) const {
  std::size_t ports = 0;
  for (std::size_t i = 0; i < channel->ports.size(); ++i)
    if (!scripted[i] && symbol < span.first + symbols_of(channel->ports[i], span)) ++ports;
  return ports;
}

/// One C-plane message, or what the script says instead.
void Maker::request(const Place& place, const Wish& wish, const wire::CplaneHeader& header, Burst& burst,
                    Outbox& out) {
  sections_.clear();
  for (const Piece& piece : place.channel->sections) {
    wire::Section section;
    name_prbs(section, piece, place.section_offset);
    section.re_mask = 0xFFF;
    section.num_symbol = octet(wish.symbols);
    if (place.channel->prach) {
      section.freq_offset = place.channel->prach->prach.frequency_offset;
      if (prach_without_symbols_) section.num_symbol = 0;
    }
    if (const auto& contents = place.channel->contents) {
      const Content& content = contents->of(wish.filling, place.turn(piece, wish.port));
      section.re_mask = content.re_mask;
      section.extensions = wire::View{Octets{content.extensions}};
      section.ef = !content.extensions.empty();
    }
    sections_.push_back(section);
  }
  const std::int64_t at_ns = burst.next();
  if (script_ != nullptr && wish.of_slot > 0 &&
      ask_script(place, wish.port, header, wish.of_slot, at_ns, out))
    return;
  if (place.channel->beams) return request_beams(place, wish.port, header, wish.symbols, at_ns, out);
  const radio::Eaxc eaxc = place.channel->ports[wish.port].eaxc;
  const Outbox::Space space = out.space();
  const std::uint32_t length = writer_.cplane(space.octets, eaxc, header, sections_);
  out.add(space, length, at_ns, eaxc, Plane::c, header.direction);
}

Octets Maker::take(Carried& carried, const Piece& piece, Random& random, wire::UplaneSection& section,
                   std::span<std::uint8_t>& space) {
  const ChannelPlan& channel = *carried.channel;
  Octets prbs;
  SectionMasks masks;
  if (carried.prach != nullptr) {
    prbs = carried.prach->pick(carried.prach_symbol, piece);
    masks = carried.prach->masks(piece);
  } else {
    const bool by_contents = channel.contents && carried.place != nullptr;
    const PrbPool& pool =
        plan_
            ->pools[by_contents
                        ? channel.contents->of(carried.filling, carried.place->turn(piece, carried.port)).pool
                        : channel.pool];
    prbs = pool.pick(piece, random, carried.sent, space);
    masks = pool.masks(piece);
  }
  carried.sent += piece.count;
  tell_prbs(section, masks, channel.ud_comp_len, prbs);
  return prbs;
}

void Maker::carry_cut(const Carried& carried, Burst& burst, Outbox& out) {
  writer_.uplane_whole(whole_, carried.eaxc, carried.header, parts_);
  const std::uint32_t frames = writer_.frames_of(Octets{whole_});
  const Outbox::Series series = out.open_series(frames);
  for (std::uint32_t number = 0; number < frames; ++number) {
    const Outbox::Space space = out.space();
    const std::uint32_t length = writer_.part(space.octets, whole_, number);
    out.add(space, length, burst.next(), carried.eaxc, Plane::u, carried.channel->direction, series);
  }
}

/// The U-plane messages of one eAxC and symbol.
void Maker::carry(Carried& carried, const std::vector<std::vector<Piece>>& messages, Burst& burst,
                  Random& random, Outbox& out) {
  const ChannelPlan& channel = *carried.channel;
  for (const std::vector<Piece>& message : messages) {
    parts_.clear();
    std::span<std::uint8_t> free{space_};
    for (const Piece& piece : message) {
      wire::UplaneSection section;
      name_prbs(section, piece, carried.section_offset);
      section.rb = piece.rb;
      section.has_header = channel.dynamic;
      section.ud_comp_hdr = channel.ud_comp_hdr;
      const Octets prbs = take(carried, piece, random, section, free);
      parts_.push_back({section, prbs});
    }
    if (transport_fragments_) {
      carry_cut(carried, burst, out);
      continue;
    }
    const Outbox::Space space = out.space();
    const std::uint32_t length = writer_.uplane(space.octets, carried.eaxc, carried.header, parts_);
    out.add(space, length, burst.next(), carried.eaxc, Plane::u, channel.direction);
  }
}

void Maker::describe(Place place, profile::SymbolSpan span, const SlotPart& part, Outbox& out) {
  const ChannelPlan& channel = *place.channel;
  const bool first = part.symbols.first == span.first;
  const std::size_t ports = place.ports_at(part.symbols.first, span, scripted_);
  if (ports == 0 || channel.without_cplane) return;
  Random random = place.random(salt_, part.symbols.first, Plane::c);
  Burst burst{channel.cplane, place.symbol_instant(part.symbols.first), ports, random};
  const wire::CplaneHeader header{.direction = channel.direction,
                                  .start = place.time(part.symbols.first),
                                  .number_of_sections = octet(channel.sections.size()),
                                  .section_type = 1,
                                  .ud_comp_hdr = channel.cplane_ud_comp_hdr};
  for (std::size_t i = 0; i < channel.ports.size(); ++i) {
    const unsigned symbols = place.symbols_of(channel.ports[i], span);
    // Ports with fewer symbols have no parts: that is uplink.
    if (symbols == 0 || scripted_[i]) continue;
    request(place,
            {.port = i,
             .symbols = std::min<unsigned>(symbols, part.symbols.count),
             .filling = part.filling,
             .of_slot = first ? symbols : 0},
            header, burst, out);
  }
}

void Maker::fill(Place place, profile::SymbolSpan span, const SlotPart& part, Outbox& out) {
  const ChannelPlan& channel = *place.channel;
  for (unsigned symbol = part.symbols.first; symbol < unsigned{part.symbols.first} + part.symbols.count;
       ++symbol) {
    const std::size_t ports = place.ports_at(symbol, span, scripted_);
    if (ports == 0) break;
    Random random = place.random(salt_, symbol, Plane::u);
    Burst burst{channel.uplane, place.symbol_instant(symbol), ports * channel.frames, random};
    for (std::size_t i = 0; i < channel.ports.size(); ++i) {
      const PortPlan& port = channel.ports[i];
      if (scripted_[i] || symbol >= span.first + place.symbols_of(port, span)) continue;
      Carried carried{.channel = &channel,
                      .eaxc = port.eaxc,
                      .header = {.direction = channel.direction, .at = place.time(symbol)},
                      .section_offset = place.section_offset,
                      .place = &place,
                      .filling = part.filling,
                      .port = i};
      carry(carried, channel.messages, burst, random, out);
    }
  }
}

/// PDSCH, PUSCH or SRS in one slot.
void Maker::make_scheduled(const Place& place, profile::SymbolSpan span, Outbox& out) {
  const ChannelPlan& channel = *place.channel;
  scripted_.assign(channel.ports.size(), false);
  SlotParts parts;
  if (channel.contents)
    parts = channel.contents->cut(span);
  else
    (void)parts.try_push({span, Filling::data});
  const auto each = [&](void (Maker::*act)(Place, profile::SymbolSpan, const SlotPart&, Outbox&)) {
    Place here = place;
    for (const SlotPart& part : parts) {
      (this->*act)(here, span, part, out);
      here.section_offset = static_cast<std::uint16_t>(here.section_offset + kIdsOfPart);
    }
  };
  if (makes(Plane::c, channel.direction)) {
    each(&Maker::describe);
    if (!said_.empty()) carry_said(place, out);
  }
  if (makes(Plane::u, channel.direction)) each(&Maker::fill);
}

void Maker::make_prach(const Place& place, const OccasionPlan& occasion, Outbox& out) {
  const ChannelPlan& channel = *place.channel;
  const radio::PrachShape& shape = channel.prach->shape;
  scripted_.assign(channel.ports.size(), false);
  if (makes(Plane::c, Direction::uplink) && !channel.without_cplane) {
    Random random = place.random(salt_, occasion.start_symbol, Plane::c);
    Burst burst{channel.cplane, place.instant(occasion.start_symbol_tc), channel.ports.size(), random};
    const wire::CplaneHeader header{.direction = Direction::uplink,
                                    .filter_index = shape.filter_index,
                                    .start = place.time(occasion.start_symbol),
                                    .number_of_sections = octet(channel.sections.size()),
                                    .section_type = 3,
                                    .ud_comp_hdr = channel.cplane_ud_comp_hdr,
                                    .time_offset = occasion.time_offset_ts,
                                    .frame_structure = octet(kFft4096 << 4 | shape.scs_code),
                                    .cp_length = 0};
    for (std::size_t i = 0; i < channel.ports.size(); ++i)
      request(place, {.port = i, .symbols = shape.symbols, .of_slot = shape.symbols}, header, burst, out);
    if (!said_.empty()) carry_said(place, out);
  }
  if (!makes(Plane::u, Direction::uplink)) return;
  for (unsigned k = 0; k < shape.symbols; ++k) {
    const unsigned symbol = occasion.start_symbol + k;
    const auto first_tc = occasion.first_sample_tc + std::int64_t{k} * shape.symbol_ts * radio::kTcPerTs;
    Random random = place.random(salt_, symbol, Plane::u);
    Burst burst{channel.uplane, place.instant(first_tc), channel.ports.size() * channel.frames, random};
    for (std::size_t i = 0; i < channel.ports.size(); ++i) {
      if (scripted_[i]) continue;
      Carried carried{.channel = &channel,
                      .eaxc = channel.ports[i].eaxc,
                      .header = {.direction = channel.direction,
                                 .filter_index = shape.filter_index,
                                 .at = place.time(symbol)},
                      .section_offset = place.section_offset,
                      .prach = &channel.prach->pool,
                      .prach_symbol = PrachPool::pick_symbol(random)};
      carry(carried, channel.messages, burst, random, out);
    }
  }
}

void Maker::make(const Subframe& now, Outbox& out) {
  const CarrierPlan& carrier = plan_->carriers[now.carrier];
  const radio::Numerology n = carrier.carrier.numerology;
  for (std::size_t index = 0; index < carrier.channels.size(); ++index) {
    const ChannelPlan& channel = carrier.channels[index];
    if (channel.ports.empty()) continue;
    Place place{.now = &now,
                .carrier = &carrier,
                .channel = &channel,
                .channel_index = index,
                .slot = 0,
                .section_offset = 0};
    if (channel.prach) {
      const auto sfn = static_cast<unsigned>(now.frame & 1023);
      if (sfn % channel.prach->prach.period_frames != channel.prach->prach.offset_frames) continue;
      for (const OccasionPlan& occasion : channel.prach->occasions) {
        if (occasion.subframe != now.subframe) continue;
        place.slot = occasion.slot;
        place.section_offset = occasion.section_offset;
        make_prach(place, occasion, out);
      }
      continue;
    }
    for (unsigned slot = 0; slot < n.slots_per_subframe(); ++slot) {
      place.slot = octet(slot);
      profile::SymbolSpan span = carrier.carrier.symbols(channel.direction, place.slot_in_frame());
      if (span.count == 0) continue;
      if (channel.srs) {
        if (!holds(*channel.srs, now.frame, place.slot_in_frame())) continue;
        span = {channel.srs->start_symbol, channel.srs->symbols};
      } else if (channel.kind == ChannelKind::srs) {
        span = {octet(span.first + span.count - 1u), 1};
      }
      make_scheduled(place, span, out);
    }
  }
}

}  // namespace plumbline::emulator
