#include "wire/esmc.h"

namespace plumbline::wire {

/// Of the next TLV; 0 at the end, the padding and a fault.
std::uint32_t EsmcTlvWalk::next_octets() {
  constexpr std::uint32_t kHead = 3;  // type and length
  if (rest_.length < kHead || error_) return 0;
  if (const Fault f = rest_.missing(0, kHead); f != Fault::none) {
    error_ = rest_.error(f);
    return 0;
  }
  if (rest_.data[0] == 0) return 0;
  const std::uint32_t octets = load_be16(rest_.data + 1);
  if (octets < kHead) {
    error_ = {Fault::truncated, rest_.base + kHead};
    return 0;
  }
  if (const Fault f = rest_.missing(0, octets); f != Fault::none) {
    error_ = rest_.error(f);
    return 0;
  }
  return octets;
}

}  // namespace plumbline::wire
