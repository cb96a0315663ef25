// Numbers of sections of none and BFP from where they lie, four PRBs at a time by vectors of 512 bits;
// included once for each instruction set.
#if defined(PLUMBLINE_IQ_FAST_NUMBERS_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_NUMBERS_512_INL_H
#undef PLUMBLINE_IQ_FAST_NUMBERS_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_NUMBERS_512_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "iq/fast_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

/// PRBs of method none or BFP one behind the other.
struct Section {
  const std::uint8_t* octets = nullptr;
  std::size_t size = 0;  ///< octets that may be read, at least those of the PRBs
  std::size_t prbs = 0;
  unsigned width = 16;
  bool bfp = false;
  std::size_t each() const { return 3 * width + (bfp ? 1 : 0); }
};

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
/// How four PRBs are taken: up to ten bits they lie in what two loads hold, more of them take two loads for
/// each vector. Sums of wider numbers need more bits: up to twelve those of a PRB have 16, up to 14 those of
/// three numbers, and the squares of a PRB have 32.
enum class Size { two_loads, narrow, middle, wide };
constexpr Size size_of(unsigned width) {
  return width <= 10 ? Size::two_loads : width <= 12 ? Size::narrow : width <= 14 ? Size::middle : Size::wide;
}

/// A vector takes eight numbers of each of four PRBs, three vectors take them all. Where two loads do not
/// hold all, they are for each vector those of the first two and of the last two PRBs, from where the eight
/// of the first one begins; that of the first vector from what is in front of it.
struct alignas(64) Table {
  /// For each vector the eight octets, last one first, that hold four numbers; bit 6: of the second load.
  std::array<std::array<std::uint8_t, 64>, 3> octets{};
  std::array<std::uint8_t, 64> bits{};       ///< of each octet of a number in its word, within those eight
  std::array<std::uint8_t, 64> exponents{};  ///< with the octets of the first vector, in octet 0 of 32 bits

  constexpr Table(unsigned width, bool bfp) {
    const unsigned front = bfp ? 1 : 0, each = 3 * width + front;
    const bool two = size_of(width) == Size::two_loads;
    for (unsigned four = 0; four < 8; ++four) {
      const unsigned prb = four / 2, bit = four % 2 * 4 * width;
      const unsigned start = two ? prb * each : prb / 2 * 64 + prb % 2 * each;
      for (unsigned vector = 0; vector < 3; ++vector) {
        const unsigned eight = two ? front + vector * width : vector == 0 ? front : 0;
        for (unsigned i = 0; i < 8; ++i)
          octets[vector][8 * four + i] = static_cast<std::uint8_t>((start + eight + bit / 8 + 7 - i) % 128);
      }
      for (unsigned i = 0; i < 4; ++i) {
        const unsigned skipped = bit % 8 + i * width;
        bits[8 * four + 2 * i + 1] = static_cast<std::uint8_t>((64 + 56 - skipped) % 64);
        bits[8 * four + 2 * i] = static_cast<std::uint8_t>((64 + 48 - skipped) % 64);
      }
      exponents[8 * four] = exponents[8 * four + 4] = static_cast<std::uint8_t>(start);
    }
  }
};
constexpr auto kTables = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Table, sizeof...(I)>{Table{static_cast<unsigned>(I / 2 + 1), I % 2 == 1}...};
}
(std::make_index_sequence<32>{});

/// Numbers of four PRBs from where they lie.
template <bool kBfp, Size kSize>
class Numbers {
 public:
  explicit Numbers(unsigned width)
      : width{width},
        each{3 * width + (kBfp ? 1 : 0)},
        table_{kTables[2 * (width - 1) + (kBfp ? 1 : 0)]},
        second_{kSize == Size::two_loads ? 64 : 2 * each},
        down_{_mm_cvtsi32_si128(static_cast<int>(16 - width))},
        largest_{_mm512_set1_epi16(static_cast<short>(0x8000 - (1 << (16 - width))))},
        ends_{_mm512_set1_epi16(static_cast<short>(2 << (16 - width)))} {}

  /// Octets that must be there from the start of sixteen PRBs.
  std::size_t octets_read() const {
    if (kSize == Size::two_loads) return 12 * each + 128;
    return 14 * each + (kBfp ? 1 : 0) + 2 * width + 64;
  }

