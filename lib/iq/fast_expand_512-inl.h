// Expansion of none and BFP by vectors of 512 bits; included by fast_expand.cpp for each such target.
#if defined(PLUMBLINE_IQ_FAST_EXPAND_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_EXPAND_512_INL_H
#undef PLUMBLINE_IQ_FAST_EXPAND_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_EXPAND_512_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "iq/fast_512-inl.h"
#include "iq/fast_layout.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

#if HWY_TARGET <= HWY_AVX3_DL
/// How the numbers of a vector come to the top of their words: the eight octets, last one first, that hold
/// four numbers become a 64-bit word, and each octet of a word eight bits of them.
struct Table {
  Bytes octets{}, bits{};

  constexpr Table(const Layout& layout, std::size_t vector) {
    for (unsigned four = 0; four < 8; ++four) {
      const std::size_t eight = layout.eight(4 * vector + four / 2) - vector_start(layout, vector);
      const std::size_t bit = 8 * eight + four % 2 * 4 * layout.width;
      for (unsigned i = 0; i < 8; ++i)
        octets[8 * four + i] = static_cast<std::uint8_t>((bit / 8 + 7 - i) % 64);
      for (unsigned i = 0; i < 4; ++i) {
        const std::size_t skipped = bit % 8 + i * layout.width;
        bits[8 * four + 2 * i + 1] = static_cast<std::uint8_t>((64 + 56 - skipped) % 64);
        bits[8 * four + 2 * i] = static_cast<std::uint8_t>((64 + 48 - skipped) % 64);
      }
    }
  }
};

/// 32 numbers from the octets that hold them: each at the top of its word, whatever follows it below.
template <bool>
class Spread {
 public:
  explicit Spread(const Table& table) : octets_{load(table.octets)}, bits_{load(table.bits)} {}
  HWY_INLINE __m512i operator()(__m512i from) const {
    return _mm512_multishift_epi64_epi8(bits_, _mm512_permutexvar_epi8(octets_, from));
  }

 private:
  __m512i octets_, bits_;
};
#else
/// How the numbers of a vector come to the top of their words: the octets of eight numbers to a lane, in
/// pairs, then the two octets from where a number begins to its word, and the third one to another.
struct Table {
  Words pairs{}, up{}, down{};
  Bytes two{}, third{};

  constexpr Table(const Layout& layout, std::size_t vector) {
    for (unsigned i = 0; i < 32; ++i) {
      const std::size_t eight = layout.eight(4 * vector + i / 8) - vector_start(layout, vector);
      pairs[i] = static_cast<std::uint16_t>((eight / 2 + i % 8) % 32);
      const std::size_t bit = eight % 2 * 8 + i % 8 * layout.width;
      up[i] = bit % 8;
      down[i] = static_cast<std::uint16_t>(8 - bit % 8);
      // What is behind the lane is no bit of a number.
      two[2 * i] = static_cast<std::uint8_t>(std::min<std::size_t>(bit / 8 + 1, 15));
      two[2 * i + 1] = static_cast<std::uint8_t>(bit / 8);
      third[2 * i] = static_cast<std::uint8_t>(std::min<std::size_t>(bit / 8 + 2, 15));
      third[2 * i + 1] = 0x80;
    }
  }
};

/// 32 numbers from the octets that hold them: each at the top of its word, whatever follows it below.
template <bool kThree>
class Spread {
 public:
  explicit Spread(const Table& table)
      : pairs_{load(table.pairs)},
        up_{load(table.up)},
        down_{load(table.down)},
        two_{load(table.two)},
        third_{load(table.third)} {}
  HWY_INLINE __m512i operator()(__m512i from) const {
    const __m512i lanes = _mm512_permutexvar_epi16(pairs_, from);
    const __m512i two = _mm512_sllv_epi16(_mm512_shuffle_epi8(lanes, two_), up_);
    if (!kThree) return two;
    return _mm512_or_si512(two, _mm512_srlv_epi16(_mm512_shuffle_epi8(lanes, third_), down_));
  }

 private:
  __m512i pairs_, up_, down_, two_, third_;
};
#endif

constexpr auto kTables = tables_of_vectors<Table>();

