#include "iq/bfp.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace plumbline::iq {
namespace {

constexpr std::uint8_t kMostExponent = 15;

/// The largest magnitude as 16-bit arithmetic has it: that of -2^15 is 2^15 - 1.
std::int64_t magnitude(std::span<const std::int32_t> numbers) {
  std::int64_t most = 0;
  for (const std::int64_t number : numbers) most = std::max(most, number < 0 ? -number : number);
  return most == 1 << 15 ? most - 1 : most;
}

/// Bits that hold a number of this size without its sign.
unsigned bit_length(std::int64_t value) {
  return static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(value)));
}

}  // namespace

std::int64_t largest(std::span<const std::int32_t> numbers) {
  std::int64_t most = 0;
  for (const std::int64_t number : numbers) most = std::max(most, number < 0 ? -number - 1 : number);
  return most;
}

std::uint8_t bfp_quantize(std::span<const std::int32_t> numbers, unsigned width, const Choices& choices,
                          std::span<std::int32_t> mantissas) {
  assert(mantissas.size() >= numbers.size() && width >= 1 && width <= 16);
  const unsigned needed =
      bit_length(choices.exponent == Exponent::smallest ? largest(numbers) : magnitude(numbers)) + 1;
  auto exponent = static_cast<std::uint8_t>(
      std::clamp<int>(static_cast<int>(needed) - static_cast<int>(width), 0, kMostExponent));
  const auto mantissa = [&](std::int32_t number) {
    return divide(number, std::int64_t{1} << exponent, choices.mantissa);
  };
  const auto clamped = [&](std::int32_t number) {
    return saturate(mantissa(number), width) != mantissa(number);
  };
  if (choices.larger_exponent && exponent < kMostExponent &&
      std::any_of(numbers.begin(), numbers.end(), clamped))
    ++exponent;
  for (std::size_t i = 0; i < numbers.size(); ++i) mantissas[i] = saturate(mantissa(numbers[i]), width);
  return exponent;
}

void bfp_scale(std::span<std::int32_t> numbers, std::uint8_t exponent) {
  assert(exponent <= kMostExponent);
  for (std::int32_t& number : numbers) number *= std::int32_t{1} << exponent;
}

}  // namespace plumbline::iq
