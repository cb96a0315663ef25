#include "faults/fault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace plumbline::faults {
namespace {

std::uint8_t octet(std::size_t value) { return static_cast<std::uint8_t>(value); }

unsigned payload_of(const OnWire& packet) {
  return packet.octets[at::kPayload] * 256u + packet.octets[at::kPayload + 1];
}

void set_payload(OnWire& packet, std::size_t octets) {
  packet.octets[at::kPayload] = octet(octets >> 8);
  packet.octets[at::kPayload + 1] = octet(octets);
}

/// Makes the frame end with its payload, padded to 60 octets.
void fit_frame(OnWire& packet) {
  packet.octets.resize(std::max<std::size_t>(60, at::kEaxc + payload_of(packet)));
  packet.original_length = static_cast<std::uint32_t>(packet.octets.size());
}

void sort_by_stamp(std::vector<OnWire>& packets) {
  std::stable_sort(packets.begin(), packets.end(),
                   [](const OnWire& a, const OnWire& b) { return a.stamp_ns < b.stamp_ns; });
}

std::size_t next_of_stream(const Scene& s) {
  for (std::size_t i = s.victim + 1; i < s.packets.size(); ++i)
    if (belongs(s.packets[i], s.stream)) return i;
  ADD_FAILURE() << "nothing follows";
  return s.victim;
}

/// Window of the stream on the capture clock, relative to t0: opens, closes.
std::pair<std::int64_t, std::int64_t> window_of(const Scene& s) {
  const profile::Delays& d = s.link.delays;
  const bool at_ru = d.ta3.has_value();
  switch (s.stream) {
    case Stream::u_dl: {
      const profile::Delay& w = at_ru ? *d.t2a_up : *d.t1a_up;
      return {-w.max_ns, -w.min_ns};
    }
    case Stream::c_dl: {
      const profile::Delay& w = at_ru ? *d.t2a_cp_dl : *d.t1a_cp_dl;
      return {-w.max_ns, -w.min_ns};
    }
    case Stream::c_ul: {
      const profile::Delay& w = at_ru ? *d.t2a_cp_ul : *d.t1a_cp_ul;
      return {-w.max_ns, -w.min_ns};
    }
    case Stream::u_ul: {
      const profile::Delay& w = at_ru ? *d.ta3 : *d.ta4;
      return {w.min_ns, w.max_ns};
    }
  }
  return {};
}

/// The sender sends at another instant: ids count in the order of sending.
void send_at(const Scene& s, std::int64_t offset_ns) {
  std::vector<std::uint8_t> ids;
  for (const OnWire& packet : s.packets)
    if (belongs(packet, s.stream)) ids.push_back(packet.octets[at::kSequence]);
  s.packet().stamp_ns = instant_ns(s.link, s.stream, s.spot) + offset_ns;
  sort_by_stamp(s.packets);
  std::size_t i = 0;
  for (OnWire& packet : s.packets)
    if (belongs(packet, s.stream)) packet.octets[at::kSequence] = ids[i++];
}

/// The packet is underway longer: others of its stream overtake it.
void travel_longer(const Scene& s, std::int64_t ns) {
  s.packet().stamp_ns += ns;
  sort_by_stamp(s.packets);
}

void drop(const Scene& s) { s.packets.erase(s.packets.begin() + static_cast<std::ptrdiff_t>(s.victim)); }

void duplicate(const Scene& s, std::int64_t later_ns) {
  OnWire copy = s.packet();
  copy.stamp_ns += later_ns;
  s.packets.push_back(std::move(copy));
  sort_by_stamp(s.packets);
}

/// The second of two neighbours overtakes the first: they meet halfway.
void swap(const Scene& s) {
  OnWire &first = s.packet(), &second = s.packets[next_of_stream(s)];
  const std::int64_t half = (second.stamp_ns - first.stamp_ns) / 2;
  first.stamp_ns += half;
  second.stamp_ns = first.stamp_ns - 1;
  sort_by_stamp(s.packets);
}

void set_slot(const Scene& s, unsigned slot_in_frame) {
  s.octet(at::kSlot) = octet(slot_in_frame / 2 << 4 | (slot_in_frame % 2) >> 2);
  s.octet(at::kSymbol) = octet((slot_in_frame % 2) << 6 | (s.octet(at::kSymbol) & 63u));
}

void set_symbol(const Scene& s, unsigned symbol) {
  s.octet(at::kSymbol) = octet((s.octet(at::kSymbol) & 0xC0u) | symbol);
}

unsigned symbol_of(const Scene& s) { return s.octet(at::kSymbol) & 63u; }

std::size_t section_of(const Scene& s) { return is_c(s.stream) ? at::kCSection : at::kUSection; }

void set_prbs(const Scene& s, unsigned start, unsigned count) {
  const std::size_t section = section_of(s);
  s.octet(section + 1) = octet((s.octet(section + 1) & 0xFCu) | start >> 8);
  s.octet(section + 2) = octet(start);
  s.octet(section + 3) = octet(count);
}

/// The PRBs of a U-plane message of one section become `octets` each.
void set_prb_octets(const Scene& s, std::size_t octets) {
  const std::size_t head = 8 + (s.link.carriers[0].channels[0].compression.dynamic ? 6 : 4);
  set_payload(s.packet(), head + 24 * octets);
  fit_frame(s.packet());
}

void add_extension(const Scene& s, std::span<const std::uint8_t> extension) {
  OnWire& packet = s.packet();
  s.octet(at::kBeam) |= 0x80;  // ef
  packet.octets.resize(at::kEaxc + payload_of(packet));
  packet.octets.insert(packet.octets.end(), extension.begin(), extension.end());
  set_payload(packet, packet.octets.size() - at::kEaxc);
  fit_frame(packet);
}

/// Both directions of the C-plane of eAxC 0 count with one counter.
void share_counter(const Scene& s) {
  std::uint8_t next = 0;
  for (OnWire& packet : s.packets)
    if (belongs(packet, Stream::c_dl) || belongs(packet, Stream::c_ul)) packet.octets[at::kSequence] = next++;
}

/// Wire position of one octet behind the section header of a U-plane message.
void insert_header(const Scene& s) {
  const std::array<std::uint8_t, 2> header{0x91, 0};
  std::vector<std::uint8_t>& o = s.packet().octets;
  o.insert(o.begin() + at::kUdCompHdr, header.begin(), header.end());
  set_payload(s.packet(), payload_of(s.packet()) + 2);
  fit_frame(s.packet());
}

void remove_header(const Scene& s) {
  std::vector<std::uint8_t>& o = s.packet().octets;
  o.erase(o.begin() + at::kUdCompHdr, o.begin() + at::kUdCompHdr + 2);
  set_payload(s.packet(), payload_of(s.packet()) - 2);
  fit_frame(s.packet());
}

constexpr std::array kFaults{
    Fault{"drop", "the packet is lost on its way", drop},
    Fault{"duplicate", "the network delivers it twice, 300 ns apart",
          [](const Scene& s) { duplicate(s, 300); }},
    Fault{"duplicate after others", "the network delivers it again after the next one of its stream",
          [](const Scene& s) {
            duplicate(s, s.packets[next_of_stream(s)].stamp_ns - s.packet().stamp_ns + 10);
          }},
    Fault{"swap", "the next one of its stream overtakes it", swap},
    Fault{"late", "sent so that it is 1 us behind its window",
          [](const Scene& s) { send_at(s, window_of(s).second + 1000); }},
    Fault{"early", "sent so that it is 1 us before its window",
          [](const Scene& s) { send_at(s, window_of(s).first - 1000); }},
    Fault{"late edge", "sent on the closing edge of its window",
          [](const Scene& s) { send_at(s, window_of(s).second - 201); }},
    Fault{"too late", "sent 300 us behind its window",
          [](const Scene& s) { send_at(s, window_of(s).second + 300'000); }},
    Fault{"delayed", "held up by 600 us on its way, the others overtake it",
          [](const Scene& s) { travel_longer(s, 600'000); }},
    Fault{"next slot", "slotId of the next slot", [](const Scene& s) { set_slot(s, s.spot.slot + 1); }},
    Fault{"slot before", "slotId of the slot before", [](const Scene& s) { set_slot(s, s.spot.slot - 1); }},
    Fault{"stale frame", "frameId of two frames before", [](const Scene& s) { s.octet(at::kFrame) -= 2; }},
    Fault{"stale frame 4", "frameId of four frames before", [](const Scene& s) { s.octet(at::kFrame) -= 4; }},
    Fault{"frame ahead", "frameId of four frames ahead", [](const Scene& s) { s.octet(at::kFrame) += 4; }},
    Fault{"next symbol", "symbolId one more", [](const Scene& s) { set_symbol(s, symbol_of(s) + 1); }},
    Fault{"symbol before", "symbolId one less", [](const Scene& s) { set_symbol(s, symbol_of(s) - 1); }},
    Fault{"symbol 14", "symbolId beyond the slot", [](const Scene& s) { set_symbol(s, 14); }},
    Fault{"width of payload", "static: PRBs of BFP 8", [](const Scene& s) { set_prb_octets(s, 25); }},
    Fault{"width of header", "dynamic: udCompHdr says BFP 8, the PRBs are BFP 9",
          [](const Scene& s) { s.octet(at::kUdCompHdr) = 0x81; }},
    Fault{"width of header 14", "dynamic: udCompHdr says BFP 14, the PRBs are BFP 9",
          [](const Scene& s) { s.octet(at::kUdCompHdr) = 0xE1; }},
    Fault{"width of both", "dynamic: udCompHdr says BFP 8, and so are the PRBs",
          [](const Scene& s) {
            s.octet(at::kUdCompHdr) = 0x81;
            set_prb_octets(s, 25);
          }},
    Fault{"header in static", "udCompHdr where the link is static", insert_header},
    Fault{"no header in dynamic", "no udCompHdr where the link is dynamic", remove_header},
    Fault{"section id", "another sectionId",
          [](const Scene& s) { s.octet(section_of(s)) = octet(s.octet(section_of(s)) + 0x20u); }},
    Fault{"prbs beyond", "startPrb 20 of 24 PRBs", [](const Scene& s) { set_prbs(s, 20, 24); }},
    Fault{"one prb more", "numPrb 25 of 24 PRBs", [](const Scene& s) { set_prbs(s, 0, 25); }},
    Fault{"vlan", "VLAN 6", [](const Scene& s) { s.octet(at::kTag + 1) = 6; }},
    Fault{"pcp", "PCP 3",
          [](const Scene& s) { s.octet(at::kTag) = octet((s.octet(at::kTag) & 0x1Fu) | 3u << 5); }},
    Fault{"eaxc", "an eAxC id that is not configured", [](const Scene& s) { s.octet(at::kEaxc + 1) = 0x0B; }},
    Fault{"direction", "dataDirection of the other direction",
          [](const Scene& s) { s.octet(at::kHeader) ^= 0x80; }},
    Fault{"truncated", "4 octets of the message cut off on its way",
          [](const Scene& s) {
            s.packet().octets.resize(at::kEaxc + payload_of(s.packet()) - 4);
            s.packet().original_length = static_cast<std::uint32_t>(s.packet().octets.size());
          }},
    Fault{"truncated in header", "all but 2 octets of the radio application header cut off",
          [](const Scene& s) {
            s.packet().octets.resize(at::kHeader + 2);
            s.packet().original_length = static_cast<std::uint32_t>(s.packet().octets.size());
          }},
    Fault{"ecpri version", "ecpriVersion 2", [](const Scene& s) { s.octet(at::kEcpri) = 0x20; }},
    Fault{"message type", "ecpriMessage 99", [](const Scene& s) { s.octet(at::kEcpri + 1) = 99; }},
    Fault{"payload version", "payloadVersion 2",
          [](const Scene& s) { s.octet(at::kHeader) = octet((s.octet(at::kHeader) & 0x8Fu) | 2u << 4); }},
    Fault{"section type", "sectionType 2", [](const Scene& s) { s.octet(at::kSectionType) = 2; }},
    Fault{"start symbol", "startSymbolId one more", [](const Scene& s) { set_symbol(s, symbol_of(s) + 1); }},
    Fault{"num symbol 15", "numSymbol 15", [](const Scene& s) { s.octet(at::kNumSymbol) |= 15; }},
    Fault{"section count", "numberOfSections 2 of 1", [](const Scene& s) { s.octet(at::kSections) = 2; }},
    Fault{"ext len 0", "an extension of extLen 0",
          [](const Scene& s) {
            add_extension(s, std::array<std::uint8_t, 4>{11, 0, 0, 0});
          }},
    Fault{"e bit", "E bit 0", [](const Scene& s) { s.octet(at::kEbit) = 0; }},
    Fault{"mtu", "1501 octets behind the EtherType, padding included",
          [](const Scene& s) {
            s.packet().octets.resize(at::kEcpri + 1501);
            s.packet().original_length = at::kEcpri + 1501;
          }},
    Fault{"shared counter", "C-plane DL and UL of the eAxC count with one counter", share_counter},
};

}  // namespace

std::span<const Fault> all_faults() { return kFaults; }

const Fault& fault_of(std::string_view name) {
  for (const Fault& fault : kFaults)
    if (fault.name == name) return fault;
  ADD_FAILURE() << "no fault \"" << name << "\"";
  return kFaults[0];
}

}  // namespace plumbline::faults
