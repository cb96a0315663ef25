// The Ethernet synchronization messaging channel: slow protocols, EtherType 0x8809. Source: ITU-T
// G.8264 11.3.
#pragma once

#include <cstdint>

#include "wire/fixed_layout.h"
#include "wire/tlv_walk.h"

namespace plumbline::wire {

/// Slow protocol subtype of organization specific messages, which ESMC is one of. Source: IEEE 802.3 Annex
/// 57A.
inline constexpr std::uint8_t kEsmcSubtype = 10;
/// Source: ITU-T G.8264 11.3.1.
inline constexpr std::uint32_t kItuOui = 0x0019A7;

/// The head of an ESMC PDU, 10 octets. Source: ITU-T G.8264 11.3.1.
///
///   0 | subtype = 10 |  1 | ITU-OUI (24) |  4 | ITU subtype (16) = 1 |
///   6 | version (4) | event flag | reserved (27) |
struct EsmcHeader {
  static constexpr std::uint32_t kOctets = 10;
  std::uint8_t subtype = kEsmcSubtype;
  std::uint32_t itu_oui = kItuOui;  ///< 24 bits
  std::uint16_t itu_subtype = 1;
  std::uint8_t version = 1;
  bool event = false;  ///< sent at once because the quality level changed; else once a second
  std::uint32_t reserved = 0;
  friend bool operator==(const EsmcHeader&, const EsmcHeader&) = default;

  template <class W>
  void layout(W& w) {
    w.u("subtype", 8, subtype);
    w.x("ituOui", 24, itu_oui);
    w.u("ituSubtype", 16, itu_subtype);
    w.u("version", 4, version);
    w.u("eventFlag", 1, event);
    w.r(27, reserved);
  }
};

/// A TLV; the length counts its own two octets and that of the type. Source: ITU-T G.8264 11.3.1.
///
///   quality level:           0 | type = 1 |  1 | length = 4 |  3 | unused (4) | SSM code (4) |
///   extended quality level:  0 | type = 2 |  1 | length = 20 |  3 | enhanced SSM code (8) |
///     4 | clockIdentity (64) |  12 | reserved (6) | partial chain | mixed EEC/eEEC |
///     13 | cascaded eEECs (8) |  14 | cascaded EECs (8) |  15 | reserved (40) |
///   others:                  0 | type |  1 | length |  3 | value |
struct EsmcTlv {
  std::uint8_t type = 1;
  std::uint16_t length = 4;
  std::uint8_t unused = 0;
  std::uint8_t ssm_code = 0xF;
  std::uint8_t enhanced_ssm_code = 0xFF;
  std::uint64_t clock_identity = 0;  ///< of the clock that began the chain
  std::uint8_t reserved_flags = 0;
  bool partial_chain = false;  ///< the TLV was made in the middle of the chain
  bool mixed = false;          ///< not every clock of the chain is an eEEC
  std::uint8_t cascaded_eeecs = 0;
  std::uint8_t cascaded_eecs = 0;
  std::uint64_t reserved = 0;  ///< 40 bits
  Octets value;                ///< of other TLVs; borrowed

  constexpr bool is_quality_level() const { return type == 1 && length == 4; }
  constexpr bool is_extended_quality_level() const { return type == 2 && length == 20; }

  /// See TlvWalk.
  static std::uint32_t next_octets(const View& rest, DecodeError& error);
  template <class W>
  void layout(W& w) {
    w.u("type", 8, type);
    w.u("length", 16, length);
    if (is_quality_level()) {
      w.r(4, unused);
      w.u("ssmCode", 4, ssm_code);
    } else if (is_extended_quality_level()) {
      w.u("enhancedSsmCode", 8, enhanced_ssm_code);
      w.x("clockIdentity", 64, clock_identity);
      w.r(6, reserved_flags);
      w.u("partialChain", 1, partial_chain);
      w.u("mixedEecEeec", 1, mixed);
      w.u("numberOfCascadedEeecs", 8, cascaded_eeecs);
      w.u("numberOfCascadedEecs", 8, cascaded_eecs);
      w.r(40, reserved);
    } else {
      w.octets("value", length < 3 ? 0 : length - 3u, Form::number, value);
    }
  }
};

/// The TLVs of an ESMC PDU. What follows them, from a type 0 on or fewer than 3 octets, is padding.
using EsmcTlvWalk = TlvWalk<EsmcTlv>;

}  // namespace plumbline::wire
