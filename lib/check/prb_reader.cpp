#include "check/prb_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "iq/fast.h"
#include "iq/fast_unusual.h"
#include "iq/modulation.h"
#include "iq/packing.h"
#include "rules/comp/full_scale.h"

namespace plumbline::check {

PrbReader::PrbReader(const track::MessageFacts& message, const wire::UplaneSection& section,
                     const track::ModulationFacts& modulation)
    : section_{&section},
      facts_{.message = message,
             .section = section,
             .method = wire::method_of(section.ud_comp_hdr),
             .width = wire::width_of(section.ud_comp_hdr),
             .modulation = modulation},
      full_scale_{rules::FullScale::exponent(facts_)} {}

const track::PrbFacts* PrbReader::next() {
  if (count_ == section_->range.count) return nullptr;
  facts_.at = section_->prbs.base + at_;
  const auto read = [&] {
    switch (facts_.method) {
      case iq::kMethodNone:
      case iq::kMethodBfp:
        return plain();
      case iq::kMethodBlockScaling:
      case iq::kMethodMuLaw:
        return with_parameter();
      case iq::kMethodModulation:
        return codes();
      case iq::kMethodModulationMasks:
        return masked_codes();
      default:
        return selective();
    }
  };
  if (!read()) return nullptr;
  ++count_;
  return &facts_;
}

unsigned PrbReader::pass_usual() {
  if (facts_.method > iq::kMethodBfp) return 0;
  const unsigned before = count_;
  const std::uint32_t octets = section_->octets_per_prb;
  do {
    if (count_ == look_end_) {
      const std::uint32_t left = section_->prbs.captured - at_;
      const std::size_t prbs =
          std::min<std::size_t>({iq::kUnusualPrbs, left / octets, section_->range.count - count_});
      const auto unusual = iq::unusual_prbs({.method = facts_.method, .width = facts_.width}, {here(), left},
                                            prbs, full_scale_);
      if (prbs == 0 || !unusual) break;
      unusual_ = *unusual;
      looked_at_ = count_;
      look_end_ = count_ + static_cast<unsigned>(prbs);
    }
    const auto usual = static_cast<unsigned>(std::countr_zero(unusual_ >> (count_ - looked_at_)));
    const unsigned passed = std::min(usual, look_end_ - count_);
    count_ += passed;
    at_ += passed * octets;
  } while (count_ == look_end_);
  return count_ - before;
}

/// Methods 0 and 1: PRBs to be looked at, if several, go through the kernels that unpack to 16 bits.
bool PrbReader::plain() {
  const std::uint32_t octets = section_->octets_per_prb;
  if (!room(octets)) return false;
  if (count_ >= chunk_end_) {
    const std::uint32_t whole = (section_->prbs.captured - at_) / octets;
    const std::size_t unusual =
        count_ < look_end_ ? static_cast<std::size_t>(std::countr_one(unusual_ >> (count_ - looked_at_)))
                           : kChunk;
    const std::size_t prbs = std::min<std::size_t>({kChunk, unusual, whole, section_->range.count - count_});
    const auto unpacked =
        iq::expand_fast({.method = facts_.method, .width = facts_.width}, {here(), prbs * octets},
                        std::span{unpacked_}.first(prbs * iq::kNumbersPerPrb));
    if (!unpacked) return false;
    chunk_ = count_;
    chunk_end_ = count_ + static_cast<unsigned>(prbs);
  }
  facts_.parameter = facts_.method == iq::kMethodBfp ? *here() : std::uint8_t{0};
  const unsigned exponent = facts_.parameter & 15u;
  if (exponent + facts_.width <= 16) {
    measure(unpacked_.data() + (count_ - chunk_) * iq::kNumbersPerPrb, exponent, 0);
  } else {
    take(here() + (facts_.method == iq::kMethodBfp ? 1 : 0), 0xFFF);
    measure(numbers_.data(), 0, 2 * exponent);
  }
  at_ += octets;
  return true;
}

bool PrbReader::with_parameter() {
  const std::uint32_t octets = section_->octets_per_prb;
  if (!room(octets)) return false;
  facts_.parameter = *here();
  facts_.zero = std::all_of(here() + 1, here() + octets, [](std::uint8_t octet) { return octet == 0; });
  at_ += octets;
  return true;
}

bool PrbReader::codes() {
  if (!room(section_->octets_per_prb)) return false;
  take(here(), 0xFFF);
  measure_codes(0xFFF);
  at_ += section_->octets_per_prb;
  return true;
}

/// Methods 5, 6 and 7.
bool PrbReader::selective() {
  const bool own_mask = facts_.method != iq::kMethodBfpMasks;
  if (!room(own_mask ? 2 : 1)) return false;
  const std::uint8_t* octets = here();
  const std::uint16_t sent =
      own_mask ? static_cast<std::uint16_t>((octets[0] >> 4) << 8 | octets[1]) : mask();
  const std::uint32_t size = wire::selective_prb_octets(facts_.method, facts_.width, sent);
  if (!room(size)) return false;
  take(octets + (own_mask ? 2 : 1), sent);
  if (facts_.method == iq::kMethodModulationSelective) {
    measure_codes(sent);
  } else {
    facts_.parameter = own_mask ? static_cast<std::uint8_t>(octets[0] & 15) : octets[0];
    measure(numbers_.data(), 0, 2 * (facts_.parameter & 15u));
  }
  const unsigned rest = (8 - wire::selected_bits(facts_.width, sent) % 8) % 8;
  facts_.pad = static_cast<std::uint16_t>(octets[size - 1] & ((1u << rest) - 1));
  at_ += size;
  return true;
}

/// Method 8: PRBs follow each other bit by bit.
bool PrbReader::masked_codes() {
  const std::uint16_t sent = mask();
  const std::uint64_t end = bits_ + wire::selected_bits(facts_.width, sent);
  if ((end + 7) / 8 > section_->prbs.captured) return false;
  const std::uint8_t* octet = section_->prbs.data + bits_ / 8;
  numbers_ = {};
  iq::BitReader reader{octet};
  if (bits_ % 8 != 0) reader.take(static_cast<unsigned>(bits_ % 8));
  for (unsigned re = 0; re < iq::kResPerPrb; ++re)
    if (wire::sends_re(sent, re))
      for (unsigned i = 0; i < 2; ++i) numbers_[2 * re + i] = reader.take(facts_.width);
  measure_codes(sent);
  bits_ = end;
  at_ = static_cast<std::uint32_t>(end / 8);
  const unsigned rest = static_cast<unsigned>((8 - end % 8) % 8);
  const bool last = count_ + 1 == section_->range.count;
  facts_.pad = last && rest != 0
                   ? static_cast<std::uint16_t>(section_->prbs.data[end / 8] & ((1u << rest) - 1))
                   : std::uint16_t{0};
  return true;
}

/// Of methods 7 and 8 for the next PRB. With rb there is but one; with numPrbu 0 rb says nothing (7.5.3.2).
std::uint16_t PrbReader::mask() const {
  const bool second = count_ % 2 != 0 && section_->range.step == 1;
  return (second ? section_->mask2 : section_->mask1) & 0xFFF;
}

/// The numbers of a PRB; REs that are not there are 0.
void PrbReader::take(const std::uint8_t* octets, std::uint16_t mask) {
  iq::BitReader reader{octets};
  for (unsigned re = 0; re < iq::kResPerPrb; ++re)
    for (unsigned i = 0; i < 2; ++i)
      numbers_[2 * re + i] = wire::sends_re(mask, re) ? reader.take(facts_.width) : 0;
}

namespace {

/// What numbers have together: the bits of their magnitudes, |n| - 1 of a negative one, and any bit at all.
struct Together {
  std::uint32_t magnitude = 0, any = 0;
};
Together together(const std::int16_t* numbers) {
  std::uint64_t magnitude = 0, any = 0;
  for (std::size_t i = 0; i < iq::kNumbersPerPrb; i += 4) {
    std::uint64_t four = 0;
    std::memcpy(&four, numbers + i, sizeof four);
    const std::uint64_t negative = (four >> 15 & 0x0001'0001'0001'0001) * 0xFFFF;
    magnitude |= four ^ negative;
    any |= four;
  }
  magnitude |= magnitude >> 32;
  return {.magnitude = static_cast<std::uint32_t>((magnitude | magnitude >> 16) & 0xFFFF),
          .any = any != 0 ? 1u : 0u};
}
Together together(const std::int32_t* numbers) {
  Together all;
  for (std::size_t i = 0; i < iq::kNumbersPerPrb; ++i) {
    all.magnitude |= static_cast<std::uint32_t>(numbers[i] ^ numbers[i] >> 31);
    all.any |= static_cast<std::uint32_t>(numbers[i]);
  }
  return all;
}

}  // namespace

/// `down`: numbers are mantissas shifted up by so much. `up`: their squares are to be.
template <class Number>
void PrbReader::measure(const Number* numbers, unsigned down, unsigned up) {
  const Together all = together(numbers);
  const auto bits = static_cast<unsigned>(std::bit_width(all.magnitude));
  facts_.zero = all.any == 0;
  facts_.bits = static_cast<std::uint8_t>(std::bit_width(all.magnitude >> down));
  if (facts_.bits + 2u == facts_.width) {
    const int ones = static_cast<int>((1u << facts_.bits) - 1);
    facts_.all_ones = std::any_of(numbers, numbers + iq::kNumbersPerPrb, [&](int number) {
      const int mantissa = number >> down;
      return mantissa == ones || mantissa == ~ones;
    });
  }
  facts_.power = 0;
  // No number is beyond 2^bits, so no sample beyond the double of its square.
  if (static_cast<int>(2 * bits + 1 + up) <= full_scale_) return;
  for (std::size_t i = 0; i < iq::kNumbersPerPrb; i += 2) {
    const std::int64_t real = numbers[i], imaginary = numbers[i + 1];
    facts_.power = std::max(facts_.power, (real * real + imaginary * imaginary) << up);
  }
}

void PrbReader::measure_codes(std::uint16_t mask) {
  facts_.component = 0;
  facts_.magnitude = 0;
  facts_.component_scaler = facts_.magnitude_scaler = 0;
  facts_.zero_codes = 0;
  double loudest_component = -1, loudest_magnitude = -1;
  unsigned left = 0xFFF;  // of an RE in more sets than one the first one counts
  for (const track::ModulationFacts::Set& set : facts_.modulation.sets) {
    const int csf = set.csf ? 1 : 0;
    std::uint32_t component = 0;
    std::uint64_t magnitude = 0;
    bool any = false;
    for (unsigned re = 0; re < iq::kResPerPrb; ++re) {
      if (((set.mask & left) >> (11 - re) & 1) == 0 || !wire::sends_re(mask, re)) continue;
      any = true;
      const std::int64_t real = 2 * std::int64_t{numbers_[2 * re]} + csf,
                         imaginary = 2 * std::int64_t{numbers_[2 * re + 1]} + csf;
      const auto larger = static_cast<std::uint32_t>(
          std::max(real < 0 ? -real : real, imaginary < 0 ? -imaginary : imaginary));
      component = std::max(component, larger);
      magnitude = std::max(magnitude, static_cast<std::uint64_t>(real * real + imaginary * imaginary));
      if (real == 0 && imaginary == 0) ++facts_.zero_codes;
    }
    left &= ~unsigned{set.mask};
    if (!any) continue;
    const double scale = iq::scaler_value(set.scaler);
    if (const double loud = scale * component; loud > loudest_component) {
      loudest_component = loud;
      facts_.component = component;
      facts_.component_scaler = set.scaler;
    }
    if (const double loud = scale * scale * static_cast<double>(magnitude); loud > loudest_magnitude) {
      loudest_magnitude = loud;
      facts_.magnitude = magnitude;
      facts_.magnitude_scaler = set.scaler;
    }
  }
}

}  // namespace plumbline::check
