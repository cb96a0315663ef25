// mu-law: a shift of the block, then three straight segments. Source: CUS v17.01 A.3, 8.3.3.15.
#pragma once

#include <cstdint>
#include <span>

#include "iq/choices.h"

namespace plumbline::iq {

/// Codes of `width` bits (1..16) for a block of 16-bit numbers; returns udCompParam: compBitWidth (0 is 16)
/// and compShift (A.3.1). Codes are packed as they are: Choices::sign is in them.
std::uint8_t mu_law_quantize(std::span<const std::int32_t> numbers, unsigned width, const Choices& choices,
                             std::span<std::int32_t> codes);

/// Numbers of codes, in place, the nearest whole ones (A.3.2). `shift`: compShift, 0..15.
void mu_law_scale(std::span<std::int32_t> codes, std::uint8_t shift, unsigned width, Sign sign);

}  // namespace plumbline::iq
