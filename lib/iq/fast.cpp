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
  alignas(64) std::array<std::uint16_t, 32> shift{};  ///< these bits
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
      shift[i] = static_cast<std::uint16_t>(in_front);
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

#if HWY_TARGET <= HWY_AVX3_DL
/// Up to 32 numbers at once: bytes may come from anywhere in a vector (VBMI), bits from two words (VBMI2).
class Wide {
 public:
  explicit Wide(unsigned width)
      : two_{_mm512_load_si512(kTables[width - 1].two.data())},
        third_{_mm512_load_si512(kTables[width - 1].third.data())},
        shift_{_mm512_load_si512(kTables[width - 1].shift.data())},
        mask_{_mm512_set1_epi16(static_cast<short>(0xFFFF0000u >> width))} {}

  /// Numbers at the top of their words, zeros below.
  template <bool kThree>
  HWY_INLINE __m512i take(__m512i octets) const {
    const __m512i word = _mm512_permutexvar_epi8(two_, octets);
    if constexpr (kThree)
      return _mm512_and_si512(_mm512_shldv_epi16(word, _mm512_permutexvar_epi8(third_, octets), shift_),
                              mask_);
    return _mm512_and_si512(_mm512_sllv_epi16(word, shift_), mask_);
  }

 private:
  __m512i two_, third_, shift_, mask_;
};

/// All but the last PRBs of BFP, whose vectors of 64 octets are all there; returns how many.
template <bool kThree>
std::size_t expand_wide(const std::uint8_t* from, std::size_t octets, unsigned width, std::int16_t* out,
                        std::size_t prbs) {
  const Wide wide{width};
  const std::size_t each = 3 * width + 1;
  std::size_t prb = 0;
  for (const std::uint8_t* const end = from + octets; prb + 1 < prbs;
       ++prb, from += each, out += kNumbersPerPrb) {
    if (static_cast<std::size_t>(end - from) < 65) break;
    const unsigned exponent = *from & 15u;
    if (exponent + width > 16) {
      expand_prb(from + 1, width, exponent, out);
      continue;
    }
    const __m512i numbers = wide.take<kThree>(_mm512_loadu_si512(from + 1));
    // What is behind the 24 numbers is written over by the next PRB.
    _mm512_storeu_si512(
        out, _mm512_sra_epi16(numbers, _mm_cvtsi32_si128(static_cast<int>(16 - width - exponent))));
  }
  return prb;
}
#endif

void expand_all(const std::uint8_t* from, std::size_t octets, unsigned width, bool bfp, std::int16_t* out,
                std::size_t prbs) {
  const std::size_t each = 3 * width + (bfp ? 1 : 0);
  const std::uint8_t* const end = from + octets;
  std::size_t prb = 0;
#if HWY_TARGET <= HWY_AVX3_DL
  if (bfp)
    prb = kTables[width - 1].spans_three ? expand_wide<true>(from, octets, width, out, prbs)
                                         : expand_wide<false>(from, octets, width, out, prbs);
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
