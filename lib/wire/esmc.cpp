#include "wire/esmc.h"

namespace plumbline::wire {

/// Of the next TLV; 0 at the end, the padding and a fault.
std::uint32_t EsmcTlv::next_octets(const View& rest, DecodeError& error) {
  constexpr std::uint32_t kHead = 3;  // type and length
  if (rest.length < kHead) return 0;
  if (const Fault f = rest.missing(0, kHead); f != Fault::none) {
    error = rest.error(f);
    return 0;
  }
  if (rest.data[0] == 0) return 0;
  const std::uint32_t octets = load_be16(rest.data + 1);
  if (octets < kHead) {
    error = {Fault::truncated, rest.base + kHead};
    return 0;
  }
  if (const Fault f = rest.missing(0, octets); f != Fault::none) {
    error = rest.error(f);
    return 0;
  }
  return octets;
}

}  // namespace plumbline::wire
