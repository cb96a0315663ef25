#include "iq/compression.h"

#include <algorithm>
#include <array>
#include <bit>

#include "iq/bfp.h"
#include "iq/block_scaling.h"
#include "iq/mu_law.h"
#include "iq/packing.h"

namespace plumbline::iq {
namespace {

using Block = std::array<std::int32_t, kNumbersPerPrb>;

constexpr bool has_own_mask(std::uint8_t method) {
  return method == kMethodBfpSelective || method == kMethodModulationSelective;
}
/// Octets in front of the numbers of a PRB.
constexpr std::size_t param_octets(std::uint8_t method) {
  if (has_own_mask(method)) return 2;
  return method == kMethodNone || is_modulation(method) ? 0 : 1;
}

Result<std::size_t, Fault> check(const Format& format) {
  if (format.method > kMethodModulationMasks) return tl::unexpected(Fault::method);
  if (format.width < 1 || format.width > 16) return tl::unexpected(Fault::width);
  return param_octets(format.method) + 3u * format.width;
}

/// Bit n: RE n is sent.
std::uint16_t mask_of(const Format& format, std::size_t prb) {
  if (!is_selective(format.method)) return 0xFFF;
  return (prb % 2 == 0 ? format.mask_odd : format.mask_even) & 0xFFF;
}
std::uint16_t energy_of(const Block& block) {
  std::uint16_t mask = 0;
  for (std::size_t re = 0; re < kResPerPrb; ++re)
    if (block[2 * re] != 0 || block[2 * re + 1] != 0) mask = static_cast<std::uint16_t>(mask | 1u << re);
  return mask;
}

/// Makes codes of a block; returns udCompParam, or nothing when a number does not fit.
Result<std::uint8_t, Fault> quantize(const Format& format, const Choices& choices, Block& block) {
  const Block numbers = block;
  if (has_exponent(format.method)) return bfp_quantize(numbers, format.width, choices, block);
  if (format.method == kMethodBlockScaling) return scaling_quantize(numbers, format.width, choices, block);
  if (format.method == kMethodMuLaw) return mu_law_quantize(numbers, format.width, choices, block);
  for (const std::int32_t number : numbers)
    if (saturate(number, format.width) != number) return tl::unexpected(Fault::magnitude);
  return std::uint8_t{0};
}

template <class Number>
Result<std::size_t, Fault> compress_numbers(const Format& format, std::span<const Number> numbers,
                                            std::span<std::uint8_t> out, const Choices& choices) {
  const auto each = check(format);
  if (!each) return each;
  if (numbers.size() % kNumbersPerPrb != 0) return tl::unexpected(Fault::length);
  const std::size_t prbs = numbers.size() / kNumbersPerPrb;
  const bool joined = format.method == kMethodModulationMasks;  // octets are filled at the end only
  std::uint8_t* to = out.data();
  const std::uint8_t* const end = to + out.size();
  std::size_t bits = 0;  // of method 8
  BitWriter all{to};
  for (std::size_t prb = 0; prb < prbs; ++prb) {
    Block block{};
    std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(prb * kNumbersPerPrb), kNumbersPerPrb,
                block.begin());
    const std::uint16_t energy = energy_of(block);
    const std::uint16_t mask = has_own_mask(format.method) ? energy : mask_of(format, prb);
    if ((energy & ~mask) != 0) return tl::unexpected(Fault::magnitude);
    const auto sent = static_cast<std::size_t>(std::popcount(mask)) * 2;
    const auto param = quantize(format, choices, block);
    if (!param) return tl::unexpected(param.error());
    bits += sent * format.width;
    const std::size_t need =
        joined ? (bits + 7) / 8 : param_octets(format.method) + packed_octets(sent, format.width);
    if (static_cast<std::size_t>(end - to) < need) return tl::unexpected(Fault::room);
    if (has_own_mask(format.method)) {
      *to++ = static_cast<std::uint8_t>(mask >> 8 << 4 | *param);
      *to++ = static_cast<std::uint8_t>(mask);
    } else if (param_octets(format.method) == 1) {
      *to++ = *param;
    }
    BitWriter own{to};
    BitWriter& bits_out = joined ? all : own;
    for (std::size_t i = 0; i < kNumbersPerPrb; ++i)
      if ((mask >> (i / 2) & 1) != 0) bits_out.put(block[i], format.width);
    if (!joined) to = own.fill();
  }
  return static_cast<std::size_t>((joined ? all.fill() : to) - out.data());
}

}  // namespace

Result<std::size_t, Fault> prb_octets(const Format& format) { return check(format); }

Result<std::size_t, Fault> compress(const Format& format, std::span<const std::int32_t> numbers,
                                    std::span<std::uint8_t> out, const Choices& choices) {
  return compress_numbers(format, numbers, out, choices);
}
Result<std::size_t, Fault> compress(const Format& format, std::span<const std::int16_t> numbers,
                                    std::span<std::uint8_t> out, const Choices& choices) {
  return compress_numbers(format, numbers, out, choices);
}

Result<Expanded, Fault> expand(const Format& format, Octets octets, std::span<std::int32_t> out, Sign sign) {
  if (const auto each = check(format); !each) return tl::unexpected(each.error());
  if (out.size() % kNumbersPerPrb != 0) return tl::unexpected(Fault::length);
  const bool joined = format.method == kMethodModulationMasks;
  Expanded seen;
  std::size_t at = 0, bits = 0;
  BitReader all{octets.data()};
  for (std::size_t prb = 0; prb * kNumbersPerPrb < out.size(); ++prb) {
    const std::size_t params = param_octets(format.method);
    if (octets.size() - at < params) return tl::unexpected(Fault::length);
    const std::uint8_t* const param = octets.data() + at;
    const std::uint16_t mask = has_own_mask(format.method)
                                   ? static_cast<std::uint16_t>((param[0] & 0xF0) << 4 | param[1])
                                   : mask_of(format, prb);
    const auto sent = static_cast<std::size_t>(std::popcount(mask)) * 2;
    bits += sent * format.width;
    const std::size_t end = joined ? (bits + 7) / 8 : at + params + packed_octets(sent, format.width);
    if (end > octets.size()) return tl::unexpected(Fault::length);
    const auto block = out.subspan(prb * kNumbersPerPrb).first<kNumbersPerPrb>();
    BitReader own{param + params};
    BitReader& bits_in = joined ? all : own;
    for (std::size_t i = 0; i < block.size(); ++i)
      block[i] = (mask >> (i / 2) & 1) != 0 ? bits_in.take(format.width) : 0;
    if (!joined) seen.pad_set += own.fill() ? 0u : 1u;
    const std::uint8_t low = params > 0 ? param[0] & 15 : 0, high = params > 0 ? param[0] >> 4 : 0;
    if (has_exponent(format.method)) {
      bfp_scale(block, low);
      if (params == 1) seen.reserved_set += high != 0 ? 1u : 0u;
    } else if (format.method == kMethodModulationSelective) {
      seen.reserved_set += low != 0 ? 1u : 0u;
    } else if (format.method == kMethodBlockScaling) {
      scaling_scale(block, param[0], format.width);
    } else if (format.method == kMethodMuLaw) {
      mu_law_scale(block, low, format.width, sign);
      seen.width_wrong += high != (format.width & 15) ? 1u : 0u;
    }
    if (!joined) at = end;
  }
  if (joined) {
    seen.pad_set = all.fill() ? 0u : 1u;
    at = (bits + 7) / 8;
  }
  seen.octets = at;
  return seen;
}

}  // namespace plumbline::iq
