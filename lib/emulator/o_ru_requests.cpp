#include "emulator/o_ru_requests.h"

#include <algorithm>

#include "radio/numerology.h"
#include "wire/cplane/extension_06.h"
#include "wire/cplane/extension_22.h"

namespace plumbline::emulator {
namespace {

using profile::QuirkKind;
using radio::Direction;

constexpr std::uint8_t kMostFilter = 9;  ///< filterIndex above are reserved (CUS v17.01 7.5.2.3)
/// SE 6, 12 and 19 name the symbols.
constexpr std::uint64_t kMasked = std::uint64_t{1} << 6 | std::uint64_t{1} << 12 | std::uint64_t{1} << 19;
constexpr unsigned kLastExtension = 28;  ///< of v17.01; those behind are reserved, and ignored

/// Extensions of a section, and the id of its SE 22.
struct Extensions {
  std::uint64_t types = 0;
  std::optional<std::uint16_t> ack_id;
};
Extensions extensions_of(const wire::Section& section) {
  Extensions found;
  wire::ExtensionWalk walk{section.extensions};
  wire::Extension extension;
  while (section.extensions.length > 0 && walk.next(extension)) {
    if (extension.type == 0 || extension.type > kLastExtension) continue;
    found.types |= std::uint64_t{1} << extension.type;
    if (extension.type == wire::Extension22::kType && extension.body.captured >= 2)
      found.ack_id = load_be16(extension.body.data);
  }
  return found;
}

/// The worse of two.
Outcome worse(Outcome a, Outcome b) { return std::max(a, b); }

}  // namespace

ORuRequests::ORuRequests(ORuPlan& plan, const ORuAbilities& abilities, Quirks quirks, AnswerQueue& answers,
                         Control& control)
    : plan_{&plan}, abilities_{abilities}, quirks_{quirks}, answers_{&answers}, control_{&control} {
  if (abilities_.ack_nack) abilities_.extensions |= std::uint64_t{1} << wire::Extension22::kType;
}

std::optional<ORuRequests::Place> ORuRequests::place(const Arrived& when, const Endpoint& endpoint,
                                                     const wire::CplaneHeader& header) const {
  const CarrierUse& carrier = plan_->carriers[endpoint.carrier];
  const RadioClock& clock = carrier.clock;
  radio::RadioTime start = header.start;
  Place place{.has_window = has_window(header.section_type),
              .counted = {.numerology = carrier.carrier.numerology}};
  if (!place.has_window) start.symbol = 0;
  place.frame = clock.nearest(CaptureTime{Nanos{when.at_ns}}, start.frame);
  if (header.section_type != 3) {
    if (!clock.has(start)) return std::nullopt;
    place.t0_ns = clock.symbol_ns(place.frame, start, header.direction);
    place.slot = clock.slot_number(place.frame, start);
    return place;
  }
  if (start.subframe > 9 || !clock.has_slot(start.slot)) return std::nullopt;
  const auto counted = counted_by(carrier.carrier, header);
  if (!counted) return std::nullopt;
  place.counted = *counted;
  const unsigned symbols = counted->numerology.symbols_per_slot();
  if (start.symbol >= symbols ||
      header.time_offset * radio::kTcPerTs >= counted->symbol_tc(symbols) - counted->symbol_tc(0))
    return std::nullopt;
  place.t0_ns =
      clock.instant_ns(place.frame, start.subframe, counted->symbol_tc(start.symbol), header.direction);
  start.symbol = 0;
  place.slot = clock.slot_number(place.frame, start);
  return place;
}

Asking ORuRequests::asking(const Reading& reading, const wire::View& message) const {
  // Messages of the O-RU count in one number space of the eAxC id.
  Endpoint* own = plan_->find(reading.endpoint.eaxc, Direction::uplink);
  return {.endpoint = own != nullptr ? own : &reading.endpoint,
          .header = reading.header,
          .message = message,
          .t0_ns = reading.place.t0_ns,
          .slot = reading.place.slot};
}

Outcome ORuRequests::take(const Arrived& when, Endpoint& endpoint, const wire::CplaneHeader& header,
                          const Place& place, const wire::View& message) {
  Reading reading{when, endpoint, header, place};
  const bool spaced = header.filter_index <= kMostFilter;
  switch (header.section_type) {
    case 0:
      if (!abilities_.blanking) return Outcome::unable;
      return take_sections(reading, message);
    case 5:
      if (!abilities_.channel_information) return Outcome::unable;
      [[fallthrough]];
    case 1:
    case 3:
      if (!spaced) return Outcome::wrong;
      return take_sections(reading, message);
    case 4:
      return control_->slot_commands(when, asking(reading, message));
    case 6:
      return abilities_.channel_information ? Outcome::taken : Outcome::unable;
    case 7:
      return control_->laa(when, asking(reading, message));
    case 11:
      return Outcome::unable;
    default:  // reserved, or what an O-RU sends
      return Outcome::wrong;
  }
}

/// Start of the CP of a symbol, of PRACH its first sample behind the CP (CUS v17.01 4.4.3).
std::int64_t ORuRequests::reference_ns(const Reading& reading, const ChannelUse& channel,
                                       unsigned symbol) const {
  const wire::CplaneHeader& header = reading.header;
  const RadioClock& clock = plan_->carriers[reading.endpoint.carrier].clock;
  if (header.section_type != 3) {
    radio::RadioTime at = header.start;
    at.symbol = static_cast<std::uint8_t>(symbol);
    return clock.symbol_ns(reading.place.frame, at, Direction::uplink);
  }
  const Counted& counted = reading.place.counted;
  const std::int64_t tc = channel.prach ? counted.prach_symbol_tc(header, symbol) : counted.symbol_tc(symbol);
  return clock.instant_ns(reading.place.frame, header.start.subframe, tc, Direction::uplink);
}

std::uint32_t ORuRequests::open_answer(const Reading& reading, Endpoint& endpoint, const PortUse& use,
                                       std::size_t format, const Asked& asked) {
  const std::uint32_t index = answers_->open();
  Answer& answer = (*answers_)[index];
  answer.endpoint = &endpoint;
  answer.channel = use.channel;
  answer.port = use.port;
  answer.format = format;
  answer.filter_index = reading.header.filter_index;
  answer.at = reading.header.start;
  answer.at.symbol = asked.symbol;
  if (plan_->channels[use.channel].prach && quirks_.has(QuirkKind::prach_symbol_from_0))
    answer.at.symbol = static_cast<std::uint8_t>(asked.symbol - reading.header.start.symbol);
  answer.frame = reading.place.frame.number;
  answer.t0_ns = reference_ns(reading, plan_->channels[use.channel], asked.symbol);
  return index;
}

/// Adds what is asked to the answer of its eAxC id and symbol.
Outcome ORuRequests::owe(const Reading& reading, Endpoint& endpoint, const PortUse& use, const Asked& asked) {
  const ChannelUse& channel = plan_->channels[use.channel];
  std::size_t format = 0;
  if (channel.prach && quirks_.has(QuirkKind::prach_unanswered)) return Outcome::taken;
  if (channel.dynamic && !(channel.prach && quirks_.has(QuirkKind::prach_uncompressed))) {
    while (format < channel.formats.size() &&
           channel.formats[format].ud_comp_hdr != reading.header.ud_comp_hdr)
      ++format;
    if (format == channel.formats.size()) return Outcome::wrong;
  }
  if (reading.header.section_type == 3 && asked.symbol < reading.header.start.symbol) return Outcome::wrong;
  switch (endpoint.book.add(reading.place.slot, asked, reading.header.filter_index, widest(channel))) {
    case SlotBook::Added::repeated:
      return Outcome::taken;
    case SlotBook::Added::full:
      return Outcome::unable;
    case SlotBook::Added::fresh:
      break;
  }
  const std::size_t port = asked.eaxc.value - reading.endpoint.eaxc.value;
  const std::size_t slot = port * kSymbols + asked.symbol;
  if (table_[slot] == 0) {
    open_.push_back({slot, open_answer(reading, endpoint, use, format, asked)});
    table_[slot] = static_cast<std::uint32_t>(open_.size());
  }
  (*answers_)[open_[table_[slot] - 1].answer].pieces.push_back(asked.piece());
  return Outcome::taken;
}

/// PRBs that the book's limit counts by: channels share it, and PRACH counts PRBs of its own.
std::uint16_t ORuRequests::widest(const ChannelUse& channel) const {
  return std::max(channel.prbs, plan_->carriers[channel.carrier].carrier.prbs);
}

/// What a section asks of resources that sleep is dropped (CUS v17.01 16.13).
Outcome ORuRequests::drop_sleeping(const Reading& reading, std::span<Asked> asked) const {
  const std::size_t carrier = reading.endpoint.carrier;
  const bool sleeps = std::any_of(asked.begin(), asked.end(), [&](const Asked& one) {
    return control_->sleep().asleep(carrier, reading.header.direction, reading.place.t0_ns, one.symbol);
  });
  if (!sleeps) return Outcome::taken;
  for (Asked& one : asked) one.count = 0;
  return Outcome::unable;
}

Outcome ORuRequests::owe_unclaimed(const Reading& reading, Endpoint& endpoint, const PortUse& use,
                                   const Asked& asked) {
  const std::uint32_t step = asked.rb ? 2 : 1;
  const auto is_fresh = [&](std::uint32_t i) {
    return endpoint.book.claim(reading.place.slot, asked.symbol, asked.first + i * step);
  };
  Outcome outcome = Outcome::taken;
  for (std::uint32_t i = 0; i < asked.count;) {
    if (!is_fresh(i++)) continue;
    const std::uint32_t from = i - 1;
    while (i < asked.count && is_fresh(i)) ++i;
    Asked run = asked;
    run.section = wire::kNoSectionId;
    run.first = static_cast<std::uint16_t>(asked.first + from * step);
    run.count = static_cast<std::uint16_t>(i - from);
    run.whole = asked.whole && run.count == asked.count;
    outcome = worse(outcome, owe(reading, endpoint, use, run));
  }
  return outcome;
}

Outcome ORuRequests::note(Reading& reading, const Asked& asked) {
  if (asked.count == 0) return Outcome::taken;
  Endpoint* const endpoint = asked.eaxc == reading.endpoint.eaxc
                                 ? &reading.endpoint
                                 : plan_->find(asked.eaxc, reading.header.direction);
  if (endpoint == nullptr || endpoint->carrier != reading.endpoint.carrier) return Outcome::wrong;
  const auto& use = reading.header.section_type == 3 && endpoint->prach ? endpoint->prach : endpoint->data;
  if (!use) return Outcome::wrong;
  const ChannelUse& channel = plan_->channels[use->channel];
  if (reading.header.direction == Direction::uplink)
    return channel.by_place ? owe_unclaimed(reading, *endpoint, *use, asked)
                            : owe(reading, *endpoint, *use, asked);
  Asked described = asked;
  if (channel.by_place) described.section = wire::kNoSectionId;
  const auto added =
      endpoint->book.add(reading.place.slot, described, reading.header.filter_index, widest(channel));
  return added == SlotBook::Added::full ? Outcome::unable : Outcome::taken;
}

/// One section, and what became of it. One that goes beyond what there is gets no answer at all: invalid
/// values are a protocol error (CUS v17.01 9.1), PRACH blocks that are not configured what the unit cannot
/// do.
Outcome ORuRequests::take_section(const Reading& reading, const wire::Section& section, bool prach) {
  const Extensions extensions = extensions_of(section);
  const auto check = [&] {
    if ((extensions.types & ~abilities_.extensions) != 0 || section.num_symbol == 15 ||
        (section.num_symbol == 0 && (extensions.types & kMasked) == 0)) {
      reader_.skip(section);
      return Outcome::wrong;
    }
    const std::size_t before = asked_.size();
    if (!reader_.next(section, asked_)) return Outcome::wrong;
    if (reader_.beyond()) {
      reader_.take_back(asked_);
      return prach ? Outcome::unable : Outcome::wrong;
    }
    return drop_sleeping(reading, std::span{asked_}.subspan(before));
  };
  const Outcome outcome = check();
  if (extensions.ack_id && abilities_.ack_nack)
    (outcome == Outcome::taken ? acks_ : nacks_).push_back(*extensions.ack_id);
  return outcome;
}

Outcome ORuRequests::take_sections(Reading& reading, const wire::View& message) {
  const wire::CplaneHeader& header = reading.header;
  Endpoint& endpoint = reading.endpoint;
  const auto& use = header.section_type == 3 && endpoint.prach ? endpoint.prach : endpoint.data;
  Grid grid{.prbs = plan_->carriers[endpoint.carrier].carrier.prbs,
            .symbols = static_cast<std::uint8_t>(reading.place.counted.numerology.symbols_per_slot())};
  if (use) grid.prbs = plan_->channels[use->channel].prbs;
  asked_.clear();
  acks_.clear();
  nacks_.clear();
  reader_.begin(header, endpoint.eaxc, grid, asked_);
  Outcome outcome = header.number_of_sections == 0 ? Outcome::wrong : Outcome::taken;
  wire::SectionWalk walk{message, header};
  wire::Section section;
  while (walk.next(section))
    outcome = worse(outcome, take_section(reading, section, use && plan_->channels[use->channel].prach));
  // A message that ends too soon says nothing that can be relied on.
  if (walk.error()) return walk.error().fault == wire::Fault::cut ? Outcome::unable : Outcome::wrong;
  for (const Asked& asked : asked_) outcome = worse(outcome, note(reading, asked));
  for (const Open& open : open_) {
    table_[open.slot] = 0;
    if (!answers_->close(open.answer, reading.when.earliest_ns)) outcome = worse(outcome, Outcome::unable);
  }
  open_.clear();
  control_->acknowledge(reading.when, asking(reading, message), acks_, nacks_);
  return outcome;
}

}  // namespace plumbline::emulator
