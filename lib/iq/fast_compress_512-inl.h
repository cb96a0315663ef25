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

/// Words of numbers, more than their width has bits perhaps, to what Send makes octets of.
template <Way kWay>
class Pack {
 public:
  explicit Pack(unsigned width)
      : width_{static_cast<int>(width)},
        low_{_mm512_set1_epi16(static_cast<short>((1u << width) - 1))},
        powers_{_mm512_set1_epi32(1 << 16 | 1 << width % 16)},
        up_{_mm512_broadcast_i32x4(
            _mm_load_si128(reinterpret_cast<const __m128i*>(kEightOctets[width - 1].up.data())))} {}

  HWY_INLINE __m512i operator()(__m512i words) const {
    if (kWay == Way::swap) return words;
    const __m512i numbers = _mm512_and_si512(words, low_);
    // Multiplications are for other pipes than shifts and shuffles, of which there are enough.
    if (kWay == Way::pairs) return _mm512_sllv_epi32(_mm512_madd_epi16(numbers, powers_), up_);
    const __m512i pairs = _mm512_or_si512(sll32(numbers, width_), srl32(numbers, 16));
    const __m512i second = srl64(sll64(pairs, 32 - 2 * width_), 64 - 2 * width_);
    return sll64(_mm512_or_si512(sll64(pairs, 2 * width_), second), 64 - 4 * width_);
  }

 private:
  static HWY_INLINE __m512i sll32(__m512i v, int by) { return _mm512_sll_epi32(v, _mm_cvtsi32_si128(by)); }
  static HWY_INLINE __m512i srl32(__m512i v, int by) { return _mm512_srl_epi32(v, _mm_cvtsi32_si128(by)); }
  static HWY_INLINE __m512i sll64(__m512i v, int by) { return _mm512_sll_epi64(v, _mm_cvtsi32_si128(by)); }
  static HWY_INLINE __m512i srl64(__m512i v, int by) { return _mm512_srl_epi64(v, _mm_cvtsi32_si128(by)); }

  int width_;
  __m512i low_, powers_, up_;
};

#if HWY_TARGET <= HWY_AVX3_DL
/// How lanes become octets: EightOctets for all of a vector, and exponents behind the 64 octets of lanes.
struct Sending {
  Bytes first{}, second{};
  std::uint64_t firsts = 0, seconds = 0;  ///< which ones there are

  constexpr Sending(const Layout& layout, std::size_t vector) {
    const std::size_t start = vector_start(layout, vector);
    for (std::size_t lane = 0; lane < 4; ++lane)
      for (unsigned i = 0; i < layout.width; ++i) {
        const EightOctets& eight = kEightOctets[layout.width - 1];
        const std::size_t at = (layout.eight(4 * vector + lane) - start + i) % 64;
        put(first, firsts, at, eight.first[i], lane);
        put(second, seconds, at, eight.second[i], lane);
      }
    for (std::size_t prb = 0; layout.bfp && prb < kPrbsPerGroup; ++prb)
      if ((prb < 2 ? 0 : prb - 1) == vector) put(second, seconds, prb * layout.prb_octets() - start, 64, prb);
  }

 private:
  static constexpr void put(Bytes& octets, std::uint64_t& mask, std::size_t at, unsigned octet,
                            std::size_t lane) {
    if (octet == 0x80) return;
    octets[at] = static_cast<std::uint8_t>(octet + 16 * lane);
    mask |= std::uint64_t{1} << at;
  }
};
constexpr auto kSendings = tables_of_vectors<Sending>();

/// The octets of a vector.
template <Kind kKind, Way kWay, std::size_t kVector>
class Send {
 public:
  explicit Send(unsigned width)
      : start_{octets_start<kKind>(width, kVector)},
        firsts_{sending(width).firsts},
        seconds_{sending(width).seconds},
        first_{load(sending(width).first)},
        second_{load(sending(width).second)} {}

  std::size_t octets_written() const { return start_ + 64 + (kKind == Kind::bfp16 ? 1 : 0); }

  /// 64 octets are written, of which the last ones are for what follows to overwrite.
  HWY_INLINE void whole(std::uint8_t* to, __m512i packed, __m512i exponents) const {
    const __m512i all = octets(packed, exponents);
    if (kKind != Kind::bfp16) return _mm512_storeu_si512(to + start_, all);
    _mm512_mask_storeu_epi8(to + start_, ~kBehind<kVector>, all);
    _mm512_mask_storeu_epi8(to + start_ + 1, kBehind<kVector>, all);
  }
  /// Nothing is written from `end` on.
  HWY_INLINE void some(std::uint8_t* to, std::size_t end, __m512i packed, __m512i exponents) const {
    if (end <= start_) return;
    const __m512i all = octets(packed, exponents);
    const __mmask64 there = lowest(end - start_);
    if (kKind != Kind::bfp16) return _mm512_mask_storeu_epi8(to + start_, there, all);
    _mm512_mask_storeu_epi8(to + start_, ~kBehind<kVector> & there, all);
    _mm512_mask_storeu_epi8(to + start_ + 1, kBehind<kVector> & lowest(end - start_ - 1), all);
  }

