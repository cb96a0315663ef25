#include "iq/modulation_samples.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_modulation.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>

#include "iq/fast.h"
#include "iq/fast_layout.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET != HWY_SCALAR

namespace hn = hwy::HWY_NAMESPACE;

/// -1 in the words whose number is of an RE of `mask`, those of four PRBs.
std::array<std::int16_t, kPrbsPerGroup * kNumbersPerPrb> words_of(std::uint16_t mask) {
  std::array<std::int16_t, kPrbsPerGroup * kNumbersPerPrb> words;  // NOLINT(*-member-init)
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = (mask >> (kResPerPrb - 1 - i % kNumbersPerPrb / 2) & 1) != 0 ? -1 : 0;
  return words;
}

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
/// Codes to samples in place.
class Lookup {
 public:
  explicit Lookup(const ModulationSamples& of) : count_{std::max<std::size_t>(of.count, 1)} {
    for (std::size_t n = 0; n < count_; ++n) {
      const auto words = words_of(of.sets[n].mask);
      const auto mask = [&](std::size_t vector) {
        return _mm512_movepi16_mask(_mm512_loadu_si512(&words[vector * kNumbersPerVector]));
      };
      sets_[n] = {_mm512_loadu_si512(of.sets[n].samples.data()), {mask(0), mask(1), mask(2)}};
    }
  }

  void operator()(std::int16_t* numbers, std::size_t prbs) const {
    for (; prbs >= kPrbsPerGroup; prbs -= kPrbsPerGroup)
      for (std::size_t vector = 0; vector < kVectors; ++vector, numbers += kNumbersPerVector)
        _mm512_storeu_si512(numbers, samples(vector, _mm512_loadu_si512(numbers)));
    for (std::size_t left = prbs * kNumbersPerPrb, vector = 0; left > 0; vector = (vector + 1) % kVectors) {
      const std::size_t some = std::min(left, kNumbersPerVector);
      const auto there = static_cast<__mmask32>((std::uint64_t{1} << some) - 1);
      _mm512_mask_storeu_epi16(numbers, there, samples(vector, _mm512_maskz_loadu_epi16(there, numbers)));
      numbers += some;
      left -= some;
    }
  }

 private:
  struct Set {
    __m512i samples;
    std::array<__mmask32, kVectors> masks;
  };
  HWY_INLINE __m512i samples(std::size_t vector, __m512i codes) const {
    __m512i out = _mm512_maskz_permutexvar_epi16(sets_[0].masks[vector], codes, sets_[0].samples);
    for (std::size_t n = 1; n < count_; ++n)
      out = _mm512_mask_permutexvar_epi16(out, sets_[n].masks[vector], codes, sets_[n].samples);
    return out;
  }

  std::size_t count_;
  std::array<Set, kResPerPrb> sets_;  ///< the first one is there, if only with no RE
};
#else
/// Codes to samples in place. The octets of samples are in tables of 16: low and high ones, of codes from 0
/// on and of those below.
class Lookup {
 public:
  explicit Lookup(const ModulationSamples& of) : count_{of.count} {
    for (std::size_t n = 0; n < count_; ++n) {
      const auto words = words_of(of.sets[n].mask);
      std::copy_n(words.begin(), kNumbersPerPrb, sets_[n].mask.begin());
      for (std::size_t code = 0; code < ModulationSamples::kCodes; ++code) {
        const auto sample = static_cast<std::uint16_t>(of.sets[n].samples[code]);
        sets_[n].low[code] = static_cast<std::uint8_t>(sample);
        sets_[n].high[code] = static_cast<std::uint8_t>(sample >> 8);
      }
    }
  }

  void operator()(std::int16_t* numbers, std::size_t prbs) const {
    const hn::CappedTag<std::int16_t, 8> d;
    const hn::Repartition<std::uint8_t, decltype(d)> bytes;
    const auto low_octet = hn::Set(d, 0x00FF);
    for (; prbs > 0; --prbs)
      for (std::size_t i = 0; i < kNumbersPerPrb; i += hn::Lanes(d), numbers += hn::Lanes(d)) {
        const auto codes = hn::LoadU(d, numbers);
        const auto index = hn::And(codes, hn::Set(d, 15));
        const auto both = hn::BitCast(bytes, hn::Or(index, hn::ShiftLeft<8>(index)));
        const auto negative = hn::MaskFromVec(hn::BroadcastSignBit(codes));
        auto samples = hn::Zero(d);
        for (std::size_t n = 0; n < count_; ++n) {
          const auto octets = [&](const std::array<std::uint8_t, 32>& table, std::size_t at) {
            return hn::BitCast(d, hn::TableLookupBytes(hn::LoadDup128(bytes, &table[at]), both));
          };
          const Set& set = sets_[n];
          const auto low = hn::IfThenElse(negative, octets(set.low, 16), octets(set.low, 0));
          const auto high = hn::IfThenElse(negative, octets(set.high, 16), octets(set.high, 0));
          const auto sample = hn::Or(hn::And(low, low_octet), hn::AndNot(low_octet, high));
          samples = hn::Or(samples, hn::And(sample, hn::LoadU(d, &set.mask[i])));
        }
        hn::StoreU(samples, d, numbers);
      }
  }

 private:
  struct Set {
    alignas(16) std::array<std::uint8_t, 32> low, high;
    std::array<std::int16_t, kNumbersPerPrb> mask;
  };
  std::size_t count_;
  std::array<Set, kResPerPrb> sets_;
};
#endif

/// PRBs whose codes are unpacked into the place of the samples, which stays in the first-level cache until
/// they become them.
constexpr std::size_t kSome = 128;

#endif

}  // namespace

void ExpandModulation(const ModulationSamples& of, const std::uint8_t* from, std::int16_t* out,
                      std::size_t prbs) {
  const std::size_t each = 3 * of.width;
#if HWY_TARGET == HWY_SCALAR
  (void)expand_modulation(of, {from, prbs * each}, {out, prbs * kNumbersPerPrb});
#else
  const Format codes{kMethodNone, static_cast<std::uint8_t>(of.width)};
  const Lookup lookup{of};
  while (prbs > 0) {
    const std::size_t some = std::min(prbs, kSome);
    (void)expand_fast(codes, {from, some * each}, {out, some * kNumbersPerPrb});
    lookup(out, some);
    from += some * each, out += some * kNumbersPerPrb, prbs -= some;
  }
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(ExpandModulation);

}  // namespace

Result<std::size_t, Fault> expand_modulation_fast(const ModulationSamples& of, Octets octets,
                                                  std::span<std::int16_t> out) {
  const std::size_t prbs = out.size() / kNumbersPerPrb, each = 3 * of.width;
  if (out.size() % kNumbersPerPrb != 0 || octets.size() / each < prbs) return tl::unexpected(Fault::length);
  HWY_DYNAMIC_DISPATCH(ExpandModulation)(of, octets.data(), out.data(), prbs);
  return prbs * each;
}

}  // namespace plumbline::iq
#endif  // HWY_ONCE
