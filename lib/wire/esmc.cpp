#include "wire/esmc.h"

namespace plumbline::wire {

/// Of the next TLV; 0 at the end, the padding and a fault.
std::uint32_t EsmcTlvWalk::next_octets() {
  if (rest_.length < 3 || error_) return 0;
  Fault fault = rest_.missing(0, 1);
  if (fault == Fault::none) {
    if (rest_.data[0] == 0) return 0;
    fault = rest_.missing(0, 3);
  }
  if (fault == Fault::none) {
    const std::uint32_t octets = load_be16(rest_.data + 1);
    if (octets < 3) {
      error_ = {Fault::truncated, rest_.base + 3};
      return 0;
    }
    fault = rest_.missing(0, octets);
    if (fault == Fault::none) return octets;
  }
  error_ = rest_.error(fault);
  return 0;
}

}  // namespace plumbline::wire
