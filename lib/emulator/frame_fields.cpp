#include "emulator/frame_fields.h"

#include <algorithm>
#include <array>

#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::emulator {
namespace {

using From = Field::From;

constexpr auto kC = radio::Plane::c, kU = radio::Plane::u;
/// Section types with time fields in their header (CUS v17.01 7.4.2, 7.4.5), and those with sections (7.5.3).
constexpr std::uint16_t kTimed = 1u << 0 | 1u << 3, kType3 = 1u << 3,
                        kSections = 1u << 0 | 1u << 1 | 1u << 3 | 1u << 5 | 1u << 10 | 1u << 11;

constexpr std::array kFields{
    Field{"destinationAddress", From::frame, 0, 48},
    Field{"sourceAddress", From::frame, 48, 48},
    Field{"pcp", From::tag, 16, 3},
    Field{"vlan", From::tag, 20, 12},
    Field{"ecpriVersion", From::ecpri, 0, 4},
    Field{"ecpriReserved", From::ecpri, 4, 3},
    Field{"ecpriConcatenation", From::ecpri, 7, 1},
    Field{"ecpriMessage", From::ecpri, 8, 8},
    Field{"ecpriPayload", From::ecpri, 16, 16},
    Field{"ecpriPcid", From::ids, 0, 16},
    Field{"ecpriRtcid", From::ids, 0, 16, kC},
    Field{"sequenceId", From::ids, 16, 8},
    Field{"E", From::ids, 24, 1},
    Field{"subSequenceId", From::ids, 25, 7},
    Field{"dataDirection", From::application, 0, 1},
    Field{"payloadVersion", From::application, 1, 3},
    Field{"filterIndex", From::application, 4, 4},
    Field{"frameId", From::application, 8, 8},
    Field{"subframeId", From::application, 16, 4},
    Field{"slotId", From::application, 20, 6},
    Field{"startSymbolId", From::application, 26, 6, kC},
    Field{"symbolId", From::application, 26, 6, kU},
    Field{"numberOfsections", From::application, 32, 8, kC},
    Field{"sectionType", From::application, 40, 8, kC},
    Field{"timeOffset", From::application, 48, 16, kC, kTimed},
    Field{"frameStructure", From::application, 64, 8, kC, kTimed},
    Field{"cpLength", From::application, 72, 16, kC, kTimed},
    Field{"udCompHdr", From::compression, 0, 8},
    Field{"sectionId", From::section, 0, 12, {}, kSections},
    Field{"rb", From::section, 12, 1, {}, kSections},
    Field{"symInc", From::section, 13, 1, {}, kSections},
    Field{"startPrbc", From::section, 14, 10, kC, kSections},
    Field{"numPrbc", From::section, 24, 8, kC, kSections},
    Field{"startPrbu", From::section, 14, 10, kU},
    Field{"numPrbu", From::section, 24, 8, kU},
    Field{"reMask", From::section, 32, 12, kC, kSections},
    Field{"numSymbol", From::section, 44, 4, kC, kSections},
    Field{"ef", From::section, 48, 1, kC, kSections},
    Field{"beamId", From::section, 49, 15, kC, kSections},
    Field{"freqOffset", From::section, 64, 24, kC, kType3},
};

/// Octets in front of udCompHdr in a C-plane header; 0 where there is none.
constexpr std::uint32_t compression_at(std::uint8_t section_type) {
  if (wire::is_common(section_type)) return 6;
  return section_type == 3 ? 11 : 0;
}

constexpr std::uint32_t octets_before(From from, const FrameFields& frame) {
  switch (from) {
    case From::frame:
      return 0;
    case From::tag:
      return frame.tag;
    case From::ecpri:
      return frame.ecpri;
    case From::ids:
      return frame.ids;
    case From::application:
      return frame.application;
    case From::section:
      return frame.section;
    case From::compression:
      return frame.compression;
  }
  return 0;
}

constexpr unsigned kBits = 8;

}  // namespace

std::span<const Field> fields() { return kFields; }

const Field* find_field(std::string_view name) {
  const auto found =
      std::find_if(kFields.begin(), kFields.end(), [&](const Field& field) { return field.name == name; });
  return found == kFields.end() ? nullptr : &*found;
}

FrameFields read_fields(Octets octets, std::uint32_t length) {
  FrameFields found;
  wire::Frame frame;
  wire::EcpriMessage message;
  if (wire::decode_frame(octets, length, frame)) return found;
  if (frame.tag_count > 0) found.tag = 12;
  if (frame.protocol != wire::Protocol::ecpri || !wire::EcpriWalk{frame.pdu}.next(message)) return found;
  found.ecpri = message.at;
  const bool control = message.header.type == wire::EcpriType::rt_control;
  // Wherever ecpriPayload ends: it may be what is wrong.
  const wire::View body = frame.pdu.from(4);
  wire::EcpriIds ids;
  wire::UplaneHeader header;
  if ((!control && message.header.type != wire::EcpriType::iq_data) || wire::decode_ids(body, ids))
    return found;
  if (!control && ids.subsequence != 0) {
    found.plane = radio::Plane::u;
    found.ids = body.base;
    found.eaxc = ids.eaxc;
    found.continues = true;
    return found;
  }
  if (wire::decode_uplane_header(body.from(4), header)) return found;
  found.plane = control ? radio::Plane::c : radio::Plane::u;
  found.ids = body.base;
  found.application = body.base + 4;
  found.eaxc = ids.eaxc;
  found.direction = header.direction;
  found.filter_index = header.filter_index;
  if (!control) {
    found.section = found.application + wire::kUplaneHeaderOctets;
    found.compression = found.section + 4;
    return found;
  }
  wire::CplaneHeader common;
  if (wire::decode_cplane_common(body.from(4), common)) return found;
  found.section_type = common.section_type;
  found.section = found.application + wire::cplane_header_octets(common.section_type);
  if (const std::uint32_t at = compression_at(common.section_type); at > 0)
    found.compression = found.application + at;
  return found;
}

std::optional<std::uint32_t> find_place(const Field& field, const FrameFields& frame, std::size_t octets) {
  if (field.plane && field.plane != frame.plane) return std::nullopt;
  const bool typed = frame.plane == radio::Plane::c && field.section_types != Field::kAnyType;
  if (typed && (frame.section_type > 15 || (field.section_types >> frame.section_type & 1) == 0))
    return std::nullopt;
  const std::uint32_t place = octets_before(field.from, frame);
  if ((place == 0 && field.from != From::frame) || field.width == 0 || field.width > 64) return std::nullopt;
  if (place + (std::size_t{field.bit} + field.width + kBits - 1) / kBits > octets) return std::nullopt;
  return place;
}

std::uint64_t read_field(Octets octets, std::uint32_t place, const Field& field) {
  std::uint64_t value = 0;
  for (std::size_t i = std::size_t{place} * kBits + field.bit, n = field.width; n > 0; --n, ++i)
    value = value << 1 | (octets[i / kBits] >> (kBits - 1 - i % kBits) & 1u);
  return value;
}

void write_field(std::span<std::uint8_t> octets, std::uint32_t place, const Field& field,
                 std::uint64_t value) {
  for (std::size_t i = std::size_t{place} * kBits + field.bit, n = field.width; n > 0; --n, ++i) {
    const auto bit = static_cast<std::uint8_t>(1u << (kBits - 1 - i % kBits));
    std::uint8_t& octet = octets[i / kBits];
    octet = static_cast<std::uint8_t>((value >> (n - 1) & 1) != 0 ? octet | bit : octet & ~unsigned{bit});
  }
}

}  // namespace plumbline::emulator
