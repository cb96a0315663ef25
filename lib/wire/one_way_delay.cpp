#include "wire/one_way_delay.h"

namespace plumbline::wire {

DecodeError decode_one_way_delay(const View& body, OneWayDelay& message) {
  if (const Fault f = body.missing(0, 20); f != Fault::none) return body.error(f);
  const std::uint8_t* p = body.data;
  message = {.measurement_id = p[0],
             .action_type = p[1],
             .seconds = load_be<6>(p + 2),
             .nanoseconds = load_be32(p + 8),
             .compensation = static_cast<std::int64_t>(load_be<8>(p + 12)),
             .dummy_octets = body.length - 20};
  return {};
}

void encode(Writer& out, const OneWayDelay& m) {
  out.put(m.measurement_id, 1);
  out.put(m.action_type, 1);
  out.put(m.seconds, 6);
  out.put(m.nanoseconds, 4);
  out.put(static_cast<std::uint64_t>(m.compensation), 8);
  out.zeros(m.dummy_octets);
}

}  // namespace plumbline::wire
