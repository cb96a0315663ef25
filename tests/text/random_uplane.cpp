#include "text/random_uplane.h"

#include <algorithm>
#include <bit>

namespace plumbline::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMostOctets = 6'000;

void append_any(Random& random, Bytes& to, std::size_t n) {
  for (; n > 0 && to.size() < kMostOctets; --n) to.push_back(static_cast<std::uint8_t>(random.next()));
}
void put16(Bytes& to, std::size_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8));
  to.push_back(static_cast<std::uint8_t>(value));
}
std::uint16_t any_mask(Random& random) {
  static constexpr std::uint16_t kMasks[] = {0, 0xFFF, 1, 0x800};
  return random.below(3) == 0 ? kMasks[random.below(4)] : static_cast<std::uint16_t>(random.below(4096));
}
unsigned ones(unsigned mask) { return static_cast<unsigned>(std::popcount(mask & 0xFFFu)); }

/// The PRB fields as CUS v17.01 8.3.3.15 and A.6 say, with bits by chance.
void append_prbs(Random& random, Bytes& to, unsigned method, unsigned width, std::size_t prbs, bool rb,
                 std::uint16_t mask1, std::uint16_t mask2) {
  std::size_t bits_of_8 = 0;
  for (std::size_t prb = 0; prb < prbs && to.size() < kMostOctets; ++prb) {
    const unsigned sent = ones(rb || prb % 2 == 0 ? mask1 : mask2);
    if (method <= 4) {
      append_any(random, to, 3 * width + (method >= 1 && method <= 3 ? 1 : 0));
    } else if (method == 5 || method == 6) {
      const unsigned mask = any_mask(random);
      put16(to, mask >> 8 << 12 | random.below(16) << 8 | (mask & 255));
      append_any(random, to, (2 * width * ones(mask) + 7) / 8);
    } else if (method == 7) {
      append_any(random, to, 1 + (2 * width * sent + 7) / 8);
    } else if (method == 8) {
      bits_of_8 += std::size_t{2} * width * sent;
    }
  }
  append_any(random, to, (bits_of_8 + 7) / 8);
}

void append_section(Random& random, const wire::UplaneFormat& format, Bytes& to) {
  unsigned method = format.method, width = format.width;
  if (format.dynamic) {
    method = static_cast<unsigned>(random.below(64) == 0 ? random.below(16) : random.below(9));
    width = static_cast<unsigned>(1 + random.below(16));
  }
  auto num_prb = random.below(random.below(8) == 0 ? 256 : 10);
  if (random.below(8) == 0) num_prb = 0;
  const bool rb = random.below(4) == 0;
  put16(to, random.below(4096) << 4 | (rb ? 8u : 0u) | random.below(8));
  to.push_back(static_cast<std::uint8_t>(random.next()));
  to.push_back(static_cast<std::uint8_t>(num_prb));
  if (format.dynamic) {
    to.push_back(static_cast<std::uint8_t>((width & 15) << 4 | method));
    to.push_back(static_cast<std::uint8_t>(random.below(4) == 0 ? random.below(256) : 0));
  }
  if (format.ud_comp_len && wire::is_selective(static_cast<std::uint8_t>(method)))
    put16(to, random.below(65536));
  const std::uint16_t mask1 = any_mask(random), mask2 = any_mask(random);
  if (method == 7 || method == 8) {
    const bool reserved = random.below(4) == 0;
    put16(to, (reserved ? random.below(16) << 12 : 0) | mask1);
    put16(to, (reserved ? random.below(16) << 12 : 0) | mask2);
  }
  append_prbs(random, to, method, width, num_prb == 0 ? format.carrier_prbs : num_prb, rb, mask1, mask2);
}

}  // namespace

Bytes random_uplane(Random& random, const wire::UplaneFormat& format) {
  Bytes message;
  append_any(random, message, wire::kUplaneHeaderOctets);
  for (auto n = random.below(5); n > 0; --n) append_section(random, format, message);
  message.resize(std::min(message.size(), kMostOctets));
  if (random.below(16) == 0) append_any(random, message, random.below(8));
  return message;
}

}  // namespace plumbline::test
