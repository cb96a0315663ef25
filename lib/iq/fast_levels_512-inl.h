// Levels by vectors of 512 bits; included by fast_levels.cpp for each instruction set.
#if defined(PLUMBLINE_IQ_FAST_LEVELS_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_LEVELS_512_INL_H
#undef PLUMBLINE_IQ_FAST_LEVELS_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_LEVELS_512_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "iq/fast_numbers_512-inl.h"
#include "iq/fast_words_512-inl.h"
#include "iq/levels.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL

/// Adds what is cut off in those of sixteen PRBs that have a bit in `prbs`: bit 4 x i + n is PRB i of the
/// fours n.
template <bool kBfp, Size kSize, class Load>
HWY_NOINLINE void add_clipped(const Load& load, unsigned width, unsigned prbs, Levels& levels) {
  const Numbers<kBfp, kSize> numbers{width};
  for (unsigned n = 0; n < 4; ++n) {
    std::uint32_t words = 0;
    for (unsigned i = 0; i < 4; ++i) words |= (prbs >> (4 * i + n) & 1) * (0xFFu << 8 * i);
    if (words != 0) levels.clipped += numbers.count_ends(numbers.tops(load, 4 * n * numbers.each), words);
  }
}

/// Sixteen PRBs with exponents that make more than 16 bits of a number: slow, in sums of 64 bits that one PRB
/// cannot leave. `prbs`: so many are there.
template <Size kSize, class Load>
HWY_NOINLINE void add_large(const Load& load, unsigned width, std::size_t prbs, Levels& levels) {
  const Numbers<true, kSize> numbers{width};
  const __m512i low_half = _mm512_set1_epi64(0xFFFFFFFF), ones = _mm512_set1_epi32(1);
  const auto both = [&](__m512i lanes, auto op) {
    return op(_mm512_and_si512(lanes, low_half), _mm512_srli_epi64(lanes, 32));
  };
  const auto add64 = [](__m512i x, __m512i y) { return _mm512_add_epi64(x, y); };
  const auto max64 = [](__m512i x, __m512i y) { return _mm512_max_epu64(x, y); };
  __m512i low = _mm512_setzero_si512(), high = low, i_sum = low, q_sum = low, peak = low;
  for (std::size_t prb = 0; prb < prbs; prb += 4) {
    const std::size_t from = prb * numbers.each;
    const auto octets = numbers.octets(load, from);
    const Three tops = numbers.tops(load, from, octets), words = numbers.words(tops);
    const __m512i up = _mm512_and_si512(numbers.parameters(octets), _mm512_set1_epi64(15));
    const auto signed_sum = [&](__m512i one) {  // of I or Q, for each half of a PRB
      const auto numbers_of = [&](__m512i words) { return _mm512_madd_epi16(words, one); };
      const __m512i sum = reduce(Three{numbers_of(words.a), numbers_of(words.b), numbers_of(words.c)}, add32);
      const __m512i two =
          _mm512_add_epi64(_mm512_srai_epi64(_mm512_slli_epi64(sum, 32), 32), _mm512_srai_epi64(sum, 32));
      return _mm512_sllv_epi64(two, up);
    };
    i_sum = _mm512_add_epi64(i_sum, signed_sum(ones));
    q_sum = _mm512_add_epi64(q_sum, signed_sum(_mm512_slli_epi32(ones, 16)));
    const Three powers{_mm512_madd_epi16(words.a, words.a), _mm512_madd_epi16(words.b, words.b),
                       _mm512_madd_epi16(words.c, words.c)};
    const __m512i energy =
        reduce(Three{both(powers.a, add64), both(powers.b, add64), both(powers.c, add64)}, add64);
    const __m512i twice = _mm512_add_epi64(up, up);
    low =
        _mm512_add_epi64(low, _mm512_sllv_epi64(_mm512_and_si512(energy, _mm512_set1_epi64(0xFFFF)), twice));
    high = _mm512_add_epi64(high, _mm512_sllv_epi64(_mm512_srli_epi64(energy, 16), twice));
    const __m512i most = reduce(powers, max32);
    peak = _mm512_max_epu64(peak, _mm512_sllv_epi64(both(most, max64), twice));
    const __mmask16 nonzero = _mm512_test_epi32_mask(most, most);
    for (std::size_t i = 0; i < std::min<std::size_t>(4, prbs - prb); ++i) {
      const unsigned exponent = load.from[from + i * numbers.each] & 15u;
      const unsigned counts = (nonzero >> 4 * i & 15) != 0 ? 1 : 0;
      levels.exponents[exponent] += counts;
      levels.zero_prbs -= counts;
      if (exponent == 15 || exponent + width == 16)
        levels.clipped += numbers.count_ends(tops, 0xFFu << 8 * i);
    }
  }
  levels.energy += _mm512_reduce_add_epi64(low);
  levels.energy += Levels::Energy{static_cast<std::uint64_t>(_mm512_reduce_add_epi64(high))} << 16;
  levels.i += _mm512_reduce_add_epi64(i_sum);
  levels.q += _mm512_reduce_add_epi64(q_sum);
  levels.peak = std::max<std::uint64_t>(levels.peak, _mm512_reduce_max_epu64(peak));
}

