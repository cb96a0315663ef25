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
void expand(const std::uint8_t* from, std::size_t, Layout layout, std::int16_t* out, std::size_t prbs) {
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

struct alignas(64) Words : std::array<std::uint16_t, 32> {};
/// Which of four PRBs the words of three vectors are of.
constexpr std::array<Words, kVectors> kPrbOfWord = [] {
  std::array<Words, kVectors> prbs{};
  for (unsigned i = 0; i < 96; ++i) prbs[i / 32][i % 32] = static_cast<std::uint16_t>(i / kNumbersPerPrb);
  return prbs;
}();

/// With 16 bits the numbers of a vector and the exponent between them are 65 octets: two loads close the gap.
enum class Kind { none, bfp, bfp16 };

/// One vector of a group of four PRBs. Everything that the loop needs is in members, for the compiler to keep
/// them in registers: no arrays, no address taken.
template <Kind kKind, std::size_t kVector>
class Part {
 public:
  explicit Part(unsigned width)
      : start_{vector_start({width, kKind != Kind::none}, kVector)},
        spread_{kTables[table_of_vector({width, kKind == Kind::bfp}, kVector)]},
        prbs_{_mm512_load_si512(kPrbOfWord[kVector].data())},
        down_{_mm512_set1_epi16(static_cast<short>(16 - width))} {}

  /// Octets of the group up to the last one that is read.
  std::size_t octets_read() const { return start_ + 65; }

  HWY_INLINE void whole(const std::uint8_t* from, __m512i exponents, bool larger, std::int16_t* out) const {
    const std::uint8_t* const at = from + start_;
    __m512i octets = _mm512_loadu_si512(at);
    if (kKind == Kind::bfp16) octets = _mm512_mask_loadu_epi8(octets, kBehind, at + 1);
    _mm512_storeu_si512(out + kNumber, numbers(octets, exponents, larger));
  }

  /// Of `there` octets the numbers that the first `prbs` PRBs have in this vector.
  HWY_INLINE void some(const std::uint8_t* from, std::size_t there, __m512i exponents, bool larger,
                       std::int16_t* out, std::size_t prbs) const {
    const std::size_t end = prbs * kNumbersPerPrb;
    if (end <= kNumber || there <= start_) return;
    const std::uint8_t* const at = from + start_;
    __m512i octets = _mm512_maskz_loadu_epi8(lowest(there - start_), at);
    if (kKind == Kind::bfp16)
      octets = _mm512_mask_loadu_epi8(octets, kBehind & lowest(there - start_ - 1), at + 1);
    _mm512_mask_storeu_epi16(out + kNumber, static_cast<__mmask32>(lowest(end - kNumber)),
                             numbers(octets, exponents, larger));
  }

 private:
  static constexpr std::size_t kNumber = kVector * kNumbersPerVector;
  static constexpr __mmask64 kBehind = ~0ull << (48 - 16 * kVector);

  HWY_INLINE __m512i numbers(__m512i octets, __m512i exponents, bool larger) const {
    // Going down drops what follows the number, then going up by the exponent leaves zeros: no mask.
    const __m512i mantissas = _mm512_srav_epi16(spread_(octets), down_);
    if (kKind == Kind::none) return mantissas;
    const __m512i up = _mm512_permutexvar_epi16(prbs_, exponents);
    const __m512i numbers = _mm512_sllv_epi16(mantissas, up);
    if (!larger) [[likely]]
      return numbers;
    // What is clamped shows when it goes up and down again.
    const __m512i limit = _mm512_xor_si512(_mm512_srai_epi16(mantissas, 15), _mm512_set1_epi16(0x7FFF));
    const auto lost = _mm512_cmpneq_epi16_mask(_mm512_srav_epi16(numbers, up), mantissas);
    return _mm512_mask_mov_epi16(numbers, lost, limit);
  }

  std::size_t start_;
  Spread spread_;
  __m512i prbs_, down_;
};

/// Whether one of four exponents of 16 bits each leaves the 16 bits of a number.
HWY_INLINE bool any_above(std::uint64_t exponents, unsigned most) {
  return ((exponents + (0x7FFF - most) * 0x0001'0001'0001'0001u) & 0x8000'8000'8000'8000u) != 0;
}
HWY_INLINE __m512i to_vector(std::uint64_t exponents) {
  return _mm512_castsi128_si512(_mm_cvtsi64_si128(static_cast<long long>(exponents)));
}

/// The first one to four PRBs, of which `octets` octets are there.
template <Kind kKind>
HWY_NOINLINE void expand_some(const std::uint8_t* from, std::size_t octets, unsigned width, std::int16_t* out,
                              std::size_t prbs) {
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets();
  std::uint64_t exponents = 0;
  for (std::size_t prb = 0; kKind != Kind::none && prb < prbs; ++prb)
    exponents |= std::uint64_t{from[prb * each] & 15u} << (16 * prb);
  const __m512i up = to_vector(exponents);
  const bool larger = any_above(exponents, 16 - width);
  Part<kKind, 0>{width}.some(from, octets, up, larger, out, prbs);
  Part<kKind, 1>{width}.some(from, octets, up, larger, out, prbs);
  Part<kKind, 2>{width}.some(from, octets, up, larger, out, prbs);
}

template <Kind kKind>
void expand_prbs(const std::uint8_t* from, std::size_t octets, unsigned width, std::int16_t* out,
                 std::size_t prbs) {
  const std::size_t each = Layout{width, kKind != Kind::none}.prb_octets();
  // A store that fills one cache line costs half of one that touches two. PRBs are 48 octets: three more of
  // them for every 16 octets that are missing make a line full.
  const auto address = reinterpret_cast<std::uintptr_t>(out);
  if (const std::size_t first = (64 - address % 64) / 16 * 3 % 4;
      prbs >= 32 && address % 16 == 0 && first > 0) {
    expand_some<kKind>(from, octets, width, out, first);
    from += first * each, octets -= first * each, out += first * kNumbersPerPrb, prbs -= first;
  }
  const Part<kKind, 0> a{width};
  const Part<kKind, 1> b{width};
  const Part<kKind, 2> c{width};
  for (; prbs >= kPrbsPerGroup && octets >= c.octets_read(); prbs -= kPrbsPerGroup) {
    std::uint64_t exponents = 0;
    if (kKind != Kind::none)
      exponents = (from[0] | std::uint64_t{from[each]} << 16 | std::uint64_t{from[2 * each]} << 32 |
                   std::uint64_t{from[3 * each]} << 48) &
                  0x000F'000F'000F'000F;
    const __m512i up = to_vector(exponents);
    if (const bool larger = any_above(exponents, 16 - width); !larger) [[likely]] {
      a.whole(from, up, false, out);
      b.whole(from, up, false, out);
      c.whole(from, up, false, out);
    } else {
      a.whole(from, up, true, out);
      b.whole(from, up, true, out);
      c.whole(from, up, true, out);
    }
    from += kPrbsPerGroup * each, octets -= kPrbsPerGroup * each, out += kPrbsPerGroup * kNumbersPerPrb;
  }
  while (prbs > 0) {
    const std::size_t some = std::min(prbs, kPrbsPerGroup);
    expand_some<kKind>(from, octets, width, out, some);
    from += some * each, octets -= some * each, out += some * kNumbersPerPrb, prbs -= some;
  }
}

void expand(const std::uint8_t* from, std::size_t octets, Layout layout, std::int16_t* out,
            std::size_t prbs) {
  const auto run = !layout.bfp            ? expand_prbs<Kind::none>
                   : (layout.width == 16) ? expand_prbs<Kind::bfp16>
                                          : expand_prbs<Kind::bfp>;
  run(from, octets, layout.width, out, prbs);
}

#else
/// Where each of eight numbers of a width lies in the octets that they fill: bit n * width. A 16-bit word
/// takes the two octets from there on, most significant first; what of the number lies in a third one comes
/// by a second table.
struct Table {
  alignas(64) std::array<std::uint8_t, 64> two{};     ///< octets of 32 words, low octet of the word first
  alignas(64) std::array<std::uint8_t, 64> third{};   ///< the third octet as high one of a word, 0x80: none
  alignas(64) std::array<std::uint16_t, 32> power{};  ///< 2^(bits in front of the number in its first octet)
  bool spans_three = false;

  constexpr explicit Table(unsigned width) {
    for (unsigned i = 0; i < 32; ++i) {
      const unsigned bit = i * width, octet = bit / 8, in_front = bit % 8;
      two[2 * i] = static_cast<std::uint8_t>(octet + 1);
      two[2 * i + 1] = static_cast<std::uint8_t>(octet);
      const bool three = in_front + width > 16;
      third[2 * i] = 0x80;
      third[2 * i + 1] = three ? static_cast<std::uint8_t>(octet + 2) : std::uint8_t{0x80};
      power[i] = static_cast<std::uint16_t>(1u << in_front);
      spans_three = spans_three || three;
      // The last number of a width of 8 or less ends in its first octet: there is no second.
      if (in_front + width <= 8) two[2 * i] = static_cast<std::uint8_t>(octet);
    }
  }
};

constexpr std::array kTables = [] {
  return []<std::size_t... W>(std::index_sequence<W...>) {
    return std::array<Table, sizeof...(W)>{Table{static_cast<unsigned>(W + 1)}...};
  }
  (std::make_index_sequence<16>{});
}();

/// Eight numbers of a width from 16 octets at `from`, each at the top of its word, zeros below.
template <class D>
hn::Vec<D> take_eight(D d, const std::uint8_t* from, const Table& table, hn::Vec<D> mask) {
  const hn::Repartition<std::uint8_t, D> bytes;
  const hn::RebindToUnsigned<D> words;
  const auto octets = hn::LoadU(bytes, from);
  auto word = hn::BitCast(words, hn::TableLookupBytes(octets, hn::Load(bytes, table.two.data())));
  const auto power = hn::Load(words, table.power.data());
  word = hn::Mul(word, power);
  if (table.spans_three) {
    const auto rest =
        hn::BitCast(words, hn::TableLookupBytesOr0(octets, hn::Load(bytes, table.third.data())));
    word = hn::Or(word, hn::MulHigh(rest, power));
  }
  return hn::And(hn::BitCast(d, word), mask);
}

/// One PRB, with 16 octets at hand from the start of each eight.
void expand_prb(const std::uint8_t* from, unsigned width, unsigned exponent, std::int16_t* out) {
  const hn::CappedTag<std::int16_t, 8> d;
  const Table& table = kTables[width - 1];
  const auto mask = hn::Set(d, static_cast<std::int16_t>(0xFFFF0000u >> width));
  const int down = static_cast<int>(16 - width) - static_cast<int>(exponent);
  if (down >= 0) {
    for (unsigned i = 0; i < 3; ++i)
      hn::StoreU(hn::ShiftRightSame(take_eight(d, from + i * width, table, mask), down), d, out + 8 * i);
    return;
  }
  // What is clamped shows when it is shifted there and back.
  for (unsigned i = 0; i < 3; ++i) {
    const auto number =
        hn::ShiftRightSame(take_eight(d, from + i * width, table, mask), static_cast<int>(16 - width));
    const auto large = hn::ShiftLeftSame(number, static_cast<int>(exponent));
    const auto limit = hn::Xor(hn::Set(d, 0x7FFF), hn::BroadcastSignBit(number));
    const auto fits = hn::Eq(hn::ShiftRightSame(large, static_cast<int>(exponent)), number);
    hn::StoreU(hn::IfThenElse(fits, large, limit), d, out + 8 * i);
  }
}

void expand_all(const std::uint8_t* from, std::size_t octets, unsigned width, bool bfp, std::int16_t* out,
                std::size_t prbs) {
  const std::size_t each = 3 * width + (bfp ? 1 : 0);
  const std::uint8_t* const end = from + octets;
  std::size_t prb = 0;
  for (; prb < prbs; ++prb, out += kNumbersPerPrb) {
    const unsigned exponent = bfp ? *from & 15u : 0;
    const std::uint8_t* numbers = from + (bfp ? 1 : 0);
    alignas(16) std::array<std::uint8_t, 64> last;  // NOLINT(*-member-init)
    if (static_cast<std::size_t>(end - numbers) < 2 * width + 16) {
      std::copy_n(numbers, 3 * width, last.data());
      numbers = last.data();
    }
    expand_prb(numbers, width, exponent, out);
    from += each;
  }
}

void expand(const std::uint8_t* from, std::size_t octets, Layout layout, std::int16_t* out, std::size_t prbs) { expand_all(from,octets,layout.width,layout.bfp,out,prbs);}
#endif
}  // namespace

void ExpandPrbs(const std::uint8_t* from, std::size_t octets, unsigned width, bool bfp, std::int16_t* out,
            std::size_t prbs) {
  expand(from, octets, {width, bfp}, out, prbs);
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
  (octets.data(), octets.size(), format.width, format.method == kMethodBfp, out.data(), prbs);
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
