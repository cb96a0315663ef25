// How far samples are from what they should be: error vector magnitude, normalised mean square error.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "iq/constellation.h"
#include "iq/levels.h"

namespace plumbline::iq {

/// Energy of errors and of the reference, both at the reference's scale. Sums of parts in the same order give
/// the same.
struct Evm {
  std::uint64_t points = 0;
  double error = 0, reference = 0;
  Evm& operator+=(const Evm& other);
  /// Root mean square, 1 is 100 %; nothing without a reference.
  std::optional<double> ratio() const;
};

/// What a constellation must be multiplied by to meet the samples.
struct Gain {
  double re = 1, im = 0;
};

/// What the samples of one transmission look like.
struct Fit {
  std::optional<Modulation> modulation;  ///< nothing: no constellation explains them
  Evm evm;                               ///< against the nearest points; only with a modulation
  Gain gain;
};

/// The constellation of fewest points that explains samples of which nothing is known: the scale comes from
/// their power, is then fitted to the nearest points, and errors are small against the distance of
/// neighbours (RMS within most_evm()). Samples of unequal power explain nothing: hand in one allocation, and
/// no zeros. `derotate` finds a common phase as well, up to quarter turns; without it the axes are those of
/// the standard. Fewer than kFewestPoints are not explained.
Fit fit_constellation(std::span<const Point> samples, bool derotate = false);
inline constexpr std::size_t kFewestPoints = 24;
/// Largest EVM at which a constellation is believed: beyond, samples of any other look the same.
double most_evm(Modulation modulation);

/// EVM against known points, with the gain (least squares) by which they fit best. Spans of unequal length:
/// the shorter one counts.
Evm evm_against(std::span<const Point> samples, std::span<const Point> reference);

/// How two streams of numbers differ, exact: parts added up in any order give the same.
struct Difference {
  std::uint64_t numbers = 0, unequal = 0;
  Levels::Energy error = 0, reference = 0;  ///< squares of differences, and of the reference
  Difference& operator+=(const Difference& other);
  friend bool operator==(const Difference&, const Difference&) = default;
  /// NMSE in dB; nothing when they are equal or the reference is zero.
  std::optional<double> nmse_db() const;
};
/// Of numbers, I and Q alike; the shorter span counts.
Difference difference(std::span<const std::int32_t> numbers, std::span<const std::int32_t> reference);

}  // namespace plumbline::iq
