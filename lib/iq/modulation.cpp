#include "iq/modulation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "iq/choices.h"

namespace plumbline::iq {
namespace {

Result<std::size_t, Fault> checked(std::size_t from, std::size_t to, unsigned width) {
  if (width < 1 || width > 16) return tl::unexpected(Fault::width);
  if (from % kNumbersPerPrb != 0) return tl::unexpected(Fault::length);
  if (to < from) return tl::unexpected(Fault::room);
  return from;
}

const ModulationSet* set_of(std::span<const ModulationSet> sets, std::size_t number) {
  const auto bit = static_cast<unsigned>(kResPerPrb - 1 - number % kNumbersPerPrb / 2);
  for (const ModulationSet& set : sets)
    if ((set.mask >> bit & 1) != 0) return &set;
  return nullptr;
}

}  // namespace

double scaler_value(std::uint16_t scaler) {
  return std::ldexp(static_cast<double>(scaler & 0x7FF), -11 - (scaler >> 11 & 15));
}

std::uint16_t scaler_code(double value) {
  if (!(value > 0)) return 0;
  if (value >= 1) return 0x7FF;
  int power = 0;
  std::frexp(value, &power);  // value = m x 2^power, m 0.5..1
  int exponent = std::clamp(-power, 0, 15);
  auto mantissa = std::lround(std::ldexp(value, 11 + exponent));
  if (mantissa > 2047 && exponent > 0) mantissa = std::lround(std::ldexp(value, 11 + --exponent));
  return static_cast<std::uint16_t>(exponent << 11 | static_cast<int>(std::min(mantissa, 2047L)));
}

Result<std::size_t, Fault> modulation_codes(std::span<const float> amplitudes, unsigned width,
                                            std::span<const ModulationSet> sets,
                                            std::span<std::int32_t> codes) {
  const auto count = checked(amplitudes.size(), codes.size(), width);
  for (std::size_t i = 0; count && i < *count; ++i) {
    const ModulationSet* set = set_of(sets, i);
    const double scaler = set != nullptr ? scaler_value(set->scaler) : 0;
    codes[i] = 0;
    if (scaler == 0) continue;
    const double shift = set->shifted ? std::ldexp(1.0, -static_cast<int>(width)) : 0;
    const double f = amplitudes[i] / (std::numbers::sqrt2 * scaler) - shift;
    codes[i] = saturate(
        std::llround(std::clamp(std::ldexp(f, static_cast<int>(width) - 1), -65536.0, 65536.0)), width);
  }
  return count;
}

Result<std::size_t, Fault> modulation_amplitudes(std::span<const std::int32_t> codes, unsigned width,
                                                 std::span<const ModulationSet> sets,
                                                 std::span<float> amplitudes) {
  const auto count = checked(codes.size(), amplitudes.size(), width);
  for (std::size_t i = 0; count && i < *count; ++i) {
    const ModulationSet* set = set_of(sets, i);
    amplitudes[i] = 0;
    if (set == nullptr) continue;
    const double shift = set->shifted ? std::ldexp(1.0, -static_cast<int>(width)) : 0;
    const double f = std::ldexp(static_cast<double>(codes[i]), 1 - static_cast<int>(width)) + shift;
    amplitudes[i] = static_cast<float>(std::numbers::sqrt2 * scaler_value(set->scaler) * f);
  }
  return count;
}

}  // namespace plumbline::iq
