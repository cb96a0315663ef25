// The same as compression.h for 16-bit samples, by the widest instructions that the processor has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "iq/choices.h"
#include "iq/format.h"

namespace plumbline::iq {

/// Unpacks as many PRBs as `out` has room for (24 numbers each) of method none or BFP into 16 bits; what BFP
/// makes larger (exponents above 16 - width) is clamped. Exactly the numbers of expand(), clamped. Returns
/// the octets read; no octet behind them is looked at. Errors: method (another one), width, length.
Result<std::size_t, Fault> expand_fast(const Format& format, Octets octets, std::span<std::int16_t> out);

/// Packs whole PRBs (24 numbers each) and returns how many octets of `out` were written, exactly as
/// compress() does and with its errors. Fast are none, and BFP that rounds down or toward zero; all else is
/// left to compress(). What of `out` is behind the octets that were written is not touched.
Result<std::size_t, Fault> compress_fast(const Format& format, std::span<const std::int16_t> numbers,
                                         std::span<std::uint8_t> out, const Choices& choices = {});

/// Names of the instruction sets that this program has kernels for and this processor runs, best first.
std::vector<std::string_view> instruction_sets();
/// Takes this one from now on (for tests and benchmarks, not while another thread is in a kernel); "" the
/// best. False when there is none of that name.
bool use_instruction_set(std::string_view name);

}  // namespace plumbline::iq
