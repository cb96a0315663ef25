// Block scaling: every number divided by a scaler of the block. Source: CUS v17.01 A.2, 8.3.3.15.
#pragma once

#include <cstdint>
#include <span>

#include "iq/choices.h"

namespace plumbline::iq {

/// Mantissas of `width` bits (1..16) for a block of 16-bit numbers; returns blockScaler, 1 integer and 7
/// fractional bits: 128 is 1 (A.2.2).
std::uint8_t scaling_quantize(std::span<const std::int32_t> numbers, unsigned width, const Choices& choices,
                              std::span<std::int32_t> mantissas);

/// round(blockScaler x mantissa / 2^(width - 9)) of each number in place, the half away from zero (A.2.3).
/// What blockScaler above 128 makes of large mantissas has 17 bits.
void scaling_scale(std::span<std::int32_t> numbers, std::uint8_t scaler, unsigned width);

}  // namespace plumbline::iq
