// Random frames of PTP, ESMC and the eCPRI messages of other types.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"

namespace plumbline::test {

/// Whole frames, with up to two tags; lengths and counts mostly fit what stands there.
std::vector<std::uint8_t> random_ptp(Random& random);
std::vector<std::uint8_t> random_esmc(Random& random);
std::vector<std::uint8_t> random_ecpri(Random& random);

}  // namespace plumbline::test
