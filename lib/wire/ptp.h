// PTP messages: IEEE 1588-2019 clause 13, as ITU-T G.8275.1 carries them in Ethernet (EtherType 0x88F7).
#pragma once

#include <cstdint>

#include "wire/fixed_layout.h"

namespace plumbline::wire {

/// messageType. Other values are reserved and kept as they are. Source: IEEE 1588-2019 13.3.2.
enum class PtpType : std::uint8_t {
  sync = 0,
  delay_req = 1,
  pdelay_req = 2,
  pdelay_resp = 3,
  follow_up = 8,
  delay_resp = 9,
  pdelay_resp_follow_up = 10,
  announce = 11,
  signaling = 12,
  management = 13,
};

/// Bits of flagField, its first octet being the more significant one. Source: IEEE 1588-2019 13.3.2.
namespace ptp_flag {
inline constexpr std::uint16_t kAlternateMaster = 0x0100, kTwoStep = 0x0200, kUnicast = 0x0400,
                               kProfileSpecific1 = 0x2000, kProfileSpecific2 = 0x4000, kLeap61 = 0x0001,
                               kLeap59 = 0x0002, kCurrentUtcOffsetValid = 0x0004, kPtpTimescale = 0x0008,
                               kTimeTraceable = 0x0010, kFrequencyTraceable = 0x0020,
                               kSynchronizationUncertain = 0x0040;
}  // namespace ptp_flag

/// Timestamp, 10 octets. Source: IEEE 1588-2019 5.3.3.
///
///   0 | seconds (48) |  6 | nanoseconds (32) |
struct PtpTimestamp {
  std::uint64_t seconds = 0;      ///< 48 bits
  std::uint32_t nanoseconds = 0;  ///< 10^9 and more: not sound, kept
  friend bool operator==(const PtpTimestamp&, const PtpTimestamp&) = default;

  template <class W>
  void layout(W& w, std::string_view name) {
    w.object(name, [&](auto& s) {
      s.u("seconds", 48, seconds);
      s.u("nanoseconds", 32, nanoseconds);
    });
  }
};

/// PortIdentity, 10 octets. Source: IEEE 1588-2019 5.3.5.
///
///   0 | clockIdentity (64) |  8 | portNumber (16) |
struct PtpPortIdentity {
  std::uint64_t clock_identity = 0;
  std::uint16_t port_number = 0;
  friend bool operator==(const PtpPortIdentity&, const PtpPortIdentity&) = default;

  template <class W>
  void layout(W& w, std::string_view name) {
    w.object(name, [&](auto& s) {
      s.x("clockIdentity", 64, clock_identity);
      s.u("portNumber", 16, port_number);
    });
  }
};

/// The header of every message, 34 octets. Source: IEEE 1588-2019 13.3.
///
///    0 | majorSdoId (4) | messageType (4) |  1 | minorVersionPTP (4) | versionPTP (4) |  2 | messageLength |
///    4 | domainNumber (8) |  5 | minorSdoId (8) |  6 | flagField (16) |  8 | correctionField (64, signed) |
///   16 | messageTypeSpecific (32) |  20 | sourcePortIdentity (80) |  30 | sequenceId (16) |
///   32 | controlField (8) |  33 | logMessageInterval (8, signed) |
struct PtpHeader {
  static constexpr std::uint32_t kOctets = 34;
  std::uint8_t major_sdo_id = 0;
  PtpType type = PtpType::sync;
  std::uint8_t minor_version = 1;
  std::uint8_t version = 2;
  std::uint16_t message_length = 0;  ///< octets of the message, this header and its TLVs counted
  std::uint8_t domain = 24;          ///< ITU-T G.8275.1: 24 to 43
  std::uint8_t minor_sdo_id = 0;
  std::uint16_t flags = 0;          ///< ptp_flag
  std::int64_t correction = 0;      ///< nanoseconds x 2^16
  std::uint32_t type_specific = 0;  ///< messageTypeSpecific
  PtpPortIdentity source;           ///< of the sender
  std::uint16_t sequence = 0;       ///< sequenceId
  std::uint8_t control = 0;         ///< controlField: of version 1, to be ignored
  std::int8_t log_interval = 0;     ///< log2 of seconds between messages; 0x7F: says nothing
  friend bool operator==(const PtpHeader&, const PtpHeader&) = default;

