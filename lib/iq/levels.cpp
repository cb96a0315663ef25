#include "iq/levels.h"

#include <algorithm>
#include <cmath>

#include "iq/compression.h"
#include "iq/mu_law.h"
#include "radio/full_scale.h"

namespace plumbline::iq {
namespace {

using Block = std::array<std::int32_t, kNumbersPerPrb>;

/// Whether a number is at an end of what `width` bits hold.
constexpr bool at_end(std::int32_t number, unsigned width) {
  const std::int32_t limit = std::int32_t{1} << (width - 1);
  return number == limit - 1 || number == -limit;
}

/// Numbers at an end in a PRB of block scaling or mu-law, whose numbers do not show it: the codes do.
std::uint64_t edges_of_codes(const Format& format, Octets prb, Sign sign) {
  Block codes{};
  if (!expand({kMethodNone, format.width}, prb.subspan(1), codes)) return 0;
  if (format.method == kMethodMuLaw) {  // the largest magnitude, however the sign is written
    std::array<std::int32_t, 1> most{(std::int32_t{1} << (format.width - 1)) - 1};
    mu_law_scale(most, 0, format.width, Sign::twos_complement);
    mu_law_scale(codes, 0, format.width, sign);
    return static_cast<std::uint64_t>(std::count_if(
        codes.begin(), codes.end(), [&](std::int32_t code) { return std::abs(code) == most[0]; }));
  }
  return static_cast<std::uint64_t>(std::count_if(
      codes.begin(), codes.end(), [&](std::int32_t code) { return at_end(code, format.width); }));
}

/// Adds the numbers of a PRB.
void add_block(const Block& block, unsigned exponent, Levels& levels) {
  Levels::Energy energy = 0;
  std::uint64_t peak = 0;
  std::int64_t sum_i = 0, sum_q = 0;
  for (std::size_t re = 0; re < kResPerPrb; ++re) {
    const std::int64_t i = block[2 * re], q = block[2 * re + 1];
    const auto power = static_cast<std::uint64_t>(i * i + q * q);
    energy += power;
    peak = std::max(peak, power);
    sum_i += i;
    sum_q += q;
  }
  ++levels.prbs;
  ++(peak == 0 ? levels.zero_prbs : levels.exponents[exponent]);
  levels.energy += energy;
  levels.i += sum_i;
  levels.q += sum_q;
  levels.peak = std::max(levels.peak, peak);
}

}  // namespace

Levels& Levels::operator+=(const Levels& other) {
  prbs += other.prbs;
  zero_prbs += other.zero_prbs;
  for (std::size_t e = 0; e < kExponents; ++e) exponents[e] += other.exponents[e];
  energy += other.energy;
  i += other.i;
  q += other.q;
  clipped += other.clipped;
  peak = std::max(peak, other.peak);
  return *this;
}

Result<std::size_t, Fault> add_levels(const Format& format, Octets octets, std::size_t prbs, Levels& levels,
                                      Sign sign) {
  if (const auto each = prb_octets(format); !each) return each;
  if (is_modulation(format.method)) return tl::unexpected(Fault::method);
  Levels sum;
  std::size_t at = 0;
  Format own = format;  // the masks of method 7 change from PRB to PRB
  for (std::size_t prb = 0; prb < prbs; ++prb) {
    Block block{};
    own.mask_odd = prb % 2 == 0 ? format.mask_odd : format.mask_even;
    const Octets rest = octets.subspan(at);
    const auto read = expand(own, rest, block, sign);
    if (!read) return tl::unexpected(read.error());
    const unsigned exponent = has_exponent(format.method) ? rest[0] & 15u : 0;
    add_block(block, exponent, sum);
    if (format.method == kMethodBlockScaling || format.method == kMethodMuLaw)
      sum.clipped += edges_of_codes(format, rest, sign);
    else if (!has_exponent(format.method) || exponent == 15 || exponent + format.width == 16)
      sum.clipped +=
          static_cast<std::uint64_t>(std::count_if(block.begin(), block.end(), [&](std::int32_t number) {
            return at_end(number >> exponent, format.width);  // exact: they were shifted up
          }));
    at += read->octets;
  }
  levels += sum;
  return at;
}

unsigned full_scale_log2(const Format& format) {
  const int of_codes = is_modulation(format.method) ? 0 : 30;
  return static_cast<unsigned>(radio::full_scale_log2(format.method, format.width).value_or(of_codes));
}

double dbfs(double power, const Format& format, unsigned fs_offset) {
  const int full = static_cast<int>(full_scale_log2(format)) - static_cast<int>(fs_offset);
  return 10 * (std::log10(power) - full * std::log10(2.0));
}

LevelsDb levels_db(const Levels& levels, const Format& format, unsigned fs_offset) {
  LevelsDb out;
  if (levels.energy == 0) return out;
  const double res = static_cast<double>(kResPerPrb) * static_cast<double>(levels.prbs - levels.zero_prbs);
  out.rms = dbfs(static_cast<double>(levels.energy) / res, format, fs_offset);
  out.peak = dbfs(static_cast<double>(levels.peak), format, fs_offset);
  const auto i = static_cast<double>(levels.i), q = static_cast<double>(levels.q);
  const double mean = (i * i + q * q) / (res * res);
  if (mean > 0) out.dc = dbfs(mean, format, fs_offset);
  return out;
}

}  // namespace plumbline::iq
