// What the standard leaves to an encoder: its Annex A is an example (CUS v17.01 A.1.2, A.2.2, A.3.1, 3.4.1).
#pragma once

#include <cstdint>

namespace plumbline::iq {

/// How a quotient becomes a whole number.
enum class Rounding : std::uint8_t {
  down,  ///< to the next smaller number
  toward_zero,
  half_up,    ///< to the nearest, the half up
  half_away,  ///< to the nearest, the half away from zero
};

/// The exponent of a BFP block.
enum class Exponent : std::uint8_t {
  smallest,   ///< by max(max, |min| - 1), as in A.1.2
  magnitude,  ///< by the largest magnitude: one larger where that is that of -2^k only, k < 15
};

/// The scaler of a block scaling block.
enum class Scaler : std::uint8_t {
  least,  ///< ceil(max / 256), at least 1, as in A.2.2
  sum,    ///< (max + 255) / 256: 0 for a block of zeros
  power_of_two,
};

/// How codes of mu-law show their sign. The text leaves it open: A.3.1 ends in a signed number.
enum class Sign : std::uint8_t { twos_complement, magnitude };

/// All of them. The default is Annex A, rounding down where it says no more than "quantize".
struct Choices {
  Exponent exponent = Exponent::smallest;
  Rounding mantissa = Rounding::down;
  bool larger_exponent = false;  ///< rather than clamp a mantissa that rounding made too large
  Scaler scaler = Scaler::least;
  Rounding scaled = Rounding::half_away;  ///< block scaling's mantissas
  Rounding mu_law = Rounding::half_away;
  Sign sign = Sign::twos_complement;
  friend bool operator==(const Choices&, const Choices&) = default;
};

/// Choices by which public encoders can be matched octet for octet; no verdict depends on them.
namespace choices {
inline constexpr Choices kAnnex{};
/// srsRAN Project, lib/ofh/compression; NVIDIA Aerial's BFP.
inline constexpr Choices kSrsran{};
/// O-RAN SC o-du/phy, xran_compression.
inline constexpr Choices kXran{.exponent = Exponent::magnitude};
/// NVIDIA Aerial, gpu_blockFP.h and block scaling by a power of two.
inline constexpr Choices kAerial{
    .scaler = Scaler::power_of_two, .scaled = Rounding::down, .sign = Sign::magnitude};
/// MathWorks nrORANBlockCompress.
inline constexpr Choices kMathworks{
    .mantissa = Rounding::toward_zero, .mu_law = Rounding::toward_zero, .sign = Sign::magnitude};
}  // namespace choices

/// numerator / denominator (> 0) as a whole number.
constexpr std::int64_t divide(std::int64_t numerator, std::int64_t denominator, Rounding rounding) {
  const std::int64_t cut = numerator / denominator;  // toward zero
  const std::int64_t rest = numerator % denominator;
  switch (rounding) {
    case Rounding::toward_zero:
      return cut;
    case Rounding::down:
      return rest < 0 ? cut - 1 : cut;
    case Rounding::half_up: {
      const std::int64_t twice = 2 * numerator + denominator;
      return divide(twice, 2 * denominator, Rounding::down);
    }
    case Rounding::half_away:
      return cut + (2 * (rest < 0 ? -rest : rest) >= denominator ? (rest < 0 ? -1 : 1) : 0);
  }
  return cut;
}

/// Clamped to what `width` bits hold.
constexpr std::int32_t saturate(std::int64_t value, unsigned width) {
  const std::int64_t limit = std::int64_t{1} << (width - 1);
  return static_cast<std::int32_t>(value < -limit ? -limit : value >= limit ? limit - 1 : value);
}

}  // namespace plumbline::iq
