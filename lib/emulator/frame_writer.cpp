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

/// ecpriPayload now that the message is complete, and zeros up to the shortest frame.
std::uint32_t finish(std::span<std::uint8_t> out, std::uint32_t message_at, std::uint32_t length) {
  const std::uint32_t payload = length - message_at - 4;
  out[message_at + 2] = static_cast<std::uint8_t>(payload >> 8);
  out[message_at + 3] = static_cast<std::uint8_t>(payload);
  if (length >= kShortestFrame) return length;
  std::memset(out.data() + length, 0, kShortestFrame - length);
  return kShortestFrame;
}

void start(Writer& out, Octets header, wire::EcpriType type, radio::Eaxc eaxc) {
  out.put(header);
  wire::encode_header(out, {.type = type});
  wire::encode_ids(out, {.eaxc = eaxc});
}

}  // namespace

FrameWriter::Header FrameWriter::make_header(const profile::MacAddress& to, const profile::MacAddress& from,
                                             std::uint8_t pcp, std::optional<std::uint16_t> vlan) {
  Header header{};
  Writer out{header};
  const wire::VlanTag tag{.pcp = pcp, .vid = vlan.value_or(0)};
  wire::encode_ethernet(out, to, from, std::span{&tag, vlan ? 1u : 0u}, wire::kEcpriEtherType);
  header_octets_ = static_cast<std::uint32_t>(out.at());
  return header;
}

FrameWriter::FrameWriter(const profile::Link& link, std::uint32_t snap) : snap_{snap} {
  const auto du = link.o_du_mac.value_or(kODuMac), ru = link.o_ru_mac.value_or(kORuMac);
  cplane_ = make_header(ru, du, link.c_pcp.value_or(kDefaultPcp), link.vlan);
  control_ul_ = make_header(du, ru, link.c_pcp.value_or(kDefaultPcp), link.vlan);
  uplane_dl_ = make_header(ru, du, link.u_pcp.value_or(kDefaultPcp), link.vlan);
  uplane_ul_ = make_header(du, ru, link.u_pcp.value_or(kDefaultPcp), link.vlan);
  room_ = std::max(kShortestFrame, header_octets_ + link.mtu.value_or(kDefaultMtu)) + kSection;
}

std::uint32_t FrameWriter::cplane(std::span<std::uint8_t> out, radio::Eaxc eaxc,
                                  const wire::CplaneHeader& header,
                                  std::span<const wire::Section> sections) const {
  Writer writer{out};
  start(writer, Octets{cplane_}.first(header_octets_), wire::EcpriType::rt_control, eaxc);
  wire::encode(writer, header);
  for (const wire::Section& section : sections) wire::encode(writer, section, header.section_type);
  assert(writer.ok());
  return finish(out, header_octets_, static_cast<std::uint32_t>(writer.at()));
}

std::uint32_t FrameWriter::uplane(std::span<std::uint8_t> out, radio::Eaxc eaxc,
                                  const wire::UplaneHeader& header, std::span<const UplanePart> parts) const {
  const Header& ethernet = header.direction == radio::Direction::downlink ? uplane_dl_ : uplane_ul_;
  Writer writer{out};
  start(writer, Octets{ethernet}.first(header_octets_), wire::EcpriType::iq_data, eaxc);
  wire::encode(writer, header);
  std::size_t at = writer.at();
  const std::size_t keep = std::min<std::size_t>(out.size(), snap_);
  for (const UplanePart& part : parts) {
    Writer section{out.subspan(std::min<std::size_t>(at, out.size() - kSection))};
    wire::encode(section, part.section);
    at += section.at();
    if (at < keep) std::memcpy(out.data() + at, part.prbs.data(), std::min(part.prbs.size(), keep - at));
    at += part.prbs.size();
  }
  return finish(out, header_octets_, static_cast<std::uint32_t>(at));
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
