#include "wire/ptp.h"

namespace plumbline::wire {

/// Of the next TLV; 0 at the end and at a fault.
std::uint32_t PtpTlv::next_octets(const View& rest, DecodeError& error) {
  if (rest.length == 0) return 0;
  std::uint32_t octets = 4;
  Fault fault = rest.missing(0, octets);
  if (fault == Fault::none) {
    octets += load_be16(rest.data + 2);
    fault = rest.missing(0, octets);
  }
  if (fault == Fault::none) return octets;
  error = rest.error(fault);
  return 0;
}

}  // namespace plumbline::wire
