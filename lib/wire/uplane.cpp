#include "wire/uplane.h"

namespace plumbline::wire {

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
