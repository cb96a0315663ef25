// Section type 7: LAA. Source: CUS v17.01 7.2.5, 7.4.9, 7.5.3.14..31.
//
// Header, behind the six common octets: | 6 | - (16) |. One message, offsets from the header's first octet:
//
//   8 | laaMsgType (4) | laaMsgLen (4) |
//   0 LBT_PDSCH_REQ:    9 | lbtHandle (16) | 11 | lbtOffset (10) | lbtMode (2) | - | lbtDeferFactor (3) |
//                      13 | lbtBackoffCounter (10) | MCOT (4) | - (10) |
//   1 LBT_DRS_REQ:      9 | lbtHandle (16) | 11 | lbtOffset (10) | lbtMode (2) | - (28) |
//   2 LBT_PDSCH_RSP:    9 | lbtHandle (16) | 11 | lbtPdschRes (2) | inParSF | sfStatus | sfnSf (12) |
//                      13 | - (24) |
//   3 LBT_DRS_RSP:      9 | lbtHandle (16) | 11 | lbtDrsRes | - (7) |
//
//   4 LBT_Buffer_Error: 9 | lbtHandle (16) | 11 | lbtBufErr | - (7) |
//
//   5 LBT_CWCONFIG_REQ: 9 | lbtHandle (16) | 11 | lbtCWConfig_H (8) | 12 | lbtCWConfig_T (8) |
//                      13 | lbtMode (2) | lbtTrafficClass (3) | - (19) |
//   6 LBT_CWCONFIG_RSP: 9 | lbtHandle (16) | 11 | lbtCWR_Rst | - (7) |
//
// Requests are sent by the O-DU, the others by the O-RU; dataDirection is 0, the bits of filterIndex,
// startSymbolId and numberOfsections are reserved. laaMsgLen counts 32-bit words from octet 8; 0 is reserved.
// laaMsgType 7..15 are reserved. lbtOffset 0..999, lbtDeferFactor 1, 3, 7, MCOT 1..10, lbtTrafficClass 1..4.
#pragma once

#include "wire/cplane.h"
#include "wire/cplane/part.h"
#include "wire/layout_writer.h"

namespace plumbline::wire {

/// Octets 6 and 7 of section types 7, 10 and 11.
struct ReservedHeader {
  std::uint16_t reserved6 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) { s.r(16, reserved6); });
  }
};

/// Octet 8.
struct LaaHead {
  std::uint8_t type = 0;
  std::uint8_t words = 0;  ///< laaMsgLen

  constexpr std::uint32_t octets() const { return words == 0 ? 1 : words * 4u; }
  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("laaMsgType", 4, type);
      s.u("laaMsgLen", 4, words);
    });
  }
};

struct LbtPdschReq {
  static constexpr std::uint8_t kType = 0;
  static constexpr std::uint8_t kWords = 2;
  std::uint16_t lbt_handle = 0;
  std::uint16_t lbt_offset_us = 0;
  std::uint8_t lbt_mode = 0;  ///< 0 full, 1 partial 25 us, 2 partial 34 us, 3 full and stop
  std::uint8_t reserved12 = 0;
  std::uint8_t lbt_defer_factor = 0;
  std::uint16_t lbt_backoff_counter = 0;
  std::uint8_t mcot = 0;
  std::uint16_t reserved14 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("lbtHandle", 16, lbt_handle);
      s.u("lbtOffset", 10, lbt_offset_us);
      s.u("lbtMode", 2, lbt_mode);
      s.r(1, reserved12);
      s.u("lbtDeferFactor", 3, lbt_defer_factor);
      s.u("lbtBackoffCounter", 10, lbt_backoff_counter);
      s.u("MCOT", 4, mcot);
      s.r(10, reserved14);
    });
  }
};

/// LBT for discovery reference signals, asked by the O-DU.
struct LbtDrsReq {
  static constexpr std::uint8_t kType = 1;
  static constexpr std::uint8_t kWords = 2;
  std::uint16_t lbt_handle = 0;
  std::uint16_t lbt_offset_us = 0;
  std::uint8_t lbt_mode = 0;
  std::uint32_t reserved12 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("lbtHandle", 16, lbt_handle);
      s.u("lbtOffset", 10, lbt_offset_us);
      s.u("lbtMode", 2, lbt_mode);
      s.r(28, reserved12);
    });
  }
};

