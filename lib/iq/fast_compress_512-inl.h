// Compression of none and BFP by vectors of 512 bits; included by fast_compress.cpp for each such target.
#if defined(PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H
#undef PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H
#endif

#include <hwy/highway.h>

#include "iq/fast_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

/// The exponents of four PRBs, each in all 32-bit words of its lane.
class FourExponents {
 public:
  explicit FourExponents(unsigned width) : above_{_mm512_set1_epi32(static_cast<int>(141 + width))} {}

  /// From magnitudes, of which only the bit length counts: what has 2^k or more has bit k or one above.
  HWY_INLINE __m512i operator()(const Three& magnitudes) const {
    // Lanes of PRBs 0, 0, 0, 1 and 1, 1, 2, 2 and 2, 3, 3, 3 to those of PRBs 0, 1, 2, 3. What comes twice
    // does not harm an OR.
    const __m512i first = _mm512_shuffle_i64x2(magnitudes.a, magnitudes.c, 0b01'00'11'00),
                  second = _mm512_shuffle_i64x2(magnitudes.a, magnitudes.c, 0b10'00'11'01),
                  third = _mm512_shuffle_i64x2(magnitudes.a, magnitudes.c, 0b11'00'11'10);
    const __m512i outer = any_of(first, second, third);
    const __m512i swapped = _mm512_shuffle_i64x2(magnitudes.b, magnitudes.b, 0b11'11'00'00);
    const __m512i all = _mm512_mask_ternarylogic_epi64(outer, 0b00111100, swapped, magnitudes.b, 0xFE);
    // Within the lane, to the upper half of all of its words.
    const __m512i twos = _mm512_or_si512(all, _mm512_shuffle_epi32(all, _MM_PERM_BADC));
    const __m512i ones = _mm512_or_si512(twos, _mm512_shuffle_epi32(twos, _MM_PERM_CDAB));
    const __m512i top = _mm512_or_si512(ones, _mm512_slli_epi32(ones, 16));
    // Converted without rounding up, the exponent of a float is the bit length: 142 more than that of the
    // upper half. One bit more than it, the sign, is needed.
    const __m512i floats =
        _mm512_castps_si512(_mm512_cvt_roundepi32_ps(top, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC));
    return _mm512_subs_epu16(_mm512_srli_epi32(floats, 23), above_);
  }

 private:
  static HWY_INLINE __m512i any_of(__m512i a, __m512i b, __m512i c) {
    return _mm512_ternarylogic_epi64(a, b, c, 0xFE);
  }
  __m512i above_;
};

/// Four numbers of a 64-bit word one behind the other in its low bits; there is more in those above.
class Pack {
 public:
#if HWY_TARGET <= HWY_AVX3_DL
  explicit Pack(unsigned width)
      : up32_{_mm512_set1_epi32(static_cast<int>(16 - width))},
        width32_{_mm512_set1_epi32(static_cast<int>(width))},
        up64_{_mm512_set1_epi64(32 - 2 * static_cast<int>(width))},
        width64_{_mm512_set1_epi64(2 * static_cast<int>(width))} {}
  /// The second of two numbers goes to the top of a word, from where it enters that of the first.
  HWY_INLINE __m512i operator()(__m512i words) const {
    const __m512i pairs = _mm512_shldv_epi32(words, _mm512_sllv_epi32(words, up32_), width32_);
    return _mm512_shldv_epi64(pairs, _mm512_sllv_epi64(pairs, up64_), width64_);
  }

 private:
  __m512i up32_, width32_, up64_, width64_;
#else
  explicit Pack(unsigned width)
      : width32_{_mm512_set1_epi32(static_cast<int>(width))},
        width64_{_mm512_set1_epi64(2 * static_cast<int>(width))},
        low32_{_mm512_set1_epi32(static_cast<int>((1u << width) - 1))},
        low64_{_mm512_set1_epi64(static_cast<long long>((1ull << 2 * width) - 1))} {}
  HWY_INLINE __m512i operator()(__m512i words) const {
    const __m512i pairs = either(low32_, _mm512_srli_epi32(words, 16), _mm512_sllv_epi32(words, width32_));
    return either(low64_, _mm512_srli_epi64(pairs, 32), _mm512_sllv_epi64(pairs, width64_));
  }

 private:
  /// Bits of `a` where `mask` has them, else of `b`.
  static HWY_INLINE __m512i either(__m512i mask, __m512i a, __m512i b) {
    return _mm512_ternarylogic_epi64(mask, a, b, 0xCA);
  }
  __m512i width32_, width64_, low32_, low64_;
#endif
};

#if HWY_TARGET <= HWY_AVX3_DL
/// How the packed numbers of a vector become octets.
struct Sending {
  Bytes octets{};            ///< which octet of the vector
  Bytes exponents{};         ///< which octet of the exponents of four PRBs
  std::uint64_t places = 0;  ///< where exponents go

  constexpr Sending(const Layout& layout, std::size_t vector) {
    const std::size_t start = vector_start(layout, vector);
    // Of an odd width the first four numbers have been given half an octet of the second four.
    const unsigned first = (layout.width + 1) / 2;
    for (std::size_t lane = 0; lane < 4; ++lane)
      for (unsigned i = 0; i < layout.width; ++i)
        octets[(layout.eight(4 * vector + lane) - start + i) % 64] =
            static_cast<std::uint8_t>(16 * lane + (i < first ? first - 1 - i : 7 + layout.width - i));
    for (std::size_t prb = 0; layout.bfp && prb < kPrbsPerGroup; ++prb)
      if ((prb < 2 ? 0 : prb - 1) == vector) {
        const std::size_t at = prb * layout.prb_octets() - start;
        exponents[at] = static_cast<std::uint8_t>(16 * prb);
        places |= std::uint64_t{1} << at;
      }
  }
};
constexpr auto kSendings = tables_of_vectors<Sending>();

/// The octets of a vector.
template <Kind kKind, bool kOdd, std::size_t kVector>
class Send {
 public:
  explicit Send(unsigned width)
      : start_{octets_start<kKind>(width, kVector)},
        places_{sending(width).places},
        octets_{load(sending(width).octets)},
        exponents_{load(sending(width).exponents)},
        up_{_mm512_set1_epi64(64 - 4 * static_cast<int>(width))} {}

  std::size_t octets_written() const { return start_ + 64 + (kKind == Kind::bfp16 ? 1 : 0); }

  /// 64 octets are written, of which the last ones are for what follows to overwrite.
  HWY_INLINE void whole(std::uint8_t* to, __m512i fours, __m512i exponents) const {
    const __m512i all = octets(fours, exponents);
    if (kKind != Kind::bfp16) return _mm512_storeu_si512(to + start_, all);
    _mm512_mask_storeu_epi8(to + start_, ~kBehind<kVector>, all);
    _mm512_mask_storeu_epi8(to + start_ + 1, kBehind<kVector>, all);
  }
  /// Nothing is written from `end` on.
  HWY_INLINE void some(std::uint8_t* to, std::size_t end, __m512i fours, __m512i exponents) const {
    if (end <= start_) return;
    const __m512i all = octets(fours, exponents);
    const __mmask64 there = lowest(end - start_);
    if (kKind != Kind::bfp16) return _mm512_mask_storeu_epi8(to + start_, there, all);
    _mm512_mask_storeu_epi8(to + start_, ~kBehind<kVector> & there, all);
    _mm512_mask_storeu_epi8(to + start_ + 1, kBehind<kVector> & lowest(end - start_ - 1), all);
  }

 private:
  static const Sending& sending(unsigned width) {
    return kSendings[table_of_vector({width, kKind == Kind::bfp}, kVector)];
  }
  HWY_INLINE __m512i octets(__m512i fours, __m512i exponents) const {
    if (kOdd) {
      // Four numbers end in the middle of an octet: the other half comes from the next four.
      const __m512i next = _mm512_shuffle_epi32(_mm512_sllv_epi64(fours, up_), _MM_PERM_BADC);
      fours = _mm512_shldv_epi64(fours, next, _mm512_set4_epi64(0, 4, 0, 4));
    }
    const __m512i all = _mm512_permutexvar_epi8(octets_, fours);
    if (kKind != Kind::bfp) return all;
    return _mm512_mask_permutexvar_epi8(all, places_, exponents_, exponents);
  }

  std::size_t start_;
  __mmask64 places_;
  __m512i octets_, exponents_, up_;
};
#else
/// The octets of a vector, eight numbers to a lane, lane by lane.
template <Kind kKind, bool kOdd, std::size_t kVector>
class Send {
 public:
  explicit Send(unsigned width)
      : layout_{width, kKind != Kind::none},
        first_{lane(kEightOctets[width - 1].first)},
        second_{lane(kEightOctets[width - 1].second)},
        up_{_mm512_set1_epi64(64 - 4 * static_cast<int>(width))} {}

  std::size_t octets_written() const { return layout_.eight(4 * kVector + 3) + 16; }

  /// The last lane writes 16 octets, for what follows to overwrite; exponents must come after that.
  HWY_INLINE void whole(std::uint8_t* to, __m512i fours, __m512i) const {
    const __m512i all = octets(fours);
    _mm_storeu_si128(at<0>(to), _mm512_castsi512_si128(all));
    _mm_storeu_si128(at<1>(to), _mm512_extracti32x4_epi32(all, 1));
    _mm_storeu_si128(at<2>(to), _mm512_extracti32x4_epi32(all, 2));
    _mm_storeu_si128(at<3>(to), _mm512_extracti32x4_epi32(all, 3));
  }
  /// Nothing is written from `end` on, which is that of a PRB.
  HWY_INLINE void some(std::uint8_t* to, std::size_t end, __m512i fours, __m512i) const {
    const __m512i all = octets(fours);
    some_lane<0>(to, end, _mm512_castsi512_si128(all));
    some_lane<1>(to, end, _mm512_extracti32x4_epi32(all, 1));
    some_lane<2>(to, end, _mm512_extracti32x4_epi32(all, 2));
    some_lane<3>(to, end, _mm512_extracti32x4_epi32(all, 3));
  }

 private:
  static __m512i lane(const std::array<std::uint8_t, 16>& octets) {
    return _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(octets.data())));
  }
  template <std::size_t kLane>
  HWY_INLINE __m128i* at(std::uint8_t* to) const {
    return reinterpret_cast<__m128i*>(to + layout_.eight(4 * kVector + kLane));
  }
  template <std::size_t kLane>
  HWY_INLINE void some_lane(std::uint8_t* to, std::size_t end, __m128i octets) const {
    if (layout_.eight(4 * kVector + kLane) >= end) return;
    _mm_mask_storeu_epi8(at<kLane>(to), static_cast<__mmask16>(lowest(layout_.width)), octets);
  }
  HWY_INLINE __m512i octets(__m512i fours) const {
    const __m512i top = _mm512_sllv_epi64(fours, up_), first = _mm512_shuffle_epi8(top, first_);
    if (!kOdd) return first;
    return _mm512_or_si512(first, _mm512_shuffle_epi8(_mm512_srli_epi64(top, 4), second_));
  }

  Layout layout_;
  __m512i first_, second_, up_;
};
#endif

/// What is done to samples: `kMagnitude` the exponent, `kZero` the rounding.
template <Kind kKind, bool kMagnitude, bool kZero>
class Quantize {
 public:
  explicit Quantize(unsigned width) : exponents_{width}, a_{lane_of(0)}, b_{lane_of(1)}, c_{lane_of(2)} {}

  /// Samples become mantissas; returns the exponents, each in all 32-bit words of the lane of its PRB.
  /// Without compression samples stay what they are, and bits of `seen` are those that the largest one needs.
  HWY_INLINE __m512i operator()(Three& samples, __m512i& seen) const {
    const Three signs{_mm512_srai_epi16(samples.a, 15), _mm512_srai_epi16(samples.b, 15),
                      _mm512_srai_epi16(samples.c, 15)};
    if (kKind != Kind::bfp) {
      const __m512i a = _mm512_ternarylogic_epi64(seen, samples.a, signs.a, 0xF6);  // seen | (a ^ sign)
      const __m512i b = _mm512_ternarylogic_epi64(a, samples.b, signs.b, 0xF6);
      seen = _mm512_ternarylogic_epi64(b, samples.c, signs.c, 0xF6);
      return _mm512_setzero_si512();
    }
    const __m512i exponents = exponents_(
        {magnitude(samples.a, signs.a), magnitude(samples.b, signs.b), magnitude(samples.c, signs.c)});
    samples = {divided(samples.a, signs.a, _mm512_permutexvar_epi16(a_, exponents)),
               divided(samples.b, signs.b, _mm512_permutexvar_epi16(b_, exponents)),
               divided(samples.c, signs.c, _mm512_permutexvar_epi16(c_, exponents))};
    return exponents;
  }

 private:
  /// The first word of the lane that has the exponent of a word.
  static __m512i lane_of(std::size_t vector) { return _mm512_slli_epi16(load(kPrbOfWord[vector]), 3); }
  static HWY_INLINE __m512i magnitude(__m512i samples, __m512i signs) {
    if (!kMagnitude) return _mm512_xor_si512(samples, signs);  // |min| - 1
    return _mm512_max_epi16(samples, _mm512_subs_epi16(_mm512_setzero_si512(), samples));
  }
  static HWY_INLINE __m512i divided(__m512i samples, __m512i signs, __m512i exponents) {
    if (!kZero) return _mm512_srav_epi16(samples, exponents);
    // What a shift rounds down to zero must be less than one below it.
    const __m512i high = _mm512_sllv_epi16(_mm512_set1_epi16(-1), exponents);
    return _mm512_srav_epi16(_mm512_add_epi16(samples, _mm512_andnot_si512(high, signs)), exponents);
  }

  FourExponents exponents_;
  __m512i a_, b_, c_;
};

/// Four PRBs at a time. The members are what the loop keeps in registers.
template <Kind kKind, bool kOdd, bool kMagnitude, bool kZero>
class Group {
 public:
  explicit Group(unsigned width)
      : each_{Layout{width, kKind != Kind::none}.prb_octets()},
        quantize_{width},
        pack_{width},
        a_{width},
        b_{width},
        c_{width} {}

  /// Octets from the first one to the last one that is written: never less than those of four PRBs.
  std::size_t octets_written() const { return std::max(c_.octets_written(), kPrbsPerGroup * each_); }

  HWY_INLINE void four(const std::int16_t* from, std::uint8_t* to, __m512i& seen) const {
    Three words{_mm512_loadu_si512(from), _mm512_loadu_si512(from + kNumbersPerVector),
                _mm512_loadu_si512(from + 2 * kNumbersPerVector)};
    const __m512i exponents = quantize_(words, seen);
    a_.whole(to, pack_(words.a), exponents);
    b_.whole(to, pack_(words.b), exponents);
    c_.whole(to, pack_(words.c), exponents);
    put(exponents, to, kPrbsPerGroup);
  }

  /// The first one to four PRBs.
  HWY_INLINE void some(const std::int16_t* from, std::uint8_t* to, __m512i& seen, std::size_t prbs) const {
    Three words{some_numbers<0>(from, prbs), some_numbers<1>(from, prbs), some_numbers<2>(from, prbs)};
    const __m512i exponents = quantize_(words, seen);
    const std::size_t end = prbs * each_;
    a_.some(to, end, pack_(words.a), exponents);
    b_.some(to, end, pack_(words.b), exponents);
    c_.some(to, end, pack_(words.c), exponents);
    put(exponents, to, prbs);
  }

 private:
  template <std::size_t kVector>
  static HWY_INLINE __m512i some_numbers(const std::int16_t* from, std::size_t prbs) {
    constexpr std::size_t kStart = kVector * kNumbersPerVector;
    return _mm512_maskz_loadu_epi16(numbers_of(prbs, kStart), from + kStart);
  }
  /// Exponents that are not among the octets of the vectors.
  HWY_INLINE void put(__m512i exponents, std::uint8_t* to, std::size_t prbs) const {
    if (kKind == Kind::none || (kKind == Kind::bfp && HWY_TARGET <= HWY_AVX3_DL)) return;
    const __m128i octets = _mm512_cvtepi32_epi8(exponents);
    to[0] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 0));
    if (prbs > 1) to[each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 4));
    if (prbs > 2) to[2 * each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 8));
    if (prbs > 3) to[3 * each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 12));
  }

  std::size_t each_;
  Quantize<kKind, kMagnitude, kZero> quantize_;
  Pack pack_;
  Send<kKind, kOdd, 0> a_;
  Send<kKind, kOdd, 1> b_;
  Send<kKind, kOdd, 2> c_;
};

