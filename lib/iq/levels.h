// How strong samples are: exact sums over PRBs, and levels against full scale.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "iq/choices.h"
#include "iq/format.h"

namespace plumbline::iq {

inline constexpr std::size_t kExponents = 16;

/// What samples of one method and width added up to, in whole numbers, those of expand(): parts counted apart
/// and put together in any order give the same. REs that were not sent count as 0.
struct Levels {
  __extension__ typedef unsigned __int128 Energy;
  __extension__ typedef __int128 Sum;

  std::uint64_t prbs = 0;
  std::uint64_t zero_prbs = 0;  ///< all 24 numbers are 0
  /// PRBs that are not zero, by exponent; methods without one have all at 0.
  std::array<std::uint64_t, kExponents> exponents{};
  Energy energy = 0;       ///< I^2 + Q^2 of all REs
  Sum i = 0, q = 0;        ///< of all REs
  std::uint64_t peak = 0;  ///< largest I^2 + Q^2 of an RE
  /// Numbers that look cut off by the sender: mantissas (mu-law: codes) of the largest or smallest value that
  /// the width holds; with an exponent only where that could not grow (15), or where it ends a 16-bit word
  /// (16 - width). A BFP mantissa at an end with another exponent is nothing special.
  std::uint64_t clipped = 0;

  Levels& operator+=(const Levels& other);
  friend bool operator==(const Levels&, const Levels&) = default;
};

/// Adds `prbs` PRBs at the start of `octets` and returns how many octets they took. The plain kernel of
/// methods 0 (none), 1, 5, 7 (BFP), 2 and 3. Errors: method (modulation compression: codes have no level of
/// their own), width, length; then `levels` is as it was.
Result<std::size_t, Fault> add_levels(const Format& format, Octets octets, std::size_t prbs, Levels& levels,
                                      Sign sign = Sign::twos_complement);

/// radio::full_scale_log2(); block scaling and mu-law, of which the standard says nothing, are taken as the
/// 16 bits that they expand to, modulation compression as 1.
unsigned full_scale_log2(const Format& format);

/// A power (I^2 + Q^2, > 0) in dB against full scale: FS0 x 2^-fs_offset. Source: CUS v17.01 8.1.3.1.
double dbfs(double power, const Format& format, unsigned fs_offset = 0);

/// Levels in dBFS; nothing where there is no energy.
struct LevelsDb {
  std::optional<double> rms;   ///< mean of the REs of PRBs that are not zero
  std::optional<double> peak;  ///< of one RE
  std::optional<double> dc;    ///< of the mean of the REs of PRBs that are not zero
};
LevelsDb levels_db(const Levels& levels, const Format& format, unsigned fs_offset = 0);

}  // namespace plumbline::iq
