// Beamforming weight vectors: packed, unpacked, and between antenna elements and beamspace. Source: CUS
// v17.01 7.7.1.2, 7.7.1.3, 12.4.3.3, Annex A.4.
#pragma once

#include <complex>
#include <cstdint>
#include <span>

#include "iq/choices.h"
#include "iq/format.h"

namespace plumbline::iq {

inline constexpr std::uint8_t kBeamspaceI = 4, kBeamspaceII = 5;

/// bfwCompMeth and the effective bfwIqWidth.
struct WeightFormat {
  std::uint8_t method = 0;  ///< 0 none, 1 BFP, 2 block scaling, 3 mu-law, 4 and 5 beamspace
  std::uint8_t width = 16;  ///< 1..16; the 0 of the wire is 16 here
};

/// Most weights of a vector.
inline constexpr std::size_t kMostWeights = 1024;

/// Most octets of a vector of `weights` complex weights, bfwCompParam included; what it takes unless the
/// method is beamspace, where coefficients of two zeros are left out. Errors: method, width, length (none, or
/// more than kMostWeights).
Result<std::size_t, Fault> weight_octets(WeightFormat format, std::size_t weights);

/// Packs one vector, I before Q, weight by weight (beamspace: coefficient by coefficient), and returns the
/// octets written. The whole vector is one block. Errors: as weight_octets(), room, magnitude (method none).
Result<std::size_t, Fault> compress_weights(WeightFormat format, std::span<const std::int32_t> numbers,
                                            std::span<std::uint8_t> out, const Choices& choices = {});

/// Unpacks a vector of out.size() / 2 weights exactly; coefficients that are not there are 0. What of
/// `octets` was read is returned. Errors: as weight_octets(), length.
Result<std::size_t, Fault> expand_weights(WeightFormat format, Octets octets, std::span<std::int32_t> out,
                                          Sign sign = Sign::twos_complement);

/// How elements are counted: rows first, then columns, then polarisations (12.5.3).
struct Array {
  unsigned rows = 1, columns = 1, polarisations = 1;
  std::size_t size() const { return std::size_t{rows} * columns * polarisations; }
};

/// Weights of elements to coefficients of beams: DFT over rows and columns of each polarisation, scaled by
/// 1 / sqrt(n) each (A.4.3). A.4.2 (type I) is that of an array of one row-long line. `from` and `to` have
/// array.size() values and do not overlap.
void to_beamspace(const Array& array, std::span<const std::complex<double>> from,
                  std::span<std::complex<double>> to);
/// The inverse.
void to_elements(const Array& array, std::span<const std::complex<double>> from,
                 std::span<std::complex<double>> to);

}  // namespace plumbline::iq
