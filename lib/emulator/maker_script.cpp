// What a script says in place of plain C-plane messages, and the DL U-plane that follows from it.
#include <algorithm>
#include <tuple>

#include "emulator/maker.h"

namespace plumbline::emulator {

using radio::Direction;
using radio::Plane;

namespace {

/// What ecpriPayload can say.
constexpr std::size_t kLongestBody = 65535;

constexpr std::uint64_t kSaltOfScripts = 0x5C21;

std::uint8_t octet(std::uint64_t value) { return static_cast<std::uint8_t>(value); }

/// The octets behind the eCPRI common header; sequenceId is 0.
void encode_said(const ScriptMessage& message, std::vector<std::uint8_t>& body) {
  const bool sections = wire::has_sections(message.header.section_type);
  std::size_t octets = 4 + 12 + message.rest.size();
  for (const ScriptSection& one : message.sections) octets += 12 + one.extensions.size();
  body.resize(octets);
  Writer out{body};
  wire::encode_ids(out, {.eaxc = message.eaxc});
  if (!sections) {
    wire::encode_cplane_common(out, message.header);
    out.put(Octets{message.rest});
    body.resize(out.at());
    return;
  }
  wire::CplaneHeader header = message.header;
  header.number_of_sections = octet(message.sections.size());
  wire::encode(out, header);
  for (const ScriptSection& one : message.sections) {
    wire::Section section = one.section;
    section.ef = section.ef || !one.extensions.empty();
    wire::encode(out, section, header.section_type);
    out.put(Octets{one.extensions});
  }
  body.resize(out.at());
}

/// The channel of DL U-plane that `eaxc` belongs to.
const ChannelPlan* find_downlink(const CarrierPlan& carrier, radio::Eaxc eaxc) {
  for (const ChannelPlan& channel : carrier.channels) {
    if (channel.direction != Direction::downlink) continue;
    for (const PortPlan& port : channel.ports)
      if (port.eaxc == eaxc) return &channel;
  }
  return nullptr;
}

/// Where the U-plane of `symbol` of a message lies, from the start of `frame`. Section type 3 says itself
/// where its startSymbolId begins (CUS v17.01 7.5.2.12).
std::int64_t since_frame_ns(const profile::Carrier& carrier, const wire::CplaneHeader& header,
                            unsigned symbol, std::int64_t frame) {
  const radio::Numerology n = carrier.numerology;
  const unsigned first = carrier.slot_of_id(header.start.slot) * n.symbols_per_slot();
  std::int64_t tc = header.start.subframe * radio::kTcPerSubframe + radio::symbol_start_tc(n, first + symbol);
  if (header.section_type == 3)
    tc += radio::symbol_start_tc(n, first) - radio::symbol_start_tc(n, first + header.start.symbol) +
          header.time_offset * radio::kTcPerTs;
  const auto later = static_cast<std::int8_t>(header.start.frame - octet(static_cast<std::uint64_t>(frame)));
  return later * radio::kFrameNs + radio::tc_to_ns(tc);
}

/// How much later than the plain message another of the same slot is sent: by its startSymbolId.
std::int64_t symbols_later_ns(radio::Numerology n, unsigned slot, const radio::RadioTime& plain,
                              const radio::RadioTime& said) {
  radio::RadioTime same = said;
  same.symbol = plain.symbol;
  if (same != plain || said.symbol >= n.symbols_per_slot()) return 0;
  const unsigned first = slot * n.symbols_per_slot();
  return radio::tc_to_ns(radio::symbol_start_tc(n, first + said.symbol) -
                         radio::symbol_start_tc(n, first + plain.symbol));
}

}  // namespace

bool Maker::ask_script(const Place& place, std::size_t port, const wire::CplaneHeader& header,
                       unsigned symbols, std::int64_t at_ns, Outbox& out) {
  const profile::Carrier& carrier = place.carrier->carrier;
  messages_.clear();
  const SlotPlace asked{.carrier = carrier,
                        .channel = carrier.channels[place.channel_index],
                        .port = port,
                        .frame = place.now->frame,
                        .slot = place.slot_in_frame(),
                        .symbols = {header.start.symbol, octet(symbols)},
                        .header = header,
                        .section = sections_[0]};
  if (!script_->say(asked, messages_)) return false;
  scripted_[port] = true;
  for (const ScriptMessage& message : messages_)
    speak(place, message,
          at_ns + symbols_later_ns(carrier.numerology, place.slot, header.start, message.header.start), out);
  return true;
}

void Maker::speak(const Place& place, const ScriptMessage& message, std::int64_t at_ns, Outbox& out) {
  encode_said(message, body_);
  const Octets body = Octets{body_}.first(std::min(body_.size(), kLongestBody));
  const Outbox::Space space = out.space(writer_.room() + body.size());
  const std::uint32_t length = writer_.message(space.octets, Role::o_du, wire::EcpriType::rt_control, body);
  out.add(space, length, at_ns + message.later.count(), message.eaxc, Plane::c, message.header.direction);
  if (message.header.direction != Direction::downlink) return;
  const profile::Carrier& carrier = place.carrier->carrier;
  const wire::View view = wire::View{body}.from(4);
  wire::CplaneHeader header;
  if (wire::decode_cplane_header(view, header)) return;
  asked_.clear();
  const Grid grid{.prbs = carrier.prbs, .symbols = octet(carrier.numerology.symbols_per_slot())};
  if (!read_asked(view, header, message.eaxc, grid, asked_)) return;
  for (const Asked& one : asked_) said_.push_back({one, header, said_messages_});
  ++said_messages_;
}

void Maker::carry_said(const Place& place, Outbox& out) {
  std::stable_sort(said_.begin(), said_.end(), [](const Said& a, const Said& b) {
    return std::tie(a.asked.symbol, a.asked.eaxc, a.message) <
           std::tie(b.asked.symbol, b.asked.eaxc, b.message);
  });
  for (std::size_t from = 0; from < said_.size();) {
    std::size_t to = from;
    while (to < said_.size() && said_[to].asked.symbol == said_[from].asked.symbol) ++to;
    carry_symbol(place, std::span{said_}.subspan(from, to - from), out);
    from = to;
  }
  said_.clear();
  said_messages_ = 0;
}

void Maker::carry_symbol(const Place& place, std::span<const Said> said, Outbox& out) {
  Random random = place.random(salt_ ^ kSaltOfScripts, said[0].asked.symbol, Plane::u);
  std::size_t sent = 0;
  for (std::size_t from = 0; from < said.size();) {
    const Said& first = said[from];
    std::vector<Piece> pieces;
    std::size_t to = from;
    for (; to < said.size() && said[to].asked.eaxc == first.asked.eaxc && said[to].message == first.message;
         ++to)
      pieces.push_back(said[to].asked.piece());
    if (from > 0 && said[from - 1].asked.eaxc != first.asked.eaxc) sent = 0;
    from = to;
    const ChannelPlan* channel = find_downlink(*place.carrier, first.asked.eaxc);
    if (channel == nullptr) continue;
    const auto messages = lay_out(pieces, channel->room, channel->overhead(), channel->prb_octets);
    const profile::Carrier& carrier = place.carrier->carrier;
    Burst burst{
        channel->uplane,
        place.now->frame_ns + since_frame_ns(carrier, first.header, first.asked.symbol, place.now->frame),
        channel->frames_of(messages, writer_), random};
    Carried carried{.channel = channel,
                    .eaxc = first.asked.eaxc,
                    .header = {.direction = Direction::downlink,
                               .filter_index = first.header.filter_index,
                               .at = first.header.start},
                    .sent = sent};
    carried.header.at.symbol = first.asked.symbol;
    carry(carried, messages, burst, random, out);
    sent = carried.sent;
  }
}

}  // namespace plumbline::emulator
