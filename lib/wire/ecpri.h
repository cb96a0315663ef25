// The eCPRI common header, concatenation, and the identifiers in front of C- and U-plane messages.
#pragma once

#include <cstdint>

#include "radio/types.h"
#include "wire/view.h"

namespace plumbline::wire {

/// ecpriMessage. Source: eCPRI 2.0 3.2.4; CUS v17.01 5.1.3.2.5 uses 0, 2 and 5. Other values are kept as they
/// are.
enum class EcpriType : std::uint8_t {
  iq_data = 0,  ///< U-plane
  bit_sequence = 1,
  rt_control = 2,  ///< C-plane
  generic_data = 3,
  remote_memory = 4,
  one_way_delay = 5,
  remote_reset = 6,
  event_indication = 7,
  iwf_start_up = 8,
  iwf_operation = 9,
  iwf_mapping = 10,
  iwf_delay_control = 11,
};

/// eCPRI common header, 4 octets. Source: CUS v17.01 5.1.3.2.
///
///   | ecpriVersion (4) | ecpriReserved (3) | C |
///   | ecpriMessage |
///   | ecpriPayload, 16 bits: octets after this header |
struct EcpriHeader {
  std::uint8_t version = 1;
  std::uint8_t reserved = 0;
  bool concatenation = false;  ///< another message follows
  EcpriType type = EcpriType::iq_data;
  std::uint16_t payload = 0;
  friend bool operator==(const EcpriHeader&, const EcpriHeader&) = default;
};

/// ecpriPcid / ecpriRtcid and ecpriSeqid, 4 octets in front of types 0 and 2. Source: CUS
/// v17.01 5.1.3.2.7, 5.1.3.2.8.
struct EcpriIds {
  radio::Eaxc eaxc;
  std::uint8_t sequence = 0;
  bool last_fragment = true;     ///< the E bit
  std::uint8_t subsequence = 0;  ///< 0..127
  friend bool operator==(const EcpriIds&, const EcpriIds&) = default;
};

/// One message of a PDU.
struct EcpriMessage {
  EcpriHeader header;
  std::uint32_t at = 0;     ///< octet of its common header in the frame
  std::uint32_t index = 0;  ///< from 0 within the PDU
  bool overlong = false;    ///< ecpriPayload is more than the octets on the wire; `body` is what is there
  View body;                ///< after the common header: ecpriPayload octets, or fewer when overlong
  View pdu;                 ///< that it is part of
  /// Octets of the PDU behind this message: padding, or the next message's pad and header.
  View after() const { return pdu.from(at - pdu.base + 4 + body.length); }
};

/// Walks the messages of a PDU. Concatenated messages start at 4-octet boundaries (eCPRI 2.0).
class EcpriWalk {
 public:
  explicit EcpriWalk(const View& pdu) : pdu_{pdu} {}

  /// The next message into `message`; false at the end or at a fault (then error() says which).
  [[gnu::always_inline]] bool next(EcpriMessage& message) {
    if (done_) return false;
    done_ = true;
    if (const Fault f = pdu_.missing(at_, 4); f != Fault::none) {
      error_ = pdu_.error(f);
      return false;
    }
    const std::uint8_t* p = pdu_.data + at_;
    message.header.version = static_cast<std::uint8_t>(p[0] >> 4);
    message.header.reserved = static_cast<std::uint8_t>(p[0] >> 1 & 7);
    message.header.concatenation = (p[0] & 1) != 0;
    message.header.type = static_cast<EcpriType>(p[1]);
    message.header.payload = load_be16(p + 2);
    message.at = pdu_.base + at_;
    message.index = index_++;
    const std::uint32_t body = at_ + 4;
    message.overlong = message.header.payload > pdu_.length - body;
    message.body = pdu_.behind(body).first(message.header.payload);
    message.pdu = pdu_;
    if (message.header.concatenation && !message.overlong) {
      at_ = body + (message.header.payload + 3u) / 4u * 4u;
      done_ = false;
    }
    return true;
  }
  const DecodeError& error() const { return error_; }

 private:
  View pdu_;
  std::uint32_t at_ = 0;
  std::uint32_t index_ = 0;
  bool done_ = false;
  DecodeError error_{};
};

/// Smallest ecpriPayload the type's fixed fields need; 0 where nothing is known. Source: eCPRI 2.0; CUS
/// v17.01 5.1.3.2.1.
std::uint16_t least_payload(EcpriType type);

/// The ids at the start of a body of type 0 or 2. Errors: truncated, cut.
[[gnu::always_inline]] inline DecodeError decode_ids(const View& body, EcpriIds& ids) {
  if (const Fault f = body.missing(0, 4); f != Fault::none) return body.error(f);
  const std::uint8_t* p = body.data;
  ids.eaxc.value = load_be16(p);
  ids.sequence = p[2];
  ids.last_fragment = (p[3] & 0x80) != 0;
  ids.subsequence = static_cast<std::uint8_t>(p[3] & 0x7F);
  return {};
}

/// Writes the common header; `header.payload` is written as given.
void encode_header(Writer& out, const EcpriHeader& header);
void encode_ids(Writer& out, const EcpriIds& ids);

}  // namespace plumbline::wire