 private:
  static const Sending& sending(unsigned width) {
    return kSendings[table_of_vector({width, kKind == Kind::bfp}, kVector)];
  }
  HWY_INLINE __m512i octets(__m512i packed, __m512i exponents) const {
    if (kWay == Way::swap) return _mm512_permutexvar_epi8(first_, packed);
    const __m512i first = _mm512_maskz_permutexvar_epi8(firsts_, first_, packed);
    const __m512i rest = kWay == Way::fours ? _mm512_srli_epi64(packed, 4) : packed;
    if (kKind != Kind::bfp)
      return _mm512_or_si512(first, _mm512_maskz_permutexvar_epi8(seconds_, second_, rest));
    return _mm512_or_si512(first, _mm512_maskz_permutex2var_epi8(seconds_, rest, second_, exponents));
  }

  std::size_t start_;
  __mmask64 firsts_, seconds_;
  __m512i first_, second_;
};
#else
/// The octets of a vector, eight numbers to a lane, lane by lane.
template <Kind kKind, Way kWay, std::size_t kVector>
class Send {
 public:
  explicit Send(unsigned width)
      : layout_{width, kKind != Kind::none},
        first_{lane(kEightOctets[width - 1].first)},
        second_{lane(kEightOctets[width - 1].second)} {}

  std::size_t octets_written() const { return layout_.eight(4 * kVector + 3) + 16; }

  /// The last lane writes 16 octets, for what follows to overwrite; exponents must come after that.
  HWY_INLINE void whole(std::uint8_t* to, __m512i packed, __m512i) const {
    const __m512i all = octets(packed);
    _mm_storeu_si128(at<0>(to), _mm512_castsi512_si128(all));
    _mm_storeu_si128(at<1>(to), _mm512_extracti32x4_epi32(all, 1));
    _mm_storeu_si128(at<2>(to), _mm512_extracti32x4_epi32(all, 2));
    _mm_storeu_si128(at<3>(to), _mm512_extracti32x4_epi32(all, 3));
  }
  /// Nothing is written from `end` on, which is that of a PRB.
  HWY_INLINE void some(std::uint8_t* to, std::size_t end, __m512i packed, __m512i) const {
    const __m512i all = octets(packed);
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
  HWY_INLINE __m512i octets(__m512i packed) const {
    const __m512i first = _mm512_shuffle_epi8(packed, first_);
    if (kWay == Way::swap) return first;
    const __m512i rest = kWay == Way::fours ? _mm512_srli_epi64(packed, 4) : packed;
    return _mm512_or_si512(first, _mm512_shuffle_epi8(rest, second_));
  }

  Layout layout_;
  __m512i first_, second_;
};
#endif

/// What is done to samples: `kMagnitude` the exponent, `kZero` the rounding.
template <Kind kKind, bool kMagnitude, bool kZero>
class Quantize {
 public:
  explicit Quantize(unsigned width)
      : exponents_{width},
        a_{lane_of(0)},
        b_{lane_of(1)},
        c_{lane_of(2)},
        ones_{opaque(_mm512_set1_epi16(-1))} {}

  /// The exponents of four PRBs, each in all 32-bit words of the lane of its PRB.
  HWY_INLINE __m512i exponents(const Three& samples) const {
    if (kKind != Kind::bfp) return _mm512_setzero_si512();
    return exponents_({magnitude(samples.a), magnitude(samples.b), magnitude(samples.c)});
  }
  /// Samples to mantissas.
  HWY_INLINE Three mantissas(const Three& samples, __m512i exponents) const {
    if (kKind != Kind::bfp) return samples;
    return {divided(samples.a, _mm512_permutexvar_epi16(a_, exponents)),
            divided(samples.b, _mm512_permutexvar_epi16(b_, exponents)),
            divided(samples.c, _mm512_permutexvar_epi16(c_, exponents))};
  }

