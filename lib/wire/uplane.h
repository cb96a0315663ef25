// U-plane messages: the radio application header, and sections of every compression method.
#pragma once

#include <bit>
#include <cstdint>

#include "radio/types.h"
#include "wire/view.h"

namespace plumbline::wire {

/// U-plane radio application header, 4 octets behind ecpriSeqid. Source: CUS v17.01 8.3.2.
///
///   0 | dataDirection | payloadVersion (3) | filterIndex (4) |
///   1 | frameId |  2 | subframeId (4) | slotId (high 4) |  3 | slotId (low 2) | symbolId (6) |
struct UplaneHeader {
  radio::Direction direction = radio::Direction::downlink;
  std::uint8_t payload_version = 1;
  std::uint8_t filter_index = 0;
  radio::RadioTime at;
  friend bool operator==(const UplaneHeader&, const UplaneHeader&) = default;
};
inline constexpr std::uint32_t kUplaneHeaderOctets = 4;

/// udCompHdr: udIqWidth (4, 0 = 16), udCompMeth (4). Source: CUS v17.01 8.3.3.13.
constexpr std::uint8_t width_of(std::uint8_t ud_comp_hdr) {
  return static_cast<std::uint8_t>(ud_comp_hdr >> 4 == 0 ? 16 : ud_comp_hdr >> 4);
}
constexpr std::uint8_t method_of(std::uint8_t ud_comp_hdr) {
  return static_cast<std::uint8_t>(ud_comp_hdr & 15);
}
constexpr std::uint8_t make_ud_comp_hdr(std::uint8_t method, std::uint8_t width) {
  return static_cast<std::uint8_t>((width & 15) << 4 | (method & 15));
}

/// What the octets of a U-plane message do not say of themselves.
struct UplaneFormat {
  bool dynamic = false;            ///< udCompHdr and a reserved octet are in every section
  std::uint8_t method = 0;         ///< udCompMeth 0..8 where static
  std::uint8_t width = 16;         ///< 1..16 where static
  std::uint16_t carrier_prbs = 0;  ///< what numPrbu 0 stands for; 0: unknown
  bool ud_comp_len = false;        ///< udCompLen is in every section of methods 5..8
  friend bool operator==(const UplaneFormat&, const UplaneFormat&) = default;
};

/// Methods 5..8 send only the REs that a mask names. Source: CUS v17.01 8.3.3.13.
constexpr bool is_selective(std::uint8_t method) { return method >= 5 && method <= 8; }
/// Methods 7 and 8 have their masks in the section header, 5 and 6 one in every PRB field.
/// Source: CUS v17.01 8.3.3.20, 8.3.3.21.
constexpr bool has_section_masks(std::uint8_t method) { return method == 7 || method == 8; }
/// Whether RE 0..11 of a PRB is sent: bit 0 of an sReSMask (12 bits) is RE 0. Source: CUS v17.01 8.3.3.18.
constexpr bool sends_re(std::uint16_t mask, unsigned re) { return (mask >> re & 1) != 0; }

/// Octets of one PRB of methods 0..4 (udCompParam included), 0 for methods whose PRBs differ in size or that
/// are reserved. Source: CUS v17.01 8.3.3.15, Annex D.
constexpr std::uint32_t prb_octets(std::uint8_t method, std::uint8_t width) {
  if (method > 4) return 0;
  return 3u * width + (method >= 1 && method <= 3 ? 1u : 0u);
}
/// Bits of the I and Q of one PRB of which only the REs of `mask` (12 bits) are sent.
constexpr std::uint32_t selected_bits(std::uint8_t width, std::uint16_t mask) {
  return 2u * width * static_cast<std::uint32_t>(std::popcount(static_cast<unsigned>(mask & 0xFFF)));
}
/// Octets of one PRB of methods 5, 6 and 7 (udCompParam and the bits up to the next octet included); 0 for
/// others: PRBs of method 8 do not end on octets. Source: CUS v17.01 8.2.1, 8.3.3.15, A.6.
constexpr std::uint32_t selective_prb_octets(std::uint8_t method, std::uint8_t width, std::uint16_t mask) {
  if (method < 5 || method > 7) return 0;
  return (method == 7 ? 1u : 2u) + (selected_bits(width, mask) + 7) / 8;
}
/// Octets of `prbs` PRBs of a section of method 7 or 8; 0 for others. `mask1` is for the first and every
/// other one, `mask2` for those between; with `rb` mask1 is for all. Method 8 has no bits to fill but behind
/// the last PRB. Source: CUS v17.01 8.3.3.20, 8.3.3.21, A.6.
constexpr std::uint32_t masked_prbs_octets(std::uint8_t method, std::uint8_t width, std::uint16_t prbs,
                                           bool rb, std::uint16_t mask1, std::uint16_t mask2) {
  const std::uint32_t second = rb ? 0 : prbs / 2u, first = prbs - second;
  if (method == 7)
    return first * selective_prb_octets(7, width, mask1) + second * selective_prb_octets(7, width, mask2);
  if (method == 8)
    return (first * selected_bits(width, mask1) + second * selected_bits(width, mask2) + 7) / 8;
  return 0;
}
/// Octets of a section header up to the first PRB. Source: CUS v17.01 8.3.2.
constexpr std::uint32_t uplane_section_header_octets(const UplaneFormat& format, std::uint8_t method) {
  return (format.dynamic ? 6u : 4u) + (format.ud_comp_len && is_selective(method) ? 2u : 0u) +
         (has_section_masks(method) ? 4u : 0u);
}

/// A section of a U-plane message. Source: CUS v17.01 8.3.2.
///
///   0 | sectionId (12) | rb | symInc | startPrbu (10) |  3 | numPrbu |  dynamic: | udCompHdr | reserved |
///   methods 5..8, optional: | udCompLen (16) |
///   methods 7, 8: | reserved (4) | sReSMask1 (12) | reserved (4) | sReSMask2 (12) |  PRBs
struct UplaneSection {
  std::uint16_t id = 0;
  bool rb = false;
  bool sym_inc = false;
  std::uint16_t start_prb = 0;
  std::uint8_t num_prb = 0;            ///< numPrbu as it stands
  bool has_header = false;             ///< udCompHdr is there
  bool has_length = false;             ///< udCompLen is there
  std::uint8_t ud_comp_hdr = 0;        ///< as it stands, or made from the static format
  std::uint8_t reserved = 0;           ///< the octet behind udCompHdr
  std::uint16_t ud_comp_len = 0;       ///< udCompLen; says nothing unless has_length
  std::uint16_t mask1 = 0, mask2 = 0;  ///< sReSMask1 and 2 with the four reserved bits above each, as they
                                       ///< stand; say nothing unless has_masks()
  std::uint32_t at = 0;                ///< octet in the frame
  std::uint32_t octets_per_prb = 0;    ///< of methods 0..4; 0 where PRBs differ in size
  View prbs{};              ///< the PRB fields; fewer captured than on the wire when the packet was cut
  radio::PrbRange range{};  ///< numPrbu 0 resolved by the carrier

