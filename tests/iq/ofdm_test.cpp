#include "iq/ofdm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/random.h"

namespace plumbline::iq {
namespace {

using Value = std::complex<float>;

TEST(InverseFft, IsTheSumOfTheDefinition) {
  Random random{1};
  for (const std::size_t size : {2u, 8u, 128u}) {
    std::vector<Value> values(size), expected(size);
    for (Value& value : values)
      value = {static_cast<float>(random.below(2001)) - 1000, static_cast<float>(random.below(2001)) - 1000};
    for (std::size_t n = 0; n < size; ++n) {
      std::complex<double> sum;
      for (std::size_t k = 0; k < size; ++k)
        sum += std::complex<double>{values[k]} *
               std::polar(1.0, 2 * std::numbers::pi * static_cast<double>(k * n) / static_cast<double>(size));
      expected[n] = std::complex<float>{sum / std::sqrt(static_cast<double>(size))};
    }
    InverseFft{size}(values);
    for (std::size_t n = 0; n < size; ++n)
      EXPECT_LT(std::abs(values[n] - expected[n]), 0.01) << n << " of " << size;
  }
}

TEST(Ofdm, HasTheSizesOfTheStandard) {
  EXPECT_EQ(Ofdm::fft_size(273 * 12), 4096u);
  EXPECT_EQ(Ofdm::fft_size(106 * 12), 2048u);
  EXPECT_EQ(Ofdm::fft_size(51 * 12), 1024u);
  EXPECT_EQ(Ofdm::fft_size(1), 128u);
  const Ofdm carrier{{.mu = 1}, 273 * 12};
  EXPECT_EQ(carrier.sample_rate_hz(), 122'880'000u);
  EXPECT_EQ(carrier.cyclic_prefix(0), 352u);
  EXPECT_EQ(carrier.cyclic_prefix(1), 288u);
  EXPECT_EQ(carrier.cyclic_prefix(14), 352u);
  EXPECT_EQ((Ofdm{{.mu = 0}, 106 * 12}.cyclic_prefix(7)), 160u);
  EXPECT_EQ((Ofdm{{.mu = 2, .extended_cp = true}, 12}.cyclic_prefix(3)), 32u);
  // A subframe of any shape lasts one millisecond.
  for (std::uint8_t mu = 0; mu <= 4; ++mu)
    for (const std::size_t subcarriers : {12u, 300u, 3276u}) {
      const Ofdm ofdm{{.mu = mu}, subcarriers};
      std::size_t samples = 0;
      for (unsigned i = 0; i < 14u << mu; ++i) samples += ofdm.cyclic_prefix(i) + Ofdm::fft_size(subcarriers);
      EXPECT_EQ(samples * 1000, ofdm.sample_rate_hz()) << unsigned{mu};
    }
}

TEST(Ofdm, SubcarriersAreTonesAndThePrefixIsTheEnd) {
  Ofdm ofdm{{.mu = 1}, 24};
  std::vector<Value> res(24);
  res[12 - 3] = {2, 0};  // three spacings below the middle
  const auto samples = ofdm.symbol(1, res);
  const std::size_t prefix = ofdm.cyclic_prefix(1);
  ASSERT_EQ(samples.size(), prefix + 128);
  for (std::size_t n = 0; n < samples.size(); ++n) {
    const double turn =
        -2 * std::numbers::pi * 3 * (static_cast<double>(n) - static_cast<double>(prefix)) / 128;
    EXPECT_LT(std::abs(samples[n] - Value{std::polar(2 / std::sqrt(128.0), turn)}), 1e-5) << n;
  }
}

}  // namespace
}  // namespace plumbline::iq