  template <class W>
  void layout(W& w) {
    w.u("majorSdoId", 4, major_sdo_id);
    w.u("messageType", 4, type);
    w.u("minorVersionPTP", 4, minor_version);
    w.u("versionPTP", 4, version);
    w.u("messageLength", 16, message_length);
    w.u("domainNumber", 8, domain);
    w.u("minorSdoId", 8, minor_sdo_id);
    w.x("flagField", 16, flags);
    w.s("correctionField", 64, correction);
    w.u("messageTypeSpecific", 32, type_specific);
    source.layout(w, "sourcePortIdentity");
    w.u("sequenceId", 16, sequence);
    w.u("controlField", 8, control);
    w.s("logMessageInterval", 8, log_interval);
  }
};

/// The message that begins with `client`: octets behind its end belong to the frame. Never less than the
/// header. Source: IEEE 1588-2019 13.3.2.
constexpr View ptp_message(const View& client, const PtpHeader& header) {
  return client.first(std::max<std::uint32_t>(header.message_length, PtpHeader::kOctets));
}

/// Body of Sync and Delay_Req, 10 octets; all bodies begin behind the header, at octet 34.
/// Source: IEEE 1588-2019 13.6.
template <PtpType Type>
struct PtpOriginBody {
  static constexpr PtpType kType = Type;
  static constexpr std::uint32_t kOctets = 10;
  PtpTimestamp origin;
  friend bool operator==(const PtpOriginBody&, const PtpOriginBody&) = default;

  template <class W>
  void layout(W& w) {
    origin.layout(w, "originTimestamp");
  }
};
using PtpSync = PtpOriginBody<PtpType::sync>;
using PtpDelayReq = PtpOriginBody<PtpType::delay_req>;

/// Body of Follow_Up, 10 octets. Source: IEEE 1588-2019 13.7.
struct PtpFollowUp {
  static constexpr PtpType kType = PtpType::follow_up;
  static constexpr std::uint32_t kOctets = 10;
  PtpTimestamp precise_origin;
  friend bool operator==(const PtpFollowUp&, const PtpFollowUp&) = default;

  template <class W>
  void layout(W& w) {
    precise_origin.layout(w, "preciseOriginTimestamp");
  }
};

/// Body of Delay_Resp, 20 octets. Source: IEEE 1588-2019 13.8.
///
///   34 | receiveTimestamp (80) |  44 | requestingPortIdentity (80) |
struct PtpDelayResp {
  static constexpr PtpType kType = PtpType::delay_resp;
  static constexpr std::uint32_t kOctets = 20;
  PtpTimestamp receive;
  PtpPortIdentity requesting;
  friend bool operator==(const PtpDelayResp&, const PtpDelayResp&) = default;

  template <class W>
  void layout(W& w) {
    receive.layout(w, "receiveTimestamp");
    requesting.layout(w, "requestingPortIdentity");
  }
};

/// Body of Pdelay_Req, 20 octets, the last ten making it as long as its answer. Source: IEEE 1588-2019 13.9.
///
///   34 | originTimestamp (80) |  44 | reserved (80) |
struct PtpPdelayReq {
  static constexpr PtpType kType = PtpType::pdelay_req;
  static constexpr std::uint32_t kOctets = 20;
  PtpTimestamp origin;
  Octets reserved;  ///< 10, or none for zeros; borrowed