/// Sixteen PRBs at a time: each number is seen once; what a PRB adds up to comes to a 32-bit lane of its own,
/// and its exponent is applied there.
template <bool kBfp, Size kSize>
class Blocks {
 public:
  static constexpr std::size_t kPrbs = 16;
  /// Blocks after which counts must be spread, before one of them leaves its four bits, and after which all
  /// sums must go to Levels, but for some more at the end of a section.
  static constexpr std::size_t kMostUnspread = 15, kMost = 16 * kMostUnspread;

  Blocks(unsigned width, Levels& levels)
      : numbers_{width}, levels_{levels}, limit_{_mm512_set1_epi32(static_cast<int>(16 - width))} {}

  std::size_t octets_read() const { return numbers_.octets_read(); }

  /// `prbs` are there, sixteen where no number is given.
  template <class Load>
  HWY_INLINE void add(const Load& load, std::size_t prbs = kPrbs) {
    const Sums ab = join<0>(four(load, 0, prbs), four(load, 1, prbs));
    const Sums cd = join<1>(four(load, 2, prbs), four(load, 3, prbs));
    const Sums sums = join<2>(ab, cd);
    const __m512i exponents = _mm512_and_si512(sums.exponents, _mm512_set1_epi32(15));
    if (kBfp && _mm512_cmpgt_epu32_mask(exponents, limit_) != 0) [[unlikely]]
      return add_large<kSize>(load, numbers_.width, prbs, levels_);
    add_sums(sums, exponents);
    if (numbers_.at_end(sums.above) != 0) [[unlikely]] {
      const unsigned which = kBfp ? _mm512_cmpeq_epi32_mask(exponents, limit_) : 0xFFFFu;
      if (which != 0) add_clipped<kBfp, kSize>(load, numbers_.width, which, levels_);
    }
  }

  /// To be called after every kMostUnspread blocks.
  HWY_INLINE void spread() {
    if constexpr (!kBfp) return;
    const __m512i four_bits = _mm512_set1_epi8(15);
    const auto add8 = [&](__m512i& sums, __m512i counts) {
      sums = _mm512_add_epi8(sums, _mm512_and_si512(counts, four_bits));
    };
    add8(even_, counts_);
    add8(odd_, _mm512_srli_epi32(counts_, 4));
    counts_ = _mm512_setzero_si512();
    if (numbers_.width > 8) return;
    add8(even8_, counts8_);
    add8(odd8_, _mm512_srli_epi32(counts8_, 4));
    counts8_ = _mm512_setzero_si512();
  }