  /// sReSMask1 and sReSMask2 are in the section header.
  bool has_masks() const { return has_section_masks(method_of(ud_comp_hdr)); }
  /// Octet in the frame of udCompLen, or of what is there instead of it.
  std::uint32_t length_at() const { return at + (has_header ? 6u : 4u); }
  /// Octet in the frame of the mask words, or of what is there instead of them.
  std::uint32_t masks_at() const { return length_at() + (has_length ? 2u : 0u); }
};

/// Decodes the header at the start of `message` (behind ecpriSeqid). Errors: truncated, cut.
[[gnu::always_inline]] inline DecodeError decode_uplane_header(const View& message, UplaneHeader& header) {
  if (const Fault f = message.missing(0, kUplaneHeaderOctets); f != Fault::none) return message.error(f);
  const std::uint8_t* p = message.data;
  header.direction = radio::Direction{static_cast<std::uint8_t>(p[0] >> 7)};
  header.payload_version = static_cast<std::uint8_t>(p[0] >> 4 & 7);
  header.filter_index = static_cast<std::uint8_t>(p[0] & 15);
  header.at = read_radio_time(p);
  return {};
}

/// The fields of a section header whose octets are there, at `base` in the frame.
[[gnu::always_inline]] inline void read_uplane_section_header(const std::uint8_t* p, std::uint32_t base,
                                                              bool dynamic, UplaneSection& section) {
  const std::uint32_t word = load_be32(p);
  section.id = static_cast<std::uint16_t>(bits(word, 20, 12));
  section.rb = bits(word, 19, 1) != 0;
  section.sym_inc = bits(word, 18, 1) != 0;
  section.start_prb = static_cast<std::uint16_t>(bits(word, 8, 10));
  section.num_prb = static_cast<std::uint8_t>(bits(word, 0, 8));
  section.has_header = dynamic;
  section.has_length = false;
  section.ud_comp_hdr = dynamic ? p[4] : std::uint8_t{0};
  section.reserved = dynamic ? p[5] : std::uint8_t{0};
  section.at = base;
}

/// Reads the first four (or six) octets of the section header at `at`, nothing behind. Errors: truncated,
/// cut.
inline DecodeError decode_uplane_section_header(const View& at, bool dynamic, UplaneSection& section) {
  const std::uint32_t octets = dynamic ? 6 : 4;
  if (const Fault f = at.missing(0, octets); f != Fault::none) return at.error(f);
  read_uplane_section_header(at.data, at.base, dynamic, section);
  return {};
}

/// The part of a section that UplaneWalk::next() does not read itself: the end of its header, and of its
/// PRBs.
struct SelectivePart {
  DecodeError error{};
  bool header_read = false;  ///< `error` lies behind the header of the section
  bool has_length = false;   ///< the four as in UplaneSection
  std::uint16_t ud_comp_len = 0;
  std::uint16_t mask1 = 0, mask2 = 0;
  std::uint32_t header_octets = 0;
  std::uint32_t prbs_octets = 0;  ///< with a fault: that are needed at least
};
/// Reads a section that is not of methods 0..4, or of all PRBs of a carrier that nobody knows, from octet
/// `at` of `message` on, where its first four (or six) octets are. Errors: truncated, cut (masks that are not
/// there; octets of PRBs that were only not captured are none), prbs_unknown, unsupported_method (9..15).
SelectivePart decode_selective_part(const View& message, const UplaneFormat& format, std::uint32_t at);

/// Walks the sections of a message until its octets are used up: there is no section counter.
class UplaneWalk {
 public:
  UplaneWalk(const View& message, const UplaneFormat& format)
      : message_{message}, format_{format}, at_{kUplaneHeaderOctets} {}

