#include "iq/modulation_samples.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "iq/packing.h"

namespace plumbline::iq {

Result<ModulationSamples, Fault> modulation_samples(unsigned width, std::span<const ModulationSet> sets) {
  if (width < 1 || width > ModulationSamples::kMostBits) return tl::unexpected(Fault::width);
  ModulationSamples out;
  out.width = width;
  std::uint16_t taken = 0;
  for (const ModulationSet& from : sets) {
    const auto mask = static_cast<std::uint16_t>(from.mask & 0xFFF & ~taken);
    if (mask == 0) continue;  // so there are never more than REs
    taken = static_cast<std::uint16_t>(taken | mask);
    ModulationSamples::Set& set = out.sets[out.count++];
    set.mask = mask;
    const int most = 1 << (width - 1);
    for (int code = -most; code < most; ++code) {
      const double f = std::ldexp(2.0 * code + (from.shifted ? 1 : 0), -static_cast<int>(width));
      const double sample = std::numbers::sqrt2 * scaler_value(from.scaler) * f * 32768;
      set.samples[static_cast<unsigned>(code) % ModulationSamples::kCodes] =
          static_cast<std::int16_t>(std::clamp(std::lround(sample), -32768L, 32767L));
    }
  }
  return out;
}

Result<std::size_t, Fault> expand_modulation(const ModulationSamples& of, Octets octets,
                                             std::span<std::int16_t> out) {
  const std::size_t prbs = out.size() / kNumbersPerPrb, each = 3 * of.width;
  if (out.size() % kNumbersPerPrb != 0 || octets.size() / each < prbs) return tl::unexpected(Fault::length);
  BitReader bits_in{octets.data()};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto code = static_cast<unsigned>(bits_in.take(of.width)) % ModulationSamples::kCodes;
    const std::size_t re = i % kNumbersPerPrb / 2;
    out[i] = 0;
    for (std::size_t n = 0; n < of.count; ++n)
      if ((of.sets[n].mask >> (kResPerPrb - 1 - re) & 1) != 0) out[i] = of.sets[n].samples[code];
  }
  return prbs * each;
}

}  // namespace plumbline::iq
