// A grid of samples as a SigMF recording: OFDM symbols in time, since SigMF is for samples in time.
#pragma once

#include <string>

#include "base/result.h"
#include "plumbline/iq_grid.h"

namespace plumbline::app {

/// Writes `base`.sigmf-data (cf32_le) and `base`.sigmf-meta from a finished grid. 1.0 is the amplitude of
/// full scale; the inverse FFT keeps the energy. Errors: files that cannot be read or written, more than
/// GridFile::kMostOctets.
Result<void, Error> write_sigmf(const GridFile& grid, const IqRow& row, const std::string& base);

/// Most subcarriers that can be made a symbol of.
inline constexpr std::uint32_t kMostOfdmPrbs = 275;

}  // namespace plumbline::app
