// Modulation compression: points of a constellation as small codes, and what section extensions 4, 5 and 23
// say of their amplitude. Downlink only. Source: CUS v17.01 A.5, 7.7.4, 7.7.5, 7.7.23.
#pragma once

#include <cstdint>
#include <span>

#include "iq/format.h"

namespace plumbline::iq {

/// modCompScaler or mcScaleOffset: bits 14..11 exponent, 10..0 mantissa: mantissa / 2^11 x 2^-exponent (CUS
/// v17.01 7.7.4.3, 7.7.5.4).
double scaler_value(std::uint16_t scaler);
/// The normalised code of a scaler 0..1: mantissa of at least 1024 where the exponent allows. 1 is not a
/// value a code has: it becomes 0x7FF, 0.9995.
std::uint16_t scaler_code(double value);

/// Amplitude of the REs of a PRB whose bits are set in `mask`, 12 bits, the most significant the lowest RE as
/// in reMask (CUS v17.01 7.5.3.5).
struct ModulationSet {
  std::uint16_t mask = 0xFFF;
  bool shifted = false;  ///< csf: codes lie half a step above
  std::uint16_t scaler = 0;
};

/// Codes of `width` bits (1..16) for a PRB of 24 amplitudes (1.0 is 0 dBFS); REs of no set get code 0.
/// Errors: length, room, width.
Result<std::size_t, Fault> modulation_codes(std::span<const float> amplitudes, unsigned width,
                                            std::span<const ModulationSet> sets,
                                            std::span<std::int32_t> codes);

/// Amplitudes of the codes of whole PRBs: sqrt(2) x scaler x (code / 2^(width - 1) + csf x 2^-width). REs of
/// no set are 0. Errors: length, room, width.
Result<std::size_t, Fault> modulation_amplitudes(std::span<const std::int32_t> codes, unsigned width,
                                                 std::span<const ModulationSet> sets,
                                                 std::span<float> amplitudes);

}  // namespace plumbline::iq
