// Section type 6: channel information. Source: CUS v17.01 7.4.8, 7.5.2.11, 7.5.2.15, 7.5.3.12, 7.5.3.13,
// 7.5.3.32.
//
// Header, behind the six common octets:
//
//   6 | numberOfUEs |  7 | ciIqWidth (4, 0 = 16) | ciCompMeth (3) | ciCompOpt |
//
// UE:
//
//   0 | ef | ueId (15) |  2 | regularizationFactor (16, signed) |
//   4 | - (4) | rb | symInc | startPrbc (10) |  6 | numPrbc |
//   7 | per PRB or PRB group: ciCompParam (all with ciCompOpt 1, else the first), per antenna: ciI, ciQ |
//       zeros to the octet, or to 4 octets with st6-4byte-alignment-required |  with ef, extensions |
//
// Sent by the O-DU. ciCompMeth: 0 none, 1 BFP, 2 block scaling, 3 mu-law, 4..7 reserved. The UEs count by
// numberOfUEs, whatever numberOfsections says. PRBs follow each other without a gap, inside an octet too.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/part.h"
#include "wire/cplane/weights.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {

struct SectionType6Header {
  std::uint8_t number_of_ues = 0;
  std::uint8_t iq_width = 0;
  std::uint8_t method = 0;
  bool param_per_prb = false;  ///< ciCompOpt

  constexpr unsigned width() const { return iq_width == 0 ? 16 : iq_width; }
  constexpr bool reserved() const { return method > 3; }

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("numberOfUEs", 8, number_of_ues);
      s.u("ciIqWidth", 4, iq_width);
      s.u("ciCompMeth", 3, method);
      s.u("ciCompOpt", 1, param_per_prb);
    });
  }
};

/// A UE without its channel information.
struct UeRecord {
  static constexpr std::uint32_t kOctets = 7;
  bool ef = false;
  std::uint16_t ue_id = 0;
  std::int16_t regularization_factor = 0;
  std::uint8_t reserved4 = 0;
  bool rb = false;
  bool sym_inc = false;
  std::uint16_t start_prb = 0;
  std::uint8_t num_prb = 0;  ///< as it stands; 0 = all PRBs of the carrier
  View room;                 ///< when it was read: see UeWalk::next()
  View extensions;           ///< all of them, when they are there

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("ef", 1, ef);
      s.u("ueId", 15, ue_id);
      s.s("regularizationFactor", 16, regularization_factor);
      s.r(4, reserved4);
      s.u("rb", 1, rb);
      s.u("symInc", 1, sym_inc);
      s.u("startPrbc", 10, start_prb);
      s.u("numPrbc", 8, num_prb);
    });
  }
  constexpr std::uint32_t prbs(const CplaneParameters& parameters) const {
    return num_prb == 0 ? parameters.carrier_prbs : num_prb;
  }
  /// What extensions see of it.
  Section section() const {
    return {.rb = rb,
            .sym_inc = sym_inc,
            .start_prb = start_prb,
            .num_prb = num_prb,
            .ef = ef,
            .beam_id = ue_id,
            .at = room.base,
            .extensions = extensions};
  }
};

/// The channel information of a UE, in the room of the UE behind its fixed octets.
struct ChannelInformation {
  struct Prb {
    BfwCompParam param;  ///< ciCompParam
    Numbers samples;     ///< I and Q per antenna
  };
  List<Prb> prbs;
  std::uint8_t fill = 0;
  Octets padding;

  /// Why its size is not known; empty when it is.
  static std::string_view unknown(const SectionType6Header& header, const UeRecord& ue,
                                  const CplaneParameters& parameters) {
    if (header.reserved()) return "ciCompMeth reserved";
    if (parameters.antennas == 0) return "number of antennas not known";
    if (ue.prbs(parameters) == 0) return "numPrbc 0, and the PRBs of the carrier are not known";
    return {};
  }
  /// Octets of a UE with its channel information, when they are known.
  static std::uint64_t octets(const SectionType6Header& header, const UeRecord& ue,
                              const CplaneParameters& parameters) {
    const std::uint64_t prbs = ue.prbs(parameters);
    std::uint64_t bits = prbs * parameters.antennas * 2 * header.width();
    if (header.method != 0) bits += 8 * (header.param_per_prb ? prbs : 1);
    const std::uint64_t end = UeRecord::kOctets + (bits + 7) / 8;
    return parameters.st6_aligned ? (end + 3) / 4 * 4 : end;
  }

