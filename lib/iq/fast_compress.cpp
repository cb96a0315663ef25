#include "iq/fast.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_compress.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "iq/compression.h"
#include "iq/fast_compress_512-inl.h"
#include "iq/fast_layout.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

/// The plain kernel is that of one number at a time.
bool compress_plain(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
                    std::size_t prbs) {
  const Format format{layout.bfp ? kMethodBfp : kMethodNone, static_cast<std::uint8_t>(layout.width)};
  const Choices choices{.exponent = magnitude ? Exponent::magnitude : Exponent::smallest,
                        .mantissa = zero ? Rounding::toward_zero : Rounding::down};
  return iq::compress(format, std::span{from, prbs * kNumbersPerPrb},
                      std::span{to, prbs * layout.prb_octets()}, choices)
      .has_value();
}

#elif !(HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3)

/// Vectors of one or two 128-bit lanes, eight numbers each; as many PRBs as lanes are three vectors.
constexpr std::size_t kLanes = HWY_TARGET == HWY_AVX2 ? 2 : 1;
using Numbers = hn::CappedTag<std::int16_t, kEight * kLanes>;
using Pairs = hn::Repartition<std::uint32_t, Numbers>;
using Fours = hn::Repartition<std::uint64_t, Numbers>;
using Bytes = hn::Repartition<std::uint8_t, Numbers>;
using Vector = hn::Vec<Numbers>;

/// Of the vector between: half of it is of the first PRB, half of the last one.
HWY_INLINE Vector middle(Vector first, Vector last) {
  if constexpr (kLanes == 1) return first;
  return hn::ConcatUpperLower(Numbers{}, last, first);
}

/// As many PRBs as lanes at a time. The members are what the loop keeps in registers.
template <bool kBfp, Way kWay, bool kMagnitude, bool kZero>
class Group {
 public:
  explicit Group(unsigned width)
      : layout_{width, kBfp},
        each_{layout_.prb_octets()},
        bits_{static_cast<int>(width)},
        low_{hn::Set(Numbers{}, static_cast<std::int16_t>((1u << width) - 1))},
        powers_{hn::BitCast(Numbers{}, hn::Set(Pairs{}, 1u << 16 | 1u << width % 16))},
        up_{moves(width)},
        first_{hn::LoadDup128(Bytes{}, kEightOctets[width - 1].first.data())},
        second_{hn::LoadDup128(Bytes{}, kEightOctets[width - 1].second.data())} {}

  /// Octets from the first one to the last one that is written: never less than those of the PRBs.
  std::size_t octets_written() const { return kLanes * each_ - layout_.width + 16; }

  HWY_INLINE void operator()(const std::int16_t* from, std::uint8_t* to, Vector& seen) const {
    const Numbers d;
    auto a = hn::LoadU(d, from), b = hn::LoadU(d, from + kEight * kLanes),
         c = hn::LoadU(d, from + 2 * kEight * kLanes);
    const auto sizes_a = size(a), sizes_b = size(b), sizes_c = size(c);
    if constexpr (!kBfp) {
      seen = hn::Or(hn::Or(seen, sizes_a), hn::Or(sizes_b, sizes_c));
      send(a, b, c, to);
    } else {
      int first = 0, last = 0;
      exponents(sizes_a, sizes_b, sizes_c, first, last);
      a = divided(a, first);
      b = middle(divided(b, first), divided(b, last));
      c = divided(c, last);
      send(a, b, c, to);
      to[0] = static_cast<std::uint8_t>(first);
      to[(kLanes - 1) * each_] = static_cast<std::uint8_t>(last);
    }
  }

