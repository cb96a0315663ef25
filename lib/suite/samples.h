// The samples of U-plane that was kept.
#pragma once

#include <cstdint>
#include <vector>

#include "iq/compression.h"
#include "iq/constellation.h"
#include "iq/pn.h"
#include "suite/expect.h"

namespace plumbline::suite {

/// Adds the numbers (24 a PRB) of a section to `numbers`. False: they were not kept as a whole, or cannot be
/// unpacked; methods without samples of their own (modulation compression) cannot.
bool add_samples(const Setup& setup, const Observed& observed, const SeenUplane& seen,
                 std::vector<std::int32_t>& numbers);

}  // namespace plumbline::suite
