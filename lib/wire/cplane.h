// C-plane messages: the radio application header, sections of types 0, 1, 3, 5, and the walk over extensions.
#pragma once

#include <cstdint>

#include "radio/types.h"
#include "wire/view.h"

namespace plumbline::wire {

/// C-plane radio application header; it begins behind ecpriSeqid. Source: CUS v17.01 7.4, 7.5.2.
///
///   0 | dataDirection | payloadVersion (3) | filterIndex (4) |
///   1 | frameId |
///   2 | subframeId (4) | slotId (high 4) |
///   3 | slotId (low 2) | startSymbolId (6) |
///   4 | numberOfsections |  5 | sectionType |
///   ST 1, 5: 6 | udCompHdr |  7 | reserved |
///   ST 0:    6 | timeOffset (16) |  8 | frameStructure |  9 | cpLength (16) |  11 | reserved |
///   ST 3:    the same with 11 | udCompHdr |
struct CplaneHeader {
  radio::Direction direction = radio::Direction::downlink;
  std::uint8_t payload_version = 1;
  std::uint8_t filter_index = 0;        ///< `scs` in ST 4 and ST 8
  radio::RadioTime start;               ///< symbol = startSymbolId
  std::uint8_t number_of_sections = 0;  ///< octet 4 as it stands, whatever the type makes of it
  std::uint8_t section_type = 1;
  std::uint8_t ud_comp_hdr = 0;      ///< ST 1, 3, 5
  std::uint16_t time_offset = 0;     ///< ST 0, 3: Ts
  std::uint8_t frame_structure = 0;  ///< ST 0, 3
  std::uint16_t cp_length = 0;       ///< ST 0, 3: Ts
  std::uint8_t reserved = 0;         ///< ST 1, 5: octet 7; ST 0: octet 11; other types: 0
  friend bool operator==(const CplaneHeader&, const CplaneHeader&) = default;
};

/// ST 1 and 5 are nearly all messages. Asked first, and in the same words everywhere, the compiler makes one
/// way for them.
constexpr bool is_common(std::uint8_t section_type) { return section_type == 1 || section_type == 5; }
/// True for the section types whose sections SectionWalk reads: 0, 1, 3, 5.
constexpr bool has_sections(std::uint8_t section_type) {
  return is_common(section_type) || section_type == 0 || section_type == 3;
}
/// Octets of the header of a section type: 12 for ST 0 and 3, else 8 (CUS v17.01 7.4). Reserved types: 6.
constexpr std::uint32_t cplane_header_octets(std::uint8_t section_type) {
  if (is_common(section_type)) return 8;
  if (section_type == 0 || section_type == 3) return 12;
  return section_type == 2 || section_type > 11 ? 6 : 8;
}

/// sectionId where it couples nothing: PRBs and symbols alone say which section it is (CUS v17.01 7.8.1.3).
inline constexpr std::uint16_t kNoSectionId = 4095;

/// Section description of ST 0, 1, 3, 5, 10, 11 without its extensions. Source: CUS v17.01 7.5.3.
///
///   0 | sectionId (12) | rb | symInc | startPrbc (10) |  3 | numPrbc |
///   4 | reMask (12) | numSymbol (4) |  6 | ef | beamId or ueId (15) |   ST 3: 8 | freqOffset (24, signed) |
///   11 | reserved |
struct Section {
  std::uint16_t id = 0;
  bool rb = false;
  bool sym_inc = false;
  std::uint16_t start_prb = 0;
  std::uint8_t num_prb = 0;   ///< numPrbc as it stands; 0 = all PRBs of the carrier
  std::uint16_t re_mask = 0;  ///< most significant bit = RE 0
  std::uint8_t num_symbol = 0;
  bool ef = false;
  std::uint16_t beam_id = 0;     ///< ST 5, 10: ueId; ST 0, 11: reserved
  std::int32_t freq_offset = 0;  ///< ST 3
  std::uint8_t reserved = 0;     ///< ST 3: octet 11
  std::uint32_t at = 0;          ///< octet in the frame
  View extensions{};             ///< all extensions of this section, one after the other; empty without ef