 private:
  static hn::Vec<Pairs> moves(unsigned width) {
    const auto up = hn::LoadDup128(Pairs{}, kEightOctets[width - 1].up.data());
#if HWY_ARCH_X86 && HWY_TARGET != HWY_AVX2 && HWY_TARGET != HWY_EMU128
    return hn::Shl(hn::Set(Pairs{}, 1u), up);
#else
    return up;
#endif
  }
  /// Of which only the bit length counts.
  static HWY_INLINE Vector size(Vector numbers) {
    const Numbers d;
    if (kMagnitude) return hn::Max(numbers, hn::SaturatedSub(hn::Zero(d), numbers));
    return hn::Xor(numbers, hn::BroadcastSignBit(numbers));  // |min| - 1
  }
  static HWY_INLINE Vector divided(Vector numbers, int exponent) {
    if (kZero) {
      // What a shift rounds down to zero must be less than one below it.
      const auto below = hn::Set(Numbers{}, static_cast<std::int16_t>((1 << exponent) - 1));
      numbers = hn::Add(numbers, hn::And(hn::BroadcastSignBit(numbers), below));
    }
    return hn::ShiftRightSame(numbers, exponent);
  }
  HWY_INLINE int exponent(std::uint32_t sizes) const {
    return std::max(static_cast<int>(std::bit_width((sizes | sizes >> 16) & 0xFFFF)) + 1 - bits_, 0);
  }
  HWY_INLINE void exponents(Vector a, Vector b, Vector c, int& first, int& last) const {
    const Numbers d;
    const Pairs pairs;
    auto all = hn::Or(a, hn::Or(b, c));
    // Lanes are of PRBs 0, 0 and 0, 1 and 1, 1.
    if constexpr (kLanes == 2)
      all = hn::Or(b, hn::Or(hn::ConcatLowerLower(d, c, a), hn::ConcatUpperUpper(d, c, a)));
    auto lanes = hn::BitCast(pairs, all);
    lanes = hn::Or(lanes, hn::Shuffle1032(lanes));
    lanes = hn::Or(lanes, hn::Shuffle2301(lanes));
    first = last = exponent(hn::GetLane(lanes));
    if constexpr (kLanes == 2) last = exponent(hn::GetLane(hn::UpperHalf(hn::Half<Pairs>{}, lanes)));
  }

  HWY_INLINE void send(Vector a, Vector b, Vector c, std::uint8_t* to) const {
    send_one<0>(a, to);
    send_one<1>(b, to);
    send_one<2>(c, to);
  }
  /// Each lane writes 16 octets, of which the next one overwrites what is not of its numbers.
  template <std::size_t kVector>
  HWY_INLINE void send_one(Vector numbers, std::uint8_t* to) const {
    const Bytes d;
    const auto octets = packed(numbers);
    if constexpr (kLanes == 1) {
      hn::StoreU(octets, d, to + layout_.eight(kVector));
    } else {
      const hn::Half<Bytes> half;
      hn::StoreU(hn::LowerHalf(half, octets), half, to + layout_.eight(2 * kVector));
      hn::StoreU(hn::UpperHalf(half, octets), half, to + layout_.eight(2 * kVector + 1));
    }
  }
  HWY_INLINE hn::Vec<Bytes> packed(Vector numbers) const {
    if constexpr (kWay == Way::swap) return hn::TableLookupBytes(hn::BitCast(Bytes{}, numbers), first_);
    const auto words = hn::And(numbers, low_);
    const auto lanes = kWay == Way::pairs ? pairs_of(words) : fours_of(words);
    const auto rest =
        kWay == Way::pairs ? lanes : hn::BitCast(Bytes{}, hn::ShiftRight<4>(hn::BitCast(Fours{}, lanes)));
    return hn::Or(hn::TableLookupBytesOr0(lanes, first_), hn::TableLookupBytesOr0(rest, second_));
  }
  /// Two numbers one behind the other, moved up.
  HWY_INLINE hn::Vec<Bytes> pairs_of(Vector words) const {
#if HWY_TARGET == HWY_AVX2
    return hn::BitCast(Bytes{}, hn::Shl(hn::Vec<Pairs>{_mm256_madd_epi16(words.raw, powers_.raw)}, up_));
#elif HWY_ARCH_X86 && HWY_TARGET != HWY_EMU128
    // Before AVX2 nothing shifts words by numbers of their own.
    return hn::BitCast(Bytes{}, hn::Mul(hn::Vec<Pairs>{_mm_madd_epi16(words.raw, powers_.raw)}, up_));
#else
    const auto halves = hn::BitCast(Pairs{}, words);
    const auto first = hn::ShiftRightSame(hn::ShiftLeft<16>(halves), 16 - bits_);
    return hn::BitCast(Bytes{}, hn::Shl(hn::Or(first, hn::ShiftRight<16>(halves)), up_));
#endif
  }
  HWY_INLINE hn::Vec<Bytes> fours_of(Vector words) const {
    const auto halves = hn::BitCast(Pairs{}, words);
    const auto pairs =
        hn::BitCast(Fours{}, hn::Or(hn::ShiftLeftSame(halves, bits_), hn::ShiftRight<16>(halves)));
    // Bits above the second pair go, and it comes to those below the first one.
    const auto second = hn::ShiftRightSame(hn::ShiftLeftSame(pairs, 32 - 2 * bits_), 64 - 2 * bits_);
    const auto fours = hn::Or(hn::ShiftLeftSame(pairs, 2 * bits_), second);
    return hn::BitCast(Bytes{}, hn::ShiftLeftSame(fours, 64 - 4 * bits_));
  }

