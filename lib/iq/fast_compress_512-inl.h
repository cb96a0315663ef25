// Compression of none and BFP by vectors of 512 bits; included by fast_compress.cpp for each such target.
#if defined(PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H
#undef PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_COMPRESS_512_INL_H
#endif

#include <hwy/highway.h>

#include "iq/fast_512-inl.h"
#include "iq/fast_pack_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

/// To spread the exponents of four PRBs, each in the first word of a lane, to the words of the three vectors.
class SpreadExponents {
 public:
  SpreadExponents() : a_{lane_of(0)}, b_{lane_of(1)}, c_{lane_of(2)} {}
  HWY_INLINE Three operator()(__m512i exponents) const {
    return {_mm512_permutexvar_epi16(a_, exponents), _mm512_permutexvar_epi16(b_, exponents),
            _mm512_permutexvar_epi16(c_, exponents)};
  }

 private:
  static __m512i lane_of(std::size_t vector) { return _mm512_slli_epi16(load(kPrbOfWord[vector]), 3); }
  __m512i a_, b_, c_;
};

/// Finds them.
template <bool kMagnitude>
class FindExponents {
 public:
  explicit FindExponents(unsigned width)
      : above_{_mm512_set1_epi32(static_cast<int>(141 + width))}, ones_{opaque(_mm512_set1_epi16(-1))} {}

