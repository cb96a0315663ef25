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
#include "iq/fast_expand_512-inl.h"
#include "iq/fast_layout.h"
#include "iq/packing.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

/// Number by number.
void expand_plain(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  for (; prbs > 0; --prbs, from += layout.prb_octets(), out += kNumbersPerPrb) {
    const unsigned exponent = layout.bfp ? *from & 15u : 0;
    BitReader bits_in{from + (layout.bfp ? 1 : 0)};
    for (std::size_t i = 0; i < kNumbersPerPrb; ++i)
      out[i] = static_cast<std::int16_t>(saturate(std::int64_t{bits_in.take(layout.width)} << exponent, 16));
  }
}

#elif !(HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3)

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

template <bool kThree>
void expand_width(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
  (layout.bfp ? expand_prbs<true, kThree> : expand_prbs<false, kThree>)(from, layout.width, out, prbs);
}

#endif

}  // namespace

void ExpandPrbs(const std::uint8_t* from, Layout layout, std::int16_t* out, std::size_t prbs) {
#if HWY_TARGET == HWY_SCALAR
  expand_plain(from, layout, out, prbs);
#else
  // One instruction of VBMI finds bits wherever they are.
  const bool three = spans_three(layout.width) && !(HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL);
  (three ? expand_width<true> : expand_width<false>)(from, layout, out, prbs);
#endif
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