  Layout layout_;
  std::size_t each_;
  int bits_;
  Vector low_, powers_;
  hn::Vec<Pairs> up_;
  hn::Vec<Bytes> first_, second_;
};

/// Some PRBs, no more than lanes, by way of a copy: whole vectors are read and written.
template <bool kBfp, Way kWay, bool kMagnitude, bool kZero>
HWY_NOINLINE Vector compress_some(const std::int16_t* from, unsigned width, std::uint8_t* to,
                                  std::size_t prbs) {
  std::array<std::int16_t, kLanes * kNumbersPerPrb> numbers{};
  std::array<std::uint8_t, 128> octets;  // NOLINT(*-member-init)
  std::memcpy(numbers.data(), from, prbs * kNumbersPerPrb * sizeof(std::int16_t));
  auto seen = hn::Zero(Numbers{});
  Group<kBfp, kWay, kMagnitude, kZero>{width}(numbers.data(), octets.data(), seen);
  std::memcpy(to, octets.data(), prbs * Layout{width, kBfp}.prb_octets());
  return seen;
}

/// Returns whether all numbers fit.
template <bool kBfp, Way kWay, bool kMagnitude, bool kZero>
bool compress_prbs(const std::int16_t* from, unsigned width, std::uint8_t* to, std::size_t prbs) {
  const std::size_t each = Layout{width, kBfp}.prb_octets();
  const std::uint8_t* const end = to + prbs * each;
  const Group<kBfp, kWay, kMagnitude, kZero> group{width};
  const std::size_t written = group.octets_written();
  const Numbers d;
  auto seen = hn::Zero(d);
  for (; static_cast<std::size_t>(end - to) >= written; to += kLanes * each) {
    group(from, to, seen);
    from += kLanes * kNumbersPerPrb;
  }
  while (to != end) {
    const std::size_t some = std::min(static_cast<std::size_t>(end - to) / each, kLanes);
    seen = hn::Or(seen, compress_some<kBfp, kWay, kMagnitude, kZero>(from, width, to, some));
    to += some * each, from += some * kNumbersPerPrb;
  }
  return kBfp || hn::AllTrue(d, hn::Eq(hn::ShiftRightSame(seen, static_cast<int>(width - 1)), hn::Zero(d)));
}

template <Way kWay>
bool compress_width(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
                    std::size_t prbs) {
  const auto run =
      !layout.bfp ? compress_prbs<false, kWay, false, false>
      : magnitude ? (zero ? compress_prbs<true, kWay, true, true> : compress_prbs<true, kWay, true, false>)
                  : (zero ? compress_prbs<true, kWay, false, true> : compress_prbs<true, kWay, false, false>);
  return run(from, layout.width, to, prbs);
}

#endif

}  // namespace

bool CompressPrbs(const std::int16_t* from, Layout layout, bool magnitude, bool zero, std::uint8_t* to,
                  std::size_t prbs) {
#if HWY_TARGET == HWY_SCALAR
  const auto run = compress_plain;
#else
  const Way way = way_of(layout.width);
  const auto run = way == Way::pairs   ? compress_width<Way::pairs>
                   : way == Way::fours ? compress_width<Way::fours>
                                       : compress_width<Way::swap>;
#endif
  return run(from, layout, magnitude, zero, to, prbs);
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(CompressPrbs);

/// Whether a kernel rounds like this. Neither way makes a mantissa too large, so larger_exponent says
/// nothing.
bool has_kernel(const Format& format, const Choices& choices) {
  if (format.method == kMethodNone) return true;
  return format.method == kMethodBfp &&
         (choices.mantissa == Rounding::down || choices.mantissa == Rounding::toward_zero);
}

}  // namespace

Result<std::size_t, Fault> compress_fast(const Format& format, std::span<const std::int16_t> numbers,
                                         std::span<std::uint8_t> out, const Choices& choices) {
  const auto each = prb_octets(format);
  const std::size_t prbs = numbers.size() / kNumbersPerPrb;
  // What is wrong with them, too, is for the plain kernel to say.
  if (!each || !has_kernel(format, choices) || numbers.size() % kNumbersPerPrb != 0 ||
      out.size() / *each < prbs)
    return compress(format, numbers, out, choices);
  const bool fit = HWY_DYNAMIC_DISPATCH(CompressPrbs)(
      numbers.data(), Layout{format.width, format.method == kMethodBfp},
      choices.exponent == Exponent::magnitude, choices.mantissa == Rounding::toward_zero, out.data(), prbs);
  if (!fit) return tl::unexpected(Fault::magnitude);
  return prbs * *each;
}

}  // namespace plumbline::iq
#endif  // HWY_ONCE
