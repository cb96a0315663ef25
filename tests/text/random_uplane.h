// Random U-plane messages in the format that is known of them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "wire/uplane.h"

namespace plumbline::test {

/// A message behind ecpriSeqid whose PRB fields mostly fit what the sections say; their bits are by chance.
std::vector<std::uint8_t> random_uplane(Random& random, const wire::UplaneFormat& format);

}  // namespace plumbline::test
