// IQ samples to the PRB fields of a U-plane section and back, by the plain reference kernels: bfp.h,
// block_scaling.h, mu_law.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "iq/choices.h"
#include "iq/format.h"

namespace plumbline::iq {

/// Packs whole PRBs (24 numbers each) and returns how many octets of `out` were written.
///
/// Method none takes numbers of `width` bits, modulation compression takes codes of `width` bits
/// (modulation.h), as they are; BFP takes any, block scaling and mu-law take 16 bits. The selective methods
/// leave out REs of two zeros: methods 5 and 6 those of each PRB, methods 7 and 8 those outside the masks of
/// `format`, of which none may hold anything else. Errors: method, width, length, room, magnitude; then `out`
/// is undefined.
Result<std::size_t, Fault> compress(const Format& format, std::span<const std::int32_t> numbers,
                                    std::span<std::uint8_t> out, const Choices& choices = {});
/// The same of 16-bit numbers.
Result<std::size_t, Fault> compress(const Format& format, std::span<const std::int16_t> numbers,
                                    std::span<std::uint8_t> out, const Choices& choices = {});

/// What was seen beside the samples while unpacking.
struct Expanded {
  std::size_t octets = 0;        ///< read
  std::size_t reserved_set = 0;  ///< PRBs whose udCompParam has bits where it is reserved
  std::size_t pad_set = 0;       ///< PRBs (method 8: 1) with bits that fill an octet and are not 0
  std::size_t width_wrong = 0;   ///< mu-law: PRBs whose compBitWidth is not the width
};

/// Unpacks as many PRBs as `out` has room for (24 numbers each), exactly: numbers of up to `width` bits
/// (none), `width` + 15 bits (BFP: CUS v17.01 A.1.3, 8.1.3.1), 17 bits (block scaling) or 16 (mu-law), never
/// clamped; codes with modulation compression. What the REs left out would hold is 0. Errors: method, width,
/// length
/// (`out` is no whole number of PRBs, or `octets` ends too early). Octets behind the last PRB are not looked
/// at.
Result<Expanded, Fault> expand(const Format& format, Octets octets, std::span<std::int32_t> out,
                               Sign sign = Sign::twos_complement);

}  // namespace plumbline::iq
