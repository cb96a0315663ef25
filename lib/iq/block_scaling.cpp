#include "iq/block_scaling.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "iq/bfp.h"

namespace plumbline::iq {
namespace {

std::uint8_t scaler_of(std::int64_t most, Scaler rule) {
  switch (rule) {
    case Scaler::least:
      return static_cast<std::uint8_t>(std::clamp<std::int64_t>((most + 255) / 256, 1, 128));
    case Scaler::sum:
      return static_cast<std::uint8_t>(std::min<std::int64_t>((most + 255) / 256, 128));
    case Scaler::power_of_two:
      break;
  }
  const auto length = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(most)));
  return static_cast<std::uint8_t>(128 >> std::clamp(15 - length, 0, 7));
}

}  // namespace

std::uint8_t scaling_quantize(std::span<const std::int32_t> numbers, unsigned width, const Choices& choices,
                              std::span<std::int32_t> mantissas) {
  assert(mantissas.size() >= numbers.size() && width >= 1 && width <= 16);
  const std::uint8_t scaler = scaler_of(largest(numbers), choices.scaler);
  const std::int64_t divisor = std::int64_t{std::max<std::uint8_t>(scaler, 1)} << (16 - width);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    mantissas[i] = saturate(divide(numbers[i] * std::int64_t{128}, divisor, choices.scaled), width);
  return scaler;
}

void scaling_scale(std::span<std::int32_t> numbers, std::uint8_t scaler, unsigned width) {
  for (std::int32_t& number : numbers) {
    const std::int64_t product = std::int64_t{scaler} * number * 512;  // 2^9
    number = static_cast<std::int32_t>(divide(product, std::int64_t{1} << width, Rounding::half_away));
  }
}

}  // namespace plumbline::iq