  /// The PRBs named, with numPrbc 0 taken as `carrier_prbs` from 0.
  constexpr radio::PrbRange prbs(std::uint16_t carrier_prbs) const {
    if (num_prb == 0) return radio::make_prbs(0, carrier_prbs, 1);
    return radio::make_prbs(start_prb, num_prb, rb ? 2 : 1);
  }
};

/// The frame of a section extension. Source: CUS v17.01 7.6.2. extLen counts 32-bit words including ef and
/// extType; it is 16 bits wide in types 11, 19 and 20.
struct Extension {
  std::uint8_t type = 0;
  bool ef = false;          ///< another one follows
  std::uint16_t words = 0;  ///< extLen
  std::uint32_t at = 0;     ///< octet in the frame
  View body;                ///< behind extLen, padding included
  /// Octets in front of the body: ef, extType, extLen.
  constexpr std::uint32_t head() const { return body.base - at; }
  /// All 4 x extLen octets. Only for an extension that decode_extension() found whole.
  constexpr View room() const {
    View whole = body;
    whole.data -= head();
    whole.captured += head();
    whole.length += head();
    whole.base = at;
    return whole;
  }
};
constexpr bool has_long_length(std::uint8_t extension_type) {
  return extension_type == 11 || extension_type == 19 || extension_type == 20;
}

/// Reads the six octets that the headers of all types begin with.
[[gnu::always_inline]] inline void read_cplane_common(const std::uint8_t* p, CplaneHeader& header) {
  header.direction = radio::Direction{static_cast<std::uint8_t>(p[0] >> 7)};
  header.payload_version = static_cast<std::uint8_t>(p[0] >> 4 & 7);
  header.filter_index = static_cast<std::uint8_t>(p[0] & 15);
  header.start = read_radio_time(p);
  header.number_of_sections = p[4];
  header.section_type = p[5];
  header.ud_comp_hdr = header.reserved = header.frame_structure = 0;
  header.time_offset = header.cp_length = 0;
}

/// The first six octets only (up to sectionType), for callers that must sort messages whose rest is missing.
/// What is behind them is 0.
[[gnu::always_inline]] inline DecodeError decode_cplane_common(const View& message, CplaneHeader& header) {
  if (const Fault f = message.missing(0, 6); f != Fault::none) return message.error(f);
  read_cplane_common(message.data, header);
  return {};
}

/// Decodes the header at the start of `message` (the body behind ecpriSeqid). Errors: truncated, cut. When
/// only the octets behind sectionType are missing the error comes all the same.
[[gnu::always_inline]] inline DecodeError decode_cplane_header(const View& message, CplaneHeader& header) {
  // One look at the length for the most common headers: what is shorter than theirs is looked at twice.
  const bool is_short = message.captured < 8;
  if (is_short) [[unlikely]]
    if (const Fault f = message.missing(0, 6); f != Fault::none) return message.error(f);
  const std::uint8_t* p = message.data;
  read_cplane_common(p, header);
  if (is_common(p[5]) && !is_short) [[likely]] {
    header.ud_comp_hdr = p[6];
    header.reserved = p[7];
    return {};
  }
  const std::uint8_t type = p[5];
  if (const Fault f = message.missing(0, cplane_header_octets(type)); f != Fault::none)
    return message.error(f);
  if (type == 0 || type == 3) {
    header.time_offset = load_be16(p + 6);
    header.frame_structure = p[8];
    header.cp_length = load_be16(p + 9);
    (type == 3 ? header.ud_comp_hdr : header.reserved) = p[11];
  }
  return {};
}

/// Reads the 8 octets that the sections of all types with PRBs begin with; ST 3 goes on.
[[gnu::always_inline]] inline void read_section(const std::uint8_t* p, Section& section) {
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
}

/// A chain of extensions. With an `error`, `faulty_type` is the type of the extension that has it (0 when not
/// even its type is there), and `end` where that one begins.
struct ExtensionChain {
  DecodeError error{};
  std::uint32_t end = 0;  ///< octet of the message behind the chain
  std::uint8_t faulty_type = 0;
};
/// Measures the chain of extensions that begins at octet `at` of `message`.
ExtensionChain measure_extensions(const View& message, std::uint32_t at);

/// Walks the sections of a message of ST 0, 1, 3 or 5 up to numberOfsections.
class SectionWalk {
 public:
  SectionWalk(const View& message, const CplaneHeader& header)
      : message_{message},
        at_{cplane_header_octets(header.section_type)},
        declared_{header.number_of_sections},
        section_type_{header.section_type} {}