 private:
  /// The first word of the lane that has the exponent of a word.
  static __m512i lane_of(std::size_t vector) { return _mm512_slli_epi16(load(kPrbOfWord[vector]), 3); }
  HWY_INLINE __m512i magnitude(__m512i samples) const {
    const __m512i other = kMagnitude ? _mm512_subs_epi16(_mm512_setzero_si512(), samples)
                                     : _mm512_xor_si512(samples, ones_);  // |min| - 1
    return _mm512_max_epi16(samples, other);
  }
  static HWY_INLINE __m512i divided(__m512i samples, __m512i exponents) {
    if (!kZero) return _mm512_srav_epi16(samples, exponents);
    // What a shift rounds down to zero must be less than one below it.
    const __m512i high = _mm512_sllv_epi16(_mm512_set1_epi16(-1), exponents);
    const __m512i add = _mm512_andnot_si512(high, _mm512_srai_epi16(samples, 15));
    return _mm512_srav_epi16(_mm512_add_epi16(samples, add), exponents);
  }

  FourExponents exponents_;
  __m512i a_, b_, c_;
  __m512i ones_;  ///< with a constant GCC takes a NOT that waits for what its target held one round before
};

/// Four PRBs at a time. The members are what the loop keeps in registers.
template <Kind kKind, Way kWay, bool kMagnitude, bool kZero>
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

  static HWY_INLINE Three load_four(const std::int16_t* from) {
    return {opaque(_mm512_loadu_si512(from)), opaque(_mm512_loadu_si512(from + kNumbersPerVector)),
            opaque(_mm512_loadu_si512(from + 2 * kNumbersPerVector))};
  }
  static HWY_INLINE Three load_some(const std::int16_t* from, std::size_t prbs) {
    constexpr std::size_t kSecond = kNumbersPerVector, kThird = 2 * kNumbersPerVector;
    return {_mm512_maskz_loadu_epi16(numbers_of(prbs, 0), from),
            _mm512_maskz_loadu_epi16(numbers_of(prbs, kSecond), from + kSecond),
            _mm512_maskz_loadu_epi16(numbers_of(prbs, kThird), from + kThird)};
  }
  HWY_INLINE __m512i exponents(const Three& samples) const { return quantize_.exponents(samples); }
  HWY_INLINE void send_four(const Three& samples, __m512i exponents, std::uint8_t* to) const {
    const Three words = quantize_.mantissas(samples, exponents);
    a_.whole(to, pack_(words.a), exponents);
    b_.whole(to, pack_(words.b), exponents);
    c_.whole(to, pack_(words.c), exponents);
    put(exponents, to, kPrbsPerGroup);
  }
  HWY_INLINE void send_some(const Three& samples, __m512i exponents, std::uint8_t* to,
                            std::size_t prbs) const {
    const Three words = quantize_.mantissas(samples, exponents);
    const std::size_t end = prbs * each_;
    a_.some(to, end, pack_(words.a), exponents);
    b_.some(to, end, pack_(words.b), exponents);
    c_.some(to, end, pack_(words.c), exponents);
    put(exponents, to, prbs);
  }

 private:
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
  const Group<kKind, kWay, kMagnitude, kZero> group{width};
  const Three samples = group.load_some(from, prbs);
  group.send_some(samples, group.exponents(samples), to, prbs);
  return seen_of(_mm512_setzero_si512(), samples);
}

/// Returns whether all numbers fit.
template <Kind kKind, Way kWay, bool kMagnitude, bool kZero>
bool compress_prbs(const std::int16_t* from, unsigned width, std::uint8_t* to, std::size_t prbs) {
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets(), step = kPrbsPerGroup * each;
  const std::uint8_t* const end = to + prbs * each;
  const Group<kKind, kWay, kMagnitude, kZero> group{width};
  const std::size_t written = group.octets_written();
  __m512i seen = _mm512_setzero_si512();
  std::size_t groups = prbs * each < written ? 0 : (prbs * each - written) / step + 1;
  while (groups > 0) {
    // The exponents of four PRBs take long until they are there, and what waits for them would fill the queues of
    // the processor meanwhile. So those of some more are begun first.
    constexpr std::size_t kMost = 16;
    alignas(64) std::array<std::int32_t, kMost * 16> exponents;  // NOLINT(*-member-init)
    const std::size_t some = std::min(groups, kMost);
    for (std::size_t i = 0; i < some && kKind == Kind::bfp; ++i)
      _mm512_store_si512(&exponents[16 * i],
                         group.exponents(group.load_four(from + i * kPrbsPerGroup * kNumbersPerPrb)));
    for (std::size_t i = 0; i < some; ++i) {
      const Three samples = group.load_four(from);
      if (kKind == Kind::none) seen = seen_of(seen, samples);
      group.send_four(samples,
                      kKind == Kind::bfp ? _mm512_load_si512(&exponents[16 * i]) : _mm512_setzero_si512(), to);
      from += kPrbsPerGroup * kNumbersPerPrb, to += step;
    }
    groups -= some;
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
