#include "iq/weights.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

#include "iq/bfp.h"
#include "iq/block_scaling.h"
#include "iq/mu_law.h"
#include "iq/packing.h"

namespace plumbline::iq {
namespace {

constexpr bool is_beamspace(std::uint8_t method) { return method == kBeamspaceI || method == kBeamspaceII; }
constexpr bool is_scaled(std::uint8_t method) { return method == 2 || method == kBeamspaceI; }
constexpr bool is_bfp(std::uint8_t method) { return method == 1 || method == kBeamspaceII; }

/// Octets in front of the numbers.
constexpr std::size_t param_octets(WeightFormat format, std::size_t weights) {
  return (format.method == 0 ? 0 : 1) + (is_beamspace(format.method) ? (weights + 7) / 8 : 0);
}

void transform(const Array& array, double sign, std::span<const std::complex<double>> from,
               std::span<std::complex<double>> to) {
  assert(from.size() == array.size() && to.size() == array.size());
  const std::size_t plane = std::size_t{array.rows} * array.columns;
  const double scale = 1 / std::sqrt(static_cast<double>(plane));
  const auto turn = [&](std::size_t a, std::size_t b, unsigned n) {
    return std::polar(1.0, sign * 2 * std::numbers::pi * static_cast<double>(a * b % n) / n);
  };
  for (std::size_t at = 0; at < to.size(); ++at) {
    const std::size_t row = at % array.rows, column = at / array.rows % array.columns,
                      first = at / plane * plane;
    std::complex<double> sum = 0;
    for (std::size_t i = 0; i < plane; ++i)
      sum += from[first + i] * turn(row, i % array.rows, array.rows) *
             turn(column, i / array.rows, array.columns);
    to[at] = sum * scale;
  }
}

}  // namespace

Result<std::size_t, Fault> weight_octets(WeightFormat format, std::size_t weights) {
  if (format.method > kBeamspaceII) return tl::unexpected(Fault::method);
  if (format.width < 1 || format.width > 16) return tl::unexpected(Fault::width);
  if (weights == 0 || weights > kMostWeights) return tl::unexpected(Fault::length);
  return param_octets(format, weights) + packed_octets(2 * weights, format.width);
}

Result<std::size_t, Fault> compress_weights(WeightFormat format, std::span<const std::int32_t> numbers,
                                            std::span<std::uint8_t> out, const Choices& choices) {
  const std::size_t weights = numbers.size() / 2;
  if (const auto most = weight_octets(format, weights); !most) return most;
  if (numbers.size() % 2 != 0) return tl::unexpected(Fault::length);
  std::array<std::int32_t, 2 * kMostWeights>
      room;  // NOLINT(*-member-init): filled below as far as it is used
  const auto codes = std::span{room}.first(numbers.size());
  std::uint8_t param = 0;
  if (is_bfp(format.method)) {
    param = bfp_quantize(numbers, format.width, choices, codes);
  } else if (is_scaled(format.method)) {
    param = scaling_quantize(numbers, format.width, choices, codes);
  } else if (format.method == 3) {
    param = mu_law_quantize(numbers, format.width, choices, codes);
  } else {
    std::copy(numbers.begin(), numbers.end(), codes.begin());
    for (const std::int32_t number : numbers)
      if (saturate(number, format.width) != number) return tl::unexpected(Fault::magnitude);
  }
  const auto there = [&](std::size_t weight) {
    return !is_beamspace(format.method) || numbers[2 * weight] != 0 || numbers[2 * weight + 1] != 0;
  };
  std::size_t sent = 0;
  for (std::size_t i = 0; i < weights; ++i) sent += there(i) ? 1u : 0u;
  const std::size_t octets = param_octets(format, weights) + packed_octets(2 * sent, format.width);
  if (out.size() < octets) return tl::unexpected(Fault::room);
  std::uint8_t* to = out.data();
  if (is_beamspace(format.method)) {
    std::fill_n(to, (weights + 7) / 8, std::uint8_t{0});
    for (std::size_t i = 0; i < weights; ++i)
      if (there(i)) to[i / 8] = static_cast<std::uint8_t>(to[i / 8] | 0x80u >> i % 8);
    to += (weights + 7) / 8;
  }
  if (format.method != 0) *to++ = param;
  BitWriter bits_out{to};
  for (std::size_t i = 0; i < weights; ++i)
    if (there(i)) {
      bits_out.put(codes[2 * i], format.width);
      bits_out.put(codes[2 * i + 1], format.width);
    }
  bits_out.fill();
  return octets;
}

Result<std::size_t, Fault> expand_weights(WeightFormat format, Octets octets, std::span<std::int32_t> out,
                                          Sign sign) {
  const std::size_t weights = out.size() / 2;
  if (const auto most = weight_octets(format, weights); !most) return most;
  const std::size_t params = param_octets(format, weights);
  if (out.size() % 2 != 0 || octets.size() < params) return tl::unexpected(Fault::length);
  const auto there = [&](std::size_t weight) {
    return !is_beamspace(format.method) || (octets[weight / 8] >> (7 - weight % 8) & 1) != 0;
  };
  std::size_t sent = 0;
  for (std::size_t i = 0; i < weights; ++i) sent += there(i) ? 1u : 0u;
  const std::size_t end = params + packed_octets(2 * sent, format.width);
  if (octets.size() < end) return tl::unexpected(Fault::length);
  BitReader bits_in{octets.data() + params};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = there(i / 2) ? bits_in.take(format.width) : 0;
  const std::uint8_t param = params > 0 ? octets[params - 1] : std::uint8_t{0};
  if (is_bfp(format.method)) bfp_scale(out, param & 15);
  if (is_scaled(format.method)) scaling_scale(out, param, format.width);
  if (format.method == 3) mu_law_scale(out, param & 15, format.width, sign);
  return end;
}

void to_beamspace(const Array& array, std::span<const std::complex<double>> from,
                  std::span<std::complex<double>> to) {
  transform(array, 1, from, to);
}
void to_elements(const Array& array, std::span<const std::complex<double>> from,
                 std::span<std::complex<double>> to) {
  transform(array, -1, from, to);
}

}  // namespace plumbline::iq
