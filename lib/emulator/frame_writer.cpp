#include "emulator/frame_writer.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "wire/ecpri.h"
#include "wire/frame.h"

namespace plumbline::emulator {
namespace {

/// Room behind a frame for the header of a section, so that those behind the snap length need not be told
/// from others: they are written there.
constexpr std::uint32_t kSection = 16;
/// eCPRI common header and ids.
constexpr std::uint32_t kBeforeApplication = 8;

/// ecpriPayload now that the message is complete, and zeros up to the shortest frame.
std::uint32_t finish(std::span<std::uint8_t> out, std::uint32_t message_at, std::uint32_t length) {
  const std::uint32_t payload = length - message_at - 4;
  out[message_at + 2] = static_cast<std::uint8_t>(payload >> 8);
  out[message_at + 3] = static_cast<std::uint8_t>(payload);
  if (length >= kShortestFrame) return length;
  std::memset(out.data() + length, 0, kShortestFrame - length);
  return kShortestFrame;
}

/// Copies the part of a frame in front of the application header, which is made but for the eAxC id.
std::size_t start(std::span<std::uint8_t> out, Octets header, radio::Eaxc eaxc) {
  std::memcpy(out.data(), header.data(), header.size());
  out[header.size() - 4] = static_cast<std::uint8_t>(eaxc.value >> 8);
  out[header.size() - 3] = static_cast<std::uint8_t>(eaxc.value);
  return header.size();
}

}  // namespace

FrameWriter::Header FrameWriter::make_header(const profile::MacAddress& to, const profile::MacAddress& from,
                                             std::uint8_t pcp, std::optional<std::uint16_t> vlan,
                                             wire::EcpriType type) {
  Header header{};
  Writer out{header};
  const wire::VlanTag tag{.pcp = pcp, .vid = vlan.value_or(0)};
  wire::encode_ethernet(out, to, from, std::span{&tag, vlan ? 1u : 0u}, wire::kEcpriEtherType);
  header_octets_ = static_cast<std::uint32_t>(out.at());
  wire::encode_header(out, {.type = type});
  wire::encode_ids(out, {});
  return header;
}

FrameWriter::FrameWriter(const profile::Link& link, std::uint32_t snap) : snap_{snap} {
  const auto du = link.o_du_mac.value_or(kODuMac), ru = link.o_ru_mac.value_or(kORuMac);
  cplane_ = make_header(ru, du, link.c_pcp.value_or(kDefaultPcp), link.vlan, wire::EcpriType::rt_control);
  control_ul_ = make_header(du, ru, link.c_pcp.value_or(kDefaultPcp), link.vlan, wire::EcpriType::rt_control);
  uplane_dl_ = make_header(ru, du, link.u_pcp.value_or(kDefaultPcp), link.vlan, wire::EcpriType::iq_data);
  uplane_ul_ = make_header(du, ru, link.u_pcp.value_or(kDefaultPcp), link.vlan, wire::EcpriType::iq_data);
  const std::uint32_t mtu = link.mtu.value_or(kDefaultMtu);
  room_ = std::max(kShortestFrame, header_octets_ + mtu) + kSection;
  part_room_ = std::max(mtu, kPartOverhead + 1) - kPartOverhead;
}

std::uint32_t FrameWriter::cplane(std::span<std::uint8_t> out, radio::Eaxc eaxc,
                                  const wire::CplaneHeader& header,
                                  std::span<const wire::Section> sections) const {
  const std::size_t begin = start(out, Octets{cplane_}.first(header_octets_ + kBeforeApplication), eaxc);
  Writer writer{out.subspan(begin)};
  wire::encode(writer, header);
  for (const wire::Section& section : sections) {
    wire::encode(writer, section, header.section_type);
    writer.put(section.extensions.octets());
  }
  assert(writer.ok());
  return finish(out, header_octets_, static_cast<std::uint32_t>(begin + writer.at()));
}

/// The octets of a frame up to `keep`; returns how many it has.
std::uint32_t FrameWriter::write_uplane(std::span<std::uint8_t> out, radio::Eaxc eaxc,
                                        const wire::UplaneHeader& header, std::span<const UplanePart> parts,
                                        std::size_t keep) const {
  const Header& begins = header.direction == radio::Direction::downlink ? uplane_dl_ : uplane_ul_;
  std::size_t at = start(out, Octets{begins}.first(header_octets_ + kBeforeApplication), eaxc);
  Writer writer{out.subspan(at)};
  wire::encode(writer, header);
  at += writer.at();
  for (const UplanePart& part : parts) {
    Writer section{out.subspan(std::min<std::size_t>(at, out.size() - kSection))};
    wire::encode(section, part.section);
    at += section.at();
    if (at < keep) std::memcpy(out.data() + at, part.prbs.data(), std::min(part.prbs.size(), keep - at));
    at += part.prbs.size();
  }
  return static_cast<std::uint32_t>(at);
}

std::uint32_t FrameWriter::uplane(std::span<std::uint8_t> out, radio::Eaxc eaxc,
                                  const wire::UplaneHeader& header, std::span<const UplanePart> parts) const {
  const std::size_t keep = std::min<std::size_t>(out.size(), snap_);
  return finish(out, header_octets_, write_uplane(out, eaxc, header, parts, keep));
}

void FrameWriter::uplane_whole(std::vector<std::uint8_t>& out, radio::Eaxc eaxc,
                               const wire::UplaneHeader& header, std::span<const UplanePart> parts) const {
  std::size_t octets = room_ + kSection;
  for (const UplanePart& part : parts) octets += kSection + part.prbs.size();
  out.resize(octets);
  out.resize(write_uplane(out, eaxc, header, parts, octets));
}

std::uint32_t FrameWriter::message_room(bool transport_fragments) const {
  const std::uint32_t octets =
      transport_fragments ? std::min(kMostJoined, kMostParts * part_room_) : part_room_;
  return octets - wire::kUplaneHeaderOctets;
}

std::uint32_t FrameWriter::part(std::span<std::uint8_t> out, Octets whole, std::uint32_t number) const {
  const std::size_t begins = header_octets_ + kPartOverhead;
  const std::size_t from = begins + std::size_t{number} * part_room_;
  const std::size_t count = std::min<std::size_t>(part_room_, whole.size() - from);
  std::memcpy(out.data(), whole.data(), begins);
  std::memcpy(out.data() + begins, whole.data() + from, count);
  constexpr std::uint8_t kLast = 0x80;
  out[begins - 1] = static_cast<std::uint8_t>(number | (from + count == whole.size() ? kLast : 0u));
  return finish(out, header_octets_, static_cast<std::uint32_t>(begins + count));
}

std::uint32_t FrameWriter::message(std::span<std::uint8_t> out, Role from, wire::EcpriType type,
                                   Octets body) const {
  const Header& ethernet = from == Role::o_ru ? control_ul_ : cplane_;
  Writer writer{out};
  writer.put(Octets{ethernet}.first(header_octets_));
  wire::encode_header(writer, {.type = type});
  const std::size_t fits = std::min(body.size(), out.size() - writer.at());
  if (fits > 0) std::memcpy(out.data() + writer.at(), body.data(), fits);
  return finish(out, header_octets_, static_cast<std::uint32_t>(writer.at() + fits));
}

}  // namespace plumbline::emulator