  /// Gives all sums to the levels.
  HWY_INLINE void finish() {
    levels_.peak = std::max<std::uint64_t>(levels_.peak, _mm512_reduce_max_epu32(peak_));
    alignas(16) std::array<std::uint32_t, 4> sum;  // NOLINT(*-member-init)
    __m512i low = _mm512_setzero_si512(), high = low;
    if constexpr (kSize == Size::wide) {
      low = _mm512_and_si512(low_, _mm512_set1_epi32(0xFFFF));
      high = add32(high_, _mm512_srli_epi32(low_, 16));
    } else {
      levels_.energy += static_cast<std::uint64_t>(_mm512_reduce_add_epi64(energy_));
    }
    _mm_store_si128(reinterpret_cast<__m128i*>(sum.data()), totals(low, high, i_, q_));
    if constexpr (kSize == Size::wide) levels_.energy += sum[0] + (std::uint64_t{sum[1]} << 16);
    levels_.i += static_cast<std::int32_t>(sum[2]);
    levels_.q += static_cast<std::int32_t>(sum[3]);
    if constexpr (kBfp) {
      spread();
      give_counts(even_, odd_, 0);
      if (numbers_.width <= 8) give_counts(even8_, odd8_, 8);
    } else {
      const auto nonzero = static_cast<std::uint32_t>(_mm512_reduce_add_epi32(counts_));
      levels_.exponents[0] += nonzero;
      levels_.zero_prbs -= nonzero;
    }
  }

 private:
  /// Sums of I and of Q of a PRB have 16 bits.
  static constexpr bool kSums16 = kSize == Size::two_loads || kSize == Size::narrow;

  /// Of four PRBs in four lanes of 32 bits each, of eight in two, of sixteen in one: lane 4 x i + n is PRB i
  /// of the fours n. Of wide numbers energy is the low 16 bits of each power and rest the high ones; narrow
  /// ones have I and Q in 16 bits of i. `above`: the least of above_largest(). Exponents: udCompParam.
  struct Sums {
    __m512i peak, energy, rest, i, q, above, exponents;
  };

  template <class Load>
  HWY_INLINE Sums four(const Load& load, std::size_t n, std::size_t prbs) {
    const __m512i zero = _mm512_setzero_si512();
    Sums sums{zero, zero, zero, zero, zero, _mm512_set1_epi32(-1), zero};
    if (4 * n >= prbs) return sums;
    const std::size_t from = n * 4 * numbers_.each;
    const auto octets = numbers_.octets(load, from);
    if constexpr (kBfp) sums.exponents = numbers_.parameters(octets);
    const Three tops = numbers_.tops(load, from, octets), words = numbers_.words(tops);
    sums.above = numbers_.above_largest(tops);
    const Three powers{_mm512_madd_epi16(words.a, words.a), _mm512_madd_epi16(words.b, words.b),
                       _mm512_madd_epi16(words.c, words.c)};
    sums.peak = reduce(powers, max32);
    if constexpr (kSize != Size::wide) {
      sums.energy = reduce(powers, add32);
    } else {
      const __m512i low = _mm512_set1_epi32(0xFFFF);
      sums.energy = reduce(Three{_mm512_and_si512(powers.a, low), _mm512_and_si512(powers.b, low),
                                 _mm512_and_si512(powers.c, low)},
                           add32);
      sums.rest = reduce(Three{_mm512_srli_epi32(powers.a, 16), _mm512_srli_epi32(powers.b, 16),
                               _mm512_srli_epi32(powers.c, 16)},
                         add32);
    }
    const __m512i of_i = _mm512_set1_epi32(1), of_q = _mm512_set1_epi32(1 << 16);
    if constexpr (kSums16) {
      sums.i = reduce(words, add16);
    } else if constexpr (kSize == Size::middle) {
      const __m512i three = reduce(words, add16);
      sums.i = _mm512_madd_epi16(three, of_i);
      sums.q = _mm512_madd_epi16(three, of_q);
    } else {
      const auto sum = [&](__m512i one) {
        return reduce(Three{_mm512_madd_epi16(words.a, one), _mm512_madd_epi16(words.b, one),
                            _mm512_madd_epi16(words.c, one)},
                      add32);
      };
      sums.i = sum(of_i);
      sums.q = sum(of_q);
    }
    return sums;
  }

