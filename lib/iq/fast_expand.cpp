#include "iq/fast.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_expand.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "iq/choices.h"
#include "iq/fast_layout.h"
#include "iq/packing.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

/// Number by number.
void expand(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  for (; prbs > 0; --prbs, from += layout.prb_octets(), out += kNumbersPerPrb) {
    const unsigned exponent = layout.bfp ? *from & 15u : 0;
    BitReader bits_in{from + (layout.bfp ? 1 : 0)};
    for (std::size_t i = 0; i < kNumbersPerPrb; ++i)
      out[i] = static_cast<std::int16_t>(saturate(std::int64_t{bits_in.take(layout.width)} << exponent, 16));
  }
}

#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

#if HWY_TARGET <= HWY_AVX3_DL
/// How the numbers of a vector come to the top of their words: the eight octets, last one first, that hold
/// four numbers become a 64-bit word, and each octet of a word eight bits of them.
struct alignas(64) Table {
  std::array<std::uint8_t, 64> octets{}, bits{};

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
class Spread {
 public:
  explicit Spread(const Table& table)
      : octets_{_mm512_load_si512(table.octets.data())}, bits_{_mm512_load_si512(table.bits.data())} {}
  HWY_INLINE __m512i operator()(__m512i from) const {
    return _mm512_multishift_epi64_epi8(bits_, _mm512_permutexvar_epi8(octets_, from));
  }

 private:
  __m512i octets_, bits_;
};
#else
/// How the numbers of a vector come to the top of their words: the octets of eight numbers to a lane, in
/// pairs, then the two octets from where a number begins to its word, and the third one to another.
struct alignas(64) Table {
  std::array<std::uint16_t, 32> pairs{}, up{}, down{};
  std::array<std::uint8_t, 64> two{}, third{};

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
class Spread {
 public:
  explicit Spread(const Table& table)
      : pairs_{_mm512_load_si512(table.pairs.data())},
        up_{_mm512_load_si512(table.up.data())},
        down_{_mm512_load_si512(table.down.data())},
        two_{_mm512_load_si512(table.two.data())},
        third_{_mm512_load_si512(table.third.data())} {}
  HWY_INLINE __m512i operator()(__m512i from) const {
    const __m512i lanes = _mm512_permutexvar_epi16(pairs_, from);
    return _mm512_or_si512(_mm512_sllv_epi16(_mm512_shuffle_epi8(lanes, two_), up_),
                           _mm512_srlv_epi16(_mm512_shuffle_epi8(lanes, third_), down_));
  }