  /// Magnitudes of four PRBs, each in a lane, all of whose words together have the bits of all of them. Only
  /// the bit length counts: what has 2^k or more has bit k or one above.
  HWY_INLINE __m512i magnitudes(const Three& samples) const {
    // Lanes of PRBs 0, 0, 0, 1 and 1, 1, 2, 2 and 2, 3, 3, 3 to those of PRBs 0, 1, 2, 3. What comes twice
    // does not harm an OR.
    const __m512i a = magnitude(samples.a), b = magnitude(samples.b), c = magnitude(samples.c);
    const __m512i outer =
        any_of(_mm512_shuffle_i64x2(a, c, 0b01'00'11'00), _mm512_shuffle_i64x2(a, c, 0b10'00'11'01),
               _mm512_shuffle_i64x2(a, c, 0b11'00'11'10));
    return _mm512_mask_ternarylogic_epi64(outer, 0b00111100, _mm512_shuffle_i64x2(b, b, 0b11'11'00'00), b,
                                          kOr);
  }

  /// From four times magnitudes: in each lane four 32-bit words of exponents.
  HWY_INLINE __m512i operator()(__m512i a, __m512i b, __m512i c, __m512i d) const {
    // Four words of 32 bits of each of them become one: in each lane that of a, b, c, d.
    const __m512i ab = _mm512_or_si512(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b)),
                  cd = _mm512_or_si512(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    const __m512i all = _mm512_or_si512(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    const __m512i top = _mm512_or_si512(all, _mm512_slli_epi32(all, 16));
    // Converted without rounding up, the exponent of a float is the bit length: 142 more than that of the
    // upper half. One bit more than it, the sign, is needed.
    const __m512i floats =
        _mm512_castps_si512(_mm512_cvt_roundepi32_ps(top, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC));
    return _mm512_subs_epu16(_mm512_srli_epi32(floats, 23), above_);
  }

 private:
  static constexpr int kOr = 0xFE;
  static HWY_INLINE __m512i any_of(__m512i a, __m512i b, __m512i c) {
    return _mm512_ternarylogic_epi64(a, b, c, kOr);
  }
  HWY_INLINE __m512i magnitude(__m512i samples) const {
    const __m512i other = kMagnitude ? _mm512_subs_epi16(_mm512_setzero_si512(), samples)
                                     : _mm512_xor_si512(samples, ones_);  // |min| - 1
    return _mm512_max_epi16(samples, other);
  }
  __m512i above_;
  __m512i ones_;  ///< with a constant GCC takes a NOT that waits for what its target held one round before
};

/// Samples to mantissas; `kZero`: rounded toward zero.
template <bool kZero>
HWY_INLINE __m512i divided(__m512i samples, __m512i exponents) {
  if (!kZero) return _mm512_srav_epi16(samples, exponents);
  // What a shift rounds down to zero must be less than one below it.
  const __m512i high = _mm512_sllv_epi16(_mm512_set1_epi16(-1), exponents);
  const __m512i add = _mm512_andnot_si512(high, _mm512_srai_epi16(samples, 15));
  return _mm512_srav_epi16(_mm512_add_epi16(samples, add), exponents);
}

HWY_INLINE Three load_four(const std::int16_t* from) {
  return {opaque(_mm512_loadu_si512(from)), opaque(_mm512_loadu_si512(from + kNumbersPerVector)),
          opaque(_mm512_loadu_si512(from + 2 * kNumbersPerVector))};
}
HWY_INLINE Three load_some(const std::int16_t* from, std::size_t prbs) {
  constexpr std::size_t kSecond = kNumbersPerVector, kThird = 2 * kNumbersPerVector;
  return {_mm512_maskz_loadu_epi16(numbers_of(prbs, 0), from),
          _mm512_maskz_loadu_epi16(numbers_of(prbs, kSecond), from + kSecond),
          _mm512_maskz_loadu_epi16(numbers_of(prbs, kThird), from + kThird)};
}

/// Four PRBs at a time. The members are what the loop keeps in registers.
template <Kind kKind, Way kWay, bool kZero>
class Group {
 public:
  explicit Group(unsigned width)
      : each_{Layout{width, kKind != Kind::none}.prb_octets()},
        spread_{},
        pack_{width},
        a_{width},
        b_{width},
        c_{width} {}

  /// Octets from the first one to the last one that is written: never less than those of four PRBs.
  std::size_t octets_written() const { return std::max(c_.octets_written(), kPrbsPerGroup * each_); }

  HWY_INLINE void four(const Three& samples, __m512i exponents, std::uint8_t* to) const {
    const Three words = mantissas(samples, exponents);
    a_.whole(to, pack_(words.a), exponents);
    b_.whole(to, pack_(words.b), exponents);
    c_.whole(to, pack_(words.c), exponents);
    put(exponents, to, kPrbsPerGroup);
  }
  HWY_INLINE void some(const Three& samples, __m512i exponents, std::uint8_t* to, std::size_t prbs) const {
    const Three words = mantissas(samples, exponents);
    const std::size_t end = prbs * each_;
    a_.some(to, end, pack_(words.a), exponents);
    b_.some(to, end, pack_(words.b), exponents);
    c_.some(to, end, pack_(words.c), exponents);
    put(exponents, to, prbs);
  }

 private:
  HWY_INLINE Three mantissas(const Three& samples, __m512i exponents) const {
    if (kKind != Kind::bfp) return samples;
    const Three words = spread_(exponents);
    return {divided<kZero>(samples.a, words.a), divided<kZero>(samples.b, words.b),
            divided<kZero>(samples.c, words.c)};
  }
  static constexpr bool kAmongOctets = kKind == Kind::bfp && HWY_TARGET <= HWY_AVX3_DL;
  /// Exponents that are not among the octets of the vectors.
  HWY_INLINE void put(__m512i exponents, std::uint8_t* to, std::size_t prbs) const {
    if (kKind == Kind::none || kAmongOctets) return;
    const __m128i octets = _mm512_cvtepi32_epi8(exponents);
    to[0] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 0));
    if (prbs > 1) to[each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 4));
    if (prbs > 2) to[2 * each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 8));
    if (prbs > 3) to[3 * each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 12));
  }

  std::size_t each_;
  SpreadExponents spread_;
  Pack<kWay> pack_;
  Send<kKind, kWay, 0> a_;
  Send<kKind, kWay, 1> b_;
  Send<kKind, kWay, 2> c_;
};

/// `seen` and the bits of numbers that are not that of the next lower one.
HWY_INLINE __m512i seen_of(__m512i seen, const Three& numbers) {
  constexpr int kOrOfXor = 0xF6;
  seen = _mm512_ternarylogic_epi64(seen, numbers.a, _mm512_add_epi16(numbers.a, numbers.a), kOrOfXor);
  seen = _mm512_ternarylogic_epi64(seen, numbers.b, _mm512_add_epi16(numbers.b, numbers.b), kOrOfXor);
  return _mm512_ternarylogic_epi64(seen, numbers.c, _mm512_add_epi16(numbers.c, numbers.c), kOrOfXor);
}

/// Returns seen_of() the numbers.
template <Kind kKind, Way kWay, bool kMagnitude, bool kZero>
HWY_NOINLINE __m512i compress_some(const std::int16_t* from, unsigned width, std::uint8_t* to,
                                   std::size_t prbs) {
  const Three samples = load_some(from, prbs);
  const FindExponents<kMagnitude> find{width};
  const __m512i all = find.magnitudes(samples);
  Group<kKind, kWay, kZero>{width}.some(samples, find(all, all, all, all), to, prbs);
  return seen_of(_mm512_setzero_si512(), samples);
}

