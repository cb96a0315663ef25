#include "wire/cplane.h"

namespace plumbline::wire {

Decoded<CplaneHeader> decode_cplane_common(const View& message) {
  if (const Fault f = message.missing(0, 6); f != Fault::none) return tl::unexpected(message.error(f));
  const std::uint8_t* p = message.data;
  CplaneHeader header;
  header.direction = radio::Direction{static_cast<std::uint8_t>(p[0] >> 7)};
  header.payload_version = static_cast<std::uint8_t>(p[0] >> 4 & 7);
  header.filter_index = static_cast<std::uint8_t>(p[0] & 15);
  header.start = {.frame = p[1],
                  .subframe = static_cast<std::uint8_t>(p[2] >> 4),
                  .slot = static_cast<std::uint8_t>((p[2] & 15) << 2 | p[3] >> 6),
                  .symbol = static_cast<std::uint8_t>(p[3] & 63)};
  header.number_of_sections = p[4];
  header.section_type = p[5];
  return header;
}

Decoded<CplaneHeader> decode_cplane_header(const View& message) {
  auto header = decode_cplane_common(message);
  if (!header) return header;
  const std::uint32_t octets = cplane_header_octets(header->section_type);
  if (const Fault f = message.missing(0, octets); f != Fault::none) return tl::unexpected(message.error(f));
  const std::uint8_t* p = message.data;
  switch (header->section_type) {
    case 0:
    case 3:
      header->time_offset = load_be16(p + 6);
      header->frame_structure = p[8];
      header->cp_length = load_be16(p + 9);
      (header->section_type == 3 ? header->ud_comp_hdr : header->reserved) = p[11];
      break;
    case 1:
    case 5:
      header->ud_comp_hdr = p[6];
      header->reserved = p[7];
      break;
    default:
      break;
  }
  return header;
}

DecodeError decode_extension(const View& at, Extension& extension) {
  extension = {};
  if (const Fault f = at.missing(0, 2); f != Fault::none) return at.error(f);
  extension.ef = (at.data[0] & 0x80) != 0;
  extension.type = static_cast<std::uint8_t>(at.data[0] & 0x7F);
  extension.at = at.base;
  std::uint32_t head = 2;
  if (has_long_length(extension.type)) {
    head = 3;
    if (const Fault f = at.missing(0, 3); f != Fault::none) return at.error(f);
    extension.words = load_be16(at.data + 1);
  } else {
    extension.words = at.data[1];
  }
  if (extension.words == 0) return {Fault::extension_zero, at.base + 1};
  const std::uint32_t octets = extension.words * 4u;
  if (const Fault f = at.missing(0, octets); f != Fault::none) return at.error(f);
  extension.body = at.from(head, octets - head);
  return {};
}

bool SectionWalk::walk_extensions(std::uint32_t& at) {
  Extension extension;
  do {
    const DecodeError error = decode_extension(message_.from(at), extension);
    if (error.fault != Fault::none) {
      error_ = error;
      in_extension_ = true;
      faulty_type_ = extension.type;
      return false;
    }
    at += extension.words * 4u;
  } while (extension.ef);
  return true;
}

bool SectionWalk::next(Section& section) {
  if (error_.fault != Fault::none || count_ == header_.number_of_sections) return false;
  if (!has_sections(header_.section_type)) {
    error_ = {Fault::unsupported_type, message_.base + 5};
    return false;
  }
  const std::uint32_t octets = header_.section_type == 3 ? 12 : 8;
  if (const Fault f = message_.missing(at_, octets); f != Fault::none) {
    error_ = message_.error(f);
    return false;
  }
  const std::uint8_t* p = message_.data + at_;
  const std::uint64_t word = load_be<8>(p);
  section.id = static_cast<std::uint16_t>(bits(word, 52, 12));
  section.rb = bits(word, 51, 1) != 0;
  section.sym_inc = bits(word, 50, 1) != 0;
  section.start_prb = static_cast<std::uint16_t>(bits(word, 40, 10));
  section.num_prb = static_cast<std::uint8_t>(bits(word, 32, 8));
  section.re_mask = static_cast<std::uint16_t>(bits(word, 20, 12));
  section.num_symbol = static_cast<std::uint8_t>(bits(word, 16, 4));
  section.ef = bits(word, 15, 1) != 0;
  section.beam_id = static_cast<std::uint16_t>(bits(word, 0, 15));
  section.freq_offset = 0;
  section.reserved = 0;
  if (header_.section_type == 3) {
    section.freq_offset = static_cast<std::int32_t>(load_be32(p + 8)) >> 8;
    section.reserved = p[11];
  }
  section.at = message_.base + at_;
  std::uint32_t end = at_ + octets;
  if (section.ef && !walk_extensions(end)) {
    section.extensions = message_.from(at_ + octets);
    return false;
  }
  section.extensions = message_.from(at_ + octets, end - at_ - octets);
  at_ = end;
  ++count_;
  return true;
}

bool ExtensionWalk::next(Extension& extension) {
  if (rest_.length == 0 || decode_extension(rest_, extension).fault != Fault::none) return false;
  rest_ = rest_.from(extension.words * 4u);
  return true;
}

void encode(Writer& out, const CplaneHeader& h) {
  out.put(
      static_cast<std::uint64_t>(h.direction) << 7 | (h.payload_version & 7u) << 4 | (h.filter_index & 15u),
      1);
  out.put(h.start.frame, 1);
  out.put((h.start.subframe & 15u) << 12 | (h.start.slot & 63u) << 6 | (h.start.symbol & 63u), 2);
  out.put(h.number_of_sections, 1);
  out.put(h.section_type, 1);
  if (h.section_type == 0 || h.section_type == 3) {
    out.put(h.time_offset, 2);
    out.put(h.frame_structure, 1);
    out.put(h.cp_length, 2);
    out.put(h.section_type == 3 ? h.ud_comp_hdr : h.reserved, 1);
  } else {
    out.put(h.ud_comp_hdr, 1);
    out.put(h.reserved, 1);
  }
}

void encode(Writer& out, const Section& s, std::uint8_t section_type) {
  const std::uint64_t word =
      std::uint64_t{s.id & 0xFFFu} << 52 | (s.rb ? std::uint64_t{1} << 51 : 0) |
      (s.sym_inc ? std::uint64_t{1} << 50 : 0) | std::uint64_t{s.start_prb & 0x3FFu} << 40 |
      std::uint64_t{s.num_prb} << 32 | std::uint64_t{s.re_mask & 0xFFFu} << 20 |
      std::uint64_t{s.num_symbol & 15u} << 16 | (s.ef ? std::uint64_t{1} << 15 : 0) | (s.beam_id & 0x7FFFu);
  out.put(word, 8);
  if (section_type != 3) return;
  out.put(static_cast<std::uint32_t>(s.freq_offset) & 0xFFFFFFu, 3);
  out.put(s.reserved, 1);
}

void encode_extension(Writer& out, std::uint8_t type, bool ef, Octets body) {
  const std::size_t head = has_long_length(type) ? 3 : 2;
  const std::size_t words = (head + body.size() + 3) / 4;
  out.put((ef ? 0x80u : 0u) | (type & 0x7Fu), 1);
  out.put(words, static_cast<unsigned>(head - 1));
  out.put(body);
  out.zeros(words * 4 - head - body.size());
}

}  // namespace plumbline::wire
