#include "wire/ecpri.h"

namespace plumbline::wire {

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
