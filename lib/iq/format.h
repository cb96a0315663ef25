// How samples are packed: methods, widths, octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/cursor.h"
#include "base/result.h"

namespace plumbline::iq {

/// Numbers of one PRB: I and Q of REs 0..11, in this order: I0, Q0, I1, ... Source: CUS v17.01 Annex D.
inline constexpr std::size_t kNumbersPerPrb = 24;
inline constexpr std::size_t kResPerPrb = 12;

/// udCompMeth. Source: CUS v17.01 8.3.3.13.
inline constexpr std::uint8_t kMethodNone = 0, kMethodBfp = 1, kMethodBlockScaling = 2, kMethodMuLaw = 3,
                              kMethodModulation = 4, kMethodBfpSelective = 5, kMethodModulationSelective = 6,
                              kMethodBfpMasks = 7, kMethodModulationMasks = 8;

/// How the PRBs of a section are packed: udCompMeth, the effective udIqWidth, and the masks of methods 7
/// and 8.
struct Format {
  std::uint8_t method = kMethodNone;
  std::uint8_t width = 16;  ///< 1..16; the 0 of the wire is 16 here
  /// sReSMask of the 1st, 3rd, ... and of the 2nd, 4th, ... PRB, 12 bits each, bit 0 the RE of the lowest
  /// frequency; with rb = 1 both are sReSMask1 (CUS v17.01 8.3.3.20, 8.3.3.21).
  std::uint16_t mask_odd = 0xFFF, mask_even = 0xFFF;
  friend bool operator==(const Format&, const Format&) = default;
};

/// Whether numbers are codes of a constellation, whose amplitudes section extensions tell (modulation.h).
constexpr bool is_modulation(std::uint8_t method) {
  return method == kMethodModulation || method == kMethodModulationSelective ||
         method == kMethodModulationMasks;
}
/// Whether PRBs have an exponent: block floating point.
constexpr bool has_exponent(std::uint8_t method) {
  return method == kMethodBfp || method == kMethodBfpSelective || method == kMethodBfpMasks;
}
/// Whether REs without energy are left out.
constexpr bool is_selective(std::uint8_t method) {
  return method >= kMethodBfpSelective && method <= kMethodModulationMasks;
}

/// Why samples could not be packed or unpacked.
enum class Fault : std::uint8_t {
  method,     ///< reserved
  width,      ///< not 1..16
  length,     ///< input is not a whole number of blocks, or ends before the last one does
  room,       ///< output is too short
  magnitude,  ///< a number does not fit into `width` bits (nothing is clamped silently), or one is outside
              ///< the mask
};

/// Most octets that a PRB takes, udCompParam included; what it takes unless the method is selective. Errors:
/// method, width.
Result<std::size_t, Fault> prb_octets(const Format& format);

}  // namespace plumbline::iq