struct LbtPdschRsp {
  static constexpr std::uint8_t kType = 2;
  static constexpr std::uint8_t kWords = 2;
  std::uint16_t lbt_handle = 0;
  std::uint8_t lbt_pdsch_res = 0;  ///< 0 not sensing, 1 sensing, 2 success, 3 failure
  bool in_par_sf = false;
  bool sf_status = false;
  std::uint16_t sfn_sf = 0;  ///< SFN (8), subframe (4)
  std::uint32_t reserved13 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("lbtHandle", 16, lbt_handle);
      s.u("lbtPdschRes", 2, lbt_pdsch_res);
      s.u("inParSF", 1, in_par_sf);
      s.u("sfStatus", 1, sf_status);
      s.u("sfnSf", 12, sfn_sf);
      s.r(24, reserved13);
    });
  }
};

/// Contention window configuration, asked by the O-DU.
struct LbtCwConfigReq {
  static constexpr std::uint8_t kType = 5;
  static constexpr std::uint8_t kWords = 2;
  std::uint16_t lbt_handle = 0;
  std::uint8_t lbt_cw_config_h = 0;
  std::uint8_t lbt_cw_config_t = 0;
  std::uint8_t lbt_mode = 0;
  std::uint8_t lbt_traffic_class = 0;
  std::uint32_t reserved13 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("lbtHandle", 16, lbt_handle);
      s.u("lbtCWConfig_H", 8, lbt_cw_config_h);
      s.u("lbtCWConfig_T", 8, lbt_cw_config_t);
      s.u("lbtMode", 2, lbt_mode);
      s.u("lbtTrafficClass", 3, lbt_traffic_class);
      s.r(19, reserved13);
    });
  }
};

/// LBT_DRS_RSP, LBT_Buffer_Error, LBT_CWCONFIG_RSP: one bit.
template <std::uint8_t Type>
struct LbtOneBit {
  static constexpr std::uint8_t kType = Type;
  static constexpr std::uint8_t kWords = 1;
  static constexpr const char* kName = Type == 3 ? "lbtDrsRes" : Type == 4 ? "lbtBufErr" : "lbtCWR_Rst";
  std::uint16_t lbt_handle = 0;
  bool bit = false;
  std::uint8_t reserved11 = 0;

  template <class W>
  void layout(W& w) {
    w.step([&](auto& s) {
      s.u("lbtHandle", 16, lbt_handle);
      s.u(kName, 1, bit);
      s.r(7, reserved11);
    });
  }
};
using LbtDrsRsp = LbtOneBit<3>;
using LbtBufferError = LbtOneBit<4>;
using LbtCwConfigRsp = LbtOneBit<6>;

/// Calls `fn(auto& message)` with a default-made message of that laaMsgType; false for reserved types.
template <class Fn>
bool with_laa_message(std::uint8_t type, Fn&& fn) {
  return with_kind<LbtPdschReq, LbtDrsReq, LbtPdschRsp, LbtDrsRsp, LbtBufferError, LbtCwConfigReq,
                   LbtCwConfigRsp>(type, fn);
}

/// An LAA message in its room.
struct LaaMessage {
  static constexpr std::uint32_t kAt = 8;
  bool has_head = false;
  LaaHead head;
  /// From the header's first octet to the end of the LAA message, all at hand; with a fault, what is there.
  View room;
  DecodeError error;  ///< also where the fields of its type need more room than laaMsgLen gives
};

/// Finds the LAA message of `message`, which begins at the application header.
inline LaaMessage find_laa_message(const View& message) {
  LaaMessage laa{.room = message};
  Fault f = message.missing(LaaMessage::kAt, 1);
  if (f == Fault::none) {
    laa.has_head = true;
    decode(message, LaaMessage::kAt, laa.head);
    f = message.missing(LaaMessage::kAt, laa.head.octets());
  }
  if (f != Fault::none) {
    laa.error = message.error(f);
    return laa;
  }
  laa.room = message.first(LaaMessage::kAt + laa.head.octets());
  with_laa_message(laa.head.type, [&](auto& fields) {
    if (decode(laa.room, LaaMessage::kAt + 1, fields) != LayoutEnd::complete)
      laa.error = {Fault::truncated, laa.room.base + laa.room.length};
  });
  return laa;
}

/// Writes an LAA message from octet 8 on, with laaMsgLen as its type asks for.
template <class Fields>
void encode_laa_message(Writer& out, Fields& fields) {
  LayoutWriter writer{out};
  LaaHead head{.type = Fields::kType, .words = Fields::kWords};
  head.layout(writer);
  fields.layout(writer);
  writer.end_word();
}

}  // namespace plumbline::wire
