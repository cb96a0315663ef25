// Which PRBs are worth a closer look, by the widest instructions that the processor has.
#pragma once

#include <cstddef>
#include <cstdint>

#include "iq/format.h"

namespace plumbline::iq {

/// PRBs that unusual_prbs() looks at in a call.
inline constexpr std::size_t kUnusualPrbs = 64;

/// Bit n: PRB n of the first `prbs` (no more than 64) may be unusual. One without a bit surely is usual: no
/// sample has I^2 + Q^2 above 2^`power_log2` (below 0: none above 0), and with BFP the reserved bits of
/// udCompParam are 0, the exponent is 16 - width or less, and a mantissa needs all bits of the width where
/// the exponent is not 0. Errors: method (none and BFP have an answer), width, length.
Result<std::uint64_t, Fault> unusual_prbs(const Format& format, Octets octets, std::size_t prbs,
                                          int power_log2);

}  // namespace plumbline::iq
