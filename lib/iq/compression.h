// IQ samples to PRB octets and back, by the plain reference kernels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/cursor.h"
#include "base/result.h"

namespace plumbline::iq {

/// Numbers of one PRB: I and Q of REs 0..11, in this order: I0, Q0, I1, ... Source: CUS v17.01 Annex D.
inline constexpr std::size_t kNumbersPerPrb = 24;

/// udCompMeth of the methods implemented here. Source: CUS v17.01 8.3.3.13.
inline constexpr std::uint8_t kMethodNone = 0;
inline constexpr std::uint8_t kMethodBfp = 1;

/// How one PRB is packed: udCompMeth and the effective udIqWidth.
struct Format {
  std::uint8_t method = kMethodNone;
  std::uint8_t width = 16;  ///< 1..16; the 0 of the wire is 16 here
  friend bool operator==(const Format&, const Format&) = default;
};

/// Why samples could not be packed or unpacked.
enum class Fault : std::uint8_t {
  method,     ///< not none and not BFP
  width,      ///< not 1..16
  length,     ///< input is not a whole number of PRBs
  room,       ///< output is too short
  magnitude,  ///< method none: a number does not fit into `width` bits (nothing is clamped silently)
};

/// Octets of one PRB, udCompParam included: 3 x width, one more with BFP. Errors: method, width.
Result<std::size_t, Fault> prb_octets(Format format);

/// Packs whole PRBs (24 numbers each) and returns how many octets of `out` were written. Method none takes
/// numbers of `width` bits as they are. BFP takes the smallest exponent that holds the PRB, by CUS v17.01
/// A.1.2, and rounds mantissas down; an all-zero PRB has exponent 0. On an error `out` is undefined.
Result<std::size_t, Fault> compress(Format format, std::span<const std::int16_t> numbers,
                                    std::span<std::uint8_t> out);

/// What was seen beside the samples while unpacking.
struct Expanded {
  std::size_t numbers = 0;       ///< written to the output
  std::size_t reserved_set = 0;  ///< BFP: PRBs whose udCompParam has bits in its reserved upper nibble
};

/// Unpacks whole PRBs exactly: numbers of up to `width` bits (none) or `width` + 15 bits (BFP, mantissa x
/// 2^exponent, exponent = low nibble of udCompParam; CUS v17.01 A.1.3, 8.1.3.1), never clamped.
Result<Expanded, Fault> expand(Format format, Octets octets, std::span<std::int32_t> out);

}  // namespace plumbline::iq
