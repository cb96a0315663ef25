// Numbers of any width to octets by vectors of 512 bits; included by fast_compress.cpp for each such target.
#if defined(PLUMBLINE_IQ_FAST_PACK_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_PACK_512_INL_H
#undef PLUMBLINE_IQ_FAST_PACK_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_PACK_512_INL_H
#endif

#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "iq/fast_512-inl.h"
#include "iq/fast_layout.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

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
/// How lanes become octets: EightOctets for all of a vector, and behind the 64 octets of lanes FourExponents.
struct Sending {
  Bytes first{}, second{};
  std::uint64_t firsts = 0, seconds = 0;  ///< which ones there are

  constexpr Sending(const Layout& layout, std::size_t vector) {
    const std::size_t start = vector_start(layout, vector);
    second.fill(64 + 1);  // the high octet of an exponent
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
    // No mask: there are not enough registers for masks, and some octets of exponents are 0.
    return _mm512_or_si512(first, _mm512_permutex2var_epi8(rest, second_, exponents));
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

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
