#include "wire/cplane.h"

namespace plumbline::wire {

namespace {

/// extLen of the extension at `p`, of which the octets up to extLen are at hand.
std::uint32_t words_of(const std::uint8_t* p, bool is_long) { return is_long ? load_be16(p + 1) : p[1]; }

}  // namespace

DecodeError decode_extension(const View& at, Extension& extension) {
  extension = {};
  if (const Fault f = at.missing(0, 1); f != Fault::none) return at.error(f);
  extension.ef = (at.data[0] & 0x80) != 0;
  extension.type = static_cast<std::uint8_t>(at.data[0] & 0x7F);
  extension.at = at.base;
  const bool is_long = has_long_length(extension.type);
  const std::uint32_t head = is_long ? 3 : 2;
  if (const Fault f = at.missing(0, head); f != Fault::none) return at.error(f);
  extension.words = static_cast<std::uint16_t>(words_of(at.data, is_long));
  if (extension.words == 0) return {Fault::extension_zero, at.base + 1};
  const std::uint32_t octets = extension.words * 4u;
  if (const Fault f = at.missing(0, octets); f != Fault::none) return at.error(f);
  extension.body = at.from(head, octets - head);
  return {};
}

ExtensionChain measure_extensions(const View& message, std::uint32_t at) {
  // The octets of an extension that is whole are four at least; one that is not is read again for its error.
  while (message.missing(at, 4) == Fault::none) {
    const std::uint8_t* p = message.data + at;
    const std::uint32_t octets = words_of(p, has_long_length(p[0] & 0x7F)) * 4;
    if (octets == 0 || message.missing(at, octets) != Fault::none) break;
    at += octets;
    if ((p[0] & 0x80) == 0) return {.end = at};
  }
  Extension extension;
  const DecodeError error = decode_extension(message.from(at), extension);
  return {.error = error, .end = at, .faulty_type = extension.type};
}

bool ExtensionWalk::next(Extension& extension) {
  if (rest_.length == 0 || decode_extension(rest_, extension).fault != Fault::none) return false;
  rest_ = rest_.from(extension.words * 4u);
  return true;
}

void encode_cplane_common(Writer& out, const CplaneHeader& h) {
  out.put(
      static_cast<std::uint64_t>(h.direction) << 7 | (h.payload_version & 7u) << 4 | (h.filter_index & 15u),
      1);
  out.put(h.start.frame, 1);
  out.put((h.start.subframe & 15u) << 12 | (h.start.slot & 63u) << 6 | (h.start.symbol & 63u), 2);
  out.put(h.number_of_sections, 1);
  out.put(h.section_type, 1);
}

void encode(Writer& out, const CplaneHeader& h) {
  encode_cplane_common(out, h);
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
