#include "iq/fast.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "iq/choices.h"
#include "iq/packing.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

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

#if HWY_TARGET == HWY_SCALAR
/// One PRB, number by number.
void expand_prb(const std::uint8_t* from, unsigned width, unsigned exponent, std::int16_t* out) {
  BitReader bits_in{from};
  for (std::size_t i = 0; i < kNumbersPerPrb; ++i)
    out[i] = static_cast<std::int16_t>(saturate(std::int64_t{bits_in.take(width)} << exponent, 16));
}
#else
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

#endif

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
/// Where 32 numbers of a width lie, as instructions of VBMI want to know it: the eight octets, last one
/// first, that hold four numbers, then the bits of each octet of their words. The first number goes into word
/// 8 * turn, those beyond the last word into the first ones.
struct alignas(64) Spread {
  std::array<std::uint8_t, 64> octets{}, bits{};

  constexpr Spread(unsigned width, unsigned turn) {
    for (unsigned to = 0; to < 8; ++to) {
      const unsigned first = (to + 8 - 2 * turn) % 8 * 4 * width;  // bit of the first of four numbers
      for (unsigned i = 0; i < 8; ++i)
        octets[8 * to + i] = static_cast<std::uint8_t>((first / 8 + 7 - i) % 64);
      for (unsigned i = 0; i < 4; ++i) {
        const unsigned skipped = first % 8 + i * width;
        bits[8 * to + 2 * i + 1] = static_cast<std::uint8_t>((64 + 56 - skipped) % 64);
        bits[8 * to + 2 * i] = static_cast<std::uint8_t>((64 + 48 - skipped) % 64);
      }
    }
  }
};
constexpr auto kSpreads = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Spread, sizeof...(I)>{
      Spread{static_cast<unsigned>(I / 4 + 1), static_cast<unsigned>(I % 4)}...};
}
(std::make_index_sequence<64>{});

/// Up to 32 numbers at once.
class Wide {
 public:
  Wide(unsigned width, unsigned turn)
      : octets_{_mm512_load_si512(kSpreads[(width - 1) * 4 + turn].octets.data())},
        bits_{_mm512_load_si512(kSpreads[(width - 1) * 4 + turn].bits.data())},
        mask_{_mm512_set1_epi16(static_cast<short>(0xFFFF0000u >> width))} {}

  /// The numbers of the 64 octets at `from`, at the top of their words and then shifted down by `down`.
  HWY_INLINE __m512i take(const std::uint8_t* from, int down) const {
    const __m512i fours = _mm512_permutexvar_epi8(octets_, _mm512_loadu_si512(from));
    const __m512i words = _mm512_and_si512(_mm512_multishift_epi64_epi8(bits_, fours), mask_);
    return _mm512_sra_epi16(words, _mm_cvtsi32_si128(down));
  }

 private:
  __m512i octets_, bits_, mask_;
};

/// Four PRBs without compression are three vectors; returns how many PRBs were expanded. The octets that are
/// read must all be there, so some of the last PRBs are left.
std::size_t expand_none(const std::uint8_t* from, std::size_t octets, unsigned width, std::int16_t* out,
                        std::size_t prbs) {
  const Wide wide{width, 0};
  const int down = static_cast<int>(16 - width);
  std::size_t prb = 0;
  for (const std::uint8_t* const end = from + octets; prb + 4 <= prbs;
       prb += 4, from += 12 * width, out += 96) {
    if (static_cast<std::size_t>(end - from) < 8 * width + 64) break;
    for (unsigned i = 0; i < 3; ++i) _mm512_storeu_si512(out + 32 * i, wide.take(from + 4 * i * width, down));
  }
  return prb;
}

/// The same of BFP.
std::size_t expand_bfp(const std::uint8_t* from, std::size_t octets, unsigned width, std::int16_t* out,
                       std::size_t prbs) {
  const Wide first{width, 0}, second{width, 3}, third{width, 2}, fourth{width, 1};
  const std::size_t each = 3 * width + 1;
  const int most = static_cast<int>(16 - width);
  std::size_t prb = 0;
  for (const std::uint8_t* const end = from + octets; prb + 4 <= prbs;
       prb += 4, from += 4 * each, out += 96) {
    if (static_cast<std::size_t>(end - from) < 3 * each + 65) break;
    const std::array<int, 4> down{most - (from[0] & 15), most - (from[each] & 15),
                                  most - (from[2 * each] & 15), most - (from[3 * each] & 15)};
    if ((down[0] | down[1] | down[2] | down[3]) < 0) [[unlikely]] {
      for (unsigned i = 0; i < 4; ++i)
        expand_prb(from + i * each + 1, width, from[i * each] & 15u, out + i * kNumbersPerPrb);
      continue;
    }
    const __m512i a = first.take(from + 1, down[0]), b = second.take(from + each + 1, down[1]),
                  c = third.take(from + 2 * each + 1, down[2]), d = fourth.take(from + 3 * each + 1, down[3]);
    _mm512_storeu_si512(out, _mm512_mask_blend_epi16(0xFF000000, a, b));
    _mm512_storeu_si512(out + 32, _mm512_mask_blend_epi16(0xFFFF0000, b, c));
    _mm512_storeu_si512(out + 64, _mm512_mask_blend_epi16(0xFFFFFF00, c, d));
  }
  return prb;
}
#endif

void expand_all(const std::uint8_t* from, std::size_t octets, unsigned width, bool bfp, std::int16_t* out,
                std::size_t prbs) {
  const std::size_t each = 3 * width + (bfp ? 1 : 0);
  const std::uint8_t* const end = from + octets;
  std::size_t prb = 0;
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
  prb = (bfp ? expand_bfp : expand_none)(from, octets, width, out, prbs);
  from += prb * each;
  out += prb * kNumbersPerPrb;
#endif
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

}  // namespace

void Expand(const std::uint8_t* from, std::size_t octets, unsigned width, bool bfp, std::int16_t* out,
            std::size_t prbs) {
  expand_all(from, octets, width, bfp, out, prbs);
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(Expand);

}  // namespace

Result<std::size_t, Fault> expand_fast(const Format& format, Octets octets, std::span<std::int16_t> out) {
  if (format.method > kMethodBfp) return tl::unexpected(Fault::method);
  const auto each = prb_octets(format);
  if (!each) return each;
  const std::size_t prbs = out.size() / kNumbersPerPrb;
  if (out.size() % kNumbersPerPrb != 0 || octets.size() / *each < prbs) return tl::unexpected(Fault::length);
  HWY_DYNAMIC_DISPATCH(Expand)
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
