// Random C-plane messages of section types 4 and 6 to 11.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "wire/cplane/parameters.h"

namespace plumbline::test {

/// A message behind ecpriSeqid whose counts and lengths mostly fit what stands there; all else is by chance.
std::vector<std::uint8_t> random_records(Random& random, const wire::CplaneParameters& parameters);

}  // namespace plumbline::test
