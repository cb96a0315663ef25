// Modulation compression to 16-bit samples and back: modulation.h for whole sections, without a
// floating-point number for each code.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "iq/modulation.h"

namespace plumbline::iq {

/// What the codes of a section are as samples: 32768 is an amplitude of 1, 0 dBFS. Made once and used for all
/// sections of the same sets.
struct ModulationSamples {
  /// udIqWidth of modulation compression. Source: CUS v17.01 Table 7.7.4.2-1.
  static constexpr unsigned kMostBits = 5;
  static constexpr std::size_t kCodes = 1u << kMostBits;

  struct Set {
    std::uint16_t mask = 0;  ///< REs, as of ModulationSet; none is in two sets
    /// Of code n, a number with its sign, in n modulo 32.
    std::array<std::int16_t, kCodes> samples{};
  };

  unsigned width = 1;
  std::size_t count = 0;  ///< of sets
  std::array<Set, kResPerPrb> sets{};
};

/// The samples of codes of `width` bits (1..5): each the nearest number to 32768 times what
/// modulation_amplitudes() says before it becomes a float, the half away from zero, clamped to 16 bits. Of an
/// RE in more sets than one the first one counts. Errors: width.
Result<ModulationSamples, Fault> modulation_samples(unsigned width, std::span<const ModulationSet> sets);

/// Unpacks as many PRBs as `out` has room for (24 numbers each) of method modulation compression into
/// samples; REs of no set are 0. Returns the octets read; no octet behind them is looked at. Errors: length.
/// The plain kernel.
Result<std::size_t, Fault> expand_modulation(const ModulationSamples& of, Octets octets,
                                             std::span<std::int16_t> out);
/// The same by the widest instructions that the processor has.
Result<std::size_t, Fault> expand_modulation_fast(const ModulationSamples& of, Octets octets,
                                                  std::span<std::int16_t> out);

}  // namespace plumbline::iq