 private:
  __m512i pairs_, up_, down_, two_, third_;
};
#endif

constexpr auto kTables = tables_of_vectors<Table>();

/// The lowest `count` bits, at most 64.
HWY_INLINE __mmask64 lowest(std::size_t count) { return count < 64 ? (1ull << count) - 1 : ~0ull; }

/// The vectors of four PRBs. No array: the compiler would put it into memory.
struct Three {
  __m512i a, b, c;
};

/// With 16 bits the numbers of a vector and the exponent between them are 65 octets: two loads close the gap.
enum class Kind { none, bfp, bfp16 };

/// GCC reads octets that are used twice from memory twice, across cache lines; not what it cannot see
/// through.
HWY_INLINE __m512i read_once(__m512i vector) {
  asm("" : "+v"(vector));
  return vector;
}

/// The octets of vector `kVector`, of which `there` from its start on are there.
template <Kind kKind, std::size_t kVector>
HWY_INLINE __m512i load(const std::uint8_t* at) {
  const __m512i octets = read_once(_mm512_loadu_si512(at));
  if (kKind != Kind::bfp16) return octets;
  return _mm512_mask_loadu_epi8(octets, ~0ull << (48 - 16 * kVector), at + 1);
}
template <Kind kKind, std::size_t kVector>
HWY_INLINE __m512i load_some(const std::uint8_t* from, std::size_t start, std::size_t end) {
  if (end <= start) return _mm512_setzero_si512();
  const __m512i octets = _mm512_maskz_loadu_epi8(lowest(end - start), from + start);
  if (kKind != Kind::bfp16) return octets;
  return _mm512_mask_loadu_epi8(octets, ~0ull << (48 - 16 * kVector) & lowest(end - start - 1),
                                from + start + 1);
}
template <std::size_t kVector>
HWY_INLINE void store_some(std::int16_t* out, __m512i numbers, std::size_t prbs) {
  constexpr std::size_t kStart = kVector * kNumbersPerVector;
  const std::size_t end = prbs * kNumbersPerPrb;
  if (end <= kStart) return;
  _mm512_mask_storeu_epi16(out + kStart, static_cast<__mmask32>(lowest(end - kStart)), numbers);
}

/// The exponent of each word of four PRBs.
template <Kind kKind>
class Exponents {
 public:
  explicit Exponents(unsigned width)
      : each_{Layout{width, true}.prb_octets()},
        a_{_mm512_load_si512(kPrbs[0].data())},
        b_{_mm512_load_si512(kPrbs[1].data())},
        c_{_mm512_load_si512(kPrbs[2].data())} {}
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
  struct alignas(64) Words : std::array<std::uint16_t, 32> {};
  static constexpr std::array<Words, kVectors> kPrbs = [] {
    std::array<Words, kVectors> prbs{};
    for (unsigned i = 0; i < 96; ++i) prbs[i / 32][i % 32] = static_cast<std::uint16_t>(i / kNumbersPerPrb);
    return prbs;
  }();
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
      : a_{_mm512_load_si512(kWhere[width - 1][0].data())},
        b_{_mm512_load_si512(kWhere[width - 1][1].data())},
        c_{_mm512_load_si512(kWhere[width - 1][2].data())} {}
  HWY_INLINE Three operator()(const std::uint8_t*, std::size_t, const Three& octets) const {
    const __m512i four_bits = _mm512_set1_epi16(15);
    return {_mm512_and_si512(_mm512_permutexvar_epi8(a_, octets.a), four_bits),
            _mm512_and_si512(_mm512_permutex2var_epi8(octets.a, b_, octets.b), four_bits),
            _mm512_and_si512(_mm512_permutex2var_epi8(octets.b, c_, octets.c), four_bits)};
  }