  /// kStep 0: fours 0 and 1, 1: fours 2 and 3, 2: all.
  template <int kStep>
  static HWY_INLINE Sums join(const Sums& a, const Sums& b) {
    const auto both = [](__m512i a, __m512i b, auto op) __attribute__((always_inline)) {
      if constexpr (kStep < 2) return join_lanes(a, b, op);
      return join_pairs(a, b, op);
    };
    Sums sums;  // NOLINT(*-member-init)
    sums.peak = both(a.peak, b.peak, max32);
    sums.above = _mm512_min_epu16(a.above, b.above);
    constexpr __mmask16 kOfB = kStep == 0 ? 0x2222 : kStep == 1 ? 0x8888 : 0xCCCC;
    sums.exponents = kBfp ? _mm512_mask_blend_epi32(kOfB, a.exponents, b.exponents) : a.exponents;
    if constexpr (kSums16) {
      sums.energy = both(a.energy, b.energy, add32);
      sums.i = both(a.i, b.i, add16);
      sums.q = sums.rest = _mm512_setzero_si512();
      return sums;
    }
    // Where no exponent is to be applied, which lane something is in does not matter.
    const auto any = [&](__m512i a, __m512i b) __attribute__((always_inline)) {
      return kBfp ? both(a, b, add32) : add32(a, b);
    };
    sums.energy = kSize == Size::wide ? any(a.energy, b.energy) : both(a.energy, b.energy, add32);
    sums.rest = any(a.rest, b.rest);
    sums.i = any(a.i, b.i);
    sums.q = any(a.q, b.q);
    return sums;
  }

  HWY_INLINE void add_sums(const Sums& sums, __m512i exponents) {
    const __m512i one = _mm512_set1_epi32(1), twice = add32(exponents, exponents);
    const auto up = [](__m512i lanes, __m512i by) __attribute__((always_inline)) {
      return kBfp ? _mm512_sllv_epi32(lanes, by) : lanes;
    };
    peak_ = max32(peak_, up(sums.peak, twice));
    count(_mm512_min_epu32(sums.peak, one), exponents);
    if constexpr (kSize == Size::wide) {
      low_ = add32(low_, up(sums.energy, twice));
      high_ = add32(high_, up(sums.rest, twice));
    } else {
      add_energy(sums.energy, twice);
    }
    if constexpr (kSums16) {
      const __m512i by = up(one, exponents);
      i_ = add32(i_, _mm512_madd_epi16(sums.i, by));
      q_ = add32(q_, _mm512_madd_epi16(sums.i, _mm512_slli_epi32(by, 16)));
    } else {
      i_ = add32(i_, up(sums.i, exponents));
      q_ = add32(q_, up(sums.q, exponents));
    }
  }

  HWY_INLINE void add_energy(__m512i energy, __m512i twice) {
    const __m512i odd = _mm512_srli_epi64(energy, 32);
    if constexpr (kBfp) {
      const __m512i up = _mm512_sllv_epi32(_mm512_set1_epi32(1), twice);
      energy_ = _mm512_add_epi64(energy_, _mm512_mul_epu32(energy, up));
      energy_ = _mm512_add_epi64(energy_, _mm512_mul_epu32(odd, _mm512_srli_epi64(up, 32)));
    } else {
      energy_ = _mm512_add_epi64(energy_, _mm512_and_si512(energy, _mm512_set1_epi64(0xFFFFFFFF)));
      energy_ = _mm512_add_epi64(energy_, odd);
    }
  }

  /// Counts PRBs that are not zero: those of which there is a 1.
  HWY_INLINE void count(__m512i nonzero, __m512i exponents) {
    if constexpr (!kBfp) {
      counts_ = add32(counts_, nonzero);
      return;
    }
    // What is shifted by 32 and more is 0.
    const __m512i place = _mm512_slli_epi32(exponents, 2);
    counts_ = add32(counts_, _mm512_sllv_epi32(nonzero, place));
    if (numbers_.width > 8) return;
    counts8_ = add32(counts8_, _mm512_sllv_epi32(nonzero, _mm512_sub_epi32(place, _mm512_set1_epi32(32))));
  }

