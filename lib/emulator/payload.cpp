#include "emulator/payload.h"

#include <array>
#include <cassert>
#include <cmath>

#include "iq/constellation.h"
#include "iq/packing.h"
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

/// REs that hold something in methods with a mask for each PRB: all, a comb, a few, none, ...
constexpr std::array<std::uint16_t, 8> kOwnMasks{0xFFF, 0xBFF, 0xFFF, 0x555, 0xFFF, 0xF3C, 0x000, 0x801};
/// One PRB in so many is this much quieter: its largest number is 128.
constexpr std::size_t kQuietEvery = 8, kQuietAt = 5;
constexpr int kQuieter = 6;

/// Empties the REs that are not to hold anything, and sees to it that all others do.
void thin_out(iq::Format format, const Res& res, std::vector<std::int16_t>& numbers) {
  const bool own = format.method == iq::kMethodBfpSelective && res.even == 0xFFF && res.odd == 0xFFF;
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
    const std::size_t prb = i / iq::kNumbersPerPrb, re = i % iq::kNumbersPerPrb / 2;
    const unsigned mask = own ? kOwnMasks[prb % kOwnMasks.size()] : res.of(prb);
    if ((mask >> re & 1) == 0) {
      numbers[i] = numbers[i + 1] = 0;
      continue;
    }
    if (prb % kQuietEvery == kQuietAt)
      for (std::int16_t* number : {&numbers[i], &numbers[i + 1]})
        *number = static_cast<std::int16_t>(*number >> kQuieter);
    if (numbers[i] == 0 && numbers[i + 1] == 0) numbers[i] = 1;
  }
}

/// Levels of the thirds of a test signal: 0, -10 and -20 dB.
constexpr std::array<double, iq::kTestThirds> kThirdSteps{1024, 323.8, 102.4};
/// Bits of the largest of these numbers, 7 x 1024.
constexpr unsigned kTestBits = 14;

/// Samples scaled to what the format holds: without compression a number has `width` bits.
PackedPrbs packed(iq::Format format, std::vector<std::int16_t>& numbers, const Res& res) {
  if (format.method == iq::kMethodNone)
    for (auto& number : numbers) number = static_cast<std::int16_t>(number >> (16 - format.width));
  return PackedPrbs{format, numbers, res};
}

PackedPrbs make_prbs(iq::Format format, std::size_t count, Random random, Payload payload, const Res& res) {
  std::vector<std::int16_t> numbers(count * iq::kNumbersPerPrb);
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
  const bool seeded = payload == Payload::noise || payload == Payload::qam;
  if (!iq::is_selective(format.method) || !seeded) return packed(format, numbers, {});
  thin_out(format, res, numbers);
  return packed(format, numbers, res);
}

/// Codes with a mask for each PRB (method 6). iq::compress finds masks by itself and cannot know that with
/// csf a code of 0 is a point.
std::vector<std::uint8_t> pack_codes(unsigned width, std::span<const std::int16_t> codes, const Res& res) {
  std::vector<std::uint8_t> octets(codes.size() / iq::kNumbersPerPrb * (2 + 3 * width));
  std::uint8_t* to = octets.data();
  for (std::size_t prb = 0; prb < codes.size() / iq::kNumbersPerPrb; ++prb) {
    const unsigned mask = res.of(prb);
    *to++ = static_cast<std::uint8_t>(mask >> 8 << 4);
    *to++ = static_cast<std::uint8_t>(mask);
    iq::BitWriter bits{to};
    for (std::size_t i = 0; i < iq::kNumbersPerPrb; ++i)
      if ((mask >> i / 2 & 1) != 0) bits.put(codes[prb * iq::kNumbersPerPrb + i], width);
    to = bits.fill();
  }
  octets.resize(static_cast<std::size_t>(to - octets.data()));
  return octets;
}

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

