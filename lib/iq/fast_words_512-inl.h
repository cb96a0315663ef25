// Levels of 16 bits without compression by vectors of 512 bits; included once for each instruction set.
#if defined(PLUMBLINE_IQ_FAST_WORDS_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_WORDS_512_INL_H
#undef PLUMBLINE_IQ_FAST_WORDS_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_WORDS_512_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "iq/fast_numbers_512-inl.h"
#include "iq/levels.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL

/// Numbers of 16 bits without exponents: four PRBs are three vectors as they lie.
class Words16 {
 public:
  static constexpr std::size_t kPrbs = 4, kMost = 960;  ///< fours after which sums must go to Levels

  explicit Words16(Levels& levels) : levels_{levels} {}

  template <class Load>
  HWY_INLINE void add(const Load& load) {
    const __m512i a = swapped(load(0)), b = swapped(load(64)), c = swapped(load(128));
    const __m512i largest = _mm512_set1_epi16(0x7FFF);
    const __m512i above =
        _mm512_min_epu16(_mm512_min_epu16(_mm512_sub_epi16(a, largest), _mm512_sub_epi16(b, largest)),
                         _mm512_sub_epi16(c, largest));
    if (ends(_mm512_add_epi16(above, largest)) != 0) [[unlikely]]
      levels_.clipped += ends(a) + ends(b) + ends(c);
    const std::uint64_t nonzero = add_vector(a) | add_vector(b) << 16 | add_vector(c) << 32;
    // A PRB is twelve lanes: what any of them has comes to the first one.
    std::uint64_t any = nonzero | nonzero >> 6;
    any |= any >> 3;
    any |= any >> 1 | any >> 2;
    nonzero_ += static_cast<unsigned>(std::popcount(any & 0x001001001001));
  }

  HWY_INLINE void finish() {
    const __m512i low = _mm512_and_si512(low_, _mm512_set1_epi32(0xFFFF));
    alignas(16) std::array<std::uint32_t, 4> sum;  // NOLINT(*-member-init)
    _mm_store_si128(reinterpret_cast<__m128i*>(sum.data()),
                    totals(low, add32(high_, _mm512_srli_epi32(low_, 16)), i_, q_));
    levels_.peak = std::max<std::uint64_t>(levels_.peak, _mm512_reduce_max_epu32(peak_));
    levels_.energy += sum[0] + (std::uint64_t{sum[1]} << 16);
    levels_.i += static_cast<std::int32_t>(sum[2]);
    levels_.q += static_cast<std::int32_t>(sum[3]);
    levels_.exponents[0] += nonzero_;
    levels_.zero_prbs -= nonzero_;
  }

 private:
  static HWY_INLINE __m512i swapped(__m512i octets) {
    const __m128i order = _mm_set_epi64x(0x0E0F0C0D0A0B0809, 0x0607040502030001);
    return _mm512_shuffle_epi8(octets, _mm512_broadcast_i32x4(order));
  }
  static HWY_INLINE unsigned ends(__m512i words) {
    const __m512i above = _mm512_sub_epi16(words, _mm512_set1_epi16(0x7FFF));
    return static_cast<unsigned>(std::popcount(_mm512_cmplt_epu16_mask(above, _mm512_set1_epi16(2))));
  }
  /// Which lanes are not zero.
  HWY_INLINE std::uint64_t add_vector(__m512i words) {
    const __m512i power = _mm512_madd_epi16(words, words);
    peak_ = max32(peak_, power);
    low_ = add32(low_, _mm512_and_si512(power, _mm512_set1_epi32(0xFFFF)));
    high_ = add32(high_, _mm512_srli_epi32(power, 16));
    i_ = add32(i_, _mm512_madd_epi16(words, _mm512_set1_epi32(1)));
    q_ = add32(q_, _mm512_madd_epi16(words, _mm512_set1_epi32(1 << 16)));
    return _mm512_test_epi32_mask(words, words);
  }

  Levels& levels_;
  __m512i peak_ = _mm512_setzero_si512();
  __m512i low_ = peak_, high_ = peak_;  ///< 16 bits of each power
  __m512i i_ = peak_, q_ = peak_;
  std::uint64_t nonzero_ = 0;
};

inline void add_words(Section section, Levels& levels) {
  const std::size_t octets = Words16::kPrbs * section.each();
  levels.prbs += section.prbs;
  levels.zero_prbs += section.prbs;
  while (section.prbs > 0) {
    Words16 words{levels};
    for (std::size_t more = Words16::kMost; more > 0 && section.prbs >= Words16::kPrbs; --more) {
      fetch(section.octets, octets);
      words.add(Whole{section.octets});
      section.octets += octets;
      section.prbs -= Words16::kPrbs;
    }
    if (section.prbs < Words16::kPrbs) {
      words.add(Part{section.octets, section.prbs * section.each()});
      section.prbs = 0;
    }
    words.finish();
  }
}

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
