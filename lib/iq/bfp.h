// Block floating point: a signed mantissa a number, one exponent a block. Source: CUS v17.01 A.1, 8.3.3.15.
#pragma once

#include <cstdint>
#include <span>

#include "iq/choices.h"

namespace plumbline::iq {

/// max(max, |min| - 1) of a block, at least 0: a negative number may be one larger in magnitude than a
/// positive one (A.1.2).
std::int64_t largest(std::span<const std::int32_t> numbers);

/// Mantissas of `width` bits (1..16) for a block, as many as numbers; returns the exponent, 0..15. Numbers of
/// more than width + 15 bits are clamped to what exponent 15 holds.
std::uint8_t bfp_quantize(std::span<const std::int32_t> numbers, unsigned width, const Choices& choices,
                          std::span<std::int32_t> mantissas);

/// mantissa x 2^exponent of each number in place; exponent 0..15 (A.1.3).
void bfp_scale(std::span<std::int32_t> numbers, std::uint8_t exponent);

}  // namespace plumbline::iq