PackedPrbs::PackedPrbs(iq::Format format, std::span<const std::int16_t> numbers, const Res& res)
    : format_{format} {
  const std::size_t prbs = numbers.size() / iq::kNumbersPerPrb;
  if (wire::has_section_masks(format.method)) format_.mask_odd = res.even, format_.mask_even = res.odd;
  if (format.method == iq::kMethodModulationSelective) {
    octets_ = pack_codes(format.width, numbers, res);
  } else {
    octets_.resize(iq::prb_octets(format).value_or(0) * prbs);
    const auto written = iq::compress(format_, numbers, octets_);
    assert(written.has_value());
    octets_.resize(written.value_or(0));
  }
  begins_.reserve(prbs + 1);
  std::uint32_t begin = 0;
  for (std::size_t prb = 0; prb < prbs; begin += bits_of(prb++, begin)) begins_.push_back(begin);
  begins_.push_back(begin);
  octets_.push_back(0);  // read, and shifted away, with the last one
}

std::uint32_t PackedPrbs::bits_of(std::size_t prb, std::size_t begin) const {
  const std::uint16_t told = prb % 2 == 0 ? format_.mask_odd : format_.mask_even;
  if (format_.method == iq::kMethodModulationMasks) return wire::selected_bits(format_.width, told);
  if (!iq::is_selective(format_.method)) return 8 * wire::prb_octets(format_.method, format_.width);
  const std::uint16_t word = load_be16(octets_.data() + begin / 8);
  const auto own = static_cast<std::uint16_t>((word & 0xF000) >> 4 | (word & 0xFF));
  const bool masks = wire::has_section_masks(format_.method);
  return 8 * wire::selective_prb_octets(format_.method, format_.width, masks ? told : own);
}

Octets PackedPrbs::pick(std::size_t first, std::size_t count, std::span<std::uint8_t>& space) const {
  const std::uint32_t from = begins_[first], bits = begins_[first + count] - from;
  if (format_.method != iq::kMethodModulationMasks) return Octets{octets_}.subspan(from / 8, bits / 8);
  const std::size_t octets = (bits + 7) / 8;
  const unsigned shift = from % 8;
  const std::uint8_t* in = octets_.data() + from / 8;
  for (std::size_t i = 0; i < octets; ++i)
    space[i] = static_cast<std::uint8_t>(in[i] << shift | in[i + 1] >> (8 - shift));
  if (bits % 8 != 0) space[octets - 1] &= static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
  const Octets picked = space.first(octets);
  space = space.subspan(octets);
  return picked;
}

SectionMasks PackedPrbs::masks(std::size_t first, bool rb) const {
  const SectionMasks told = first % 2 == 0 ? SectionMasks{format_.mask_odd, format_.mask_even}
                                           : SectionMasks{format_.mask_even, format_.mask_odd};
  return {told.first, rb ? std::uint16_t{0} : told.second};
}

PrbPool::PrbPool(iq::Format format, std::size_t longest, Random random, Payload payload, const Res& res)
    : packed_{make_prbs(format, kStarts + longest, random, payload, res)},
      in_order_{payload == Payload::pn23} {}

PrachPool::PrachPool(iq::Format format, std::size_t prbs, std::size_t subcarriers, Random random)
    : prbs_{prbs}, packed_{[&] {
        const std::size_t each = prbs * iq::kNumbersPerPrb;
        std::vector<std::int16_t> numbers(kSymbols * each);
        for (std::size_t i = 0; i < numbers.size(); ++i)
          if (i % each < 2 * subcarriers) numbers[i] = sample(random);
        return packed(format, numbers, {});
      }()} {}

void tell_prbs(wire::UplaneSection& section, const SectionMasks& masks, bool ud_comp_len, Octets prbs) {
  const std::uint8_t method = wire::method_of(section.ud_comp_hdr);
  if (!wire::is_selective(method)) return;
  if (wire::has_section_masks(method)) section.mask1 = masks.first, section.mask2 = masks.second;
  section.has_length = ud_comp_len;
  // What is behind it; the standard can also be read as the whole section (8.3.3.19).
  section.ud_comp_len = static_cast<std::uint16_t>(prbs.size() + (section.has_masks() ? 4 : 0));
}

}  // namespace plumbline::emulator
