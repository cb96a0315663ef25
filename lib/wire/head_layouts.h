// The heads that every packet has, described as layouts (layout.h): C-plane headers, sections with PRBs,
// U-plane headers and sections. Their octets are read and written by hand for speed (cplane.h, uplane.h); a
// test holds the two together. By these descriptions messages are made from JSON.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/cplane.h"
#include "wire/uplane.h"

namespace plumbline::wire {

/// Octets 0 to 3 of the application headers of both planes. Source: CUS v17.01 7.4, 8.3.2.
template <class W, class Header>
void layout_start(W& w, Header& header, radio::RadioTime& time, std::string_view filter,
                  std::string_view symbol) {
  w.u("dataDirection", 1, header.direction);
  w.u("payloadVersion", 3, header.payload_version);
  w.u(filter, 4, header.filter_index);
  w.u("frameId", 8, time.frame);
  w.u("subframeId", 4, time.subframe);
  w.u("slotId", 6, time.slot);
  w.u(symbol, 6, time.symbol);
}
/// udCompHdr. Source: CUS v17.01 8.3.3.13.
template <class W>
void layout_compression(W& w, std::uint8_t& ud_comp_hdr) {
  unsigned width = ud_comp_hdr >> 4, method = ud_comp_hdr & 15u;
  w.u("udIqWidth", 4, width);
  w.u("udCompMeth", 4, method);
  ud_comp_hdr = static_cast<std::uint8_t>(width << 4 | method);
}

/// Octets 0 to 3 of a C-plane header. `type`: sectionType, which comes behind them.
template <class W>
void layout_start(W& w, CplaneHeader& header, std::uint8_t type) {
  layout_start(w, header, header.start, type == 4 || type == 8 ? "scs" : "filterIndex", "startSymbolId");
}
/// Octet 4.
template <class W>
void layout_count(W& w, CplaneHeader& header, std::uint8_t type) {
  if (type != 4 && type != 8) return w.u("numberOfsections", 8, header.number_of_sections);
  const unsigned width = type == 4 ? 4 : 1;
  unsigned reserved = header.number_of_sections >> width;
  unsigned low = header.number_of_sections & ((1u << width) - 1);
  w.r(8 - width, reserved);
  w.u(type == 4 ? "cmdScope" : "ready", width, low);
  header.number_of_sections = static_cast<std::uint8_t>(reserved << width | low);
}
/// What is behind sectionType in types 0, 1, 3 and 5.
template <class W>
void layout_rest(W& w, CplaneHeader& header, std::uint8_t type) {
  if (type == 0 || type == 3) {
    w.u("timeOffset", 16, header.time_offset);
    w.u("frameStructure", 8, header.frame_structure);
    w.u("cpLength", 16, header.cp_length);
  }
  if (type != 0) layout_compression(w, header.ud_comp_hdr);
  if (type != 3) w.u("reserved", 8, header.reserved);
}

/// A section of type 0, 1, 3, 5, 10 or 11 without its extensions.
template <class W>
void layout(W& w, Section& section, std::uint8_t type) {
  w.u("sectionId", 12, section.id);
  w.u("rb", 1, section.rb);
  w.u("symInc", 1, section.sym_inc);
  w.u("startPrbc", 10, section.start_prb);
  w.u("numPrbc", 8, section.num_prb);
  w.u("reMask", 12, section.re_mask);
  w.u("numSymbol", 4, section.num_symbol);
  w.u("ef", 1, section.ef);
  const bool unused = type == 0 || type == 11, ue = type == 5 || type == 10;
  w.u(unused ? "reserved" : ue ? "ueId" : "beamId", 15, section.beam_id);
  if (type != 3) return;
  w.s("freqOffset", 24, section.freq_offset);
  w.u("reserved", 8, section.reserved);
}

/// The application header of a U-plane message, four octets.
template <class W>
void layout(W& w, UplaneHeader& header) {
  layout_start(w, header, header.at, "filterIndex", "symbolId");
}
/// A U-plane section up to its masks. has_header and has_length say what there is.
template <class W>
void layout(W& w, UplaneSection& section) {
  w.u("sectionId", 12, section.id);
  w.u("rb", 1, section.rb);
  w.u("symInc", 1, section.sym_inc);
  w.u("startPrbu", 10, section.start_prb);
  w.u("numPrbu", 8, section.num_prb);
  if (section.has_header) {
    layout_compression(w, section.ud_comp_hdr);
    w.u("reserved", 8, section.reserved);
  }
  if (section.has_length) w.u("udCompLen", 16, section.ud_comp_len);
}
/// The masks of a section of method 7 or 8.
template <class W>
void layout_masks(W& w, UplaneSection& section) {
  const auto mask = [&](std::string_view name, std::uint16_t& word) {
    unsigned reserved = word >> 12, bits = word & 0xFFFu;
    w.r(4, reserved);
    w.u(name, 12, bits);
    word = static_cast<std::uint16_t>(reserved << 12 | bits);
  };
  mask("sReSMask1", section.mask1);
  mask("sReSMask2", section.mask2);
}

}  // namespace plumbline::wire