  template <class W>
  void layout(W& w, const SectionType6Header& header, const UeRecord& ue,
              const CplaneParameters& parameters) {
    if (const std::string_view why = unknown(header, ue, parameters); !why.empty())
      return static_cast<void>(w.unknown(why));
    w.step([&](auto& s) {
      s.list("prbs", ue.prbs(parameters), prbs, [&](auto& e, Prb& prb, std::uint64_t index) {
        if (header.param_per_prb || index == 0) prb.param.layout(e, header.method, 0);
        e.numbers("samples", parameters.antennas * 2u, header.width(), true, 2, prb.samples);
      });
      s.fill(fill);
      if (parameters.st6_aligned) s.padding(padding);
    });
  }
};

/// Walks the UEs of a message up to numberOfUEs.
class UeWalk {
 public:
  /// `message`: from the first octet of the application header, which is all there.
  UeWalk(const View& message, const SectionType6Header& header, const CplaneParameters& parameters)
      : message_{message}, header_{header}, parameters_{parameters}, left_{header.number_of_ues} {}

  /// The next UE into `ue`; false at the end or when its fixed octets are not all at hand. A UE of which the
  /// rest is not all at hand (error()) or of unknown size (unknown()) is handed out as the last one. `room`
  /// holds it with its channel information, or what is left of the message where that is not known or not
  /// there.
  bool next(UeRecord& ue) {
    if (error_ || unknown_ || left_ == 0) return false;
    const View rest = message_.from(at_);
    ue.room = rest;
    ue.extensions = {};
    if (!has(rest, UeRecord::kOctets, CplanePart::ue)) return false;
    decode(rest, 0, ue);
    --left_;
    unknown_ = !ChannelInformation::unknown(header_, ue, parameters_).empty();
    if (unknown_) return true;
    const std::uint64_t octets = ChannelInformation::octets(header_, ue, parameters_);
    if (!has(rest, octets, CplanePart::channel_information)) return true;
    ue.room = rest.first(static_cast<std::uint32_t>(octets));
    at_ += ue.room.length;
    const std::uint32_t from = at_;
    if (ue.ef) {
      const ExtensionChain chain = measure_extensions(message_, at_);
      error_ = chain.error;
      at_ = chain.end;
      if (error_) part_ = CplanePart::section_extension;
      ue.extensions = message_.from(from, error_ ? ~0u : at_ - from);
    }
    return true;
  }
  const DecodeError& error() const { return error_; }
  CplanePart error_part() const { return part_; }
  /// The size of the last UE is not known, so nothing behind it could be read.
  bool unknown() const { return unknown_; }
  /// Octets of the message behind the UEs; meaningful at the end without a fault.
  View rest() const { return message_.from(at_); }

 private:
  bool has(const View& rest, std::uint64_t octets, CplanePart part) {
    const Fault f = rest.missing(0, static_cast<std::uint32_t>(std::min<std::uint64_t>(octets, ~0u)));
    if (f == Fault::none) return true;
    error_ = rest.error(f);
    part_ = part;
    return false;
  }

  View message_;
  SectionType6Header header_;
  CplaneParameters parameters_;
  std::uint32_t at_ = 8;
  unsigned left_;
  DecodeError error_{};
  CplanePart part_ = CplanePart::ue;
  bool unknown_ = false;
};

/// Writes a UE and its channel information; extensions follow by encode_extension().
inline void encode(Writer& out, UeRecord& ue, ChannelInformation& information,
                   const SectionType6Header& header, const CplaneParameters& parameters) {
  LayoutWriter writer{out};
  ue.layout(writer);
  information.layout(writer, header, ue, parameters);
  writer.flush();
}

}  // namespace plumbline::wire
