// Frames for the tests of inference, made with the encoders of lib/wire.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "infer/observer.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::infer::test {

using Packet = std::vector<std::uint8_t>;
using Mac = profile::MacAddress;
inline constexpr Mac kDu{2, 0, 0, 0, 0, 1}, kRu{2, 0, 0, 0, 0, 2};

struct Path {
  Mac source = kDu, destination = kRu;
  std::optional<std::uint16_t> vlan = 7;
  std::uint8_t pcp = 7;
};
inline constexpr Path kDown{}, kUp{.source = kRu, .destination = kDu, .pcp = 5};

/// A section of a U-plane message: its header fields and how many PRBs of which format follow.
struct Part {
  std::uint16_t start = 0;
  std::uint16_t prbs = 1;  ///< that follow
  std::uint8_t method = 0, width = 16;
  bool dynamic = false;
  bool all = false;  ///< numPrbu 0
};

inline Packet finish(std::array<std::uint8_t, 16'000>& space, const Writer& out) {
  return {space.begin(), space.begin() + static_cast<std::ptrdiff_t>(out.at())};
}

inline void begin(Writer& out, const Path& path, wire::EcpriType type, radio::Eaxc eaxc,
                  std::uint8_t sequence, std::size_t payload) {
  const wire::VlanTag tag{.pcp = path.pcp, .vid = path.vlan.value_or(0)};
  wire::encode_ethernet(out, path.destination, path.source,
                        path.vlan ? std::span{&tag, 1} : std::span<const wire::VlanTag>{},
                        wire::kEcpriEtherType);
  wire::encode_header(out, {.type = type, .payload = static_cast<std::uint16_t>(4 + payload)});
  wire::encode_ids(out, {.eaxc = eaxc, .sequence = sequence});
}

/// The body of a U-plane message, behind ecpriSeqid.
inline Packet uplane_body(const wire::UplaneHeader& header, const std::vector<Part>& parts) {
  std::array<std::uint8_t, 16'000> space{};
  Writer out{space};
  wire::encode(out, header);
  for (const Part& part : parts) {
    wire::UplaneSection section;
    section.id = 1;
    section.start_prb = part.all ? std::uint16_t{0} : part.start;
    section.num_prb = static_cast<std::uint8_t>(part.all ? 0 : part.prbs);
    section.has_header = part.dynamic;
    section.ud_comp_hdr = wire::make_ud_comp_hdr(part.method, part.width);
    wire::encode(out, section);
    for (std::size_t i = 0; i < part.prbs * wire::prb_octets(part.method, part.width); ++i)
      out.put(0x80 + i * 37 % 101, 1);
  }
  return finish(space, out);
}

inline Packet uplane(const Path& path, radio::Eaxc eaxc, std::uint8_t sequence,
                     const wire::UplaneHeader& header, const std::vector<Part>& parts) {
  const Packet body = uplane_body(header, parts);
  std::array<std::uint8_t, 16'000> space{};
  Writer out{space};
  begin(out, path, wire::EcpriType::iq_data, eaxc, sequence, body.size());
  out.put(Octets{body});
  return finish(space, out);
}

inline Packet cplane(const Path& path, radio::Eaxc eaxc, std::uint8_t sequence, wire::CplaneHeader header,
                     const std::vector<wire::Section>& sections) {
  std::array<std::uint8_t, 16'000> body{}, space{};
  Writer inner{body}, out{space};
  header.number_of_sections = static_cast<std::uint8_t>(sections.size());
  wire::encode(inner, header);
  for (const wire::Section& section : sections) wire::encode(inner, section, header.section_type);
  begin(out, path, wire::EcpriType::rt_control, eaxc, sequence, inner.at());
  out.put(Octets{body}.first(inner.at()));
  return finish(space, out);
}

inline void feed(Observer& observer, const Packet& packet, std::optional<CaptureTime> stamp = std::nullopt) {
  observer.feed(packet, static_cast<std::uint32_t>(packet.size()), stamp);
}

/// What must hold whatever was seen: the file made from the link can be read back, and says the same.
inline void expect_printable(const Inferred& inferred) {
  const auto again = profile::parse_link(profile::print_link(inferred.link), "inferred.yaml");
  ASSERT_TRUE(again.has_value()) << again.error().what << "\n" << profile::print_link(inferred.link);
  EXPECT_EQ(*again, inferred.link);
}

}  // namespace plumbline::infer::test