template <Kind kKind, bool kOdd, bool kMagnitude, bool kZero>
HWY_NOINLINE __m512i compress_some(const std::int16_t* from, unsigned width, std::uint8_t* to,
                                   std::size_t prbs) {
  __m512i seen = _mm512_setzero_si512();
  Group<kKind, kOdd, kMagnitude, kZero>{width}.some(from, to, seen, prbs);
  return seen;
}

/// Returns whether all numbers fit.
template <Kind kKind, bool kOdd, bool kMagnitude, bool kZero>
bool compress_prbs(const std::int16_t* from, unsigned width, std::uint8_t* to, std::size_t prbs) {
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets();
  const std::uint8_t* const end = to + prbs * each;
  const Group<kKind, kOdd, kMagnitude, kZero> group{width};
  const std::size_t written = group.octets_written();
  __m512i seen = _mm512_setzero_si512();
  for (; static_cast<std::size_t>(end - to) >= written; to += kPrbsPerGroup * each) {
    group.four(from, to, seen);
    from += kPrbsPerGroup * kNumbersPerPrb;
  }
  while (to != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - to) / each, kPrbsPerGroup);
    seen = _mm512_or_si512(seen, compress_some<kKind, kOdd, kMagnitude, kZero>(from, width, to, some));
    to += some * each, from += some * kNumbersPerPrb;
  }
  return kKind != Kind::none ||
         _mm512_cmpgt_epu16_mask(seen, _mm512_set1_epi16(static_cast<short>((1u << (width - 1)) - 1))) == 0;
}

template <bool kOdd>
bool compress_some_width(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
                         std::size_t prbs) {
  const auto run = [&] {
    switch (kind_of(layout)) {
      case Kind::none:
        return compress_prbs<Kind::none, kOdd, false, false>;
      case Kind::bfp16:
        return compress_prbs<Kind::bfp16, false, false, false>;
      case Kind::bfp:
        break;
    }
    if (magnitude)
      return zero ? compress_prbs<Kind::bfp, kOdd, true, true> : compress_prbs<Kind::bfp, kOdd, true, false>;
    return zero ? compress_prbs<Kind::bfp, kOdd, false, true> : compress_prbs<Kind::bfp, kOdd, false, false>;
  }();
  return run(from, layout.width, to, prbs);
}

bool compress(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
              std::size_t prbs) {
  return (layout.width % 2 == 1 ? compress_some_width<true>
                                : compress_some_width<false>)(from, layout, magnitude, zero, to, prbs);
}

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
