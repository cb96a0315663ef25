#include "iq/weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>
#include <vector>

#include "base/random.h"

namespace plumbline::iq {
namespace {

using Complex = std::complex<double>;

TEST(Weights, ComeBackForEveryMethodWidthAndNumber) {
  Random random{3};
  for (std::uint8_t method = 0; method <= 5; ++method)
    for (std::uint8_t width = method == 3 ? 8 : 1; width <= 16; ++width)
      for (const std::size_t weights : {1u, 2u, 3u, 4u, 7u, 8u, 9u, 32u, 64u, 65u, 256u}) {
        const WeightFormat format{method, width};
        std::vector<std::int32_t> numbers(2 * weights);
        for (std::size_t i = 0; i < numbers.size(); ++i)
          if (method < 4 || random.below(3) != 0)
            numbers[i] = static_cast<std::int16_t>(random.next()) >> (method == 0 ? 16 - width : 0);
        std::vector<std::uint8_t> octets(weight_octets(format, weights).value());
        const auto size = compress_weights(format, numbers, octets);
        ASSERT_TRUE(size.has_value());
        if (method < 4) {
          EXPECT_EQ(*size, octets.size());
        }
        octets.resize(*size);
        std::vector<std::int32_t> back(numbers.size());
        const auto read = expand_weights(format, octets, back);
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(*read, octets.size());
        // A step of the block: none is lost without compression; all others keep `width` of 16 bits and the
        // sign.
        const int step = method == 0 ? 0 : method == 3 ? 1 << (18 - width) : 1 << (17 - width);
        for (std::size_t i = 0; i < numbers.size(); ++i)
          ASSERT_LE(std::abs(back[i] - numbers[i]), step)
              << unsigned{method} << ' ' << unsigned{width} << ' ' << weights;
        for (std::size_t cut = 0; cut < octets.size(); ++cut)
          ASSERT_FALSE(expand_weights(format, Octets{octets}.first(cut), back).has_value());
        std::vector<std::uint8_t> small(octets.size() - 1);
        ASSERT_EQ(compress_weights(format, numbers, small).error(), Fault::room);
      }
}

TEST(Weights, BeamspaceLeavesOutZeros) {
  // Coefficients 1, 9 of 10: the first is the most significant bit of the first octet.
  std::vector<std::int32_t> numbers(20);
  numbers[0] = 256, numbers[17] = -1;
  std::vector<std::uint8_t> octets(40);
  const auto scaled = compress_weights({kBeamspaceI, 8}, numbers, octets);
  ASSERT_EQ(scaled, 7u);
  EXPECT_EQ(octets[2], 1);  // blockScaler
}

TEST(Weights, SayWhatIsWrong) {
  std::vector<std::int32_t> numbers(8, 200);
  std::vector<std::uint8_t> octets(64);
  EXPECT_EQ(compress_weights({6, 9}, numbers, octets).error(), Fault::method);
  EXPECT_EQ(compress_weights({1, 0}, numbers, octets).error(), Fault::width);
  EXPECT_EQ(expand_weights({1, 17}, octets, numbers).error(), Fault::width);
  EXPECT_EQ(compress_weights({0, 8}, numbers, octets).error(), Fault::magnitude);
  EXPECT_EQ(expand_weights({1, 9}, octets, std::span{numbers}.first(7)).error(), Fault::length);
  EXPECT_EQ(expand_weights({1, 9}, octets, std::span{numbers}.first(0)).error(), Fault::length);
}

TEST(Beamspace, ALineIsTheFourierTransform) {
  const Array line{.rows = 8};
  std::vector<Complex> elements(8), beams(8);
  for (std::size_t k = 0; k < 8; ++k)
    elements[k] = std::polar(1.0, -2 * std::numbers::pi * 3 * static_cast<double>(k) / 8);
  to_beamspace(line, elements, beams);
  for (std::size_t l = 0; l < 8; ++l)
    EXPECT_NEAR(std::abs(beams[l]), l == 3 ? std::sqrt(8.0) : 0, 1e-12) << l;
}

TEST(Beamspace, ElementsComeBackForEveryArrayAndPowerIsKept) {
  Random random{5};
  for (const Array array :
       {Array{.rows = 16}, Array{.rows = 4, .columns = 8}, Array{.rows = 8, .columns = 4, .polarisations = 2},
        Array{.rows = 1, .columns = 1, .polarisations = 2},
        Array{.rows = 3, .columns = 5, .polarisations = 2}}) {
    std::vector<Complex> elements(array.size()), beams(array.size()), back(array.size());
    for (Complex& element : elements)
      element = {static_cast<double>(random.below(2000)) / 1000 - 1,
                 static_cast<double>(random.below(2000)) / 1000 - 1};
    to_beamspace(array, elements, beams);
    to_elements(array, beams, back);
    double before = 0, after = 0;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      EXPECT_NEAR(std::abs(back[i] - elements[i]), 0, 1e-12);
      before += std::norm(elements[i]), after += std::norm(beams[i]);
    }
    EXPECT_NEAR(before, after, 1e-9);
  }
}

TEST(Beamspace, PolarisationsStayApart) {
  const Array array{.rows = 2, .columns = 2, .polarisations = 2};
  std::vector<Complex> elements(8), beams(8);
  elements[0] = 1;
  to_beamspace(array, elements, beams);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(std::abs(beams[i]), i < 4 ? 0.5 : 0, 1e-12);
}

}  // namespace
}  // namespace plumbline::iq
