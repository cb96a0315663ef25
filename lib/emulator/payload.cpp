#include "emulator/payload.h"

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

}  // namespace

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
