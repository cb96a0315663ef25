// Clean traffic of a link in memory, and where the fields of its packets stand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/packet.h"
#include "profile/link.h"
#include "record/record.pb.h"

namespace plumbline::faults {

/// A packet as a capture holds it.
struct OnWire {
  std::vector<std::uint8_t> octets;
  std::int64_t stamp_ns = 0;
  std::uint32_t original_length = 0;
};

/// The four streams of one eAxC id.
enum class Stream : std::uint8_t { u_dl, u_ul, c_dl, c_ul };
std::string name_of(Stream stream);
constexpr bool is_c(Stream stream) { return stream == Stream::c_dl || stream == Stream::c_ul; }
constexpr bool is_ul(Stream stream) { return stream == Stream::u_ul || stream == Stream::c_ul; }

/// The links: 24 PRBs at 30 kHz, TDD DDDSU (6 and 4 symbols), BFP 9, eAxC ids 0 and 1 both ways, PRACH B4 on
/// eAxC 4, VLAN 5, PCP 7, MTU 1500, stamps exact to 1 ns.
/// - at_ru: captured at the O-RU (T2a, Ta3), udCompHdr in every section
/// - at_du: captured at the O-DU (T1a, Ta4), static compression
/// - at_du_sparse: as at_du, TDD DDDDDDDSUU: 4 ms between uplink slots
enum class Place : std::uint8_t { at_ru, at_du, at_du_sparse };
std::string name_of(Place place);
profile::Link make_link(Place place);

/// Five frames of clean traffic.
std::vector<OnWire> make_clean(const profile::Link& link);

/// What a check makes of packets, each captured up to `snap` octets.
record::Result check(const profile::Link& link, const std::vector<OnWire>& packets,
                     std::size_t snap = SIZE_MAX, unsigned workers = 1);

/// A message by its place in the traffic: frame counted from the first, slot in the frame. `symbol` counts
/// for U-plane only.
struct Spot {
  unsigned frame = 3, slot = 0, symbol = 0;
};
/// The index of the packet of `stream` on eAxC 0 at `spot`; fails the test when there is none.
std::size_t find(const std::vector<OnWire>& packets, Stream stream, const Spot& spot);
/// True for packets of this stream on eAxC 0.
bool belongs(const OnWire& packet, Stream stream);

/// Stamp of the reference instant t0 (CUS v17.01 4.4.3) of a message at `spot`.
std::int64_t instant_ns(const profile::Link& link, Stream stream, const Spot& spot);

/// Octets of a frame with one VLAN tag.
namespace at {
inline constexpr std::size_t kTag = 14, kEcpri = 18, kPayload = 20, kEaxc = 22, kSequence = 24, kEbit = 25,
                             kHeader = 26, kFrame = 27, kSlot = 28, kSymbol = 29, kUSection = 30,
                             kUdCompHdr = 34, kSections = 30, kSectionType = 31, kCSection = 34,
                             kNumSymbol = 39, kBeam = 40, kBehindSection = 42;
}  // namespace at

}  // namespace plumbline::faults
