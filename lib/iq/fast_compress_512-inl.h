// Compression by vectors of 512 bits, none and BFP themselves; included by fast_compress.cpp and, for what it
// shares with other methods, by fast_block.cpp for each such target.
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

/// To spread words of four PRBs, each the first one of a lane, to the words of the three vectors.
class SpreadWords {
 public:
  SpreadWords() : a_{lane_of(0)}, b_{lane_of(1)}, c_{lane_of(2)} {}
  HWY_INLINE Three operator()(__m512i words) const {
    return {_mm512_permutexvar_epi16(a_, words), _mm512_permutexvar_epi16(b_, words),
            _mm512_permutexvar_epi16(c_, words)};
  }

 private:
  static __m512i lane_of(std::size_t vector) { return _mm512_slli_epi16(load(kPrbOfWord[vector]), 3); }
  __m512i a_, b_, c_;
};

/// How words become one: the bits that any of them has, and the largest of signed ones.
struct AnyBits {
  static HWY_INLINE __m512i of(__m512i a, __m512i b) { return _mm512_or_si512(a, b); }
  static HWY_INLINE __m512i of(__m512i a, __m512i b, __m512i c) {
    return _mm512_ternarylogic_epi64(a, b, c, kOr);
  }
  /// In the lanes between the first and the last one; there only `a`.
  static HWY_INLINE __m512i of_middle(__m512i a, __m512i b, __m512i c) {
    return _mm512_mask_ternarylogic_epi64(a, 0b00111100, b, c, kOr);
  }

 private:
  static constexpr int kOr = 0xFE;
};
struct Most {
  static HWY_INLINE __m512i of(__m512i a, __m512i b) { return _mm512_max_epi16(a, b); }
  static HWY_INLINE __m512i of(__m512i a, __m512i b, __m512i c) { return of(of(a, b), c); }
  static HWY_INLINE __m512i of_middle(__m512i a, __m512i b, __m512i c) {
    return _mm512_mask_max_epi16(a, 0x00FF'FF00, a, of(b, c));
  }
};

/// Magnitudes of PRBs, joined; `kMagnitude`: that of -32768 is 32767, else all negative ones are |number|
/// - 1.
template <bool kMagnitude, class Join>
class Magnitudes {
 public:
  Magnitudes() : ones_{opaque(_mm512_set1_epi16(-1))} {}

