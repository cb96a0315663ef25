#include "wire/uplane.h"

namespace plumbline::wire {
namespace {

/// Methods 5 and 6: a mask in front of every PRB says where the next one begins.
/// Source: CUS v17.01 8.3.3.15, 8.3.3.18.
DecodeError walk_prb_masks(const View& message, std::uint32_t start, std::uint8_t ud_comp_hdr,
                           std::uint32_t prbs, std::uint32_t& octets) {
  for (std::uint32_t prb = 0; prb < prbs; ++prb) {
    const std::uint32_t at = start + octets;
    if (const Fault f = message.missing(at, 2); f != Fault::none) {
      octets += 2;
      return message.error(f);
    }
    const std::uint16_t word = load_be16(message.data + at);
    const auto mask = static_cast<std::uint16_t>((word & 0xF000) >> 4 | (word & 0xFF));
    octets += selective_prb_octets(method_of(ud_comp_hdr), width_of(ud_comp_hdr), mask);
  }
  return {};
}

}  // namespace

SelectivePart decode_selective_part(const View& message, const UplaneFormat& format, std::uint32_t at) {
  UplaneSection first;
  read_uplane_section_header(message.data + at, message.base + at, format.dynamic, first);
  const std::uint8_t header =
      format.dynamic ? first.ud_comp_hdr : make_ud_comp_hdr(format.method, format.width);
  const std::uint8_t method = method_of(header);
  SelectivePart part;
  if (method > 8) {
    part.header_read = true;
    part.error = {Fault::unsupported_method, message.base + at};
    return part;
  }
  part.header_octets = uplane_section_header_octets(format, method);
  if (const Fault f = message.missing(at, part.header_octets); f != Fault::none) {
    part.error = message.error(f);
    return part;
  }
  part.header_read = true;
  const std::uint32_t start = at + part.header_octets;
  const std::uint8_t* end = message.data + start;
  if (has_section_masks(method)) {
    part.mask1 = load_be16(end - 4);
    part.mask2 = load_be16(end - 2);
  }
  part.has_length = format.ud_comp_len && is_selective(method);
  if (part.has_length) part.ud_comp_len = load_be16(message.data + at + (format.dynamic ? 6 : 4));
  const std::uint16_t prbs = first.num_prb != 0 ? first.num_prb : format.carrier_prbs;
  const bool rb = first.rb && first.num_prb != 0;  // to be taken as 0 with all PRBs: CUS v17.01 7.5.3.2
  if (prbs == 0)
    part.error = {Fault::prbs_unknown, message.base + at};
  else if (has_section_masks(method))
    part.prbs_octets = masked_prbs_octets(method, width_of(header), prbs, rb, part.mask1, part.mask2);
  else
    part.error = walk_prb_masks(message, start, header, prbs, part.prbs_octets);
  if (!part.error && part.prbs_octets > message.length - start)
    part.error = {Fault::truncated, message.base + message.length};
  return part;
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
  if (s.has_header) {
    out.put(s.ud_comp_hdr, 1);
    out.put(s.reserved, 1);
  }
  if (s.has_length) out.put(s.ud_comp_len, 2);
  if (!s.has_masks()) return;
  out.put(s.mask1, 2);
  out.put(s.mask2, 2);
}

}  // namespace plumbline::wire
