#include "text/random_sync.h"

#include <iterator>

namespace plumbline::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

void put(Bytes& octets, std::uint64_t value, unsigned n) {
  for (unsigned i = n; i > 0; --i) octets.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
}
void put_noise(Bytes& octets, Random& random, std::size_t n) {
  for (; n > 0; --n) octets.push_back(static_cast<std::uint8_t>(random.below(3) == 0 ? 0 : random.next()));
}
Bytes frame_of(std::uint16_t ether_type, Random& random) {
  Bytes octets;
  put(octets, 0x011B19000000, 6);
  put(octets, 0x020000000001, 6);
  for (std::uint64_t tags = random.below(4) == 0 ? random.below(3) : 0; tags > 0; --tags)
    put(octets, 0x81000000 + random.below(65536), 4);
  put(octets, ether_type, 2);
  return octets;
}

}  // namespace

Bytes random_ptp(Random& random) {
  Bytes octets = frame_of(0x88F7, random);
  const std::size_t start = octets.size();
  static constexpr std::size_t kBodies[16] = {10, 10, 20, 20, 5, 0, 3, 7, 10, 20, 20, 30, 10, 14, 9, 1};
  const std::uint64_t type = random.below(16);
  put_noise(octets, random, 34 + kBodies[type]);
  octets[start] = static_cast<std::uint8_t>(random.below(16) << 4 | type);
  for (std::uint64_t tlvs = random.below(4); tlvs > 0; --tlvs) {
    const std::uint64_t length = random.below(12);
    put(octets, random.below(10), 2);
    put(octets, random.below(8) == 0 ? random.below(40) : length, 2);
    put_noise(octets, random, length);
  }
  std::size_t length = octets.size() - start;
  if (random.below(4) == 0) length = random.below(length + 10);
  octets[start + 2] = 0;
  octets[start + 3] = static_cast<std::uint8_t>(length);
  if (random.below(3) == 0) put_noise(octets, random, random.below(8));
  return octets;
}

Bytes random_esmc(Random& random) {
  Bytes octets = frame_of(0x8809, random);
  put(octets, random.below(8) == 0 ? random.below(256) : 10, 1);
  put(octets, 0x0019A70001, 5);
  put_noise(octets, random, 4);
  for (std::uint64_t tlvs = random.below(4); tlvs > 0; --tlvs) {
    const std::uint64_t type = random.below(4);
    const std::uint64_t length = random.below(4) == 0 ? random.below(24) : type == 1 ? 4 : type == 2 ? 20 : 7;
    put(octets, type, 1);
    put(octets, random.below(8) == 0 ? random.below(30) : length, 2);
    put_noise(octets, random, length < 3 ? 0 : length - 3);
  }
  octets.insert(octets.end(), random.below(40), 0);
  if (random.below(4) == 0) put_noise(octets, random, random.below(4));
  return octets;
}

Bytes random_ecpri(Random& random) {
  Bytes octets = frame_of(0xAEFE, random);
  for (bool another = true; another;) {
    const std::uint64_t types[] = {1, 3, 4, 5, 6, 7, 7, 8 + random.below(4), random.below(256)};
    const std::uint64_t type = types[random.below(std::size(types))];
    if (type == 0 || type == 2) continue;
    const std::uint64_t faults = random.below(4), length = type == 7 ? 4 + 8 * faults : random.below(40);
    another = random.below(4) == 0;
    const std::size_t start = octets.size();
    put(octets, 0x10 | random.below(8) << 1 | (another ? 1 : 0), 1);
    put(octets, type, 1);
    put(octets, random.below(6) == 0 ? random.below(60) : length + random.below(3), 2);
    put_noise(octets, random, length);
    if (type == 7)
      octets[start + 7] = static_cast<std::uint8_t>(random.below(4) == 0 ? random.below(6) : faults);
    put_noise(octets, random, another ? (4 - length % 4) % 4 : random.below(6));
  }
  return octets;
}

}  // namespace plumbline::test
