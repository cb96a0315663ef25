#include "iq/evm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/random.h"

namespace plumbline::iq {
namespace {

/// Random points of a constellation times `gain`, turned, with noise of that RMS (against the points).
std::vector<Point> signal(Modulation modulation, std::size_t n, double gain, double turn, double noise,
                          std::uint64_t seed = 1) {
  Random random{seed};
  // Sum of four uniform numbers: near enough to Gaussian, of a variance that is known: 4 x 1/12 a component.
  const auto draw = [&] {
    double sum = -2;
    for (int i = 0; i < 4; ++i) sum += static_cast<double>(random.next() >> 11) * 0x1p-53;
    return sum * std::sqrt(3.0 / 2) * noise;
  };
  std::vector<Point> out;
  for (std::size_t k = 0; k < n; ++k) {
    Point p =
        point_of(modulation, static_cast<unsigned>(random.below(1u << static_cast<unsigned>(modulation))));
    p = {p.i + draw(), p.q + draw()};
    out.push_back({gain * (p.i * std::cos(turn) - p.q * std::sin(turn)),
                   gain * (p.i * std::sin(turn) + p.q * std::cos(turn))});
  }
  return out;
}

TEST(Constellation, IsThatOfTheStandard) {
  // 38.211 5.1.4: 16QAM of 0 0 0 0 is (1 + j)/sqrt(10), of 0 0 1 1 it is (3 + 3j)/sqrt(10).
  const double unit = 1 / std::sqrt(10);
  EXPECT_NEAR(point_of(Modulation::qam16, 0b0000).i, unit, 1e-12);
  EXPECT_NEAR(point_of(Modulation::qam16, 0b0011).q, 3 * unit, 1e-12);
  EXPECT_NEAR(point_of(Modulation::qam16, 0b1001).i, -unit, 1e-12);
  EXPECT_NEAR(point_of(Modulation::qam16, 0b1001).q, 3 * unit, 1e-12);
  // 5.1.5: b0 b2 b4 = 0 1 0 is (1)(4 + (2 - 1)) = 5, b1 b3 b5 = 1 0 1 is -(4 - (2 + 1)) = -1.
  EXPECT_NEAR(point_of(Modulation::qam64, 0b011001).i, 5 / std::sqrt(42), 1e-12);
  EXPECT_NEAR(point_of(Modulation::qam64, 0b011001).q, -1 / std::sqrt(42), 1e-12);
}

TEST(Constellation, PointsHaveMeanPowerOneAndTheirBitsBack) {
  for (const Modulation modulation : kModulations) {
    const unsigned points = 1u << static_cast<unsigned>(modulation);
    double sum = 0;
    for (unsigned bits = 0; bits < points; ++bits) {
      const Point p = point_of(modulation, bits);
      sum += power(p);
      ASSERT_EQ(
          bits_of(modulation, {p.i + 0.9 * half_distance(modulation), p.q - 0.9 * half_distance(modulation)}),
          bits);
      const Point near = nearest(modulation, p);
      ASSERT_NEAR(near.i, p.i, 1e-12);
      ASSERT_NEAR(near.q, p.q, 1e-12);
    }
    EXPECT_NEAR(sum / points, 1, 1e-12) << points;
  }
  // Beyond the edge the outermost one is nearest, however far.
  EXPECT_EQ(bits_of(Modulation::qpsk, {1e300, -1e300}), 0b01u);
  EXPECT_NEAR(nearest(Modulation::qam64, {-40, 0.01}).i, -7 / std::sqrt(42), 1e-12);
  EXPECT_NEAR(nearest(Modulation::qam64, {NAN, 0.01}).q, 1 / std::sqrt(42), 1e-12);
}

TEST(Evm, FindsTheConstellationAndItsError) {
  for (const Modulation modulation : kModulations)
    for (const double share : {0.0, 0.2, 0.6}) {
      const double noise = share * most_evm(modulation);
      const Fit fit = fit_constellation(signal(modulation, 3000, 1234.5, 0, noise));
      ASSERT_EQ(fit.modulation, modulation) << share;
      EXPECT_NEAR(fit.evm.ratio().value(), noise, 0.05 * noise + 1e-9) << static_cast<int>(modulation);
      EXPECT_NEAR(fit.gain.re, 1234.5, 1234.5 * 0.01);
      EXPECT_EQ(fit.evm.points, 3000u);
    }
}

TEST(Evm, TakesACommonPhaseOutWhenAsked) {
  for (const Modulation modulation : kModulations) {
    const auto samples = signal(modulation, 3000, 7, 0.3, 0.2 * most_evm(modulation));
    const Fit fit = fit_constellation(samples, true);
    ASSERT_EQ(fit.modulation, modulation);
    EXPECT_NEAR(std::atan2(fit.gain.im, fit.gain.re), 0.3, 0.01);
    EXPECT_NE(fit_constellation(samples).modulation, modulation);
  }
}

TEST(Evm, RefinesThePhaseThatThePowersOfFewSamplesSuggest) {
  const Fit fit = fit_constellation(signal(Modulation::qam64, 200, 7, 0.3, 0.01), true);
  ASSERT_EQ(fit.modulation, Modulation::qam64);
  EXPECT_NEAR(std::atan2(fit.gain.im, fit.gain.re), 0.3, 0.002);
  EXPECT_NEAR(fit.evm.ratio().value(), 0.01, 0.001);
}

TEST(Evm, DoesNotExplainWhatIsNoConstellation) {
  Random random{5};
  std::vector<Point> noise, circle;
  for (int k = 0; k < 3000; ++k) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(random.below(1'000'000)) / 1e6;
    double i = -6, q = -6;
    for (int n = 0; n < 12; ++n) {
      i += static_cast<double>(random.below(1'000'000)) / 1e6;
      q += static_cast<double>(random.below(1'000'000)) / 1e6;
    }
    noise.push_back({i, q});
    circle.push_back({std::cos(angle), std::sin(angle)});
  }
  for (const std::size_t n : {48u, 3000u})
    for (const bool derotate : {false, true}) {
      EXPECT_FALSE(fit_constellation(std::span{noise}.first(n), derotate).modulation.has_value()) << n;
      EXPECT_FALSE(fit_constellation(std::span{circle}.first(n), derotate).modulation.has_value()) << n;
    }
  EXPECT_FALSE(fit_constellation(std::vector<Point>(100)).modulation.has_value());
  EXPECT_FALSE(fit_constellation(signal(Modulation::qpsk, 23, 1, 0, 0)).modulation.has_value());
  EXPECT_FALSE(fit_constellation(std::vector<Point>(100, Point{NAN, 1})).modulation.has_value());
  EXPECT_FALSE(fit_constellation(std::vector<Point>(100, Point{1e200, 1})).modulation.has_value());
}

TEST(Evm, AgainstKnownPointsFindsTheGain) {
  const auto clean = signal(Modulation::qam256, 4000, 1, 0, 0),
             seen = signal(Modulation::qam256, 4000, 50, 2, 0);
  EXPECT_NEAR(evm_against(seen, clean).ratio().value(), 0, 1e-9);
  // Known points show errors that no decision would: 30 % is far beyond what 256QAM lets see.
  Random random{9};
  std::vector<Point> noisy = clean;
  for (Point& p : noisy) p = {p.i + (random.below(2) == 0 ? 0.3 : -0.3), p.q};
  EXPECT_NEAR(evm_against(noisy, clean).ratio().value(), 0.3, 0.01);
  EXPECT_FALSE(evm_against(clean, std::vector<Point>(4000)).ratio().has_value());
  EXPECT_EQ(evm_against(clean, std::span{clean}.first(10)).points, 10u);
}

TEST(Evm, AddsUp) {
  Evm sum{.points = 1, .error = 1, .reference = 100};
  sum += {.points = 3, .error = 0, .reference = 300};
  EXPECT_EQ(sum.points, 4u);
  EXPECT_NEAR(sum.ratio().value(), 0.05, 1e-12);
}

TEST(Difference, IsExact) {
  const std::vector<std::int32_t> reference{1000, -1000, 0, 2147483647}, numbers{1001, -1000, 3, -2147483647};
  const Difference small = difference(std::span{numbers}.first(3), reference);
  EXPECT_EQ(small.numbers, 3u);
  EXPECT_EQ(small.unequal, 2u);
  EXPECT_TRUE(small.error == 10u && small.reference == 2'000'000u);
  EXPECT_NEAR(small.nmse_db().value(), 10 * std::log10(10 / 2e6), 1e-9);
  Difference parts = difference(std::span{numbers}.subspan(3), std::span{reference}.subspan(3));
  EXPECT_NEAR(parts.nmse_db().value(), 10 * std::log10(4), 1e-9);
  parts += small;
  EXPECT_EQ(parts, difference(numbers, reference));
  EXPECT_FALSE(difference(reference, reference).nmse_db().has_value());
}

}  // namespace
}  // namespace plumbline::iq
