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
Decoded<UplaneHeader> decode_uplane_header(const View& message);

/// Reads the four (or six) octets of the section header at `at`, nothing behind. Errors: truncated, cut.
DecodeError decode_uplane_section_header(const View& at, bool dynamic, UplaneSection& section);

/// Walks the sections of a message until its octets are used up: there is no section counter.
class UplaneWalk {
 public:
  UplaneWalk(const View& message, const UplaneFormat& format)
      : message_{message}, format_{format}, at_{kUplaneHeaderOctets} {}

  /// The next section into `section`; false at the end or at a fault. A section whose PRBs do not fit is a
  /// `truncated` fault (last_header() tells its header); PRBs that were only not captured are no fault:
  /// View::captured tells.
  bool next(UplaneSection& section);
  const DecodeError& error() const { return error_; }
  const UplaneSection& last_header() const { return last_; }
  unsigned count() const { return count_; }

 private:
  View message_;
  UplaneFormat format_;
  std::uint32_t at_;
  unsigned count_ = 0;
  DecodeError error_{};
  UplaneSection last_{};
};

/// Writes the application header (four octets).
void encode(Writer& out, const UplaneHeader& header);
/// Writes the section header (with udCompHdr and reserved octet when section.has_header); PRB octets follow
/// by the caller.
void encode(Writer& out, const UplaneSection& section);

}  // namespace plumbline::wire