  /// The next section into `section`; false at the end or at a fault. A section whose extension chain is
  /// faulty is not handed out: error() tells the fault, extension_fault() that it lies in an extension (then
  /// the fields of `section` are read and `extensions` runs from the first one to the end of the message).
  [[gnu::always_inline]] bool next(Section& section) {
    if (error_ || count_ == declared_) return false;
    if (is_common(section_type_)) [[likely]]
      return read(8, section);
    if (has_sections(section_type_)) return read(section_type_ == 3 ? 12 : 8, section);
    error_ = {Fault::unsupported_type, message_.base + 5};
    return false;
  }
  const DecodeError& error() const { return error_; }
  bool extension_fault() const { return in_extension_; }
  /// Of the extension that is faulty; 0 when not even its type is there.
  std::uint8_t faulty_extension_type() const { return faulty_type_; }
  /// How many were handed out.
  unsigned count() const { return count_; }
  /// Octets of the message behind what was walked; meaningful at the end.
  View rest() const { return message_.from(at_); }

 private:
  /// The section at `at_`, which has `octets` octets without its extensions.
  [[gnu::always_inline]] bool read(std::uint32_t octets, Section& section) {
    if (const Fault f = message_.missing(at_, octets); f != Fault::none) {
      error_ = message_.error(f);
      return false;
    }
    const std::uint8_t* p = message_.data + at_;
    section.at = message_.base + at_;
    at_ += octets;
    section.extensions = View{};
    // First the way to the next section, then the fields, and a copy of message_: what has to outlive a call,
    // or is known by its address elsewhere, lives in memory, also for sections that come without extensions.
    if ((p[6] & 0x80) != 0) {
      const ExtensionChain chain = measure_extensions(View{message_}, at_);
      if (chain.error) {
        error_ = chain.error;
        faulty_type_ = chain.faulty_type;
        in_extension_ = true;
        read_fields(p, octets, section);
        section.extensions = message_.from(at_);
        at_ -= octets;
        return false;
      }
      section.extensions = message_.behind(at_).first(chain.end - at_);
      at_ = chain.end;
    }
    read_fields(p, octets, section);
    ++count_;
    return true;
  }
  [[gnu::always_inline]] static void read_fields(const std::uint8_t* p, std::uint32_t octets,
                                                 Section& section) {
    read_section(p, section);
    if (octets != 12) return;
    section.freq_offset = static_cast<std::int32_t>(load_be32(p + 8)) >> 8;
    section.reserved = p[11];
  }

  View message_;
  std::uint32_t at_;
  unsigned declared_;
  unsigned count_ = 0;
  std::uint8_t section_type_;
  DecodeError error_{};
  bool in_extension_ = false;
  std::uint8_t faulty_type_ = 0;
};

/// Walks the extensions of a section that SectionWalk handed out (they are all there).
class ExtensionWalk {
 public:
  explicit ExtensionWalk(const View& extensions) : rest_{extensions} {}
  bool next(Extension& extension);
  /// Behind the last extension that was read.
  const View& rest() const { return rest_; }

 private:
  View rest_;
};

/// Tells the length of the extension at the start of `at`: fills `extension`, or says what is missing.
DecodeError decode_extension(const View& at, Extension& extension);

/// Writes the first six octets of a header, up to sectionType.
void encode_cplane_common(Writer& out, const CplaneHeader& header);
/// Writes the header (12 or 8 octets by its section type; others write the common part and two zero octets).
void encode(Writer& out, const CplaneHeader& header);
/// Writes one section (8, or 12 octets in ST 3); extensions follow by encode_extension().
void encode(Writer& out, const Section& section, std::uint8_t section_type);
/// Writes ef, extType, extLen and the body, zero padded to a whole word.
void encode_extension(Writer& out, std::uint8_t type, bool ef, Octets body);

}  // namespace plumbline::wire