  template <class W>
  void layout(W& w) {
    origin.layout(w, "originTimestamp");
    w.reserved_octets("reserved44", 10, reserved);
  }
};

/// Body of Pdelay_Resp, 20 octets. Source: IEEE 1588-2019 13.10.
///
///   34 | requestReceiptTimestamp (80) |  44 | requestingPortIdentity (80) |
struct PtpPdelayResp {
  static constexpr PtpType kType = PtpType::pdelay_resp;
  static constexpr std::uint32_t kOctets = 20;
  PtpTimestamp request_receipt;
  PtpPortIdentity requesting;
  friend bool operator==(const PtpPdelayResp&, const PtpPdelayResp&) = default;

  template <class W>
  void layout(W& w) {
    request_receipt.layout(w, "requestReceiptTimestamp");
    requesting.layout(w, "requestingPortIdentity");
  }
};

/// Body of Pdelay_Resp_Follow_Up, 20 octets. Source: IEEE 1588-2019 13.11.
///
///   34 | responseOriginTimestamp (80) |  44 | requestingPortIdentity (80) |
struct PtpPdelayRespFollowUp {
  static constexpr PtpType kType = PtpType::pdelay_resp_follow_up;
  static constexpr std::uint32_t kOctets = 20;
  PtpTimestamp response_origin;
  PtpPortIdentity requesting;
  friend bool operator==(const PtpPdelayRespFollowUp&, const PtpPdelayRespFollowUp&) = default;

  template <class W>
  void layout(W& w) {
    response_origin.layout(w, "responseOriginTimestamp");
    requesting.layout(w, "requestingPortIdentity");
  }
};

/// ClockQuality, 4 octets. Source: IEEE 1588-2019 5.3.7, 7.6.2.5 to 7.6.2.7; classes of ITU-T G.8275.1 6.4.
///
///   0 | clockClass (8) |  1 | clockAccuracy (8) |  2 | offsetScaledLogVariance (16) |
struct PtpClockQuality {
  std::uint8_t clock_class = 248;
  std::uint8_t accuracy = 0xFE;
  std::uint16_t offset_scaled_log_variance = 0xFFFF;
  friend bool operator==(const PtpClockQuality&, const PtpClockQuality&) = default;

  template <class W>
  void layout(W& w, std::string_view name) {
    w.object(name, [&](auto& s) {
      s.u("clockClass", 8, clock_class);
      s.u("clockAccuracy", 8, accuracy);
      s.u("offsetScaledLogVariance", 16, offset_scaled_log_variance);
    });
  }
};

/// Body of Announce, 30 octets. Source: IEEE 1588-2019 13.5.
///
///   34 | originTimestamp (80) |  44 | currentUtcOffset (16, signed) |  46 | reserved (8) |
///   47 | grandmasterPriority1 (8) |  48 | grandmasterClockQuality (32) |  52 | grandmasterPriority2 (8) |
///   53 | grandmasterIdentity (64) |  61 | stepsRemoved (16) |  63 | timeSource (8) |
struct PtpAnnounce {
  static constexpr PtpType kType = PtpType::announce;
  static constexpr std::uint32_t kOctets = 30;
  PtpTimestamp origin;
  std::int16_t current_utc_offset = 0;  ///< seconds, TAI - UTC
  std::uint8_t reserved = 0;
  std::uint8_t priority1 = 128;
  PtpClockQuality quality;
  std::uint8_t priority2 = 128;
  std::uint64_t grandmaster_identity = 0;
  std::uint16_t steps_removed = 0;
  std::uint8_t time_source = 0xA0;
  friend bool operator==(const PtpAnnounce&, const PtpAnnounce&) = default;

