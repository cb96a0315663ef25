#include "wire/uplane.h"

namespace plumbline::wire {

Decoded<UplaneHeader> decode_uplane_header(const View& message) {
  if (const Fault f = message.missing(0, 4); f != Fault::none) return tl::unexpected(message.error(f));
  const std::uint8_t* p = message.data;
  return UplaneHeader{.direction = radio::Direction{static_cast<std::uint8_t>(p[0] >> 7)},
                      .payload_version = static_cast<std::uint8_t>(p[0] >> 4 & 7),
                      .filter_index = static_cast<std::uint8_t>(p[0] & 15),
                      .at = {.frame = p[1],
                             .subframe = static_cast<std::uint8_t>(p[2] >> 4),
                             .slot = static_cast<std::uint8_t>((p[2] & 15) << 2 | p[3] >> 6),
                             .symbol = static_cast<std::uint8_t>(p[3] & 63)}};
}

DecodeError decode_uplane_section_header(const View& at, bool dynamic, UplaneSection& section) {
  const std::uint32_t octets = dynamic ? 6 : 4;
  if (const Fault f = at.missing(0, octets); f != Fault::none) return at.error(f);
  const std::uint32_t word = load_be32(at.data);
  section.id = static_cast<std::uint16_t>(bits(word, 20, 12));
  section.rb = bits(word, 19, 1) != 0;
  section.sym_inc = bits(word, 18, 1) != 0;
  section.start_prb = static_cast<std::uint16_t>(bits(word, 8, 10));
  section.num_prb = static_cast<std::uint8_t>(bits(word, 0, 8));
  section.has_header = dynamic;
  section.ud_comp_hdr = dynamic ? at.data[4] : std::uint8_t{0};
  section.reserved = dynamic ? at.data[5] : std::uint8_t{0};
  section.at = at.base;
  return {};
}

bool UplaneWalk::next(UplaneSection& section) {
  if (error_.fault != Fault::none || at_ >= message_.length) return false;
  if (const Fault f = message_.missing(at_, format_.dynamic ? 6 : 4); f != Fault::none) {
    error_ = message_.error(f);
    return false;
  }
  decode_uplane_section_header(message_.from(at_), format_.dynamic, section);
  if (!format_.dynamic) section.ud_comp_hdr = make_ud_comp_hdr(format_.method, format_.width);
  section.octets_per_prb = prb_octets(method_of(section.ud_comp_hdr), width_of(section.ud_comp_hdr));
  section.range = section.num_prb == 0
                      ? radio::PrbRange{.first = 0, .count = format_.carrier_prbs, .step = 1}
                      : radio::PrbRange{.first = section.start_prb,
                                        .count = section.num_prb,
                                        .step = static_cast<std::uint8_t>(section.rb ? 2 : 1)};
  const std::uint32_t start = at_ + (format_.dynamic ? 6u : 4u);
  last_ = section;
  if (section.octets_per_prb == 0 || section.range.count == 0) {
    error_ = {Fault::unsupported_method, message_.base + at_};
    return false;
  }
  const std::uint32_t octets = section.octets_per_prb * section.range.count;
  if (octets > message_.length - start) {
    error_ = {Fault::truncated, message_.base + message_.length};
    return false;
  }
  section.prbs = message_.from(start, octets);
  at_ = start + octets;
  ++count_;
  return true;
}

void encode(Writer& out, const UplaneHeader& h) {
  out.put(
      static_cast<std::uint64_t>(h.direction) << 7 | (h.payload_version & 7u) << 4 | (h.filter_index & 15u),
      1);
  out.put(h.at.frame, 1);
  out.put((h.at.subframe & 15u) << 12 | (h.at.slot & 63u) << 6 | (h.at.symbol & 63u), 2);
}

void encode(Writer& out, const UplaneSection& s) {
  out.put((s.id & 0xFFFu) << 20 | (s.rb ? 1u << 19 : 0u) | (s.sym_inc ? 1u << 18 : 0u) |
              (s.start_prb & 0x3FFu) << 8 | s.num_prb,
          4);
  if (!s.has_header) return;
  out.put(s.ud_comp_hdr, 1);
  out.put(s.reserved, 1);
}

}  // namespace plumbline::wire
