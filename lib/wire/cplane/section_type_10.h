// Section types 10 and 11: RRM measurement reports, and requests for them. Source: CUS v17.01 7.4.12, 7.4.13,
// 7.5.3.57..66, 9.2. (Types 7 and 8 of reports: later versions.)
//
// Header, behind the six common octets: | 6 | - (16) |. Sections are those of types 0, 1, 3, 5 with ueId (ST
// 10) or reserved bits (ST 11) at the end. Behind each section and its extensions stand records, at least
// one, up to the first with mf 0:
//
//   0 | mf | measTypeId (7) |  1 | -, in type 6 numElements |  2 | measDataSize, measCmdSize (16) |
//
//   ST 10:  1 UE_TAE:          4 | ueTae (16) |  6 | - (16) |
//           2 UE_LAYER_POWER:  4 | ueLayerPower (16) per layer |
//           3 UE_FREQ_OFFSET:  4 | ueFreqOffset (16) |  6 | - (16) |
//           4 IPN_ALLOC,
//           5 IPN_UNALLOC:     4 | - (2) | symbolMask (14) |  6 | ipnPower (16) per PRB |
//           6 ANT_DMRS_SNR:    4 | antDmrsSnrVal (16) x numElements |
//           7:                 4 | ueAzAoa (16) |  6 | ueZeAoa (16) |  8 | uePosToaOffset (16) |
//                             10 | - (16) |
//           8:                 4 | ueRadialSpeed (16) |  6 | - (16) |
//   ST 11:  5 IPN_UNALLOC:     4 | - (2) | symbolMask (14) |  6 | - (16) |
//
// ST 10 is sent by the O-RU, ST 11 by the O-DU; dataDirection 0, the bits of filterIndex and symInc are
// reserved. Extensions: SE 6, 12, 20, those of a report being copies of the request. Sizes count 32-bit words
// from the mf octet on with the zeros at the end; 0 and 0x4000..0xFFFF are reserved. Values of types 1..6 are
// signed, 0x8000 means no valid result. numElements 0 stands for 256.
#pragma once

#include "wire/cplane/parameters.h"
#include "wire/cplane/part.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {

/// True for the section types whose sections MeasurementSectionWalk reads.
constexpr bool has_measurements(std::uint8_t section_type) {
  return section_type == 10 || section_type == 11;
}

/// The part that all records have.
struct Measurement {
  static constexpr std::uint32_t kOctets = 4;
  bool mf = false;  ///< another one follows
  std::uint8_t type = 0;
  std::uint8_t second = 0;  ///< numElements in type 6 of ST 10, else reserved
  std::uint16_t words = 0;  ///< measDataSize, measCmdSize
  View room;                ///< all its octets, when it was read; they are all at hand

  constexpr unsigned elements() const { return second == 0 ? 256 : second; }

  template <class W>
  void layout(W& w, std::uint8_t section_type) {
    w.step([&](auto& s) {
      s.u("mf", 1, mf);
      s.u("measTypeId", 7, type);
      if (section_type == 10 && type == 6)
        s.u("numElements", 8, second);
      else
        s.r(8, second);
      s.u(section_type == 10 ? "measDataSize" : "measCmdSize", 16, words);
    });
  }
};

/// UE_TAE and UE_FREQ_OFFSET: one value.
template <std::uint8_t Type>
struct OneValueReport {
  static constexpr std::uint8_t kType = Type;
  std::int16_t value = 0;  ///< 2^-16 symbol; 2^(mu - 2) Hz
  std::uint16_t reserved6 = 0;

  template <class W>
  void layout(W& w, const Measurement& /*record*/, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.s(Type == 1 ? "ueTae" : "ueFreqOffset", 16, value);
      s.r(16, reserved6);
    });
  }
};
using UeTaeReport = OneValueReport<1>;
using UeFreqOffsetReport = OneValueReport<3>;

/// UE_LAYER_POWER. How many layers there are is not told, so a last 0 may be padding.
struct UeLayerPowerReport {
  static constexpr std::uint8_t kType = 2;
  struct Layer {
    std::int16_t power = 0;  ///< 0.1 dBm per PRB
  };
  List<Layer> layers;

