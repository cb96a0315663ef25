// Section type 9: SINR report. Source: CUS v17.01 7.2.11, 7.4.11, 7.5.2.19, 7.5.2.20, 7.5.3.67, 7.5.3.68.
//
// Header, behind the six common octets:
//
//   6 | numSinrPerPrb (3) | oruControlSinrSlotMaskId (5) |  7 | - |
//
// Section:
//
//   0 | sectionId (12) | rb | symInc | startPrbu (10) |  3 | numPrbu |
//   4 | per PRB: BFP: - (4) | exponent (4);  sinrValue x Z (signed), zeros to the octet |
//
// Sent by the O-RU, UL. numSinrPerPrb 0..5: Z = 1, 2, 3, 4, 6, 12; 6, 7 reserved; sinr-block-size counts
// instead where it is configured. Width and method come from the M-plane (SinrFormat).
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/part.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {

struct SectionType9Header {
  std::uint8_t num_sinr_per_prb = 0;
  std::uint8_t slot_mask_id = 0;  ///< 0: no sinr-slot-mask
  std::uint8_t reserved7 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("numSinrPerPrb", 3, num_sinr_per_prb);
      s.u("oruControlSinrSlotMaskId", 5, slot_mask_id);
      s.r(8, reserved7);
    });
  }
  /// Values of a PRB; 0: reserved.
  constexpr unsigned values(const SinrFormat& format) const {
    constexpr std::uint8_t kValues[] = {1, 2, 3, 4, 6, 12, 0, 0};
    return format.block_size != 0 ? format.block_size : kValues[num_sinr_per_prb & 7];
  }
};

/// A section without its values.
struct SinrSection {
  static constexpr std::uint32_t kOctets = 4;
  std::uint16_t id = 0;
  bool rb = false;
  bool sym_inc = false;
  std::uint16_t start_prb = 0;
  std::uint8_t num_prb = 0;  ///< as it stands; 0 = all PRBs of the carrier
  View room;                 ///< when it was read: see SinrSectionWalk::next()

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("sectionId", 12, id);
      s.u("rb", 1, rb);
      s.u("symInc", 1, sym_inc);
      s.u("startPrbu", 10, start_prb);
      s.u("numPrbu", 8, num_prb);
    });
  }
  constexpr std::uint32_t prbs(const CplaneParameters& parameters) const {
    return num_prb == 0 ? parameters.carrier_prbs : num_prb;
  }
};

/// The values of a section, in the room of the section behind its fixed octets.
struct SinrValues {
  struct Prb {
    std::uint8_t reserved0 = 0;
    std::uint8_t exponent = 0;
    Numbers values;
    std::uint8_t fill = 0;
  };
  List<Prb> prbs;

  /// Why their size is not known; empty when it is.
  static std::string_view unknown(const SectionType9Header& header, const SinrSection& section,
                                  const CplaneParameters& parameters) {
    if (!parameters.sinr) return "SINR format not known";
    if (header.values(*parameters.sinr) == 0) return "numSinrPerPrb reserved";
    if (section.prbs(parameters) == 0) return "numPrbu 0, and the PRBs of the carrier are not known";
    return {};
  }
  /// Octets of a section with its values, when they are known.
  static std::uint32_t octets(const SectionType9Header& header, const SinrSection& section,
                              const CplaneParameters& parameters) {
    const SinrFormat& format = *parameters.sinr;
    const std::uint32_t prb =
        (format.block_floating_point ? 1 : 0) + (header.values(format) * format.width + 7) / 8;
    return SinrSection::kOctets + section.prbs(parameters) * prb;
  }

  template <class W>
  void layout(W& w, const SectionType9Header& header, const SinrSection& section,
              const CplaneParameters& parameters) {
    if (const std::string_view why = unknown(header, section, parameters); !why.empty())
      return static_cast<void>(w.unknown(why));
    const SinrFormat& format = *parameters.sinr;
    w.step([&](auto& s) {
      s.list("prbs", section.prbs(parameters), prbs, [&](auto& e, Prb& prb) {
        if (format.block_floating_point) {
          e.r(4, prb.reserved0);
          e.u("exponent", 4, prb.exponent);
        }
        e.numbers("sinrValues", header.values(format), format.width, true, 1, prb.values);
        e.fill(prb.fill);
      });
    });
  }
};

/// Walks the sections of a message up to numberOfsections.
class SinrSectionWalk {
 public:
  /// `message`: from the first octet of the application header, which is all there.
  SinrSectionWalk(const View& message, std::uint8_t number_of_sections, const SectionType9Header& header,
                  const CplaneParameters& parameters)
      : message_{message}, header_{header}, parameters_{parameters}, left_{number_of_sections} {}

  /// The next section into `section`; false at the end or when its fixed octets are not all at hand. A
  /// section whose values are not all at hand (error()) or of unknown size (unknown()) is handed out as the
  /// last one. `room` holds it with its values, or what is left of the message where those are not known or
  /// not there.
  bool next(SinrSection& section) {
    if (error_ || unknown_ || left_ == 0) return false;
    const View rest = message_.from(at_);
    section.room = rest;
    if (!has(rest, SinrSection::kOctets, CplanePart::section)) return false;
    decode(rest, 0, section);
    --left_;
    unknown_ = !SinrValues::unknown(header_, section, parameters_).empty();
    if (unknown_) return true;
    const std::uint32_t octets = SinrValues::octets(header_, section, parameters_);
    if (!has(rest, octets, CplanePart::sinr_values)) return true;
    section.room = rest.first(octets);
    at_ += octets;
    return true;
  }
  const DecodeError& error() const { return error_; }
  CplanePart error_part() const { return part_; }
  /// The size of the last section is not known, so nothing behind it could be read.
  bool unknown() const { return unknown_; }
  /// Octets of the message behind the sections; meaningful at the end without a fault.
  View rest() const { return message_.from(at_); }

 private:
  bool has(const View& rest, std::uint32_t octets, CplanePart part) {
    const Fault f = rest.missing(0, octets);
    if (f == Fault::none) return true;
    error_ = rest.error(f);
    part_ = part;
    return false;
  }

  View message_;
  SectionType9Header header_;
  CplaneParameters parameters_;
  std::uint32_t at_ = 8;
  unsigned left_;
  DecodeError error_{};
  CplanePart part_ = CplanePart::section;
  bool unknown_ = false;
};

/// Writes a section and its values.
inline void encode(Writer& out, SinrSection& section, SinrValues& values, const SectionType9Header& header,
                   const CplaneParameters& parameters) {
  LayoutWriter writer{out};
  section.layout(writer);
  values.layout(writer, header, section, parameters);
}

}  // namespace plumbline::wire