 private:
  struct alignas(64) Where : std::array<std::uint8_t, 64> {};
  /// Vector 0 holds the exponents of PRBs 0 and 1, the others that of the PRB of their last number.
  static constexpr auto kWhere = [] {
    std::array<std::array<Where, kVectors>, 15> all{};
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
template <Kind kKind>
class Group {
 public:
  explicit Group(unsigned width)
      : starts_{start(width, 0), start(width, 1), start(width, 2)},
        a_{table(width, 0)},
        b_{table(width, 1)},
        c_{table(width, 2)},
        exponents_{width},
        down_{_mm512_set1_epi16(static_cast<short>(16 - width))} {}

  /// Octets from the first one to the last one that is read: never less than those of four PRBs.
  std::size_t octets_read() const { return starts_[2] + 65; }

  HWY_INLINE void four(const std::uint8_t* from, std::int16_t* out) const {
    const Three octets{load<kKind, 0>(from + starts_[0]), load<kKind, 1>(from + starts_[1]),
                       load<kKind, 2>(from + starts_[2])};
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
    store_some<0>(out, all.a, prbs);
    store_some<1>(out, all.b, prbs);
    store_some<2>(out, all.c, prbs);
  }

 private:
  static std::size_t start(unsigned width, std::size_t vector) {
    // The vectors of width 16 begin with a number: see Kind.
    const Layout layout{width, kKind != Kind::none};
    return kKind == Kind::bfp ? vector_start(layout, vector) : layout.eight(4 * vector);
  }
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
  Spread a_, b_, c_;
  Exponents<kKind> exponents_;
  __m512i down_;
};

template <Kind kKind>
HWY_NOINLINE void expand_some(const std::uint8_t* from, std::size_t end, unsigned width, std::int16_t* out,
                              std::size_t prbs) {
  Group<kKind>{width}.some(from, end, out, prbs);
}

template <Kind kKind>
void expand_prbs(const std::uint8_t* from, unsigned width, std::int16_t* out, std::size_t prbs) {
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets();
  const std::uint8_t* const end = from + prbs * each;
  // A store that fills one cache line costs half of one that touches two. PRBs are 48 octets: three more of
  // them for every 16 octets that are missing make a line full.
  const auto address = reinterpret_cast<std::uintptr_t>(out);
  if (const std::size_t first = (64 - address % 64) / 16 * 3 % 4;
      prbs >= 32 && address % 16 == 0 && first > 0) {
    expand_some<kKind>(from, first * each, width, out, first);
    from += first * each, out += first * kNumbersPerPrb;
  }
  const Group<kKind> group{width};
  const std::size_t read = group.octets_read();
  for (; static_cast<std::size_t>(end - from) >= read; from += kPrbsPerGroup * each) {
    group.four(from, out);
    out += kPrbsPerGroup * kNumbersPerPrb;
  }
  while (from != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - from) / each, kPrbsPerGroup);
    expand_some<kKind>(from, some * each, width, out, some);
    from += some * each, out += some * kNumbersPerPrb;
  }
}

void expand(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  const auto run = !layout.bfp            ? expand_prbs<Kind::none>
                   : (layout.width == 16) ? expand_prbs<Kind::bfp16>
                                          : expand_prbs<Kind::bfp>;
  run(from, layout.width, out, prbs);
}

#else

/// Vectors of one or two 128-bit lanes, eight numbers each; as many PRBs as lanes are three vectors.
constexpr std::size_t kLanes = HWY_TARGET == HWY_AVX2 ? 2 : 1;
using Numbers = hn::CappedTag<std::int16_t, kEight * kLanes>;
using Words = hn::RebindToUnsigned<Numbers>;
using Bytes = hn::Repartition<std::uint8_t, Numbers>;

/// Where each of eight numbers of a width lies in the octets that they fill: bit n * width. A word takes the
/// two octets from there on, most significant first; what of the number lies in a third one comes by a second
/// table.
struct Table {
  alignas(32) std::array<std::uint8_t, 32> two{};
  alignas(32) std::array<std::uint8_t, 32> third{};   ///< the high octet of a word
  alignas(32) std::array<std::uint16_t, 16> power{};  ///< 2^(bits in front of the number in its first octet)

  constexpr explicit Table(unsigned width) {
    for (unsigned i = 0; i < 16; ++i) {
      const unsigned bit = i % kEight * width, octet = bit / 8;
      // What is behind the lane is no bit of a number.
      two[2 * i] = static_cast<std::uint8_t>(std::min(octet + 1, 15u));
      two[2 * i + 1] = static_cast<std::uint8_t>(octet);
      third[2 * i] = 0x80;
      third[2 * i + 1] = static_cast<std::uint8_t>(std::min(octet + 2, 15u));
      power[i] = static_cast<std::uint16_t>(1u << bit % 8);
    }
  }
};

constexpr auto kTables = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Table, sizeof...(I)>{Table{static_cast<unsigned>(I + 1)}...};
}
(std::make_index_sequence<16>{});

/// 2^e and the smallest number that 2^e may multiply, twice each: AVX2 spreads 32 bits as it loads them,
/// not 16.
constexpr std::uint32_t twice(std::int32_t word) {
  return (static_cast<std::uint32_t>(word) & 0xFFFF) * 0x10001;
}
constexpr auto kPowers = [] {
  std::array<std::uint32_t, 16> powers{};
  for (unsigned e = 0; e < 16; ++e) powers[e] = twice(1 << e);
  return powers;
}();
constexpr auto kLeast = [] {
  std::array<std::uint32_t, 16> least{};
  for (unsigned e = 0; e < 16; ++e) least[e] = twice(-32768 >> e);
  return least;
}();
HWY_INLINE hn::Vec<Numbers> spread(std::uint32_t twice) {
  return hn::BitCast(Numbers{}, hn::Set(hn::Repartition<std::uint32_t, Numbers>{}, twice));
}

/// As many PRBs as lanes at a time. The members are what the loop keeps in registers.
template <bool kBfp, bool kThree>
class Group {
 public:
  explicit Group(unsigned width)
      : layout_{width, kBfp},
        each_{layout_.prb_octets()},
        two_{hn::Load(Bytes{}, kTables[width - 1].two.data())},
        third_{hn::Load(Bytes{}, kTables[width - 1].third.data())},
        power_{hn::Load(Words{}, kTables[width - 1].power.data())} {}