  template <class W>
  void layout(W& w) {
    origin.layout(w, "originTimestamp");
    w.s("currentUtcOffset", 16, current_utc_offset);
    w.r(8, reserved);
    w.u("grandmasterPriority1", 8, priority1);
    quality.layout(w, "grandmasterClockQuality");
    w.u("grandmasterPriority2", 8, priority2);
    w.x("grandmasterIdentity", 64, grandmaster_identity);
    w.u("stepsRemoved", 16, steps_removed);
    w.u("timeSource", 8, time_source);
  }
};

/// Body of Signaling, 10 octets in front of its TLVs. Source: IEEE 1588-2019 13.12.
struct PtpSignaling {
  static constexpr PtpType kType = PtpType::signaling;
  static constexpr std::uint32_t kOctets = 10;
  PtpPortIdentity target;
  friend bool operator==(const PtpSignaling&, const PtpSignaling&) = default;

  template <class W>
  void layout(W& w) {
    target.layout(w, "targetPortIdentity");
  }
};

/// Body of Management, 14 octets in front of its TLV. Source: IEEE 1588-2019 15.4.1.
///
///   34 | targetPortIdentity (80) |  44 | startingBoundaryHops (8) |  45 | boundaryHops (8) |
///   46 | reserved (4) | actionField (4) |  47 | reserved (8) |
struct PtpManagement {
  static constexpr PtpType kType = PtpType::management;
  static constexpr std::uint32_t kOctets = 14;
  PtpPortIdentity target;
  std::uint8_t starting_boundary_hops = 0;
  std::uint8_t boundary_hops = 0;
  std::uint8_t reserved = 0;
  std::uint8_t action = 0;
  std::uint8_t reserved2 = 0;
  friend bool operator==(const PtpManagement&, const PtpManagement&) = default;

  template <class W>
  void layout(W& w) {
    target.layout(w, "targetPortIdentity");
    w.u("startingBoundaryHops", 8, starting_boundary_hops);
    w.u("boundaryHops", 8, boundary_hops);
    w.r(4, reserved);
    w.u("actionField", 4, action);
    w.r(8, reserved2);
  }
};

/// The bodies by kType; with(): false for the reserved message types, whose body nothing describes.
using PtpBodies = StructList<PtpSync, PtpDelayReq, PtpPdelayReq, PtpPdelayResp, PtpFollowUp, PtpDelayResp,
                             PtpPdelayRespFollowUp, PtpAnnounce, PtpSignaling, PtpManagement>;

/// A TLV: 4 octets and a value. Source: IEEE 1588-2019 14.1.
///
///   0 | tlvType (16) |  2 | lengthField (16): octets of the value |  4 | valueField |
struct PtpTlv {
  std::uint16_t type = 0;
  std::uint16_t length = 0;
  Octets value;  ///< borrowed

  template <class W>
  void layout(W& w) {
    w.u("tlvType", 16, type);
    w.u("lengthField", 16, length);
    w.octets("valueField", length, Form::number, value);
  }
};

/// Walks the TLVs behind the body of a message.
class PtpTlvWalk {
 public:
  /// `tlvs`: from the first TLV to the end of the message.
  explicit PtpTlvWalk(const View& tlvs) : rest_{tlvs} {}

  /// The next TLV, told to `sink` as an entry of a list; false at the end of the message, and at a TLV that
  /// is not there as a whole (then error() says which octet).
  template <class Sink>
  bool next(PtpTlv& tlv, Sink& sink) {
    const std::uint32_t octets = next_octets();
    if (octets == 0) return false;
    sink.begin_item(rest_.base);
    LayoutReader<Sink> reader{rest_.first(octets), 0, sink};
    tlv.layout(reader);
    sink.end_item();
    rest_ = rest_.behind(octets);
    return true;
  }
  bool next(PtpTlv& tlv) {
    NullLayoutSink none;
    return next(tlv, none);
  }
  const DecodeError& error() const { return error_; }
  /// Behind the last TLV that was read.
  const View& rest() const { return rest_; }

 private:
  std::uint32_t next_octets();

  View rest_;
  DecodeError error_{};
};

}  // namespace plumbline::wire
