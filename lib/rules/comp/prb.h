// What rules about PRBs have in common.
#pragma once

#include <algorithm>

#include "rules/rule.h"

namespace plumbline::rules {

/// Whether sections of this class of messages may be of a method that `is` says yes to.
template <class Is>
bool may_carry(const Class& c, Is is) {
  return c.u_plane() && c.channel != nullptr && (c.channel->format.dynamic || is(c.channel->format.method));
}
constexpr bool is_bfp(std::uint8_t method) { return method == 1 || method == 5 || method == 7; }
constexpr bool is_modulation(std::uint8_t method) { return method == 4 || method == 6 || method == 8; }

/// How much larger than A.1.2 makes it the exponent of a PRB is. Of the numbers that were compressed it is
/// known between which powers of two the largest is, unless all mantissas are 0.
struct ExponentExcess {
  unsigned excess = 0;
  unsigned smallest = 0;  ///< the exponent by A.1.2
  /// What remains of the largest number is one below a power of two: a magnitude rule, that takes -2^k for
  /// k + 1 bits, or room for rounding gives it this exponent.
  bool habit = false;
};
constexpr ExponentExcess exponent_excess(const track::PrbFacts& f) {
  const unsigned exponent = f.parameter & 15u;
  const unsigned wanted = f.width - 1u;
  if (f.zero || exponent == 0 || f.bits >= wanted) return {};
  const unsigned spare = std::min(wanted - f.bits, exponent);
  return {.excess = spare, .smallest = exponent - spare, .habit = f.bits + 1u == wanted && f.all_ones};
}

/// Amplitudes of modulation compression: |value| <= 1 is 2 x (mantissa x numbers)^2 <= 2^(2k), where
/// `numbers` squared is `square`. Source: CUS v17.01 7.7.4.3, A.5.
struct Amplitude {
  std::uint64_t square = 0;  ///< 2 x mantissa^2 x square
  unsigned shift = 0;        ///< k
  constexpr bool above_one() const { return shift < 32 && square > std::uint64_t{1} << 2 * shift; }
  /// The amplitude in thousandths, rounded up.
  constexpr std::int64_t thousandths() const {
    // Of what is below 2^29: mantissa, code and sqrt(2).
    std::uint64_t low = 0, high = std::uint64_t{1} << 30;
    while (low + 1 < high) {
      const std::uint64_t middle = (low + high) / 2;
      (middle * middle < square ? low : high) = middle;
    }
    return static_cast<std::int64_t>((high * 1000 + (std::uint64_t{1} << shift) - 1) >> shift);
  }
};
constexpr Amplitude amplitude(const track::PrbFacts& f, std::uint16_t scaler, std::uint64_t square) {
  const std::uint64_t mantissa = scaler & 0x7FFu;
  return {.square = 2 * mantissa * mantissa * square, .shift = 11u + (scaler >> 11) + f.width};
}

}  // namespace plumbline::rules
