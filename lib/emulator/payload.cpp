#include "emulator/payload.h"

#include <array>
#include <cassert>
#include <cmath>

#include "iq/constellation.h"
#include "iq/pn.h"

namespace plumbline::emulator {
namespace {

constexpr std::int32_t k64QamStep = 1024;

/// Sum of four numbers of 12 bits: standard deviation 2365, largest magnitude 8192.
std::int16_t sample(Random& random) {
  std::uint64_t drawn = random.next();
  std::int32_t sum = 0;
  for (int i = 0; i < 4; ++i, drawn >>= 12) sum += static_cast<std::int32_t>(drawn & 0xFFF) - 2048;
  return static_cast<std::int16_t>(sum);
}

/// 64QAM points of 3GPP TS 38.211 5.1.5 by the six bits that `bits` gives for each.
template <class Bits>
void map_64qam(std::vector<std::int16_t>& numbers, Bits bits) {
  const double step = iq::half_distance(iq::Modulation::qam64);
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
    const iq::Point point = iq::point_of(iq::Modulation::qam64, bits());
    numbers[i] = static_cast<std::int16_t>(std::lround(point.i / step) * k64QamStep);
    numbers[i + 1] = static_cast<std::int16_t>(std::lround(point.q / step) * k64QamStep);
  }
}

/// Samples scaled to what the format holds: without compression a number has `width` bits.
std::vector<std::uint8_t> packed(iq::Format format, std::vector<std::int16_t>& numbers) {
  if (format.method == iq::kMethodNone)
    for (auto& number : numbers) number = static_cast<std::int16_t>(number >> (16 - format.width));
  std::vector<std::uint8_t> octets(iq::prb_octets(format).value_or(0) * numbers.size() / iq::kNumbersPerPrb);
  [[maybe_unused]] const auto written = iq::compress(format, numbers, octets);
  assert(written.has_value());
  return octets;
}

/// Levels of the thirds of a test signal: 0, -10 and -20 dB.
constexpr std::array<double, iq::kTestThirds> kThirdSteps{1024, 323.8, 102.4};
/// Bits of the largest of these numbers, 7 x 1024.
constexpr unsigned kTestBits = 14;

}  // namespace

std::vector<std::uint8_t> test_symbol(iq::Format format, unsigned eaxc, std::size_t prbs) {
  iq::Pn23 pn = iq::test_pn(eaxc);
  const double half = iq::half_distance(iq::Modulation::qam64);
  const bool narrow = format.method == iq::kMethodNone && format.width < kTestBits;
  const double smaller = narrow ? 1u << (kTestBits - format.width) : 1u;
  std::vector<std::int16_t> numbers;
  for (unsigned prb = 0; prb < prbs; ++prb) {
    const double step = kThirdSteps[iq::test_third(prb, static_cast<unsigned>(prbs))] / half / smaller;
    for (unsigned re = 0; re < iq::kNumbersPerPrb / 2; ++re) {
      const iq::Point point = iq::point_of(iq::Modulation::qam64, pn.take(6));
      numbers.push_back(static_cast<std::int16_t>(std::lround(point.i * step)));
      numbers.push_back(static_cast<std::int16_t>(std::lround(point.q * step)));
    }
  }
  std::vector<std::uint8_t> octets(iq::prb_octets(format).value_or(0) * prbs);
  [[maybe_unused]] const auto written = iq::compress(format, numbers, octets);
  assert(written.has_value());
  return octets;
}

PrbPool::PrbPool(iq::Format format, std::size_t longest, Random random, Payload payload)
    : prb_octets_{iq::prb_octets(format).value_or(0)}, in_order_{payload == Payload::pn23} {
  std::vector<std::int16_t> numbers((kStarts + longest) * iq::kNumbersPerPrb);
  iq::Pn23 pn;
  switch (payload) {
    case Payload::noise:
      for (auto& number : numbers) number = sample(random);
      break;
    case Payload::zero:
      break;
    case Payload::pn23:
      map_64qam(numbers, [&] { return pn.take(6); });
      break;
    case Payload::qam:
      map_64qam(numbers, [&] { return static_cast<unsigned>(random.below(64)); });
      break;
  }
  octets_ = packed(format, numbers);
}

PrachPool::PrachPool(iq::Format format, std::size_t prbs, std::size_t subcarriers, Random random)
    : symbol_octets_{prbs * iq::prb_octets(format).value_or(0)} {
  const std::size_t each = prbs * iq::kNumbersPerPrb;
  std::vector<std::int16_t> numbers(kSymbols * each);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (i % each < 2 * subcarriers) numbers[i] = sample(random);
  octets_ = packed(format, numbers);
}

}  // namespace plumbline::emulator
