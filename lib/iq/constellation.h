// Square constellations QPSK to 1024QAM, of mean power 1. Source: 3GPP TS 38.211 5.1.3 to 5.1.7.
#pragma once

#include <array>
#include <cstdint>

namespace plumbline::iq {

/// Its value is the number of bits of a symbol.
enum class Modulation : std::uint8_t { qpsk = 2, qam16 = 4, qam64 = 6, qam256 = 8, qam1024 = 10 };
inline constexpr std::array kModulations{Modulation::qpsk, Modulation::qam16, Modulation::qam64,
                                         Modulation::qam256, Modulation::qam1024};

/// A sample, or a point of a constellation.
struct Point {
  double i = 0, q = 0;
  friend bool operator==(const Point&, const Point&) = default;
};
constexpr double power(const Point& p) { return p.i * p.i + p.q * p.q; }

/// Half the distance of neighbours: 1 / sqrt(2 (M - 1) / 3).
double half_distance(Modulation modulation);

/// The odd number -(L - 1) .. L - 1 that is nearest to `x`, L = 2^bits (1..5): an axis in units of half
/// distances. NaN is taken as very negative.
inline int nearest_level(double x, unsigned bits) {
  const int half = 1 << (bits - 1);
  const double place = x / 2 + half, most = 2 * half - 1;
  return 2 * (static_cast<int>(place > 0 ? (place < most ? place : most) : 0) - half) + 1;
}

/// The point that is nearest; any numbers are good, NaN gives some point.
Point nearest(Modulation modulation, const Point& sample);

/// The point of some bits, the first one (b(i)) the most significant of as many as a symbol has.
Point point_of(Modulation modulation, unsigned bits);
/// The bits of the nearest point.
unsigned bits_of(Modulation modulation, const Point& sample);

}  // namespace plumbline::iq