  /// Adds sums of octets to eight counters, those of the even ones and of the odd ones.
  HWY_INLINE void give_counts(__m512i even, __m512i odd, std::size_t first) {
    const __m512i low_bits = _mm512_set1_epi16(0xFF);
    const auto low = [&](__m512i a) { return _mm512_and_si512(a, low_bits); };
    const auto high = [](__m512i a) { return _mm512_srli_epi16(a, 8); };
    // Counters 0 and 4, 1 and 5, 2 and 6, 3 and 7 in 16 bits each.
    const __m128i all = totals(low(even), low(odd), high(even), high(odd));
    const __m128i to_3 = _mm_and_si128(all, _mm_set1_epi32(0xFFFF)), to_7 = _mm_srli_epi32(all, 16);
    const auto add = [&](__m128i counts, std::size_t to) {
      auto* const at = reinterpret_cast<__m256i*>(levels_.exponents.data() + to);
      _mm256_storeu_si256(at, _mm256_add_epi64(_mm256_loadu_si256(at), _mm256_cvtepu32_epi64(counts)));
    };
    add(to_3, first);
    add(to_7, first + 4);
    const __m128i two = _mm_add_epi32(to_3, to_7), one = _mm_add_epi32(two, _mm_unpackhi_epi64(two, two));
    levels_.zero_prbs -= static_cast<std::uint32_t>(_mm_cvtsi128_si32(one)) +
                         static_cast<std::uint32_t>(_mm_extract_epi32(one, 1));
  }

  Numbers<kBfp, kSize> numbers_;
  Levels& levels_;
  __m512i limit_;  ///< the largest exponent with which 16 bits hold a number
  __m512i peak_ = _mm512_setzero_si512();
  __m512i energy_ = peak_;              ///< 64 bits
  __m512i low_ = peak_, high_ = peak_;  ///< of wide numbers instead, 16 bits of each power
  __m512i i_ = peak_, q_ = peak_;       ///< 32 bits
  __m512i counts_ = peak_;              ///< of exponents 0 to 7, four bits each; without exponents of all
  __m512i counts8_ = peak_;             ///< of exponents 8 to 15
  __m512i even_ = peak_, odd_ = peak_;  ///< counts in octets
  __m512i even8_ = peak_, odd8_ = peak_;
};

template <bool kBfp, Size kSize>
void add_blocks(Section section, Levels& levels) {
  using OfSection = Blocks<kBfp, kSize>;
  constexpr std::size_t kPrbs = OfSection::kPrbs;
  const std::size_t octets = kPrbs * section.each();
  levels.prbs += section.prbs;
  levels.zero_prbs += section.prbs;  // of which those that are not are taken away
  while (section.prbs > 0) {
    OfSection blocks{section.width, levels};
    const auto whole = [&] { return section.prbs >= kPrbs && section.size >= blocks.octets_read(); };
    for (std::size_t left = OfSection::kMost; left > 0 && whole(); left -= OfSection::kMostUnspread) {
      for (std::size_t more = OfSection::kMostUnspread; more > 0 && whole(); --more) {
        fetch(section.octets, octets);
        blocks.add(Whole{section.octets});
        section.octets += octets;
        section.size -= octets;
        section.prbs -= kPrbs;
      }
      blocks.spread();
    }
    while (section.prbs > 0 && !whole()) {
      const std::size_t some = std::min(kPrbs, section.prbs), size = some * section.each();
      fetch(section.octets, size);
      blocks.add(Part{section.octets, size}, some);
      section.octets += size;
      section.size -= size;
      section.prbs -= some;
    }
    blocks.finish();
  }
}

template <bool kBfp>
void add_section(const Section& section, Levels& levels) {
  switch (size_of(section.width)) {
    case Size::two_loads:
      return add_blocks<kBfp, Size::two_loads>(section, levels);
    case Size::narrow:
      return add_blocks<kBfp, Size::narrow>(section, levels);
    case Size::middle:
      return add_blocks<kBfp, Size::middle>(section, levels);
    case Size::wide:
      if (section.width == 16) return add_words(section, levels);
      return add_blocks<kBfp, Size::wide>(section, levels);
  }
}

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
