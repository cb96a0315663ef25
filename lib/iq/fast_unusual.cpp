#include "iq/fast_unusual.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_unusual.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <span>

#include "iq/fast.h"
#include "iq/fast_layout.h"
#include "iq/fast_numbers_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR
/// By way of 16-bit samples of a few PRBs, for which exponents that leave 16 bits are unusual.
class UnusualOfFew {
 public:
  UnusualOfFew(const Section& section, std::uint32_t most_power)
      : section_{section}, most_power_{most_power} {}

  std::uint64_t operator()() const {
    const Format format{section_.bfp ? kMethodBfp : kMethodNone, static_cast<std::uint8_t>(section_.width)};
    std::array<std::int16_t, kMost * kNumbersPerPrb> samples;  // NOLINT(*-member-init)
    const std::uint8_t* from = section_.octets;
    std::uint64_t unusual = 0;
    for (std::size_t done = 0; done < section_.prbs;) {
      const std::size_t some = std::min(section_.prbs - done, kMost);
      (void)expand_fast(format, {from, some * section_.each()},
                        std::span{samples}.first(some * kNumbersPerPrb));
      for (std::size_t prb = 0; prb < some; ++prb, ++done, from += section_.each())
        unusual |= std::uint64_t{is_unusual(samples.data() + prb * kNumbersPerPrb, *from)} << done;
    }
    return unusual;
  }

 private:
  static constexpr std::size_t kMost = 16;

  bool is_unusual(const std::int16_t* samples, unsigned parameter) const {
    const hn::CappedTag<std::int16_t, 8> words;
    const hn::Repartition<std::int32_t, decltype(words)> res;
    const hn::Repartition<std::uint32_t, decltype(words)> powers;
    auto size = hn::Zero(words);
    auto peak = hn::Zero(powers);
    for (std::size_t at = 0; at < kNumbersPerPrb; at += hn::Lanes(words)) {
      const auto numbers = hn::LoadU(words, samples + at);
      size = hn::Or(size, hn::Xor(numbers, hn::BroadcastSignBit(numbers)));
      const auto both = hn::BitCast(res, numbers);
      const auto i = hn::ShiftRight<16>(hn::ShiftLeft<16>(both)), q = hn::ShiftRight<16>(both);
      peak = hn::Max(peak, hn::BitCast(powers, hn::Add(hn::Mul(i, i), hn::Mul(q, q))));
    }
    if (hn::GetLane(hn::MaxOfLanes(powers, peak)) > most_power_) return true;
    if (!section_.bfp || parameter == 0) return false;
    if (parameter + section_.width > 16) return true;
    // The mantissas were shifted up by the exponent.
    return (hn::GetLane(hn::MaxOfLanes(words, size)) >> (section_.width - 2 + parameter)) == 0;
  }

  Section section_;
  std::uint32_t most_power_;
};
#endif

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
/// Sixteen PRBs at a time. `kPower`: some may be too strong.
template <bool kBfp, Size kSize, bool kPower>
class Unusual {
 public:
  static constexpr std::size_t kPrbs = 16;

  Unusual(unsigned width, std::uint32_t most_power)
      : numbers_{width},
        limit_{_mm512_set1_epi32(static_cast<int>(16 - width))},
        most_power_{_mm512_set1_epi32(static_cast<int>(most_power))} {}

  std::size_t octets_read() const { return numbers_.octets_read(); }

  /// Bit n: PRB n; `prbs` are there.
  template <class Load>
  HWY_INLINE unsigned of(const Load& load, std::size_t prbs = kPrbs) const {
    const Seen ab = join<0>(four(load, 0, prbs), four(load, 1, prbs));
    const Seen cd = join<1>(four(load, 2, prbs), four(load, 3, prbs));
    const Seen seen = join<2>(ab, cd);
    unsigned unusual = 0;
    __m512i power = seen.power;
    if constexpr (kBfp) {
      const __m512i parameters = _mm512_and_si512(seen.parameters, _mm512_set1_epi32(0xFF));
      // A number needs all bits where the first two differ.
      const __mmask16 full =
          _mm512_test_epi32_mask(seen.differing, _mm512_set1_epi16(static_cast<short>(0x8000)));
      unusual = _mm512_cmpgt_epu32_mask(parameters, limit_) |
                (_mm512_test_epi32_mask(parameters, parameters) & ~unsigned{full});
      // Of those that are too large anything may come.
      if constexpr (kPower) power = _mm512_sllv_epi32(power, add32(parameters, parameters));
    }
    if constexpr (kPower) unusual |= _mm512_cmpgt_epu32_mask(power, most_power_);
    return unusual == 0 ? 0 : in_order(unusual);
  }

 private:
  /// Of four PRBs in four lanes of 32 bits each, of eight in two, of sixteen in one. Differing: in each word
  /// bit 15 is the first bit XOR the second one of some number.
  struct Seen {
    __m512i differing, power, parameters;
  };

  template <class Load>
  HWY_INLINE Seen four(const Load& load, std::size_t n, std::size_t prbs) const {
    const __m512i zero = _mm512_setzero_si512();
    Seen seen{zero, zero, zero};
    if (4 * n >= prbs) return seen;
    const std::size_t from = n * 4 * numbers_.each;
    const auto octets = numbers_.octets(load, from);
    const Three tops = numbers_.tops(load, from, octets);
    if constexpr (kBfp) {
      seen.parameters = numbers_.parameters(octets);
      const auto differing = [](__m512i top) __attribute__((always_inline)) {
        return _mm512_xor_si512(top, _mm512_add_epi16(top, top));
      };
      seen.differing = reduce(Three{differing(tops.a), differing(tops.b), differing(tops.c)}, either);
    }
    if constexpr (kPower) {
      const Three words = numbers_.words(tops);
      seen.power = reduce(Three{_mm512_madd_epi16(words.a, words.a), _mm512_madd_epi16(words.b, words.b),
                                _mm512_madd_epi16(words.c, words.c)},
                          max32);
    }
    return seen;
  }

