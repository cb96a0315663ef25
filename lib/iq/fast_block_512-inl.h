// Compression of block scaling and mu-law by vectors of 512 bits: their params and numbers, for the loop that
// BFP has; included by fast_block.cpp for each such target.
#if defined(PLUMBLINE_IQ_FAST_BLOCK_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_BLOCK_512_INL_H
#undef PLUMBLINE_IQ_FAST_BLOCK_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_BLOCK_512_INL_H
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

#include "iq/fast_block-inl.h"
#include "iq/fast_compress_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

/// The lower words of 32-bit ones, in turns those of a first and of a second vector.
constexpr Words kLowWords = [] {
  Words words{};
  for (unsigned i = 0; i < 32; ++i) words[i] = static_cast<std::uint16_t>(i % 2 == 0 ? i : 32 + i - 1);
  return words;
}();

/// Block scaling by floats, two vectors of them for one of numbers: number x 2^(width - 9) / scaler to the
/// nearest. Instead of a division there is a product with a reciprocal that is too large, by no more than
/// 2^-23 of it. So a half is none any more and goes away from zero, and all else stays on its side of a half:
/// it is at least 1 / (2 x scaler) away, and twice that of a scaler of 128 and more than eight bits.
/// `kClampsFloats`: mantissas of 16 bits, which cannot be clamped when they are words.
template <bool kClampsFloats>
class ScaleFour {
 public:
  static constexpr bool kFinds = true;
  struct Params {
    __m512i scalers;
    __m512i factors;  ///< floats, of numbers x 2^16
  };

  ScaleFour(unsigned width, unsigned least)
      : least_{_mm512_set1_epi32(static_cast<int>(least))},
        unit_{_mm512_set1_ps(static_cast<float>(1u << width) / (1u << 25))},
        most_{_mm512_set1_epi16(static_cast<short>((1u << (width - 1)) - 1))} {}

  HWY_INLINE __m512i magnitudes(const Three& samples) const { return magnitudes_(samples); }
  HWY_INLINE Params operator()(__m512i a, __m512i b, __m512i c, __m512i d) const {
    const __m512i all = magnitudes_.four(a, b, c, d);
    const __m512i most =
        _mm512_max_epi32(_mm512_srli_epi32(all, 16), _mm512_and_si512(all, _mm512_set1_epi32(0xFFFF)));
    const __m512i scalers =
        _mm512_max_epi32(_mm512_srli_epi32(_mm512_add_epi32(most, _mm512_set1_epi32(255)), 8), least_);
    const __m512 divisors = _mm512_cvtepi32_ps(_mm512_max_epi32(scalers, _mm512_set1_epi32(1)));
    const __m512i below =
        _mm512_castps_si512(_mm512_div_round_ps(unit_, divisors, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC));
    return {scalers, _mm512_add_epi32(below, _mm512_set1_epi32(1))};
  }

  static HWY_INLINE __m512i octets(const Params& params) { return params.scalers; }
  static HWY_INLINE Params next_group(const Params& params) {
    return {next_words(params.scalers), next_words(params.factors)};
  }
  HWY_INLINE Three numbers(const Three& samples, const Params& params) const {
    return {mantissas(samples.a, _mm512_permutexvar_epi32(spread_.a, params.factors)),
            mantissas(samples.b, _mm512_permutexvar_epi32(spread_.b, params.factors)),
            mantissas(samples.c, _mm512_permutexvar_epi32(spread_.c, params.factors))};
  }

 private:
  /// A sum with it has its whole part in its low bits.
  static constexpr float kWhole = 3 << 22;

  HWY_INLINE __m512 scaled(__m512i numbers, __m512i factors) const {
    return _mm512_fmadd_round_ps(_mm512_cvtepi32_ps(numbers), _mm512_castsi512_ps(factors),
                                 _mm512_set1_ps(kWhole), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  HWY_INLINE __m512i mantissas(__m512i samples, __m512i factors) const {
    __m512 even = scaled(_mm512_slli_epi32(samples, 16), factors);
    __m512 odd = scaled(_mm512_and_si512(samples, _mm512_set1_epi32(-65536)), factors);
    if (kClampsFloats) {
      const __m512 top = _mm512_set1_ps(kWhole + 32767), bottom = _mm512_set1_ps(kWhole - 32768);
      even = _mm512_max_ps(_mm512_min_ps(even, top), bottom);
      odd = _mm512_max_ps(_mm512_min_ps(odd, top), bottom);
    }
    const __m512i words =
        _mm512_permutex2var_epi16(_mm512_castps_si512(even), load(kLowWords), _mm512_castps_si512(odd));
    if (kClampsFloats) return words;
    const __m512i least = _mm512_xor_si512(most_, _mm512_set1_epi16(-1));
    return _mm512_max_epi16(_mm512_min_epi16(words, most_), least);
  }

  Magnitudes<false, Most> magnitudes_;
  __m512i least_;
  __m512 unit_;
  __m512i most_;
  Three spread_{_mm512_srli_epi32(load(kPrbOfWord[0]), 14), _mm512_srli_epi32(load(kPrbOfWord[1]), 14),
                _mm512_srli_epi32(load(kPrbOfWord[2]), 14)};  ///< 4 x PRB of the upper word
};

/// mu-law, whose shifts are seven less exponents of BFP with nine bits. `kShort`: MuLaw::short_sizes().
template <Sign kSign, bool kShort>
class CompandFour {
 public:
  static constexpr bool kFinds = true;

  explicit CompandFour(const MuLaw& law)
      : law_{law}, params_{_mm512_set1_epi32(static_cast<int>((law.width & 15) << 4 | 7))} {}

  HWY_INLINE __m512i magnitudes(const Three& samples) const { return find_.magnitudes(samples); }
  HWY_INLINE __m512i operator()(__m512i a, __m512i b, __m512i c, __m512i d) const {
    return _mm512_sub_epi32(params_, find_(a, b, c, d));
  }

  static HWY_INLINE __m512i octets(__m512i params) { return params; }
  static HWY_INLINE __m512i next_group(__m512i params) { return next_words(params); }
  HWY_INLINE Three numbers(const Three& samples, __m512i params) const {
    const Three shifts = spread_(_mm512_and_si512(params, _mm512_set1_epi32(15)));
    return {codes(samples.a, shifts.a), codes(samples.b, shifts.b), codes(samples.c, shifts.c)};
  }

 private:
  HWY_INLINE __m512i codes(__m512i samples, __m512i shifts) const {
    using Numbers = hn::FixedTag<std::int16_t, 32>;
    const __m512i sizes = _mm512_sllv_epi16(_mm512_abs_epi16(samples), shifts);
    MuLaw law = law_;
    law.sign = kSign;  // known before the loop
    return law.codes<kShort>(Numbers{}, hn::Vec<Unsigned<Numbers>>{sizes}, hn::Vec<Numbers>{samples}).raw;
  }

  FindExponents<true> find_{9};
  SpreadWords spread_;
  MuLaw law_;
  __m512i params_;
};

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