/// The exponents of four groups, of which there may be less up to the last one.
template <Kind kKind, bool kMagnitude>
HWY_INLINE __m512i find_four(const FindExponents<kMagnitude>& find, const std::int16_t* from,
                             const std::int16_t* last) {
  if (kKind != Kind::bfp) return _mm512_setzero_si512();
  constexpr std::size_t kNumbers = kPrbsPerGroup * kNumbersPerPrb;
  return find(find.magnitudes(load_four(std::min(from, last))),
              find.magnitudes(load_four(std::min(from + kNumbers, last))),
              find.magnitudes(load_four(std::min(from + 2 * kNumbers, last))),
              find.magnitudes(load_four(std::min(from + 3 * kNumbers, last))));
}
/// Those of the next group to the front.
HWY_INLINE __m512i next_group(__m512i exponents) { return _mm512_shuffle_epi32(exponents, _MM_PERM_ADCB); }

/// Compresses a group; returns `seen` and seen_of() the numbers.
template <Kind kKind, class Group>
HWY_INLINE __m512i send_four(const Group& group, const std::int16_t* from, __m512i exponents,
                             std::uint8_t* to, __m512i seen) {
  const Three samples = load_four(from);
  group.four(samples, exponents, to);
  return kKind == Kind::none ? seen_of(seen, samples) : seen;
}

/// Returns whether all numbers fit.
template <Kind kKind, Way kWay, bool kMagnitude, bool kZero>
bool compress_prbs(const std::int16_t* from, unsigned width, std::uint8_t* to, std::size_t prbs) {
  constexpr std::size_t kNumbers = kPrbsPerGroup * kNumbersPerPrb;
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets(), step = kPrbsPerGroup * each;
  const std::uint8_t* const end = to + prbs * each;
  __m512i seen = _mm512_setzero_si512();
  if (const std::size_t first = prbs_to_line(from); prbs >= kManyPrbs && first > 0) {
    seen = compress_some<kKind, kWay, kMagnitude, kZero>(from, width, to, first);
    from += first * kNumbersPerPrb, to += first * each;
  }
  const FindExponents<kMagnitude> find{width};
  const Group<kKind, kWay, kZero> group{width};
  const std::size_t written = group.octets_written(), octets = static_cast<std::size_t>(end - to);
  std::size_t groups = octets < written ? 0 : (octets - written) / step + 1;
  if (groups > 0) {
    // Exponents take long until they are there, and what waits for them would fill the queues of the
    // processor meanwhile. So those of the next four groups are begun before what is done to these four.
    const std::int16_t* const last = from + (groups - 1) * kNumbers;
    __m512i exponents = find_four<kKind>(find, from, last);
    for (; groups >= 4; groups -= 4) {
      const __m512i ahead = find_four<kKind>(find, from + 4 * kNumbers, last);
      const __m512i second = next_group(exponents), third = next_group(second), fourth = next_group(third);
      seen = send_four<kKind>(group, from, exponents, to, seen);
      seen = send_four<kKind>(group, from + kNumbers, second, to + step, seen);
      seen = send_four<kKind>(group, from + 2 * kNumbers, third, to + 2 * step, seen);
      seen = send_four<kKind>(group, from + 3 * kNumbers, fourth, to + 3 * step, seen);
      from += 4 * kNumbers, to += 4 * step, exponents = ahead;
    }
    for (; groups > 0; --groups, from += kNumbers, to += step, exponents = next_group(exponents))
      seen = send_four<kKind>(group, from, exponents, to, seen);
  }
  while (to != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - to) / each, kPrbsPerGroup);
    seen = _mm512_or_si512(seen, compress_some<kKind, kWay, kMagnitude, kZero>(from, width, to, some));
    to += some * each, from += some * kNumbersPerPrb;
  }
  return kKind != Kind::none ||
         _mm512_cmpgt_epu16_mask(seen, _mm512_set1_epi16(static_cast<short>((1u << width) - 1))) == 0;
}

template <Way kWay>
bool compress_width(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
                    std::size_t prbs) {
  const auto run = [&] {
    if (!layout.bfp) return compress_prbs<Kind::none, kWay, false, false>;
    if constexpr (kWay == Way::swap) return compress_prbs<Kind::bfp16, kWay, false, false>;
    if (magnitude)
      return zero ? compress_prbs<Kind::bfp, kWay, true, true> : compress_prbs<Kind::bfp, kWay, true, false>;
    return zero ? compress_prbs<Kind::bfp, kWay, false, true> : compress_prbs<Kind::bfp, kWay, false, false>;
  }();
  return run(from, layout.width, to, prbs);
}

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