  template <class W>
  void layout(W& w, const Measurement& /*record*/, const SectionContext& /*context*/) {
    w.list_by_room("layers", layers, [](auto& e, Layer& layer) { e.s("ueLayerPower", 16, layer.power); });
  }
};

/// IPN_ALLOC and IPN_UNALLOC: interference plus noise. One value per PRB, or per PRB and symbol.
template <std::uint8_t Type>
struct IpnReport {
  static constexpr std::uint8_t kType = Type;
  struct Prb {
    std::int16_t power = 0;  ///< 0.1 dBm per PRB
  };
  std::uint8_t reserved4 = 0;
  std::uint16_t symbol_mask = 0;
  List<Prb> prbs;

  template <class W>
  void layout(W& w, const Measurement& /*record*/, const SectionContext& context) {
    if (!w.step([&](auto& s) {
          s.r(2, reserved4);
          s.x("symbolMask", 14, symbol_mask);
        }))
      return;
    std::uint64_t n = prbs.items.size();
    if constexpr (W::kReads) {
      n = w.bits_left() / 16;
      const std::uint32_t of_section = prb_count(context).value_or(0);
      if (of_section != 0 && n >= of_section) n -= n % of_section;
    }
    w.list("prbs", n, prbs, [](auto& e, Prb& prb) { e.s("ipnPower", 16, prb.power); });
  }
};
using IpnAllocReport = IpnReport<4>;
using IpnUnallocReport = IpnReport<5>;

/// ANT_DMRS_SNR.
struct AntDmrsSnrReport {
  static constexpr std::uint8_t kType = 6;
  struct Element {
    std::int16_t value = 0;  ///< 0.1 dB
  };
  List<Element> elements;

  template <class W>
  void layout(W& w, const Measurement& record, const SectionContext& /*context*/) {
    w.list("elements", record.elements(), elements,
           [](auto& e, Element& element) { e.s("antDmrsSnrVal", 16, element.value); });
  }
};

/// Angles of arrival (after v17).
struct UeAngleReport {
  static constexpr std::uint8_t kType = 7;
  std::uint16_t azimuth = 0;
  std::uint16_t zenith = 0;
  std::uint16_t toa_offset = 0;
  std::uint16_t reserved10 = 0;

  template <class W>
  void layout(W& w, const Measurement& /*record*/, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("ueAzAoa", 16, azimuth);
      s.u("ueZeAoa", 16, zenith);
      s.u("uePosToaOffset", 16, toa_offset);
      s.r(16, reserved10);
    });
  }
};

/// Speed (after v17).
struct UeSpeedReport {
  static constexpr std::uint8_t kType = 8;
  std::uint16_t radial_speed = 0;
  std::uint16_t reserved6 = 0;

  template <class W>
  void layout(W& w, const Measurement& /*record*/, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.u("ueRadialSpeed", 16, radial_speed);
      s.r(16, reserved6);
    });
  }
};

/// The IPN_UNALLOC command of ST 11.
struct IpnUnallocCommand {
  static constexpr std::uint8_t kType = 5;
  std::uint8_t reserved4 = 0;
  std::uint16_t symbol_mask = 0;
  std::uint16_t reserved6 = 0;

  template <class W>
  void layout(W& w, const Measurement& /*record*/, const SectionContext& /*context*/) {
    w.step([&](auto& s) {
      s.r(2, reserved4);
      s.x("symbolMask", 14, symbol_mask);
      s.r(16, reserved6);
    });
  }
};

/// Calls `fn(auto& body)` with a default-made body of that measTypeId; false for reserved types.
template <class Fn>
bool with_measurement(std::uint8_t section_type, std::uint8_t type, Fn&& fn) {
  if (section_type == 11) return with_kind<IpnUnallocCommand>(type, fn);
  return with_kind<UeTaeReport, UeLayerPowerReport, UeFreqOffsetReport, IpnAllocReport, IpnUnallocReport,
                   AntDmrsSnrReport, UeAngleReport, UeSpeedReport>(type, fn);
}