/// The octets of a vector.
template <Kind kKind, std::size_t kVector>
HWY_INLINE __m512i load_octets(const std::uint8_t* at) {
  const __m512i octets = opaque(_mm512_loadu_si512(at));
  if (kKind != Kind::bfp16) return octets;
  return _mm512_mask_loadu_epi8(octets, kBehind<kVector>, at + 1);
}
/// Those in front of octet `end`.
template <Kind kKind, std::size_t kVector>
HWY_INLINE __m512i load_some(const std::uint8_t* from, std::size_t start, std::size_t end) {
  if (end <= start) return _mm512_setzero_si512();
  const __m512i octets = _mm512_maskz_loadu_epi8(lowest(end - start), from + start);
  if (kKind != Kind::bfp16) return octets;
  return _mm512_mask_loadu_epi8(octets, kBehind<kVector> & lowest(end - start - 1), from + start + 1);
}
/// The exponent of each word of four PRBs.
template <Kind kKind>
class Exponents {
 public:
  explicit Exponents(unsigned width)
      : each_{Layout{width, true}.prb_octets()},
        a_{load(kPrbOfWord[0])},
        b_{load(kPrbOfWord[1])},
        c_{load(kPrbOfWord[2])} {}
  HWY_INLINE Three operator()(const std::uint8_t* from, std::size_t prbs, const Three&) const {
    // Words, of which the other octet is masked, come from memory without a stop in a register of integers.
    __m128i four = _mm_cvtsi32_si128(word_at(from));
    if (prbs > 1) four = _mm_insert_epi16(four, word_at(from + each_), 1);
    if (prbs > 2) four = _mm_insert_epi16(four, word_at(from + 2 * each_), 2);
    if (prbs > 3) four = _mm_insert_epi16(four, word_at(from + 3 * each_), 3);
    const __m512i all = _mm512_castsi128_si512(_mm_and_si128(four, _mm_set1_epi16(15)));
    return {_mm512_permutexvar_epi16(a_, all), _mm512_permutexvar_epi16(b_, all),
            _mm512_permutexvar_epi16(c_, all)};
  }

 private:
  static HWY_INLINE std::uint16_t word_at(const std::uint8_t* from) {
    std::uint16_t word = 0;
    std::memcpy(&word, from, sizeof word);
    return word;
  }
  std::size_t each_;
  __m512i a_, b_, c_;
};

#if HWY_TARGET <= HWY_AVX3_DL
/// From the octets of the vectors: they are there anyway, if not always in the vector that needs them. Loads
/// of single octets would take as long as all the rest.
template <>
class Exponents<Kind::bfp> {
 public:
  explicit Exponents(unsigned width)
      : a_{load(kWhere[width - 1][0])}, b_{load(kWhere[width - 1][1])}, c_{load(kWhere[width - 1][2])} {}
  HWY_INLINE Three operator()(const std::uint8_t*, std::size_t, const Three& octets) const {
    const __m512i four_bits = _mm512_set1_epi16(15);
    return {_mm512_and_si512(_mm512_permutexvar_epi8(a_, octets.a), four_bits),
            _mm512_and_si512(_mm512_permutex2var_epi8(octets.a, b_, octets.b), four_bits),
            _mm512_and_si512(_mm512_permutex2var_epi8(octets.b, c_, octets.c), four_bits)};
  }

 private:
  /// Vector 0 holds the exponents of PRBs 0 and 1, the others that of the PRB of their last number.
  static constexpr auto kWhere = [] {
    std::array<std::array<Bytes, kVectors>, 15> all{};
    for (unsigned width = 1; width < 16; ++width)
      for (std::size_t i = 0; i < 96; ++i) {
        const Layout layout{width, true};
        const std::size_t prb = i / kNumbersPerPrb, vector = i / kNumbersPerVector,
                          holder = prb > 1 ? prb - 1 : 0,
                          octet = prb * layout.prb_octets() - vector_start(layout, holder);
        all[width - 1][vector][i % kNumbersPerVector * 2] =
            static_cast<std::uint8_t>(octet + (vector > 0 && holder == vector ? 64 : 0));
      }
    return all;
  }();
  __m512i a_, b_, c_;
};
#endif

/// Four PRBs at a time. The members are what the loop keeps in registers.
template <Kind kKind, bool kThree>
class Group {
 public:
  explicit Group(unsigned width)
      : starts_{octets_start<kKind>(width, 0), octets_start<kKind>(width, 1), octets_start<kKind>(width, 2)},
        a_{table(width, 0)},
        b_{table(width, 1)},
        c_{table(width, 2)},
        exponents_{width},
        down_{_mm512_set1_epi16(static_cast<short>(16 - width))} {}

  /// Octets from the first one to the last one that is read: never less than those of four PRBs.
  std::size_t octets_read() const { return starts_[2] + 65; }

  HWY_INLINE void four(const std::uint8_t* from, std::int16_t* out) const {
    const Three octets{load_octets<kKind, 0>(from + starts_[0]), load_octets<kKind, 1>(from + starts_[1]),
                       load_octets<kKind, 2>(from + starts_[2])};
    const Three all = numbers(from, kPrbsPerGroup, octets);
    _mm512_storeu_si512(out, all.a);
    _mm512_storeu_si512(out + kNumbersPerVector, all.b);
    _mm512_storeu_si512(out + 2 * kNumbersPerVector, all.c);
  }