  /// From lane 4 x i + n, which is PRB i of the fours n, to PRB 4 x n + i: four rows of four bits,
  /// transposed.
  static unsigned in_order(unsigned lanes) {
    const unsigned pairs = (lanes ^ lanes >> 3) & 0x0A0A;
    lanes ^= pairs ^ pairs << 3;
    const unsigned fours = (lanes ^ lanes >> 6) & 0x00CC;
    return lanes ^ fours ^ fours << 6;
  }

  /// kStep 0: fours 0 and 1, 1: fours 2 and 3, 2: all.
  template <int kStep>
  static HWY_INLINE Seen join(const Seen& a, const Seen& b) {
    const auto both = [](__m512i a, __m512i b, auto op) __attribute__((always_inline)) {
      if constexpr (kStep < 2) return join_lanes(a, b, op);
      return join_pairs(a, b, op);
    };
    constexpr __mmask16 kOfB = kStep == 0 ? 0x2222 : kStep == 1 ? 0x8888 : 0xCCCC;
    return {kBfp ? both(a.differing, b.differing, either) : a.differing,
            kPower ? both(a.power, b.power, max32) : a.power,
            kBfp ? _mm512_mask_blend_epi32(kOfB, a.parameters, b.parameters) : a.parameters};
  }
  static HWY_INLINE __m512i either(__m512i a, __m512i b) { return _mm512_or_si512(a, b); }

  Numbers<kBfp, kSize> numbers_;
  __m512i limit_;  ///< the largest exponent with which 16 bits hold a number
  __m512i most_power_;
};

template <bool kBfp, Size kSize, bool kPower>
std::uint64_t unusual_of(const Section& section, std::uint32_t most_power) {
  using OfSection = Unusual<kBfp, kSize, kPower>;
  const OfSection blocks{section.width, most_power};
  const std::size_t octets = OfSection::kPrbs * section.each();
  std::uint64_t unusual = 0;
  for (std::size_t done = 0; done < section.prbs; done += OfSection::kPrbs) {
    const std::size_t some = std::min(OfSection::kPrbs, section.prbs - done),
                      at = done / OfSection::kPrbs * octets;
    const std::uint8_t* const from = section.octets + at;
    fetch(from, some * section.each());
    const unsigned found = some == OfSection::kPrbs && section.size - at >= blocks.octets_read()
                               ? blocks.of(Whole{from})
                               : blocks.of(Part{from, some * section.each()}, some);
    unusual |= std::uint64_t{found} << done;
  }
  return unusual;
}

template <bool kBfp, bool kPower>
std::uint64_t unusual_of(const Section& section, std::uint32_t most_power) {
  switch (size_of(section.width)) {
    case Size::two_loads:
      return unusual_of<kBfp, Size::two_loads, kPower>(section, most_power);
    default:  // how wide makes no difference here
      return unusual_of<kBfp, Size::narrow, kPower>(section, most_power);
  }
}
#endif

}  // namespace

/// `most_power`: of a sample of 16 bits.
std::uint64_t UnusualPrbs(const std::uint8_t* octets, std::size_t size, std::size_t prbs, unsigned width,
                          bool bfp, [[maybe_unused]] std::uint32_t most_power) {
  [[maybe_unused]] const Section section{octets, size, prbs, width, bfp};
#if HWY_TARGET == HWY_SCALAR
  return ~std::uint64_t{0};
#else
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
  // With 16 bits and an exponent two PRBs have more than 64 octets.
  if (!(bfp && width == 16)) {
    const bool power = most_power < std::uint32_t{1} << (bfp ? 31 : 2 * width - 1);
    if (bfp) return (power ? unusual_of<true, true> : unusual_of<true, false>)(section, most_power);
    return power ? unusual_of<false, true>(section, most_power) : 0;
  }
#endif
  return UnusualOfFew{section, most_power}();
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(UnusualPrbs);

}  // namespace

Result<std::uint64_t, Fault> unusual_prbs(const Format& format, Octets octets, std::size_t prbs,
                                          int power_log2) {
  if (format.method > kMethodBfp) return tl::unexpected(Fault::method);
  if (format.width < 1 || format.width > 16) return tl::unexpected(Fault::width);
  const Layout layout{format.width, format.method == kMethodBfp};
  if (prbs > kUnusualPrbs || octets.size() < prbs * layout.prb_octets()) return tl::unexpected(Fault::length);
  if (prbs == 0) return 0;
  const std::uint64_t there = ~std::uint64_t{0} >> (kUnusualPrbs - prbs);
  // One bit has no second one, by which to tell whether all are needed.
  if (format.width == 1) return there;
  const std::uint32_t most_power = power_log2 < 0    ? 0
                                   : power_log2 > 31 ? ~std::uint32_t{0}
                                                     : std::uint32_t{1} << power_log2;
  const std::uint64_t unusual = HWY_DYNAMIC_DISPATCH(UnusualPrbs)(octets.data(), octets.size(), prbs,
                                                                  layout.width, layout.bfp, most_power);
  return unusual & there;
}

}  // namespace plumbline::iq
#endif  // HWY_ONCE