/// Tells where a record at the start of `at` ends: fills `record`, or says what is missing.
inline DecodeError decode_measurement(const View& at, std::uint8_t section_type, Measurement& record) {
  if (const Fault f = at.missing(0, Measurement::kOctets); f != Fault::none) return at.error(f);
  decode(at, 0, record, section_type);
  if (record.words == 0) return {Fault::measurement_zero, at.base + 2};
  if (const Fault f = at.missing(0, record.words * 4u); f != Fault::none) return at.error(f);
  record.room = at.first(record.words * 4u);
  return {};
}

/// Walks the records of a section that MeasurementSectionWalk handed out: those that are all there.
class MeasurementWalk {
 public:
  MeasurementWalk(const View& measurements, std::uint8_t section_type)
      : rest_{measurements}, section_type_{section_type} {}
  bool next(Measurement& record) {
    if (done_ || decode_measurement(rest_, section_type_, record)) return false;
    done_ = !record.mf;
    rest_ = rest_.from(record.room.length);
    return true;
  }
  /// Behind the last record that was read.
  const View& rest() const { return rest_; }

 private:
  View rest_;
  std::uint8_t section_type_;
  bool done_ = false;
};

/// Walks the sections of a message of ST 10 or 11 up to numberOfsections.
class MeasurementSectionWalk {
 public:
  /// `message`: from the first octet of the application header, which is all there.
  MeasurementSectionWalk(const View& message, const CplaneHeader& header)
      : message_{message}, left_{header.number_of_sections}, section_type_{header.section_type} {}

  /// The next section into `section`, its records into `measurements`; false at the end or when the section's
  /// 8 octets are not all at hand. A section with a fault in its extensions or records (error()) is handed
  /// out as the last one, with what is left of the message where the fault is.
  bool next(Section& section, View& measurements) {
    if (error_ || left_ == 0) return false;
    part_ = CplanePart::section;
    if (const Fault f = message_.missing(at_, 8); f != Fault::none) {
      error_ = message_.error(f);
      return false;
    }
    read_section(message_.data + at_, section);
    section.at = message_.base + at_;
    at_ += 8;
    --left_;
    const std::uint32_t extensions = at_;
    if (section.ef) {
      const ExtensionChain chain = measure_extensions(message_, at_);
      error_ = chain.error;
      at_ = chain.end;
    }
    if (error_) part_ = CplanePart::section_extension;
    section.extensions = section.ef ? message_.from(extensions, error_ ? ~0u : at_ - extensions) : View{};
    measurements = {};
    if (error_) return true;
    const std::uint32_t records = at_;
    skip_measurements();
    measurements = message_.from(records, error_ ? ~0u : at_ - records);
    return true;
  }
  const DecodeError& error() const { return error_; }
  CplanePart error_part() const { return part_; }
  /// Octets of the message behind the sections; meaningful at the end without a fault.
  View rest() const { return message_.from(at_); }

 private:
  void skip_measurements() {
    Measurement record;
    do {
      error_ = decode_measurement(message_.from(at_), section_type_, record);
      if (!error_) at_ += record.room.length;
    } while (!error_ && record.mf);
    if (error_) part_ = CplanePart::measurement;
  }

  View message_;
  std::uint32_t at_ = 8;
  unsigned left_;
  std::uint8_t section_type_;
  DecodeError error_{};
  CplanePart part_ = CplanePart::section;
};

/// Writes a record with its size as its body asks for, whatever `record.words` is.
template <class Body>
void encode(Writer& out, Measurement& record, Body& body, const SectionContext& context) {
  const std::size_t start = out.at();
  LayoutWriter writer{out};
  record.type = Body::kType;
  record.layout(writer, context.section_type);
  body.layout(writer, record, context);
  writer.end_word();
  record.words = static_cast<std::uint16_t>((out.at() - start) / 4);
  out.patch16(start + 2, record.words);
}

}  // namespace plumbline::wire
