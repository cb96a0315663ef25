#include "emulator/payload.h"

#include <cassert>

namespace plumbline::emulator {
namespace {

/// Sum of four numbers of 12 bits: standard deviation 2365, largest magnitude 8192.
std::int16_t sample(Random& random) {
  std::uint64_t drawn = random.next();
  std::int32_t sum = 0;
  for (int i = 0; i < 4; ++i, drawn >>= 12) sum += static_cast<std::int32_t>(drawn & 0xFFF) - 2048;
  return static_cast<std::int16_t>(sum);
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

PrbPool::PrbPool(iq::Format format, std::size_t longest, Random random)
    : prb_octets_{iq::prb_octets(format).value_or(0)} {
  std::vector<std::int16_t> numbers((kStarts + longest) * iq::kNumbersPerPrb);
  for (auto& number : numbers) number = sample(random);
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