  /// Octets from the first one to the last one that is read: never less than those of the PRBs.
  std::size_t octets_read() const { return kLanes * each_ - layout_.width + 16; }

  HWY_INLINE void operator()(const std::uint8_t* from, std::int16_t* out) const {
    const auto a = mantissas<0>(from), b = mantissas<1>(from), c = mantissas<2>(from);
    if (!kBfp) return store(a, b, c, out);
    const std::size_t first = from[0] & 15u, last = from[(kLanes - 1) * each_] & 15u;
    const auto up_a = spread(kPowers[first]), up_c = spread(kPowers[last]), up_b = middle(up_a, up_c);
    if (std::max(first, last) + layout_.width <= 16) [[likely]]
      return store(hn::Mul(a, up_a), hn::Mul(b, up_b), hn::Mul(c, up_c), out);
    const auto least_a = spread(kLeast[first]), least_c = spread(kLeast[last]);
    store(clamped(a, up_a, least_a), clamped(b, up_b, middle(least_a, least_c)), clamped(c, up_c, least_c),
          out);
  }

 private:
  using Vector = hn::Vec<Numbers>;

  /// Of the vector between: half of it is of the first PRB, half of the last one.
  static HWY_INLINE Vector middle(Vector first, Vector last) {
    if constexpr (kLanes == 1) return first;
    return hn::ConcatUpperLower(Numbers{}, last, first);
  }
  static HWY_INLINE void store(Vector a, Vector b, Vector c, std::int16_t* out) {
    const Numbers d;
    hn::StoreU(a, d, out);
    hn::StoreU(b, d, out + kEight * kLanes);
    hn::StoreU(c, d, out + 2 * kEight * kLanes);
  }
  static HWY_INLINE Vector clamped(Vector mantissas, Vector up, Vector least) {
    const Numbers d;
    const auto numbers = hn::Mul(hn::Max(mantissas, least), up);
    return hn::IfThenElse(hn::Gt(mantissas, hn::Not(least)), hn::Set(d, 0x7FFF), numbers);
  }

  template <std::size_t kVector>
  HWY_INLINE hn::Vec<Bytes> octets(const std::uint8_t* from) const {
    const Bytes d;
    if constexpr (kLanes == 1) return hn::LoadU(d, from + layout_.eight(kVector));
    const hn::Half<Bytes> half;
    return hn::Combine(d, hn::LoadU(half, from + layout_.eight(2 * kVector + 1)),
                       hn::LoadU(half, from + layout_.eight(2 * kVector)));
  }
  template <std::size_t kVector>
  HWY_INLINE Vector mantissas(const std::uint8_t* from) const {
    const Words words;
    const auto lanes = octets<kVector>(from);
    auto top = hn::Mul(hn::BitCast(words, hn::TableLookupBytes(lanes, two_)), power_);
    if constexpr (kThree)
      top = hn::Or(top, hn::MulHigh(hn::BitCast(words, hn::TableLookupBytesOr0(lanes, third_)), power_));
    return hn::ShiftRightSame(hn::BitCast(Numbers{}, top), static_cast<int>(16 - layout_.width));
  }

