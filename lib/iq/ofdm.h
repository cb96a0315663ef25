// From resource elements to the samples of an OFDM symbol, cyclic prefix in front. Source: 3GPP TS 38.211
// 5.3.1, 5.3.2 (without the phase compensation of 5.4, which needs the carrier frequency).
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "radio/numerology.h"

namespace plumbline::iq {

/// In place: x[n] = 1/sqrt(N) sum X[k] exp(+j 2 pi k n / N): the energy stays. N is a power of two.
class InverseFft {
 public:
  /// `size`: a power of two, 2 .. 2^20.
  explicit InverseFft(std::size_t size);
  void operator()(std::span<std::complex<float>> values) const;
  std::size_t size() const { return reversed_.size(); }

 private:
  std::vector<std::uint32_t> reversed_;
  std::vector<std::complex<float>> roots_;
};

/// Symbols of a carrier as samples at `fft_size` times the subcarrier spacing.
class Ofdm {
 public:
  /// The least power of two (128 at least) that leaves 15 % of its bins free.
  static std::size_t fft_size(std::size_t subcarriers);

  Ofdm(radio::Numerology numerology, std::size_t subcarriers);
  std::uint64_t sample_rate_hz() const;
  /// Samples in front of symbol `index` (0 .. symbols of a subframe - 1) that repeat its end.
  std::size_t cyclic_prefix(unsigned index) const;
  /// Samples of symbol `index` of a subframe. `res`: one for each subcarrier, the lowest frequency first;
  /// number subcarriers / 2 is at 0 Hz.
  std::span<const std::complex<float>> symbol(unsigned index, std::span<const std::complex<float>> res);

 private:
  radio::Numerology numerology_;
  std::size_t subcarriers_;
  InverseFft inverse_;
  std::vector<std::complex<float>> bins_, samples_;
};

}  // namespace plumbline::iq
