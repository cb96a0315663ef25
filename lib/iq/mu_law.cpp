#include "iq/mu_law.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

namespace plumbline::iq {
namespace {

/// Fractional bits kept: with 16 bits of width the steep segment has half steps.
constexpr unsigned kFraction = 16;

unsigned shift_of(std::int64_t most) {
  unsigned shift = 7;
  for (std::int64_t limit = 1 << 8; shift > 0 && most >= limit; limit *= 2) --shift;
  return shift;
}

/// k of a magnitude 0..32767, with kFraction fractional bits (A.3.1).
std::int64_t compand(std::int64_t a, unsigned width) {
  const std::int64_t scaled = a << kFraction << width, eighth = std::int64_t{1} << (kFraction + width - 3);
  if (a <= 1 << 13) return scaled >> 15;
  if (a <= 1 << 14) return (scaled >> 16) + eighth;
  return (scaled >> 17) + 2 * eighth;
}

/// The magnitude of k, with kFraction fractional bits (A.3.2).
std::int64_t expand_one(std::int64_t k, unsigned width) {
  const std::int64_t whole = std::int64_t{1} << width, scaled = k << kFraction;
  if (4 * k <= whole) return (scaled << 15) >> width;
  if (8 * k <= 3 * whole) return ((scaled << 16) >> width) - (std::int64_t{1} << (13 + kFraction));
  return ((scaled << 17) >> width) - (std::int64_t{1} << (15 + kFraction));
}

}  // namespace

std::uint8_t mu_law_quantize(std::span<const std::int32_t> numbers, unsigned width, const Choices& choices,
                             std::span<std::int32_t> codes) {
  assert(codes.size() >= numbers.size() && width >= 1 && width <= 16);
  std::int64_t most = 0;
  for (const std::int32_t number : numbers)
    most = std::max<std::int64_t>(most, std::abs(std::int64_t{number}));
  const unsigned shift = shift_of(most);
  const std::int64_t limit = (std::int64_t{1} << (width - 1)) - 1;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool negative = numbers[i] < 0;
    const std::int64_t a = std::min<std::int64_t>(std::abs(std::int64_t{numbers[i]}) << shift, 32767);
    const std::int64_t k = compand(a, width);
    const std::int64_t code =
        std::clamp(divide(negative ? -k : k, std::int64_t{1} << kFraction, choices.mu_law), -limit, limit);
    codes[i] = static_cast<std::int32_t>(code);
    if (choices.sign == Sign::magnitude && negative)
      codes[i] = static_cast<std::int32_t>(-code - limit - 1);  // sign extended
  }
  return static_cast<std::uint8_t>((width & 15) << 4 | shift);
}

void mu_law_scale(std::span<std::int32_t> codes, std::uint8_t shift, unsigned width, Sign sign) {
  const std::int64_t limit = (std::int64_t{1} << (width - 1)) - 1;
  for (std::int32_t& code : codes) {
    const bool negative = code < 0;
    const std::int64_t size = sign == Sign::magnitude ? code & limit : std::abs(std::int64_t{code});
    const std::int64_t a = expand_one(std::min(size, limit), width);
    const std::int64_t value =
        divide(negative ? -a : a, std::int64_t{1} << (kFraction + shift), Rounding::half_away);
    code = static_cast<std::int32_t>(value);
  }
}

}  // namespace plumbline::iq