  /// The octets of four PRBs: of the first vector, if not of all.
  struct Pair {
    __m512i low, high;
  };
  template <class Load>
  HWY_INLINE Pair octets(const Load& load, std::size_t from) const {
    return {opaque(load(from)), opaque(load(from + second_))};
  }
  /// At the top of their words, whatever follows them below.
  template <class Load>
  HWY_INLINE Three tops(const Load& load, std::size_t from, const Pair& octets) const {
    return {top<0>(load, from, octets), top<1>(load, from, octets), top<2>(load, from, octets)};
  }
  template <class Load>
  HWY_INLINE Three tops(const Load& load, std::size_t from) const {
    return tops(load, from, octets(load, from));
  }
  HWY_INLINE Three words(const Three& tops) const {
    return {_mm512_sra_epi16(tops.a, down_), _mm512_sra_epi16(tops.b, down_),
            _mm512_sra_epi16(tops.c, down_)};
  }
  /// In the lowest octet of each 32 bits udCompParam, nothing of use in the others.
  HWY_INLINE __m512i parameters(const Pair& octets) const {
    return _mm512_permutex2var_epi8(octets.low, _mm512_load_si512(table_.exponents.data()), octets.high);
  }

  /// In each word less than ends_ if one of three numbers is at an end of its width.
  HWY_INLINE __m512i above_largest(const Three& tops) const {
    return _mm512_min_epu16(
        _mm512_min_epu16(_mm512_sub_epi16(tops.a, largest_), _mm512_sub_epi16(tops.b, largest_)),
        _mm512_sub_epi16(tops.c, largest_));
  }
  HWY_INLINE __mmask32 at_end(__m512i above_largest) const {
    return _mm512_cmplt_epu16_mask(above_largest, ends_);
  }
  /// How many of the numbers in these words are at an end of their width.
  HWY_INLINE unsigned count_ends(const Three& tops, __mmask32 words) const {
    const auto count = [&](__m512i top) {
      return static_cast<unsigned>(std::popcount(words & at_end(_mm512_sub_epi16(top, largest_))));
    };
    return count(tops.a) + count(tops.b) + count(tops.c);
  }

  unsigned width;
  std::size_t each;

 private:
  template <std::size_t kVector, class Load>
  HWY_INLINE __m512i top(const Load& load, std::size_t from, Pair octets) const {
    if (kSize != Size::two_loads && kVector > 0) {
      from += kVector * width + (kBfp ? 1 : 0);
      octets = {load(from), load(from + second_)};
    }
    const __m512i index = _mm512_load_si512(table_.octets[kVector].data());
    return _mm512_multishift_epi64_epi8(_mm512_load_si512(table_.bits.data()),
                                        _mm512_permutex2var_epi8(octets.low, index, octets.high));
  }

  const Table& table_;
  std::size_t second_;  ///< where the second load begins, counted from the first one
  __m128i down_;
  __m512i largest_, ends_;
};

HWY_INLINE __m512i add32(__m512i x, __m512i y) { return _mm512_add_epi32(x, y); }
HWY_INLINE __m512i add16(__m512i x, __m512i y) { return _mm512_add_epi16(x, y); }
HWY_INLINE __m512i max32(__m512i x, __m512i y) { return _mm512_max_epu32(x, y); }
template <class Op>
HWY_INLINE __m512i reduce(const Three& all, Op op) {
  return op(op(all.a, all.b), all.c);
}
/// Of four lanes of each PRB in two vectors makes two lanes of each in one, of two of them one.
template <class Op>
HWY_INLINE __m512i join_lanes(__m512i a, __m512i b, Op op) {
  return op(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
}
template <class Op>
HWY_INLINE __m512i join_pairs(__m512i ab, __m512i cd, Op op) {
  return op(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
}
/// Lane n is all of vector n, added up.
HWY_INLINE __m128i totals(__m512i a, __m512i b, __m512i c, __m512i d) {
  const __m512i fours = join_pairs(join_lanes(a, b, add32), join_lanes(c, d, add32), add32);
  const __m256i two = _mm256_add_epi32(_mm512_castsi512_si256(fours), _mm512_extracti64x4_epi64(fours, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(two), _mm256_extracti128_si256(two, 1));
}

/// Asks for what lies some blocks ahead, most often that of the next section: the processor by itself keeps
/// too few lines on their way. Whether there is anything does not matter.
HWY_INLINE void fetch(const std::uint8_t* from, std::size_t octets) {
  constexpr std::size_t kAhead = 6144, kLine = 64;
  const auto ahead = reinterpret_cast<std::uintptr_t>(from) + kAhead;
  for (std::size_t i = 0; i < octets; i += kLine)
    _mm_prefetch(reinterpret_cast<const char*>(ahead + i), _MM_HINT_T0);
}
#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