  Layout layout_;
  std::size_t each_;
  hn::Vec<Bytes> two_, third_;
  hn::Vec<Words> power_;
};

/// Some PRBs, no more than lanes, by way of a copy: whole vectors are read and written.
template <bool kBfp, bool kThree>
HWY_NOINLINE void expand_some(const std::uint8_t* from, unsigned width, std::int16_t* out, std::size_t prbs) {
  std::array<std::uint8_t, 128> octets{};
  std::array<std::int16_t, kLanes * kNumbersPerPrb> numbers;  // NOLINT(*-member-init)
  std::memcpy(octets.data(), from, prbs * Layout{width, kBfp}.prb_octets());
  Group<kBfp, kThree>{width}(octets.data(), numbers.data());
  std::memcpy(out, numbers.data(), prbs * kNumbersPerPrb * sizeof(std::int16_t));
}

template <bool kBfp, bool kThree>
void expand_prbs(const std::uint8_t* from, unsigned width, std::int16_t* out, std::size_t prbs) {
  const std::size_t each = Layout{width, kBfp}.prb_octets();
  const std::uint8_t* const end = from + prbs * each;
  // With one PRB more, 48 octets, no store touches two cache lines.
  if (kLanes == 2 && prbs >= 32 && reinterpret_cast<std::uintptr_t>(out) % 32 == 16) {
    expand_some<kBfp, kThree>(from, width, out, 1);
    from += each, out += kNumbersPerPrb;
  }
  const Group<kBfp, kThree> group{width};
  const std::size_t read = group.octets_read();
  for (; static_cast<std::size_t>(end - from) >= read; from += kLanes * each) {
    group(from, out);
    out += kLanes * kNumbersPerPrb;
  }
  while (from != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - from) / each, kLanes);
    expand_some<kBfp, kThree>(from, width, out, some);
    from += some * each, out += some * kNumbersPerPrb;
  }
}

void expand(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  const bool three = layout.width == 11 || layout.width >= 13;
  const auto run = layout.bfp ? (three ? expand_prbs<true, true> : expand_prbs<true, false>)
                              : (three ? expand_prbs<false, true> : expand_prbs<false, false>);
  run(from, layout.width, out, prbs);
}
#endif

}  // namespace

void ExpandPrbs(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  expand(from, layout, out, prbs);
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(ExpandPrbs);

}  // namespace

Result<std::size_t, Fault> expand_fast(const Format& format, Octets octets, std::span<std::int16_t> out) {
  if (format.method > kMethodBfp) return tl::unexpected(Fault::method);
  const auto each = prb_octets(format);
  if (!each) return each;
  const std::size_t prbs = out.size() / kNumbersPerPrb;
  if (out.size() % kNumbersPerPrb != 0 || octets.size() / *each < prbs) return tl::unexpected(Fault::length);
  HWY_DYNAMIC_DISPATCH(ExpandPrbs)
  (octets.data(), Layout{format.width, format.method == kMethodBfp}, out.data(), prbs);
  return prbs * *each;
}

std::vector<std::string_view> instruction_sets() {
  std::vector<std::string_view> names;
  hwy::SetSupportedTargetsForTest(0);
  for (const auto target : hwy::SupportedAndGeneratedTargets()) names.emplace_back(hwy::TargetName(target));
  return names;
}

bool use_instruction_set(std::string_view name) {
  hwy::SetSupportedTargetsForTest(0);
  std::int64_t chosen = 0;
  for (const auto target : hwy::SupportedAndGeneratedTargets())
    if (name == hwy::TargetName(target)) chosen = target;
  if (name.empty()) return true;
  if (chosen == 0) return false;
  hwy::SetSupportedTargetsForTest(chosen);
  return true;
}

}  // namespace plumbline::iq
#endif  // HWY_ONCE
