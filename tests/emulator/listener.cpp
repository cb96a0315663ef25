#include "emulator/listener.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "iq/compression.h"

namespace plumbline::emulator::test {

using profile::ChannelKind;
using radio::Direction;
using radio::Plane;

namespace {

/// A window in ns around its reference instant: [-max, -min] before air time, [min, max] after it.
struct Window {
  std::int64_t opens, closes;
};
constexpr Window before_us(std::int64_t max, std::int64_t min) { return {-max * 1000, -min * 1000}; }
constexpr Window after_us(std::int64_t max, std::int64_t min) { return {min * 1000, max * 1000}; }

/// IOT v12.00 Annex A.
Window usual(bool at_ru, std::uint8_t mu, Plane plane, Direction direction, bool long_prach) {
  if (plane == Plane::u && direction == Direction::uplink) {
    if (long_prach) return at_ru ? after_us(1650, 827) : after_us(1810, 827);
    if (mu == 0) return at_ru ? after_us(232, 70) : after_us(392, 70);
    if (mu == 3) return at_ru ? after_us(90, 20) : after_us(250, 20);
    return at_ru ? after_us(171, 50) : after_us(331, 50);
  }
  if (plane == Plane::u) {
    if (mu == 0) return at_ru ? before_us(437, 206) : before_us(437, 366);
    if (mu == 3) return at_ru ? before_us(264, 53) : before_us(264, 213);
    return at_ru ? before_us(345, 134) : before_us(345, 294);
  }
  if (direction == Direction::downlink) {
    if (mu == 0) return at_ru ? before_us(562, 331) : before_us(562, 491);
    if (mu == 3) return at_ru ? before_us(327, 116) : before_us(327, 276);
    return at_ru ? before_us(470, 259) : before_us(470, 419);
  }
  if (mu == 0) return at_ru ? before_us(356, 125) : before_us(356, 285);
  if (mu == 3) return at_ru ? before_us(274, 63) : before_us(274, 223);
  return at_ru ? before_us(336, 125) : before_us(336, 285);
}

/// At least a tenth of the window to either edge; `travel_ns` from the tap to the place of the window.
void expect_inside(const Window& window, std::int64_t offset_ns, const std::string& what) {
  const std::int64_t margin = (window.closes - window.opens) / 10;
  EXPECT_GE(offset_ns, window.opens + margin) << what;
  EXPECT_LE(offset_ns, window.closes - margin) << what;
}

}  // namespace

std::int64_t start_tc(radio::Numerology n, unsigned index) {
  std::int64_t sum = 0;
  for (unsigned l = 0; l < index; ++l) {
    const unsigned in_subframe = l % ((n.extended_cp ? 12u : 14u) << n.mu);
    std::int64_t cp = 144 * 64 >> n.mu;
    if (n.extended_cp) cp = 512 * 64 >> n.mu;
    if (!n.extended_cp && (in_subframe == 0 || in_subframe == 7u << n.mu)) cp += 16 * 64;
    sum += (2048 * 64 >> n.mu) + cp;
  }
  return sum;
}

std::int64_t Listener::frame_near(std::int64_t at_ns, std::uint8_t frame_id) const {
  const std::int64_t gps_ns = at_ns - 315'964'800'000'000'000 + 18'000'000'000;
  const std::int64_t here = gps_ns / 10'000'000;
  for (std::int64_t away = 0; away < 128; ++away)
    for (const std::int64_t frame : {here + away, here - away})
      if (frame % 256 == frame_id) return frame;
  return -1;
}

std::int64_t Listener::reference_ns(std::int64_t frame, unsigned subframe, std::int64_t tc,
                                    bool uplink) const {
  if (uplink) tc -= carrier_->n_ta_offset_tc;
  return frame * 10'000'000 + 315'964'800'000'000'000 - 18'000'000'000 + subframe * 1'000'000 +
         tc * 15625 / 30720;
}

unsigned Listener::own_slot(unsigned slot_id) const {
  const unsigned mu = carrier_->numerology.mu;
  const unsigned ids_a_slot = 1u << (carrier_->slot_reference_mu.value_or(carrier_->numerology.mu) - mu);
  EXPECT_EQ(slot_id % ids_a_slot, 0u);
  return slot_id / ids_a_slot;
}

const profile::Channel& Listener::channel_of(radio::Eaxc eaxc, Direction direction, bool prach,
                                             bool srs) const {
  for (const profile::Channel& channel : carrier_->channels) {
    if (channel.direction() != direction || (channel.kind == ChannelKind::prach) != prach) continue;
    if ((channel.kind == ChannelKind::srs) != srs) continue;
    if (std::count(channel.eaxc.begin(), channel.eaxc.end(), eaxc) != 0) return channel;
  }
  ADD_FAILURE() << "nothing is configured for eAxC " << eaxc.value;
  return carrier_->channels[0];
}

void Listener::hear(const TimedFrame& timed) {
  ++frames_;
  const std::int64_t at_ns = timed.at.time_since_epoch().count();
  ASSERT_GE(at_ns, last_ns_);
  last_ns_ = at_ns;
  ASSERT_GE(timed.octets.size(), 60u);
  wire::Frame frame;
  ASSERT_FALSE(wire::decode_frame(timed.octets, static_cast<std::uint32_t>(timed.octets.size()), frame));
  ASSERT_EQ(frame.protocol, wire::Protocol::ecpri);
  ASSERT_EQ(frame.tag_count, 1);
  EXPECT_EQ(frame.tag(0).vid, 5);
  EXPECT_EQ(frame.tag(0).pcp, timed.plane == Plane::c ? 6 : 7);
  EXPECT_LE(frame.client_data().length, *link_->mtu);
  const bool by_ru = timed.plane == Plane::u && timed.direction == Direction::uplink;
  EXPECT_EQ(frame.mac[5], by_ru ? 1 : 2);
  EXPECT_EQ(frame.mac[11], by_ru ? 2 : 1);

  wire::EcpriWalk walk{frame.pdu};
  wire::EcpriMessage message;
  ASSERT_TRUE(walk.next(message));
  EXPECT_EQ(message.header.version, 1);
  EXPECT_FALSE(message.header.concatenation);
  ASSERT_FALSE(message.overlong);
  ASSERT_EQ(message.header.type,
            timed.plane == Plane::c ? wire::EcpriType::rt_control : wire::EcpriType::iq_data);
  const Octets padding = message.after().octets();
  EXPECT_TRUE(std::all_of(padding.begin(), padding.end(), [](auto octet) { return octet == 0; }));
  EXPECT_TRUE(padding.empty() || timed.octets.size() == 60);
  wire::EcpriIds ids;
  ASSERT_FALSE(wire::decode_ids(message.body, ids));
  EXPECT_TRUE(ids.last_fragment);
  EXPECT_EQ(ids.subsequence, 0);
  Direction counted = timed.direction;
  if (timed.plane == Plane::c && link_->sequence_shared_per_eaxc) counted = Direction::uplink;
  EXPECT_EQ(ids.sequence, (sequences_[{timed.plane, counted, ids.eaxc.value}]++));
  EXPECT_EQ(message.body.data[4] >> 7, static_cast<int>(timed.direction));
  if (timed.plane == Plane::c)
    hear_cplane(message.body.from(4), ids.eaxc, at_ns);
  else
    hear_uplane(message.body.from(4), ids.eaxc, at_ns);
}

void Listener::hear_cplane(const wire::View& message, radio::Eaxc eaxc, std::int64_t at_ns) {
  wire::CplaneHeader header;
  ASSERT_FALSE(wire::decode_cplane_header(message, header));
  EXPECT_EQ(header.payload_version, 1);
  EXPECT_EQ(header.reserved, 0);
  const bool prach = header.section_type == 3, uplink = header.direction == Direction::uplink;
  ASSERT_TRUE(prach || header.section_type == 1);
  const std::int64_t frame = frame_near(at_ns, header.start.frame);
  wire::SectionWalk walk{message, header};
  Request request{.header = header, .section = {}, .at_ns = at_ns, .prbs = 0, .came = {}};
  while (walk.next(request.section)) {
    const wire::Section& section = request.section;
    EXPECT_EQ(section.re_mask, 0xFFF);
    EXPECT_FALSE(section.rb || section.sym_inc || section.ef);
    const auto& channel = channel_of(eaxc, header.direction, prach, section.id / 64 == 3);
    EXPECT_EQ(header.ud_comp_hdr,
              uplink && channel.compression.dynamic
                  ? (channel.compression.width % 16 << 4 | static_cast<int>(channel.compression.method))
                  : 0);
    const unsigned all = prach ? channel.prach->prbs : carrier_->prbs;
    request.prbs = static_cast<std::uint16_t>(section.num_prb == 0 ? all : section.num_prb);
    EXPECT_TRUE(section.num_prb != 0 || (all > 255 && section.start_prb == 0));
    EXPECT_LE(section.start_prb + request.prbs, static_cast<int>(all));
    EXPECT_GT(section.num_symbol, 0);
    const unsigned last = header.start.symbol + unsigned{section.num_symbol};
    EXPECT_TRUE(prach || last <= carrier_->numerology.symbols_per_slot());
    const Key key{header.direction, eaxc.value, frame, header.start.subframe, header.start.slot, section.id};
    EXPECT_TRUE(requests_.emplace(key, request).second) << "section id " << section.id << " used twice";
  }
  EXPECT_EQ(walk.error().fault, wire::Fault::none);
  EXPECT_EQ(walk.count(), header.number_of_sections);
  EXPECT_EQ(walk.rest().length, 0u);

  const bool at_ru = link_->taps[0].place == profile::TapPlace::at_o_ru;
  radio::Numerology counted = carrier_->numerology;
  if (prach && (header.frame_structure & 15) >= 12) counted = {.mu = 0};
  const std::int64_t t0 = reference_ns(
      frame, header.start.subframe,
      start_tc(counted, own_slot(header.start.slot) * counted.symbols_per_slot() + header.start.symbol),
      uplink);
  const std::int64_t travel = at_ru ? 2000 : -2000;
  expect_inside(usual(at_ru, carrier_->numerology.mu, Plane::c, header.direction, false), at_ns - t0 + travel,
                "C-plane");
}

void Listener::hear_uplane(const wire::View& message, radio::Eaxc eaxc, std::int64_t at_ns) {
  wire::UplaneHeader header;
  ASSERT_FALSE(wire::decode_uplane_header(message, header));
  EXPECT_EQ(header.payload_version, 1);
  const std::int64_t frame = frame_near(at_ns, header.at.frame);
  const bool prach = header.filter_index != 0, uplink = header.direction == Direction::uplink;
  const auto& any = channel_of(eaxc, header.direction, prach, eaxc.value == 8);
  const auto all = prach ? any.prach->prbs : carrier_->prbs;
  wire::UplaneWalk walk{message,
                        {.dynamic = any.compression.dynamic,
                         .method = static_cast<std::uint8_t>(any.compression.method),
                         .width = any.compression.width,
                         .carrier_prbs = all}};
  wire::UplaneSection section;
  std::int64_t t0 = 0;
  while (walk.next(section)) {
    EXPECT_FALSE(section.rb || section.sym_inc);
    EXPECT_EQ(wire::method_of(section.ud_comp_hdr), static_cast<int>(any.compression.method));
    EXPECT_EQ(wire::width_of(section.ud_comp_hdr), any.compression.width);
    const auto found =
        requests_.find({header.direction, eaxc.value, frame, header.at.subframe, header.at.slot, section.id});
    ASSERT_NE(found, requests_.end()) << "nobody asked for section " << section.id;
    Request& request = found->second;
    EXPECT_LT(request.at_ns, at_ns);
    EXPECT_EQ(request.header.filter_index, header.filter_index);
    const unsigned from = request.header.start.symbol;
    ASSERT_GE(header.at.symbol, from);
    ASSERT_LT(header.at.symbol, from + request.section.num_symbol);
    EXPECT_GE(section.range.first, request.section.start_prb);
    EXPECT_LE(section.range.end(), request.section.start_prb + unsigned{request.prbs});
    auto& came = request.came[header.at.symbol];
    came.resize(all);
    for (unsigned prb = section.range.first; prb < section.range.end(); ++prb) ++came[prb];

    std::vector<std::int32_t> numbers(section.range.count * iq::kNumbersPerPrb);
    const auto seen = iq::expand({wire::method_of(section.ud_comp_hdr), wire::width_of(section.ud_comp_hdr)},
                                 section.prbs.octets(), numbers);
    ASSERT_TRUE(seen.has_value());
    EXPECT_EQ(seen->reserved_set, 0u);
    EXPECT_TRUE(std::any_of(numbers.begin(), numbers.end(), [](auto n) { return n != 0; }) || prach);
    EXPECT_TRUE(std::all_of(numbers.begin(), numbers.end(), [](auto n) { return std::abs(n) < 16384; }));

    if (prach) {
      const bool slow = (request.header.frame_structure & 15) >= 12;
      const radio::Numerology counted = slow ? radio::Numerology{.mu = 0} : carrier_->numerology;
      const std::int64_t symbol_ts =
          slow ? ((request.header.frame_structure & 15) == 12 ? 24576 : 6144) : 2048 >> counted.mu;
      const std::int64_t tc = start_tc(counted, own_slot(header.at.slot) * 14u) +
                              (request.header.time_offset + (header.at.symbol - from) * symbol_ts) * 64;
      t0 = reference_ns(frame, header.at.subframe, tc, true);
    } else {
      t0 = reference_ns(
          frame, header.at.subframe,
          start_tc(carrier_->numerology,
                   own_slot(header.at.slot) * carrier_->numerology.symbols_per_slot() + header.at.symbol),
          uplink);
    }
  }
  EXPECT_EQ(walk.error().fault, wire::Fault::none);
  EXPECT_GT(walk.count(), 0u);
  const bool at_ru = link_->taps[0].place == profile::TapPlace::at_o_ru;
  const std::int64_t travel = (at_ru ? 2000 : -2000) * (uplink ? -1 : 1);
  expect_inside(usual(at_ru, carrier_->numerology.mu, Plane::u, header.direction,
                      prach && (header.filter_index == 1 || header.filter_index == 2)),
                at_ns - t0 + travel, "U-plane");
}

void Listener::all_answered() const {
  for (const auto& [key, request] : requests_) {
    EXPECT_EQ(request.came.size(), request.section.num_symbol)
        << "eAxC " << key.eaxc << " slot " << int{key.subframe} << "." << int{key.slot};
    for (const auto& [symbol, prbs] : request.came)
      for (unsigned prb = 0; prb < prbs.size(); ++prb) {
        const bool asked =
            prb >= request.section.start_prb && prb < request.section.start_prb + unsigned{request.prbs};
        ASSERT_EQ(prbs[prb], asked ? 1u : 0u)
            << "eAxC " << key.eaxc << " symbol " << symbol << " PRB " << prb;
      }
  }
}

}  // namespace plumbline::emulator::test