  /// The first one to four PRBs, which end with octet `end`.
  HWY_INLINE void some(const std::uint8_t* from, std::size_t end, std::int16_t* out, std::size_t prbs) const {
    const Three octets{load_some<kKind, 0>(from, starts_[0], end), load_some<kKind, 1>(from, starts_[1], end),
                       load_some<kKind, 2>(from, starts_[2], end)};
    const Three all = numbers(from, prbs, octets);
    constexpr std::size_t kSecond = kNumbersPerVector, kThird = 2 * kNumbersPerVector;
    _mm512_mask_storeu_epi16(out, numbers_of(prbs, 0), all.a);
    _mm512_mask_storeu_epi16(out + kSecond, numbers_of(prbs, kSecond), all.b);
    _mm512_mask_storeu_epi16(out + kThird, numbers_of(prbs, kThird), all.c);
  }

 private:
  static const Table& table(unsigned width, std::size_t vector) {
    return kTables[table_of_vector({width, kKind == Kind::bfp}, vector)];
  }

  HWY_INLINE Three numbers(const std::uint8_t* from, std::size_t prbs, const Three& octets) const {
    // Going down drops what follows the number, then going up by the exponent leaves zeros: no mask.
    const Three mantissas{_mm512_srav_epi16(a_(octets.a), down_), _mm512_srav_epi16(b_(octets.b), down_),
                          _mm512_srav_epi16(c_(octets.c), down_)};
    if (kKind == Kind::none) return mantissas;
    const Three up = exponents_(from, prbs, octets);
    const __m512i most = _mm512_max_epi16(_mm512_max_epi16(up.a, up.b), up.c);
    if (_mm512_cmpgt_epi16_mask(most, down_) == 0) [[likely]]
      return {_mm512_sllv_epi16(mantissas.a, up.a), _mm512_sllv_epi16(mantissas.b, up.b),
              _mm512_sllv_epi16(mantissas.c, up.c)};
    return {clamped(mantissas.a, up.a), clamped(mantissas.b, up.b), clamped(mantissas.c, up.c)};
  }
  /// What does not fit shows when it goes up and down again.
  static HWY_INLINE __m512i clamped(__m512i mantissas, __m512i up) {
    const __m512i numbers = _mm512_sllv_epi16(mantissas, up);
    const __m512i limit = _mm512_xor_si512(_mm512_srai_epi16(mantissas, 15), _mm512_set1_epi16(0x7FFF));
    const auto lost = _mm512_cmpneq_epi16_mask(_mm512_srav_epi16(numbers, up), mantissas);
    return _mm512_mask_mov_epi16(numbers, lost, limit);
  }

  std::array<std::size_t, kVectors> starts_;
  Spread<kThree> a_, b_, c_;
  Exponents<kKind> exponents_;
  __m512i down_;
};

template <Kind kKind, bool kThree>
HWY_NOINLINE void expand_some(const std::uint8_t* from, std::size_t end, unsigned width, std::int16_t* out,
                              std::size_t prbs) {
  Group<kKind, kThree>{width}.some(from, end, out, prbs);
}

template <Kind kKind, bool kThree>
void expand_prbs(const std::uint8_t* from, unsigned width, std::int16_t* out, std::size_t prbs) {
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets();
  const std::uint8_t* const end = from + prbs * each;
  if (const std::size_t first = prbs_to_line(out); prbs >= kManyPrbs && first > 0) {
    expand_some<kKind, kThree>(from, first * each, width, out, first);
    from += first * each, out += first * kNumbersPerPrb;
  }
  const Group<kKind, kThree> group{width};
  const std::size_t read = group.octets_read();
  for (; static_cast<std::size_t>(end - from) >= read; from += kPrbsPerGroup * each) {
    group.four(from, out);
    out += kPrbsPerGroup * kNumbersPerPrb;
  }
  while (from != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - from) / each, kPrbsPerGroup);
    expand_some<kKind, kThree>(from, some * each, width, out, some);
    from += some * each, out += some * kNumbersPerPrb;
  }
}

template <bool kThree>
void expand_width(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  const auto run = !layout.bfp          ? expand_prbs<Kind::none, kThree>
                   : layout.width == 16 ? expand_prbs<Kind::bfp16, false>
                                        : expand_prbs<Kind::bfp, kThree>;
  run(from, layout.width, out, prbs);
}

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