  /// Those of four PRBs, each in a lane, whose words joined are that of the PRB.
  HWY_INLINE __m512i operator()(const Three& samples) const {
    // Lanes of PRBs 0, 0, 0, 1 and 1, 1, 2, 2 and 2, 3, 3, 3 to those of PRBs 0, 1, 2, 3. What comes twice
    // does not harm.
    const __m512i a = magnitude(samples.a), b = magnitude(samples.b), c = magnitude(samples.c);
    const __m512i outer =
        Join::of(_mm512_shuffle_i64x2(a, c, 0b01'00'11'00), _mm512_shuffle_i64x2(a, c, 0b10'00'11'01),
                 _mm512_shuffle_i64x2(a, c, 0b11'00'11'10));
    return Join::of_middle(outer, _mm512_shuffle_i64x2(b, b, 0b11'11'00'00), b);
  }
  /// From four times those: in each lane two words for each of a, b, c, d that joined are that of the PRB.
  static HWY_INLINE __m512i four(__m512i a, __m512i b, __m512i c, __m512i d) {
    const __m512i ab = Join::of(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b)),
                  cd = Join::of(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    return Join::of(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
  }

 private:
  HWY_INLINE __m512i magnitude(__m512i samples) const {
    const __m512i other = kMagnitude ? _mm512_subs_epi16(_mm512_setzero_si512(), samples)
                                     : _mm512_xor_si512(samples, ones_);  // |min| - 1
    return _mm512_max_epi16(samples, other);
  }
  __m512i ones_;  ///< with a constant GCC takes a NOT that waits for what its target held one round before
};

/// Exponents of BFP. Only the bit length counts: what has 2^k or more has bit k or one above.
template <bool kMagnitude>
class FindExponents {
 public:
  explicit FindExponents(unsigned width) : above_{_mm512_set1_epi32(static_cast<int>(141 + width))} {}

  HWY_INLINE __m512i magnitudes(const Three& samples) const { return magnitudes_(samples); }
  /// From four times magnitudes: in each lane four 32-bit words of exponents.
  HWY_INLINE __m512i operator()(__m512i a, __m512i b, __m512i c, __m512i d) const {
    const __m512i all = magnitudes_.four(a, b, c, d);
    const __m512i top = _mm512_or_si512(all, _mm512_slli_epi32(all, 16));
    // Converted without rounding up, the exponent of a float is the bit length: 142 more than that of the
    // upper half. One bit more than it, the sign, is needed.
    const __m512i floats =
        _mm512_castps_si512(_mm512_cvt_roundepi32_ps(top, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC));
    return _mm512_subs_epu16(_mm512_srli_epi32(floats, 23), above_);
  }

 private:
  Magnitudes<kMagnitude, AnyBits> magnitudes_;
  __m512i above_;
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

/// A method: its params, which go in front of PRBs, and the numbers that it makes of samples by them, in the
/// low bits of their words. The params of four groups are found at once: 32-bit words, those of the PRBs of
/// one group the first ones of the lanes. This method finds none and leaves samples as they are.
struct Same {
  static constexpr bool kFinds = false;
  static HWY_INLINE __m512i octets(__m512i params) { return params; }
  static HWY_INLINE __m512i next_group(__m512i params) { return params; }
  static HWY_INLINE Three numbers(const Three& samples, __m512i) { return samples; }
};
/// 32-bit words of the next group to the front.
HWY_INLINE __m512i next_words(__m512i params) { return _mm512_shuffle_epi32(params, _MM_PERM_ADCB); }

template <bool kMagnitude, bool kZero>
class Bfp : public FindExponents<kMagnitude> {
 public:
  static constexpr bool kFinds = true;
  using FindExponents<kMagnitude>::FindExponents;
  static HWY_INLINE __m512i octets(__m512i exponents) { return exponents; }
  static HWY_INLINE __m512i next_group(__m512i exponents) { return next_words(exponents); }
  HWY_INLINE Three numbers(const Three& samples, __m512i exponents) const {
    const Three words = spread_(exponents);
    return {divided<kZero>(samples.a, words.a), divided<kZero>(samples.b, words.b),
            divided<kZero>(samples.c, words.c)};
  }

 private:
  SpreadWords spread_;
};

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
template <Kind kKind, Way kWay, class Method>
class Group {
 public:
  Group(const Method& method, unsigned width)
      : each_{Layout{width, kKind != Kind::none}.prb_octets()},
        method_{method},
        pack_{width},
        a_{width},
        b_{width},
        c_{width} {}

  /// Octets from the first one to the last one that is written: never less than those of four PRBs.
  std::size_t octets_written() const { return std::max(c_.octets_written(), kPrbsPerGroup * each_); }

  /// The params of four groups, of which there may be less up to the last one.
  HWY_INLINE auto find_four(const std::int16_t* from, const std::int16_t* last) const {
    constexpr std::size_t kNumbers = kPrbsPerGroup * kNumbersPerPrb;
    if constexpr (Method::kFinds)
      return method_(method_.magnitudes(load_four(std::min(from, last))),
                     method_.magnitudes(load_four(std::min(from + kNumbers, last))),
                     method_.magnitudes(load_four(std::min(from + 2 * kNumbers, last))),
                     method_.magnitudes(load_four(std::min(from + 3 * kNumbers, last))));
    else
      return _mm512_setzero_si512();
  }
  /// Those of one.
  HWY_INLINE auto find_one(const Three& samples) const {
    if constexpr (Method::kFinds) {
      const __m512i all = method_.magnitudes(samples);
      return method_(all, all, all, all);
    } else {
      return _mm512_setzero_si512();
    }
  }

  template <class Params>
  HWY_INLINE Three numbers(const std::int16_t* from, const Params& params) const {
    return method_.numbers(load_four(from), params);
  }
  HWY_INLINE void four(const Three& words, __m512i octets, std::uint8_t* to) const {
    a_.whole(to, pack_(words.a), octets);
    b_.whole(to, pack_(words.b), octets);
    c_.whole(to, pack_(words.c), octets);
    put(octets, to, kPrbsPerGroup);
  }
  template <class Params>
  HWY_INLINE void some(const Three& samples, const Params& params, std::uint8_t* to, std::size_t prbs) const {
    const Three words = method_.numbers(samples, params);
    const __m512i octets = Method::octets(params);
    const std::size_t end = prbs * each_;
    a_.some(to, end, pack_(words.a), octets);
    b_.some(to, end, pack_(words.b), octets);
    c_.some(to, end, pack_(words.c), octets);
    put(octets, to, prbs);
  }

 private:
  static constexpr bool kAmongOctets = kKind == Kind::bfp && HWY_TARGET <= HWY_AVX3_DL;
  /// Params that are not among the octets of the vectors.
  HWY_INLINE void put(__m512i params, std::uint8_t* to, std::size_t prbs) const {
    if (kKind == Kind::none || kAmongOctets) return;
    const __m128i octets = _mm512_cvtepi32_epi8(params);
    to[0] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 0));
    if (prbs > 1) to[each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 4));
    if (prbs > 2) to[2 * each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 8));
    if (prbs > 3) to[3 * each_] = static_cast<std::uint8_t>(_mm_extract_epi8(octets, 12));
  }

  std::size_t each_;
  Method method_;
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
template <Kind kKind, Way kWay, class Method>
HWY_NOINLINE __m512i compress_some(const Method& method, const std::int16_t* from, unsigned width,
                                   std::uint8_t* to, std::size_t prbs) {
  const Three samples = load_some(from, prbs);
  const Group<kKind, kWay, Method> group{method, width};
  group.some(samples, group.find_one(samples), to, prbs);
  return seen_of(_mm512_setzero_si512(), samples);
}

/// Compresses a group; returns `seen` and seen_of() the numbers.
template <Kind kKind, Way kWay, class Method, class Params>
HWY_INLINE __m512i send_four(const Group<kKind, kWay, Method>& group, const std::int16_t* from,
                             const Params& params, std::uint8_t* to, __m512i seen) {
  const Three words = group.numbers(from, params);
  group.four(words, Method::octets(params), to);
  return kKind == Kind::none ? seen_of(seen, words) : seen;
}

/// Returns whether all numbers fit.
template <Kind kKind, Way kWay, class Method>
HWY_NOINLINE bool compress_prbs(const Method& method, const std::int16_t* from, unsigned width,
                                std::uint8_t* to, std::size_t prbs) {
  constexpr std::size_t kNumbers = kPrbsPerGroup * kNumbersPerPrb;
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets(), step = kPrbsPerGroup * each;
  const std::uint8_t* const end = to + prbs * each;
  __m512i seen = _mm512_setzero_si512();
  if (const std::size_t first = prbs_to_line(from); prbs >= kManyPrbs && first > 0) {
    seen = compress_some<kKind, kWay>(method, from, width, to, first);
    from += first * kNumbersPerPrb, to += first * each;
  }
  const Group<kKind, kWay, Method> group{method, width};
  const std::size_t written = group.octets_written(), octets = static_cast<std::size_t>(end - to);
  std::size_t groups = octets < written ? 0 : (octets - written) / step + 1;
  if (groups > 0) {
    // Params take long until they are there, and what waits for them would fill the queues of the processor
    // meanwhile. So those of the next four groups are begun before what is done to these four.
    const std::int16_t* const last = from + (groups - 1) * kNumbers;
    auto params = group.find_four(from, last);
    for (; groups >= 4; groups -= 4) {
      const auto ahead = group.find_four(from + 4 * kNumbers, last);
      const auto second = Method::next_group(params), third = Method::next_group(second),
                 fourth = Method::next_group(third);
      if constexpr (Method::kFinds) {
        // So are the numbers of the next group before these are packed.
        const Three a = group.numbers(from, params), b = group.numbers(from + kNumbers, second);
        group.four(a, Method::octets(params), to);
        const Three c = group.numbers(from + 2 * kNumbers, third);
        group.four(b, Method::octets(second), to + step);
        const Three d = group.numbers(from + 3 * kNumbers, fourth);
        group.four(c, Method::octets(third), to + 2 * step);
        group.four(d, Method::octets(fourth), to + 3 * step);
      } else {
        seen = send_four(group, from, params, to, seen);
        seen = send_four(group, from + kNumbers, second, to + step, seen);
        seen = send_four(group, from + 2 * kNumbers, third, to + 2 * step, seen);
        seen = send_four(group, from + 3 * kNumbers, fourth, to + 3 * step, seen);
      }
      from += 4 * kNumbers, to += 4 * step, params = ahead;
    }
    for (; groups > 0; --groups, from += kNumbers, to += step, params = Method::next_group(params))
      seen = send_four(group, from, params, to, seen);
  }
  while (to != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - to) / each, kPrbsPerGroup);
    seen = _mm512_or_si512(seen, compress_some<kKind, kWay>(method, from, width, to, some));
    to += some * each, from += some * kNumbersPerPrb;
  }
  return kKind != Kind::none ||
         _mm512_cmpgt_epu16_mask(seen, _mm512_set1_epi16(static_cast<short>((1u << width) - 1))) == 0;
}

template <Way kWay>
bool compress_width(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
                    std::size_t prbs) {
  const unsigned width = layout.width;
  const auto bfp = [&](const auto& method) {
    return compress_prbs<Kind::bfp, kWay>(method, from, width, to, prbs);
  };
  if (!layout.bfp) return compress_prbs<Kind::none, kWay>(Same{}, from, width, to, prbs);
  if constexpr (kWay == Way::swap)
    return compress_prbs<Kind::bfp16, kWay>(Same{}, from, width, to, prbs);
  else if (magnitude)
    return zero ? bfp(Bfp<true, true>{width}) : bfp(Bfp<true, false>{width});
  else
    return zero ? bfp(Bfp<false, true>{width}) : bfp(Bfp<false, false>{width});
}

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
