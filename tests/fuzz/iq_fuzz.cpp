// Any octets as PRBs of any format, and any numbers into any format. What is expanded keeps what its format
// promises; what is compressed fits, and expands again. Eight octets choose: method, width, masks (2 each),
// PRBs and sign of mu-law, what the encoder chooses.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "base/cursor.h"
#include "iq/compression.h"
#include "iq/fast.h"
#include "iq/weights.h"

namespace {

using namespace plumbline;
using namespace plumbline::iq;

constexpr std::size_t kChoices = 8;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// In memory of exactly its size, so that every octet behind it is a finding of the sanitizer.
std::vector<std::uint8_t> exact(const std::uint8_t* octets, std::size_t size) {
  return {octets, octets + size};
}

/// Most bits a number of the method has with its sign.
unsigned most_bits(const Format& format) {
  switch (format.method) {
    case kMethodBfp:
    case kMethodBfpSelective:
    case kMethodBfpMasks:
      return format.width + 15u;
    case kMethodBlockScaling:
      return 17;
    case kMethodMuLaw:
      return 16;
    default:
      return format.width;
  }
}

bool fits(std::int32_t number, unsigned bits) {
  return std::int64_t{number} >= -(std::int64_t{1} << (bits - 1)) && std::int64_t{number} < std::int64_t{1}
                                                                                                << (bits - 1);
}

void check_fast(const Format& format, Octets octets, const std::vector<std::int32_t>& numbers) {
  if (format.method > kMethodBfp) return;
  std::vector<std::int16_t> fast(numbers.size());
  const auto read = expand_fast(format, octets, fast);
  require(read.has_value() && *read <= octets.size());
  for (std::size_t i = 0; i < fast.size(); ++i)
    require(fast[i] == std::clamp<std::int32_t>(numbers[i], INT16_MIN, INT16_MAX));
}

void check_expand(const Format& format, Octets octets, std::size_t prbs, Sign sign) {
  std::vector<std::int32_t> numbers(prbs * kNumbersPerPrb, 77);
  const auto seen = expand(format, octets, numbers, sign);
  if (!seen) {
    std::vector<std::int16_t> fast(numbers.size());
    require(format.method > kMethodBfp || !expand_fast(format, octets, fast));
    return;
  }
  require(seen->octets <= octets.size() && seen->reserved_set <= prbs && seen->pad_set <= prbs);
  for (const std::int32_t number : numbers) require(fits(number, most_bits(format)));
  check_fast(format, octets, numbers);
  // What was read is all that matters, and all of it does.
  const auto part = exact(octets.data(), seen->octets);
  std::vector<std::int32_t> again(numbers.size());
  require(expand(format, part, again, sign).has_value() && again == numbers);
  if (seen->octets > 0) require(!expand(format, Octets{part}.first(part.size() - 1), again, sign));
  // Numbers and codes that are packed as they are come back as the octets that they were.
  if (format.method != kMethodNone && format.method != kMethodModulation &&
      format.method != kMethodModulationMasks)
    return;
  std::vector<std::uint8_t> packed(part.size() + 1);
  const auto size = compress(format, numbers, packed);
  require(size == part.size());
  packed.resize(*size);
  require(packed == part || seen->pad_set > 0);
}

void check_compress(const Format& format, Octets octets, std::size_t prbs, const Choices& choices) {
  std::vector<std::int32_t> numbers(prbs * kNumbersPerPrb);
  for (std::size_t i = 0; i < numbers.size() && 4 * i + 3 < octets.size(); ++i) {
    numbers[i] = static_cast<std::int32_t>(load_be32(octets.data() + 4 * i));
    // Half of the inputs keep to 16 bits, as most methods want.
    if ((octets[0] & 1) != 0) numbers[i] = static_cast<std::int16_t>(numbers[i]);
  }
  const auto most = prb_octets(format);
  std::vector<std::uint8_t> packed(most.value_or(8) * prbs);
  const auto size = compress(format, numbers, packed, choices);
  if (!size) return;
  require(most.has_value() && *size <= packed.size());
  const auto part = exact(packed.data(), *size);
  std::vector<std::int32_t> back(numbers.size());
  const auto seen = expand(format, part, back, choices.sign);
  require(seen.has_value() && seen->octets == *size);
  require(seen->pad_set + seen->reserved_set + seen->width_wrong == 0);
  if (*size > 0) {
    std::vector<std::uint8_t> little(*size - 1);
    require(!compress(format, numbers, little, choices));
  }
  if (format.method == kMethodNone || is_modulation(format.method)) require(back == numbers);
}

void check_weights(const Format& format, Octets octets, std::size_t weights, Sign sign) {
  const WeightFormat of{format.method, format.width};
  std::vector<std::int32_t> numbers(2 * weights);
  const auto read = expand_weights(of, octets, numbers, sign);
  if (!read) return;
  require(*read <= octets.size());
  const auto part = exact(octets.data(), *read);
  std::vector<std::int32_t> again(numbers.size());
  require(expand_weights(of, part, again, sign) == *read && again == numbers);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kChoices) return 0;
  const Format format{.method = static_cast<std::uint8_t>(data[0] & 15),
                      .width = static_cast<std::uint8_t>(data[1] & 31),
                      .mask_odd = static_cast<std::uint16_t>(load_be16(data + 2) & 0xFFF),
                      .mask_even = static_cast<std::uint16_t>(load_be16(data + 4) & 0xFFF)};
  const std::size_t prbs = data[6] & 31;
  const Choices choices{.exponent = static_cast<Exponent>(data[7] & 1),
                        .mantissa = static_cast<Rounding>(data[7] >> 1 & 3),
                        .larger_exponent = (data[7] & 8) != 0,
                        .scaler = static_cast<Scaler>((data[7] >> 4 & 3) % 3),
                        .scaled = static_cast<Rounding>(data[7] >> 6),
                        .mu_law = static_cast<Rounding>(data[7] >> 6),
                        .sign = static_cast<Sign>(data[6] >> 5 & 1)};
  const auto octets = exact(data + kChoices, size - kChoices);
  check_expand(format, octets, prbs, choices.sign);
  check_compress(format, octets, prbs, choices);
  check_weights(format, octets, prbs, choices.sign);
  return 0;
}