  /// The next section into `section`; false at the end or at a fault. A section whose PRBs do not fit is a
  /// `truncated` fault (`section` holds its header); PRBs that were only not captured are no fault:
  /// View::captured tells. Without the masks of methods 5 and 6, though, their end is not known: `cut`.
  [[gnu::always_inline]] bool next(UplaneSection& section) {
    if (error_.fault != Fault::none || at_ >= message_.length) return false;
    if (const Fault f = message_.missing(at_, format_.dynamic ? 6 : 4); f != Fault::none) {
      error_ = message_.error(f);
      return false;
    }
    read_uplane_section_header(message_.data + at_, message_.base + at_, format_.dynamic, section);
    if (!format_.dynamic) section.ud_comp_hdr = make_ud_comp_hdr(format_.method, format_.width);
    section.octets_per_prb = prb_octets(method_of(section.ud_comp_hdr), width_of(section.ud_comp_hdr));
    section.range = section.num_prb == 0
                        ? radio::make_prbs(0, format_.carrier_prbs, 1)
                        : radio::make_prbs(section.start_prb, section.num_prb, section.rb ? 2 : 1);
    std::uint32_t start = at_ + (format_.dynamic ? 6u : 4u);
    std::uint32_t octets = section.octets_per_prb * section.range.count;
    if (octets == 0) [[unlikely]] {
      // Copies: what is known by its address elsewhere has to live in memory, also on the way of other
      // methods.
      const SelectivePart part = decode_selective_part(View{message_}, UplaneFormat{format_}, at_);
      section.has_length = part.has_length;
      section.ud_comp_len = part.ud_comp_len;
      section.mask1 = part.mask1;
      section.mask2 = part.mask2;
      if (part.error) {
        error_ = part.error;
        header_read_ = part.header_read;
        needed_ = part.prbs_octets;
        return false;
      }
      start = at_ + part.header_octets;
      octets = part.prbs_octets;
    } else if (octets > message_.length - start) {
      header_read_ = true;
      error_ = {Fault::truncated, message_.base + message_.length};
      needed_ = octets;
      return false;
    }
    section.prbs = message_.behind(start).first(octets);
    at_ = start + octets;
    ++count_;
    return true;
  }
  const DecodeError& error() const { return error_; }
  /// The fault lies behind the header of a section: the one handed to next() holds it.
  bool header_read() const { return header_read_; }
  /// Octets that the PRBs of the section with the fault need, at least: masks that are not there count
  /// nothing.
  std::uint32_t needed() const { return needed_; }
  unsigned count() const { return count_; }
  /// Behind the last section that was handed out.
  View rest() const { return message_.from(at_); }

 private:
  View message_;
  UplaneFormat format_;
  std::uint32_t at_;
  unsigned count_ = 0;
  DecodeError error_{};
  std::uint32_t needed_ = 0;
  bool header_read_ = false;
};

/// Writes the application header (four octets).
void encode(Writer& out, const UplaneHeader& header);
/// Writes the section header, with udCompHdr and its reserved octet when section.has_header, udCompLen when
/// section.has_length, the masks of methods 7 and 8 by section.ud_comp_hdr; PRB octets follow by the caller.
void encode(Writer& out, const UplaneSection& section);

}  // namespace plumbline::wire
