#include "iq/ofdm.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>

namespace plumbline::iq {

InverseFft::InverseFft(std::size_t size) : reversed_(size), roots_(size / 2) {
  assert(std::has_single_bit(size) && size >= 2 && size <= std::size_t{1} << 20);
  for (std::size_t i = 1; i < size; ++i)
    reversed_[i] = static_cast<std::uint32_t>(reversed_[i / 2] / 2 + (i % 2 != 0 ? size / 2 : 0));
  for (std::size_t i = 0; i < roots_.size(); ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size);
    roots_[i] = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
  }
}

void InverseFft::operator()(std::span<std::complex<float>> values) const {
  assert(values.size() == size());
  for (std::size_t i = 0; i < size(); ++i)
    if (i < reversed_[i]) std::swap(values[i], values[reversed_[i]]);
  for (std::size_t half = 1; half < size(); half *= 2)
    for (std::size_t at = 0; at < size(); at += 2 * half)
      for (std::size_t k = 0; k < half; ++k) {
        const std::complex<float> root = roots_[k * (size() / 2 / half)], low = values[at + k],
                                  high = values[at + k + half];
        // Written out: the operator looks for infinities.
        const std::complex<float> turned{high.real() * root.real() - high.imag() * root.imag(),
                                         high.real() * root.imag() + high.imag() * root.real()};
        values[at + k] = low + turned;
        values[at + k + half] = low - turned;
      }
  const float scale = 1 / std::sqrt(static_cast<float>(size()));
  for (std::complex<float>& value : values) value *= scale;
}

std::size_t Ofdm::fft_size(std::size_t subcarriers) {
  return std::bit_ceil(std::max<std::size_t>(128, (subcarriers * 20 + 16) / 17));
}

Ofdm::Ofdm(radio::Numerology numerology, std::size_t subcarriers)
    : numerology_{numerology},
      subcarriers_{subcarriers},
      inverse_{fft_size(subcarriers)},
      bins_(inverse_.size()) {}

std::uint64_t Ofdm::sample_rate_hz() const {
  return static_cast<std::uint64_t>(inverse_.size()) * (std::uint64_t{15'000} << numerology_.mu);
}

std::size_t Ofdm::cyclic_prefix(unsigned index) const {
  const std::int64_t tc =
      radio::symbol_start_tc(numerology_, index + 1) - radio::symbol_start_tc(numerology_, index);
  // Tc is 1 / (480 kHz x 4096).
  const std::int64_t tc_per_sample =
      (std::int64_t{4096} * 32 >> numerology_.mu) / static_cast<std::int64_t>(inverse_.size());
  return static_cast<std::size_t>(tc / tc_per_sample) - inverse_.size();
}

std::span<const std::complex<float>> Ofdm::symbol(unsigned index, std::span<const std::complex<float>> res) {
  assert(res.size() == subcarriers_);
  std::fill(bins_.begin(), bins_.end(), std::complex<float>{});
  const std::size_t half = subcarriers_ / 2;
  std::copy(res.begin() + static_cast<std::ptrdiff_t>(half), res.end(), bins_.begin());
  std::copy_n(res.begin(), half, bins_.end() - static_cast<std::ptrdiff_t>(half));
  inverse_(bins_);
  const std::size_t prefix = cyclic_prefix(index);
  samples_.assign(bins_.end() - static_cast<std::ptrdiff_t>(prefix), bins_.end());
  samples_.insert(samples_.end(), bins_.begin(), bins_.end());
  return samples_;
}

}  // namespace plumbline::iq
