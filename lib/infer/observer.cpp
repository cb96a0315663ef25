#include "infer/observer.h"

#include <algorithm>

#include "infer/conclude.h"
#include "wire/uplane.h"

namespace plumbline::infer {
namespace {

/// The filterIndex values made for PRACH (CUS v17.01 Table 7.5.2.3-1): all but the channel filter, NPUSCH,
/// mixed numerology and what is reserved.
constexpr bool is_prach_filter(std::uint8_t filter_index) { return filter_index >= 1 && filter_index <= 7; }

/// Numbers that no message of today's version has are noise, not evidence.
constexpr bool believable(std::uint8_t payload_version, const radio::RadioTime& at) {
  return payload_version == 1 && at.subframe < 10 && at.slot < 16 && at.symbol < 14;
}

constexpr std::uint16_t symbol_mask(unsigned first, unsigned count) {
  return static_cast<std::uint16_t>(((1u << count) - 1u) << std::min(first, 14u) & 0x3FFFu);
}

std::uint64_t key_of(const Stream& s) {
  const track::PairId pair{s.flow, s.reverse};
  return track::stream_key(pair, s.plane, s.direction, s.eaxc) | std::uint64_t{s.section_type & 15u} << 19 |
         (s.prach_filter ? std::uint64_t{1} << 23 : 0);
}

}  // namespace

/// Where a message stands.
struct Observer::Place {
  const wire::Frame& frame;
  std::optional<CaptureTime> stamp;
  track::PairId pair;
};

Observer::Observer(Prefix prefix) : prefix_{prefix}, index_{limits::kStreams} {}

/// False when the packet comes after the prefix. A stamp far before the first one is noise: it is taken away.
bool Observer::within_prefix(std::optional<CaptureTime>& stamp) {
  full_ = full_ || observed_.looked.packets == prefix_.packets || observed_.seen.size() >= limits::kMessages;
  if (full_ || !stamp) return !full_;
  const std::int64_t now_ns = stamp->time_since_epoch().count();
  if (!first_ns_) first_ns_ = now_ns;
  // Stamps may be any 64 bits: a signed difference could overflow.
  const auto span = static_cast<std::uint64_t>(prefix_.span.count());
  const auto earlier = static_cast<std::uint64_t>(std::min(now_ns, *first_ns_));
  const std::uint64_t apart = static_cast<std::uint64_t>(std::max(now_ns, *first_ns_)) - earlier;
  if (now_ns < *first_ns_) {
    if (apart > span) stamp.reset();
    return true;
  }
  full_ = apart > span;
  if (full_) return false;
  observed_.looked.span_ns = std::max(observed_.looked.span_ns, static_cast<std::int64_t>(apart));
  observed_.looked.stamped = true;
  return true;
}

void Observer::feed(Octets octets, std::uint32_t original_length, std::optional<CaptureTime> stamp) {
  if (!within_prefix(stamp)) {
    ++observed_.looked.beyond;
    return;
  }
  ++observed_.looked.packets;
  wire::Frame frame;
  if (wire::decode_frame(octets, original_length, frame) || frame.protocol != wire::Protocol::ecpri) {
    ++observed_.looked.other;
    return;
  }
  Place place{frame, stamp, pairs_.find(track::flow_of(frame))};
  const std::uint64_t before = observed_.looked.messages;
  wire::EcpriWalk walk{frame.pdu};
  wire::EcpriMessage ecpri;
  unsigned count = 0;
  while (walk.next(ecpri)) {
    message(place, ecpri);
    ++count;
  }
  if (observed_.looked.messages == before) return;
  Flow& flow = observed_.flows[place.pair.pair];
  flow.longest = std::max(flow.longest, frame.client_data().length);
  if (count > 1) ++flow.concatenated;
}

void Observer::message(const Place& place, const wire::EcpriMessage& ecpri) {
  const wire::EcpriType type = ecpri.header.type;
  if (type != wire::EcpriType::iq_data && type != wire::EcpriType::rt_control) return;
  wire::EcpriIds ids;
  if (wire::decode_ids(ecpri.body, ids) || ecpri.overlong || ecpri.header.version != 1) {
    ++observed_.looked.unusable;
  } else if (!ids.last_fragment || ids.subsequence != 0) {
    ++observed_.looked.fragments;
  } else if (place.pair.pair == track::kNone) {
    ++observed_.looked.untracked;
  } else if (type == wire::EcpriType::iq_data) {
    uplane(place, ids, ecpri.body.from(4));
  } else {
    cplane(place, ids, ecpri.body.from(4));
  }
}

/// The stream that is `like` this one, counted once more; kNone beyond the limit.
std::uint32_t Observer::find_stream(const Place& place, const Stream& like) {
  if (observed_.seen.size() >= limits::kMessages) {
    ++observed_.looked.untracked;
    return track::kNone;
  }
  bool added = false;
  const std::uint32_t index = index_.find_or_add(key_of(like), added);
  if (index == track::kNone) {
    ++observed_.looked.untracked;
    return index;
  }
  while (observed_.flows.size() <= place.pair.pair) {
    observed_.flows.emplace_back();
    observed_.flows.back().key = pairs_.key(static_cast<std::uint32_t>(observed_.flows.size() - 1));
  }
  if (added) observed_.streams.push_back(like);
  ++observed_.streams[index].messages;
  return index;
}

void Observer::remember(const Place& place, const Seen& seen, bool from_o_du, radio::Plane plane) {
  observed_.seen.push_back(seen);
  ++observed_.looked.messages;
  Flow& flow = observed_.flows[place.pair.pair];
  ++flow.messages;
  ++(from_o_du ? flow.from_o_du : flow.from_o_ru)[place.pair.reverse ? 1 : 0];
  const std::size_t pcp = place.frame.tag_count == 0 ? 8 : place.frame.tag(0).pcp;
  ++flow.pcp[static_cast<std::size_t>(plane)][pcp];
  if (place.frame.transport == wire::Transport::ethernet) return;
  if (flow.udp + flow.udp_other == 0) flow.udp_port = place.frame.ip.destination_port;
  ++(flow.udp_port == place.frame.ip.destination_port ? flow.udp : flow.udp_other);
}

void Observer::uplane(const Place& place, const wire::EcpriIds& ids, const wire::View& body) {
  wire::UplaneHeader header;
  if (wire::decode_uplane_header(body, header) || !believable(header.payload_version, header.at)) {
    ++observed_.looked.unusable;
    return;
  }
  const bool downlink = header.direction == radio::Direction::downlink;
  const std::uint32_t index = find_stream(place, {.flow = place.pair.pair,
                                                  .reverse = place.pair.reverse,
                                                  .plane = radio::Plane::u,
                                                  .direction = header.direction,
                                                  .eaxc = ids.eaxc,
                                                  .prach_filter = is_prach_filter(header.filter_index),
                                                  .fit = UplaneFit{}});
  if (index == track::kNone) return;
  observed_.streams[index].fit->add(body);
  remember(place,
           {.stamp_ns = place.stamp ? place.stamp->time_since_epoch().count() : 0,
            .stream = index,
            .at = header.at,
            .symbols = symbol_mask(header.at.symbol, 1),
            .sequence = ids.sequence,
            .stamped = place.stamp.has_value()},
           downlink, radio::Plane::u);
}

void Observer::cplane(const Place& place, const wire::EcpriIds& ids, const wire::View& body) {
  wire::CplaneHeader header;
  wire::DecodeError error = wire::decode_cplane_common(body, header);
  const bool walked = !error && wire::has_sections(header.section_type);
  if (walked) error = wire::decode_cplane_header(body, header);
  // Types without a start symbol keep other things in its bits.
  if (!walked) header.start.symbol = 0;
  if (error || !believable(header.payload_version, header.start) || header.section_type > 11) {
    ++observed_.looked.unusable;
    return;
  }
  // The channel filter is allowed for PRACH too; type 3 in uplink has hardly another use for it.
  const bool prach =
      is_prach_filter(header.filter_index) ||
      (header.section_type == 3 && header.filter_index == 0 && header.direction == radio::Direction::uplink);
  const std::uint32_t index = find_stream(place, {.flow = place.pair.pair,
                                                  .reverse = place.pair.reverse,
                                                  .plane = radio::Plane::c,
                                                  .direction = header.direction,
                                                  .eaxc = ids.eaxc,
                                                  .section_type = header.section_type,
                                                  .prach_filter = prach});
  if (index == track::kNone) return;
  Seen seen{.stamp_ns = place.stamp ? place.stamp->time_since_epoch().count() : 0,
            .stream = index,
            .at = header.start,
            .sequence = ids.sequence,
            .stamped = place.stamp.has_value()};
  Stream& stream = observed_.streams[index];
  Flow& flow = observed_.flows[place.pair.pair];
  if (header.ud_comp_hdr != 0) count_header(stream.headers, header.ud_comp_hdr);
  if (walked) sections(stream, flow, header, body, seen);
  if (header.section_type == 4) ++flow.joining;
  // ACK and NACK (type 8) is the one C-plane message that an O-RU sends (CUS v17.01 7.4.10).
  remember(place, seen, header.section_type != 8, radio::Plane::c);
}

void Observer::sections(Stream& stream, Flow& flow, const wire::CplaneHeader& header, const wire::View& body,
                        Seen& seen) {
  unsigned symbol = header.start.symbol, step = 1;
  bool joins = false;
  wire::SectionWalk walk{body, header};
  wire::Section section;
  while (walk.next(section)) {
    if (section.sym_inc) symbol += step;
    step = section.num_symbol;
    seen.symbols = static_cast<std::uint16_t>(seen.symbols | symbol_mask(symbol, section.num_symbol));
    const std::uint32_t end = section.prbs(0).end();
    if (section.num_prb != 0 && end <= kMostPrbs && end > stream.prb_end) {
      stream.prb_end = static_cast<std::uint16_t>(end);
      stream.reaching = 0;
    }
    if (section.num_prb != 0 && end == stream.prb_end) ++stream.reaching;
    wire::ExtensionWalk extensions{section.extensions};
    wire::Extension extension;
    while (extensions.next(extension)) joins = joins || extension.type == 7 || extension.type == 10;
    // Sections of one message share its time; the first one stands for the block in frequency.
    if (header.section_type != 3 || walk.count() != 1) continue;
    occasion({.stream = seen.stream,
              .subframe = header.start.subframe,
              .slot = header.start.slot,
              .start_symbol = header.start.symbol,
              .filter_index = header.filter_index,
              .scs_code = static_cast<std::uint8_t>(header.frame_structure & 15),
              .num_symbol = section.num_symbol,
              .time_offset = header.time_offset,
              .cp_length = header.cp_length,
              .prbs = section.num_prb,
              .frequency_offset = section.freq_offset + 24 * section.start_prb,
              .messages = 0});
    if (header.direction == radio::Direction::uplink) flow.prach_frames.set(header.start.frame);
  }
  if (joins) ++flow.joining;
}

void Observer::occasion(const Occasion& like) {
  for (Occasion& known : observed_.occasions) {
    Occasion same = known;
    same.messages = 0;
    if (same != like) continue;
    ++known.messages;
    return;
  }
  if (observed_.occasions.size() == limits::kOccasions) return;
  observed_.occasions.push_back(like);
  observed_.occasions.back().messages = 1;
}

Inferred Observer::finish() const { return conclude(observed_); }

}  // namespace plumbline::infer
