#include "iq/constellation.h"

#include <cmath>
#include <cstdlib>

namespace plumbline::iq {
namespace {

constexpr unsigned bits_per_axis(Modulation modulation) { return static_cast<unsigned>(modulation) / 2; }

/// The sign bit, then for each half of what is left whether it is the outer one.
unsigned bits_of_level(int level, unsigned bits) {
  unsigned out = level < 0 ? 1u : 0u;
  int size = std::abs(level);
  for (int middle = 1 << (bits - 1); middle > 1; middle /= 2) {
    out = out << 1 | (size > middle ? 1u : 0u);
    size = std::abs(size - middle);
  }
  return out;
}
int level_of_bits(unsigned axis, unsigned bits) {
  int size = 1;
  for (unsigned i = 0; i + 1 < bits; ++i) size = (2 << i) + ((axis >> i & 1) != 0 ? size : -size);
  return (axis >> (bits - 1) & 1) != 0 ? -size : size;
}

}  // namespace

double half_distance(Modulation modulation) {
  const double points = 1u << static_cast<unsigned>(modulation);
  return 1 / std::sqrt(2 * (points - 1) / 3);
}

Point nearest(Modulation modulation, const Point& sample) {
  const unsigned bits = bits_per_axis(modulation);
  const double half = half_distance(modulation);
  return {half * nearest_level(sample.i / half, bits), half * nearest_level(sample.q / half, bits)};
}

Point point_of(Modulation modulation, unsigned bits) {
  const unsigned each = bits_per_axis(modulation);
  unsigned i = 0, q = 0;  // they take turns, I first
  for (unsigned at = 2 * each; at > 0; at -= 2) {
    i = i << 1 | (bits >> (at - 1) & 1);
    q = q << 1 | (bits >> (at - 2) & 1);
  }
  const double half = half_distance(modulation);
  return {half * level_of_bits(i, each), half * level_of_bits(q, each)};
}

unsigned bits_of(Modulation modulation, const Point& sample) {
  const unsigned each = bits_per_axis(modulation);
  const double half = half_distance(modulation);
  const unsigned i = bits_of_level(nearest_level(sample.i / half, each), each),
                 q = bits_of_level(nearest_level(sample.q / half, each), each);
  unsigned out = 0;
  for (unsigned at = each; at > 0; --at) out = out << 2 | (i >> (at - 1) & 1) << 1 | (q >> (at - 1) & 1);
  return out;
}

}  // namespace plumbline::iq
