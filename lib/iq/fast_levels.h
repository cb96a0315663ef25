// The same as levels.h by the widest instructions that the processor has: samples are measured where they
// lie, without being written out.
#pragma once

#include <cstddef>

#include "iq/levels.h"

namespace plumbline::iq {

/// add_levels(), number for number, in 16-bit words where the method is none or BFP; the plain kernel
/// otherwise. A section of some ten PRBs or more is worth a call.
Result<std::size_t, Fault> add_levels_fast(const Format& format, Octets octets, std::size_t prbs,
                                           Levels& levels, Sign sign = Sign::twos_complement);

}  // namespace plumbline::iq
