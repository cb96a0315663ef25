#include "wire/ptp.h"

namespace plumbline::wire {

/// Of the next TLV; 0 at the end and at a fault.
std::uint32_t PtpTlvWalk::next_octets() {
  if (rest_.length == 0 || error_) return 0;
  std::uint32_t octets = 4;
  Fault fault = rest_.missing(0, octets);
  if (fault == Fault::none) {
    octets += load_be16(rest_.data + 2);
    fault = rest_.missing(0, octets);
  }
  if (fault == Fault::none) return octets;
  error_ = rest_.error(fault);
  return 0;
}

}  // namespace plumbline::wire
