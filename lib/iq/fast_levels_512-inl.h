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
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "iq/fast_512-inl.h"
#include "iq/levels.h"

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
/// each vector. Wide numbers make sums of more bits than a lane has.
enum class Size { two_loads, narrow, wide };
constexpr Size size_of(unsigned width) {
  return width <= 10 ? Size::two_loads : width <= 12 ? Size::narrow : Size::wide;
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

/// Sixteen PRBs at a time: each number is seen once, what a PRB adds up to comes to a 32-bit lane of its own,
/// and is added to the sums of its exponent in that lane.
template <bool kBfp, Size kSize>
class Blocks {
 public:
  static constexpr std::size_t kPrbs = 16;
  /// Blocks after which sums must go to Levels, before one of them leaves its lane.
  static constexpr std::size_t kMost = 32;

  explicit Blocks(unsigned width)
      : width_{width},
        each_{3 * width + (kBfp ? 1 : 0)},
        second_{kSize == Size::two_loads ? 64 : 2 * each_},
        table_{kTables[2 * (width - 1) + (kBfp ? 1 : 0)]},
        down_{_mm_cvtsi32_si128(static_cast<int>(16 - width))},
        largest_{_mm512_set1_epi16(static_cast<short>(0x8000 - (1 << (16 - width))))},
        ends_{_mm512_set1_epi16(static_cast<short>(2 << (16 - width)))} {
    // All at once: to clear each when it is first seen is a branch that is never foreseen.
    for (Sums& sums : of_) sums.clear();
    straight_.clear();
  }

  /// Octets that must be there from the start of a whole block.
  std::size_t octets_read() const {
    if (kSize == Size::two_loads) return 12 * each_ + 128;
    return 14 * each_ + (kBfp ? 1 : 0) + 2 * width_ + 64;
  }

  template <class Load>
  HWY_INLINE void add(const Load& load) {
    const Four a = four(load, 0), b = four(load, 4 * each_), c = four(load, 8 * each_),
               d = four(load, 12 * each_);
    const auto max32 = [](__m512i x, __m512i y) { return _mm512_max_epu32(x, y); };
    const auto add32 = [](__m512i x, __m512i y) { return _mm512_add_epi32(x, y); };
    const auto add16 = [](__m512i x, __m512i y) { return _mm512_add_epi16(x, y); };
    Sums sums;  // NOLINT(*-member-init)
    sums.energy = tree(a.energy, b.energy, c.energy, d.energy, add32);
    if constexpr (kSize == Size::wide) {
      sums.rest = tree(a.rest, b.rest, c.rest, d.rest, add32);
      sums.i = tree(a.i, b.i, c.i, d.i, add32);
      sums.q = tree(a.q, b.q, c.q, d.q, add32);
    } else {
      sums.rest = _mm512_setzero_si512();
      const __m512i both = tree(a.i, b.i, c.i, d.i, add16);
      sums.i = _mm512_srai_epi32(_mm512_slli_epi32(both, 16), 16);
      sums.q = _mm512_srai_epi32(both, 16);
    }
    const __m512i peak = tree(a.peak, b.peak, c.peak, d.peak, max32);
    __m512i edges = _mm512_setzero_si512();
    if constexpr (kCountsEdges) {
      edges = tree(a.edges, b.edges, c.edges, d.edges, add16);
    } else {
      const __m512i above =
          _mm512_min_epu16(_mm512_min_epu16(a.edges, b.edges), _mm512_min_epu16(c.edges, d.edges));
      if (_mm512_cmplt_epu16_mask(above, ends_) != 0) [[unlikely]]
        edges = edges_of_block(load);
    }
    const __m512i counts = _mm512_madd_epi16(edges, _mm512_set1_epi16(1));
    sums.counts =
        _mm512_mask_add_epi32(counts, _mm512_test_epi32_mask(peak, peak), counts, _mm512_set1_epi32(1 << 16));
    if constexpr (kBfp) {
      const __m512i exponents = exponents_of(a, b, c, d);
      const auto present =
          static_cast<unsigned>(_mm512_reduce_or_epi32(_mm512_sllv_epi32(_mm512_set1_epi32(1), exponents)));
      add_peaks(peak, exponents, present >> (17 - width_) != 0);
      add_sums(sums, exponents, present);
    } else {
      peak_ = _mm512_max_epu32(peak_, peak);
      straight_.add(0xFFFF, sums);
    }
  }

  /// Gives the sums to `levels`, to which `prbs` PRBs were added in all.
  void finish(std::size_t prbs, Levels& levels) {
    levels.peak = std::max({levels.peak, large_peak_, std::uint64_t{_mm512_reduce_max_epu32(peak_)}});
    std::uint64_t nonzero = 0;
    if constexpr (kBfp) {
      for (; seen_ != 0; seen_ &= seen_ - 1) {
        const auto exponent = static_cast<std::size_t>(std::countr_zero(seen_));
        nonzero += finish_one(of_[exponent], exponent, levels);
      }
    } else {
      nonzero = finish_one(straight_, 0, levels);
    }
    levels.prbs += prbs;
    levels.zero_prbs += prbs - nonzero;
  }

 private:
  /// The largest number of a BFP block is any one of the upper half of them: with eleven bits and more it is
  /// seldom the last one.
  static constexpr bool kCountsEdges = kSize == Size::two_loads;

  /// Four 32-bit lanes for each of four PRBs, to be added up. Of wide numbers energy is the low 16 bits of
  /// each power and rest the high ones; narrow ones have their I and Q in 16 bits of i. Edges are in 16 bits;
  /// where blocks with some are few, it is above_largest().
  struct Four {
    __m512i peak, energy, rest, i, q, edges, exponents;
  };
  /// A 32-bit lane for each PRB. Counts: edges, and from bit 16 on PRBs that are not zero.
  struct Sums {
    __m512i energy, rest, i, q, counts;
    HWY_INLINE void add(__mmask16 of, const Sums& other) {
      energy = _mm512_mask_add_epi32(energy, of, energy, other.energy);
      if constexpr (kSize == Size::wide) rest = _mm512_mask_add_epi32(rest, of, rest, other.rest);
      i = _mm512_mask_add_epi32(i, of, i, other.i);
      q = _mm512_mask_add_epi32(q, of, q, other.q);
      counts = _mm512_mask_add_epi32(counts, of, counts, other.counts);
    }
    HWY_INLINE void clear() {
      energy = i = q = counts = _mm512_setzero_si512();
      if constexpr (kSize == Size::wide) rest = energy;
    }
  };

  /// The numbers of a vector at the top of their words, whatever follows them below.
  template <std::size_t kVector, class Load>
  HWY_INLINE __m512i top(const Load& load, std::size_t from, __m512i low, __m512i high) const {
    const __m512i index = _mm512_load_si512(table_.octets[kVector].data());
    if (kSize != Size::two_loads && kVector > 0) {
      low = load(from + kVector * width_ + (kBfp ? 1 : 0));
      high = load(from + kVector * width_ + (kBfp ? 1 : 0) + second_);
    }
    return _mm512_multishift_epi64_epi8(_mm512_load_si512(table_.bits.data()),
                                        _mm512_permutex2var_epi8(low, index, high));
  }

  /// In each word how many of three numbers are at an end of their width.
  HWY_INLINE __m512i edges_of(__m512i top0, __m512i top1, __m512i top2) const {
    const __m512i one = _mm512_set1_epi16(1);
    const auto ends = [&](__m512i numbers) {
      return _mm512_cmplt_epu16_mask(_mm512_sub_epi16(numbers, largest_), ends_);
    };
    __m512i edges = _mm512_maskz_mov_epi16(ends(top0), one);
    edges = _mm512_mask_add_epi16(edges, ends(top1), edges, one);
    return _mm512_mask_add_epi16(edges, ends(top2), edges, one);
  }
  /// In each word less than ends_ if one of three numbers is at an end of its width.
  HWY_INLINE __m512i above_largest(__m512i top0, __m512i top1, __m512i top2) const {
    return _mm512_min_epu16(
        _mm512_min_epu16(_mm512_sub_epi16(top0, largest_), _mm512_sub_epi16(top1, largest_)),
        _mm512_sub_epi16(top2, largest_));
  }
  /// The edges of a block in 16-bit words of each lane, for the few blocks that have some.
  template <class Load>
  HWY_NOINLINE __m512i edges_of_block(const Load& load) const {
    const auto one = [&](std::size_t from) {
      const __m512i low = load(from), high = load(from + second_);
      return edges_of(top<0>(load, from, low, high), top<1>(load, from, low, high),
                      top<2>(load, from, low, high));
    };
    return tree(one(0), one(4 * each_), one(8 * each_), one(12 * each_),
                [](__m512i x, __m512i y) { return _mm512_add_epi16(x, y); });
  }

  template <class Load>
  HWY_INLINE Four four(const Load& load, std::size_t from) const {
    const __m512i low = load(from), high = load(from + second_);
    const __m512i top0 = top<0>(load, from, low, high), top1 = top<1>(load, from, low, high),
                  top2 = top<2>(load, from, low, high);
    Four four;  // NOLINT(*-member-init)
    four.edges = kCountsEdges ? edges_of(top0, top1, top2) : above_largest(top0, top1, top2);
    const __m512i words0 = _mm512_sra_epi16(top0, down_), words1 = _mm512_sra_epi16(top1, down_),
                  words2 = _mm512_sra_epi16(top2, down_);
    const __m512i powers0 = _mm512_madd_epi16(words0, words0), powers1 = _mm512_madd_epi16(words1, words1),
                  powers2 = _mm512_madd_epi16(words2, words2);
    four.peak = _mm512_max_epu32(_mm512_max_epu32(powers0, powers1), powers2);
    if constexpr (kSize == Size::wide) {
      const auto sum = [](__m512i a, __m512i b, __m512i c) {
        return _mm512_add_epi32(_mm512_add_epi32(a, b), c);
      };
      const auto low_bits = [](__m512i a) { return _mm512_and_si512(a, _mm512_set1_epi32(0xFFFF)); };
      const auto high_bits = [](__m512i a) { return _mm512_srli_epi32(a, 16); };
      const auto i = [](__m512i a) { return _mm512_madd_epi16(a, _mm512_set1_epi32(1)); };
      const auto q = [](__m512i a) { return _mm512_madd_epi16(a, _mm512_set1_epi32(1 << 16)); };
      four.energy = sum(low_bits(powers0), low_bits(powers1), low_bits(powers2));
      four.rest = sum(high_bits(powers0), high_bits(powers1), high_bits(powers2));
      four.i = sum(i(words0), i(words1), i(words2));
      four.q = sum(q(words0), q(words1), q(words2));
    } else {
      four.energy = _mm512_add_epi32(_mm512_add_epi32(powers0, powers1), powers2);
      four.i = _mm512_add_epi16(_mm512_add_epi16(words0, words1), words2);
    }
    if constexpr (kBfp)
      four.exponents = _mm512_permutex2var_epi8(low, _mm512_load_si512(table_.exponents.data()), high);
    return four;
  }

  /// Adds up the four lanes of each PRB: lane 4 x i + n of the result is PRB i of the fours n.
  template <class Op>
  static HWY_INLINE __m512i tree(__m512i a, __m512i b, __m512i c, __m512i d, Op op) {
    const __m512i ab = op(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    const __m512i cd = op(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    return op(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
  }
  static HWY_INLINE __m512i exponents_of(const Four& a, const Four& b, const Four& c, const Four& d) {
    const __m512i ab = _mm512_mask_blend_epi32(0x2222, a.exponents, b.exponents);
    const __m512i cd = _mm512_mask_blend_epi32(0x8888, c.exponents, d.exponents);
    return _mm512_and_si512(_mm512_mask_blend_epi32(0xCCCC, ab, cd), _mm512_set1_epi32(15));
  }

  /// `large`: some exponents make more than 16 bits of a number, and more than 32 of a power.
  HWY_INLINE void add_peaks(__m512i peak, __m512i exponents, bool large) {
    const __m512i twice = _mm512_add_epi32(exponents, exponents);
    if (!large) [[likely]] {
      peak_ = _mm512_max_epu32(peak_, _mm512_sllv_epi32(peak, twice));
      return;
    }
    const __m512i even =
        _mm512_sllv_epi64(_mm512_maskz_mov_epi32(0x5555, peak), _mm512_maskz_mov_epi32(0x5555, twice));
    const __m512i odd = _mm512_sllv_epi64(_mm512_srli_epi64(peak, 32), _mm512_srli_epi64(twice, 32));
    large_peak_ = std::max<std::uint64_t>(large_peak_, _mm512_reduce_max_epu64(_mm512_max_epu64(even, odd)));
  }

  HWY_INLINE void add_sums(const Sums& sums, __m512i exponents, unsigned present) {
    seen_ |= present;
    // Few blocks have more than three: only those cost a branch that was not foreseen.
    present = add_one(present, sums, exponents);
    present = add_one(present, sums, exponents);
    present = add_one(present, sums, exponents);
    while (present != 0) [[unlikely]] present = add_one(present, sums, exponents);
  }

  /// Adds what is of the lowest exponent of `present` and returns the others.
  HWY_INLINE unsigned add_one(unsigned present, const Sums& sums, __m512i exponents) {
    // Nothing left is no exponent: nothing is added, wherever that may be.
    const auto exponent = static_cast<unsigned>(std::countr_zero(present | 1u << 16));
    of_[exponent & 15].add(_mm512_cmpeq_epi32_mask(exponents, _mm512_set1_epi32(static_cast<int>(exponent))),
                           sums);
    return present & (present - 1);
  }

  static std::uint64_t finish_one(const Sums& sums, std::size_t exponent, Levels& levels) {
    const __m512i low_bits = _mm512_set1_epi32(0xFFFF);
    const __m512i low = _mm512_and_si512(sums.energy, low_bits), high = _mm512_srli_epi32(sums.energy, 16);
    const __m512i rest = kSize == Size::wide ? sums.rest : _mm512_setzero_si512();
    const auto add32 = [](__m512i x, __m512i y) { return _mm512_add_epi32(x, y); };
    const auto all = [](__m512i four) {
      const __m256i two = _mm256_add_epi32(_mm512_castsi512_si256(four), _mm512_extracti64x4_epi64(four, 1));
      return _mm_add_epi32(_mm256_castsi256_si128(two), _mm256_extracti128_si256(two, 1));
    };
    alignas(16) std::array<std::uint32_t, 8> sum;  // NOLINT(*-member-init)
    _mm_store_si128(reinterpret_cast<__m128i*>(&sum[0]),
                    all(tree(low, _mm512_add_epi32(high, rest), sums.i, sums.q, add32)));
    _mm_store_si128(reinterpret_cast<__m128i*>(&sum[4]),
                    all(tree(sums.counts, sums.counts, sums.counts, sums.counts, add32)));
    levels.energy[exponent] += sum[0] + (std::uint64_t{sum[1]} << 16);
    levels.i[exponent] += static_cast<std::int32_t>(sum[2]);
    levels.q[exponent] += static_cast<std::int32_t>(sum[3]);
    levels.edges[exponent] += sum[4] & 0xFFFF;
    levels.exponents[exponent] += sum[4] >> 16;
    return sum[4] >> 16;
  }

  unsigned width_;
  std::size_t each_;
  std::size_t second_;  ///< where the second load begins, counted from the first one
  const Table& table_;
  __m128i down_;
  __m512i largest_, ends_;
  __m512i peak_ = _mm512_setzero_si512();  ///< of powers that 32 bits hold
  std::uint64_t large_peak_ = 0;
  unsigned seen_ = 0;  ///< bit e: there are sums of exponent e
  Sums straight_;
  std::array<Sums, kBfp ? kExponents : 1> of_;
};

/// Asks for what lies some blocks ahead, most often that of the next section: the processor by itself keeps
/// too few lines on their way. Whether there is anything does not matter.
HWY_INLINE void fetch(const std::uint8_t* from, std::size_t octets) {
  constexpr std::size_t kAhead = 4096, kLine = 64;
  const auto ahead = reinterpret_cast<std::uintptr_t>(from) + kAhead;
  for (std::size_t i = 0; i < octets; i += kLine)
    _mm_prefetch(reinterpret_cast<const char*>(ahead + i), _MM_HINT_T0);
}

template <bool kBfp, Size kSize>
void add_blocks(Section section, Levels& levels) {
  using OfSection = Blocks<kBfp, kSize>;
  while (section.prbs > 0) {
    OfSection blocks{section.width};
    const std::size_t prbs = std::min(section.prbs, OfSection::kMost * OfSection::kPrbs);
    for (std::size_t left = prbs; left > 0;) {
      const std::size_t some = std::min(OfSection::kPrbs, left), octets = some * section.each();
      fetch(section.octets, octets);
      if (some == OfSection::kPrbs && section.size >= blocks.octets_read())
        blocks.add(Whole{section.octets});
      else
        blocks.add(Part{section.octets, octets});
      section.octets += octets;
      section.size -= octets;
      left -= some;
    }
    blocks.finish(prbs, levels);
    section.prbs -= prbs;
  }
}

template <bool kBfp>
void add_section(const Section& section, Levels& levels) {
  switch (size_of(section.width)) {
    case Size::two_loads:
      return add_blocks<kBfp, Size::two_loads>(section, levels);
    case Size::narrow:
      return add_blocks<kBfp, Size::narrow>(section, levels);
    case Size::wide:
      return add_blocks<kBfp, Size::wide>(section, levels);
  }
}
#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
