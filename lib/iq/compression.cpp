#include "iq/compression.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace plumbline::iq {
namespace {

/// Packs the low `width` bits of each number, most significant bit first, without gaps. 24 numbers always
/// fill whole octets.
void pack(std::span<const std::int32_t, kNumbersPerPrb> numbers, unsigned width, std::uint8_t* out) {
  std::uint64_t held = 0;
  unsigned bits_held = 0;
  for (const std::int32_t number : numbers) {
    held = held << width | (static_cast<std::uint32_t>(number) & ((1u << width) - 1));
    for (bits_held += width; bits_held >= 8; bits_held -= 8)
      *out++ = static_cast<std::uint8_t>(held >> (bits_held - 8));
  }
  assert(bits_held == 0);
}

/// The inverse, sign extended.
void unpack(const std::uint8_t* octets, unsigned width, std::span<std::int32_t, kNumbersPerPrb> numbers) {
  std::uint64_t held = 0;
  unsigned bits_held = 0;
  for (std::int32_t& number : numbers) {
    for (; bits_held < width; bits_held += 8) held = held << 8 | *octets++;
    bits_held -= width;
    const std::uint32_t value = bits(held, bits_held, width);
    const std::uint32_t sign = 1u << (width - 1);
    number = static_cast<std::int32_t>(value ^ sign) - static_cast<std::int32_t>(sign);
  }
}

/// Smallest exponent with which every number fits into `width` bits after a shift down (CUS v17.01 A.1.2): a
/// negative number may be one larger in magnitude than a positive one.
unsigned bfp_exponent(std::span<const std::int16_t, kNumbersPerPrb> numbers, unsigned width) {
  unsigned magnitude = 0;
  for (const std::int16_t number : numbers)
    magnitude |= static_cast<unsigned>(number >= 0 ? number : -(number + 1));
  const auto needed = static_cast<unsigned>(std::bit_width(magnitude)) + 1;  // and the sign
  return needed > width ? needed - width : 0;
}

bool fits(std::int16_t number, unsigned width) {
  const std::int32_t limit = std::int32_t{1} << (width - 1);
  return number >= -limit && number < limit;
}

}  // namespace

Result<std::size_t, Fault> prb_octets(Format format) {
  if (format.method > kMethodBfp) return tl::unexpected(Fault::method);
  if (format.width < 1 || format.width > 16) return tl::unexpected(Fault::width);
  return std::size_t{3} * format.width + (format.method == kMethodBfp ? 1 : 0);
}

Result<std::size_t, Fault> compress(Format format, std::span<const std::int16_t> numbers,
                                    std::span<std::uint8_t> out) {
  const auto each = prb_octets(format);
  if (!each) return each;
  if (numbers.size() % kNumbersPerPrb != 0) return tl::unexpected(Fault::length);
  const std::size_t prbs = numbers.size() / kNumbersPerPrb;
  if (out.size() / *each < prbs) return tl::unexpected(Fault::room);
  std::array<std::int32_t, kNumbersPerPrb> packed{};
  for (std::size_t prb = 0; prb < prbs; ++prb) {
    const auto block = numbers.subspan(prb * kNumbersPerPrb).first<kNumbersPerPrb>();
    std::uint8_t* to = out.data() + prb * *each;
    unsigned exponent = 0;
    if (format.method == kMethodBfp) {
      exponent = bfp_exponent(block, format.width);
      *to++ = static_cast<std::uint8_t>(exponent);
    } else if (!std::all_of(block.begin(), block.end(), [&](auto n) { return fits(n, format.width); })) {
      return tl::unexpected(Fault::magnitude);
    }
    for (std::size_t i = 0; i < block.size(); ++i) packed[i] = block[i] >> exponent;
    pack(packed, format.width, to);
  }
  return prbs * *each;
}

Result<Expanded, Fault> expand(Format format, Octets octets, std::span<std::int32_t> out) {
  const auto each = prb_octets(format);
  if (!each) return tl::unexpected(each.error());
  if (octets.size() % *each != 0) return tl::unexpected(Fault::length);
  const std::size_t prbs = octets.size() / *each;
  if (out.size() / kNumbersPerPrb < prbs) return tl::unexpected(Fault::room);
  Expanded seen{.numbers = prbs * kNumbersPerPrb, .reserved_set = 0};
  for (std::size_t prb = 0; prb < prbs; ++prb) {
    const std::uint8_t* from = octets.data() + prb * *each;
    const auto block = out.subspan(prb * kNumbersPerPrb).first<kNumbersPerPrb>();
    std::int32_t scale = 1;
    if (format.method == kMethodBfp) {
      if (*from >> 4 != 0) ++seen.reserved_set;
      scale = std::int32_t{1} << (*from++ & 15);
    }
    unpack(from, format.width, block);
    for (std::int32_t& number : block) number *= scale;
  }
  return seen;
}

}  // namespace plumbline::iq
