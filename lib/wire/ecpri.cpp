#include "wire/ecpri.h"

namespace plumbline::wire {

bool EcpriWalk::next(EcpriMessage& message) {
  if (done_) return false;
  done_ = true;
  if (const Fault f = pdu_.missing(at_, 4); f != Fault::none) {
    error_ = pdu_.error(f);
    return false;
  }
  const std::uint8_t* p = pdu_.data + at_;
  message.header = {.version = static_cast<std::uint8_t>(p[0] >> 4),
                    .reserved = static_cast<std::uint8_t>(p[0] >> 1 & 7),
                    .concatenation = (p[0] & 1) != 0,
                    .type = static_cast<EcpriType>(p[1]),
                    .payload = load_be16(p + 2)};
  message.at = pdu_.base + at_;
  message.index = index_++;
  const std::uint32_t body = at_ + 4;
  message.overlong = message.header.payload > pdu_.length - body;
  message.body = pdu_.from(body, message.header.payload);
  message.after = pdu_.from(body + message.body.length);
  if (message.header.concatenation && !message.overlong) {
    at_ = body + (message.header.payload + 3u) / 4u * 4u;
    done_ = false;
  }
  return true;
}

std::uint16_t least_payload(EcpriType type) {
  switch (type) {
    case EcpriType::iq_data:
    case EcpriType::bit_sequence:
    case EcpriType::rt_control:
    case EcpriType::event_indication:
      return 4;
    case EcpriType::generic_data:
      return 8;
    case EcpriType::remote_memory:
    case EcpriType::iwf_delay_control:
      return 12;
    case EcpriType::one_way_delay:
      return 20;
    case EcpriType::remote_reset:
      return 3;
    case EcpriType::iwf_start_up:
      return 9;
    default:
      return 0;
  }
}

void encode_header(Writer& out, const EcpriHeader& header) {
  out.put(static_cast<std::uint64_t>(header.version & 15) << 4 |
              static_cast<std::uint64_t>(header.reserved & 7) << 1 | (header.concatenation ? 1u : 0u),
          1);
  out.put(static_cast<std::uint8_t>(header.type), 1);
  out.put(header.payload, 2);
}

void encode_ids(Writer& out, const EcpriIds& ids) {
  out.put(ids.eaxc.value, 2);
  out.put(ids.sequence, 1);
  out.put((ids.last_fragment ? 0x80u : 0u) | (ids.subsequence & 0x7Fu), 1);
}

}  // namespace plumbline::wire
