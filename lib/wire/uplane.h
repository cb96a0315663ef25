// U-plane messages: the radio application header, and sections of every method whose PRBs have one size.
#pragma once

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
  friend bool operator==(const UplaneFormat&, const UplaneFormat&) = default;
};

/// Octets of one PRB of methods 0..4 (udCompParam included), 0 for methods whose PRBs differ in size or that
/// are reserved. Source: CUS v17.01 8.3.3.15, Annex D.
constexpr std::uint32_t prb_octets(std::uint8_t method, std::uint8_t width) {
  if (method > 4) return 0;
  return 3u * width + (method >= 1 && method <= 3 ? 1u : 0u);
}

/// A section of a U-plane message. Source: CUS v17.01 8.3.2.
///
///   0 | sectionId (12) | rb | symInc | startPrbu (10) |  3 | numPrbu |  dynamic: 4 | udCompHdr |  5 |
///   reserved |  PRBs
struct UplaneSection {
  std::uint16_t id = 0;
  bool rb = false;
  bool sym_inc = false;
  std::uint16_t start_prb = 0;
  std::uint8_t num_prb = 0;      ///< numPrbu as it stands
  bool has_header = false;       ///< udCompHdr is there
  std::uint8_t ud_comp_hdr = 0;  ///< as it stands, or made from the static format
  std::uint8_t reserved = 0;     ///< the octet behind udCompHdr
  std::uint32_t at = 0;          ///< octet in the frame
  std::uint32_t octets_per_prb = 0;
  View prbs{};              ///< the PRB fields; fewer captured than on the wire when the packet was cut
  radio::PrbRange range{};  ///< numPrbu 0 resolved by the carrier
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
  section.ud_comp_hdr = dynamic ? p[4] : std::uint8_t{0};
  section.reserved = dynamic ? p[5] : std::uint8_t{0};
  section.at = base;
}

/// Reads the four (or six) octets of the section header at `at`, nothing behind. Errors: truncated, cut.
inline DecodeError decode_uplane_section_header(const View& at, bool dynamic, UplaneSection& section) {
  const std::uint32_t octets = dynamic ? 6 : 4;
  if (const Fault f = at.missing(0, octets); f != Fault::none) return at.error(f);
  read_uplane_section_header(at.data, at.base, dynamic, section);
  return {};
}

/// Walks the sections of a message until its octets are used up: there is no section counter.
class UplaneWalk {
 public:
  UplaneWalk(const View& message, const UplaneFormat& format)
      : message_{message}, format_{format}, at_{kUplaneHeaderOctets} {}

  /// The next section into `section`; false at the end or at a fault. A section whose PRBs do not fit is a
  /// `truncated` fault (`section` holds its header); PRBs that were only not captured are no fault:
  /// View::captured tells.
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
    const std::uint32_t start = at_ + (format_.dynamic ? 6u : 4u);
    if (section.octets_per_prb == 0 || section.range.count == 0) {
      header_read_ = true;
      error_ = {Fault::unsupported_method, message_.base + at_};
      return false;
    }
    const std::uint32_t octets = section.octets_per_prb * section.range.count;
    if (octets > message_.length - start) {
      header_read_ = true;
      error_ = {Fault::truncated, message_.base + message_.length};
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
  unsigned count() const { return count_; }

 private:
  View message_;
  UplaneFormat format_;
  std::uint32_t at_;
  unsigned count_ = 0;
  DecodeError error_{};
  bool header_read_ = false;
};

/// Writes the application header (four octets).
void encode(Writer& out, const UplaneHeader& header);
/// Writes the section header (with udCompHdr and reserved octet when section.has_header); PRB octets follow
/// by the caller.
void encode(Writer& out, const UplaneSection& section);

}  // namespace plumbline::wire
