// Block scaling and mu-law by the widest instructions that the processor has; as fast.h does for the other
// methods.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "iq/choices.h"
#include "iq/format.h"

namespace plumbline::iq {

/// Unpacks as many PRBs as `out` has room for (24 numbers each) of method block scaling or mu-law into 16
/// bits: exactly the numbers of expand(), those of 17 bits (block scaling with a scaler above 128) clamped.
/// Returns the octets read; no octet behind them is looked at. Errors: method (another one), width, length.
Result<std::size_t, Fault> expand_block_fast(const Format& format, Octets octets, std::span<std::int16_t> out,
                                             Sign sign = Sign::twos_complement);

/// Packs whole PRBs of block scaling or mu-law and returns how many octets of `out` were written, exactly as
/// compress() does and with its errors. Fast are Scaler::least and Scaler::sum with Rounding::half_away, and
/// mu-law that rounds half away or toward zero; all else is left to compress(). What of `out` is behind the
/// octets that were written is not touched.
Result<std::size_t, Fault> compress_block_fast(const Format& format, std::span<const std::int16_t> numbers,
                                               std::span<std::uint8_t> out, const Choices& choices = {});

}  // namespace plumbline::iq
