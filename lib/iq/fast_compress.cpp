#include "iq/fast.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_compress.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
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

/// By how many bits all words of a vector go down. On its way to there an exponent stays in vectors where
/// that is possible: registers of integers are far away.
#if HWY_ARCH_X86 && HWY_TARGET != HWY_EMU128
using Down = __m128i;
HWY_INLINE Down down_by(hn::Vec<hn::CappedTag<std::uint32_t, 4> > exponents) { return exponents.raw; }
HWY_INLINE Vector shifted(Vector numbers, Down down) {
#if HWY_TARGET == HWY_AVX2
  return Vector{_mm256_sra_epi16(numbers.raw, down)};
#else
  return Vector{_mm_sra_epi16(numbers.raw, down)};
#endif
}
/// 2^down - 1.
HWY_INLINE Vector below(Down down) {
  const auto high = _mm_sll_epi16(_mm_set1_epi16(-1), down);
#if HWY_TARGET == HWY_AVX2
  return hn::Not(Vector{_mm256_broadcastw_epi16(high)});
#else
  return hn::Not(Vector{high});
#endif
}
#else
using Down = int;
HWY_INLINE Down down_by(hn::Vec<hn::CappedTag<std::uint32_t, 4> > exponents) {
  return static_cast<int>(hn::GetLane(exponents));
}
HWY_INLINE Vector shifted(Vector numbers, Down down) { return hn::ShiftRightSame(numbers, down); }
HWY_INLINE Vector below(Down down) { return hn::Set(Numbers{}, static_cast<std::int16_t>((1 << down) - 1)); }
#endif

/// As many PRBs as lanes at a time. The members are what the loop keeps in registers.
template <bool kBfp, Way kWay, bool kMagnitude, bool kZero>
class Group {
 public:
  explicit Group(unsigned width)
      : layout_{width, kBfp},
        each_{layout_.prb_octets()},
        bits_{static_cast<int>(width)},
        above_{hn::Set(Pairs{}, 125 + width)},
        low_{hn::Set(Numbers{}, static_cast<std::int16_t>((1u << width) - 1))},
        powers_{hn::BitCast(Numbers{}, hn::Set(Pairs{}, 1u << 16 | 1u << width % 16))},
        up_{moves(width)},
        first_{hn::LoadDup128(Bytes{}, kEightOctets[width - 1].first.data())},
        second_{hn::LoadDup128(Bytes{}, kEightOctets[width - 1].second.data())} {}

  /// Octets from the first one to the last one that is written: never less than those of the PRBs.
  std::size_t octets_written() const { return kLanes * each_ - layout_.width + 16; }

  /// Those of four groups, of which there may be less up to the last one: in the 32-bit words of the lane of
  /// their PRB.
  HWY_INLINE hn::Vec<Pairs> find_four(const std::int16_t* from, const std::int16_t* last) const {
    const Pairs d;
    if constexpr (!kBfp) return hn::Zero(d);
    constexpr std::size_t kNumbers = kLanes * kNumbersPerPrb;
    const auto ab = sum<Pairs>(sizes(std::min(from, last)), sizes(std::min(from + kNumbers, last)));
    const auto cd =
        sum<Pairs>(sizes(std::min(from + 2 * kNumbers, last)), sizes(std::min(from + 3 * kNumbers, last)));
    const auto halves = hn::BitCast(d, sum<Fours>(hn::BitCast(Fours{}, ab), hn::BitCast(Fours{}, cd)));
    const auto all = hn::Or(hn::ShiftRight<16>(halves), hn::And(halves, hn::Set(d, 0xFFFFu)));
    // The exponent of a float is the bit length: 126 more. One bit more than it, the sign, is needed.
    const hn::Repartition<std::int32_t, Numbers> integers;
    const hn::Repartition<float, Numbers> floats;
    const auto lengths =
        hn::ShiftRight<23>(hn::BitCast(d, hn::ConvertTo(floats, hn::BitCast(integers, all))));
    const hn::Repartition<std::uint16_t, Numbers> words;
    return hn::BitCast(d, hn::SaturatedSub(hn::BitCast(words, lengths), hn::BitCast(words, above_)));
  }

  /// Returns `seen` and the sizes of numbers without exponents.
  HWY_INLINE Vector send(const std::int16_t* from, hn::Vec<Pairs> exponents, std::uint8_t* to,
                         Vector seen) const {
    const auto a = load<0>(from), b = load<1>(from), c = load<2>(from);
    if constexpr (!kBfp) {
      send(a, b, c, to);
      return hn::Or(hn::Or(seen, size(a)), hn::Or(size(b), size(c)));
    }
    const auto those =
        hn::BitCast(Pairs{}, hn::And(hn::BitCast(Fours{}, exponents), hn::Set(Fours{}, 0xFFFF)));
    const auto first = lane<0>(those), last = lane<kLanes - 1>(those);
    const Down down = down_by(first), down_last = down_by(last);
    send(divided(a, down), middle(divided(b, down), divided(b, down_last)), divided(c, down_last), to);
    to[0] = static_cast<std::uint8_t>(hn::GetLane(first));
    to[(kLanes - 1) * each_] = static_cast<std::uint8_t>(hn::GetLane(last));
    return seen;
  }

 private:
  /// Bits of the lower and the upper half of each lane together, first those of `a`.
  template <class D>
  static HWY_INLINE hn::Vec<D> sum(hn::Vec<D> a, hn::Vec<D> b) {
    return hn::Or(hn::InterleaveLower(D{}, a, b), hn::InterleaveUpper(D{}, a, b));
  }
  /// Sizes of numbers, in the lane of their PRB.
  static HWY_INLINE hn::Vec<Pairs> sizes(const std::int16_t* from) {
    const Numbers d;
    const auto a = size(load<0>(from)), b = size(load<1>(from)), c = size(load<2>(from));
    auto all = hn::Or(a, hn::Or(b, c));
    // Lanes are of PRBs 0, 0 and 0, 1 and 1, 1.
    if constexpr (kLanes == 2)
      all = hn::Or(b, hn::Or(hn::ConcatLowerLower(d, c, a), hn::ConcatUpperUpper(d, c, a)));
    return hn::BitCast(Pairs{}, all);
  }
  static hn::Vec<Pairs> moves(unsigned width) {
    const auto up = hn::LoadDup128(Pairs{}, kEightOctets[width - 1].up.data());
#if HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_SSSE3
    return hn::Shl(hn::Set(Pairs{}, 1u), up);
#else
    return up;
#endif
  }
  /// Of which only the bit length counts.
  static HWY_INLINE Vector size(Vector numbers) {
    const Numbers d;
    if (kMagnitude) return hn::Max(numbers, hn::SaturatedSub(hn::Zero(d), numbers));
    return hn::Max(numbers, hn::Not(numbers));  // |min| - 1
  }
  template <std::size_t kLane>
  static HWY_INLINE auto lane(hn::Vec<Pairs> exponents) {
    if constexpr (kLanes == 1)
      return exponents;
    else if constexpr (kLane == 0)
      return hn::LowerHalf(hn::Half<Pairs>{}, exponents);
    else
      return hn::UpperHalf(hn::Half<Pairs>{}, exponents);
  }
  template <std::size_t kVector>
  static HWY_INLINE Vector load(const std::int16_t* from) {
    return hn::LoadU(Numbers{}, from + kVector * kEight * kLanes);
  }
  static HWY_INLINE Vector divided(Vector numbers, Down down) {
    // What a shift rounds down to zero must be less than one below it.
    if (kZero) numbers = hn::Add(numbers, hn::And(hn::BroadcastSignBit(numbers), below(down)));
    return shifted(numbers, down);
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
  hn::Vec<Pairs> above_;
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
  const Group<kBfp, kWay, kMagnitude, kZero> group{width};
  const auto seen = group.send(numbers.data(), group.find_four(numbers.data(), numbers.data()), octets.data(),
                               hn::Zero(Numbers{}));
  std::memcpy(to, octets.data(), prbs * Layout{width, kBfp}.prb_octets());
  return seen;
}

/// Returns whether all numbers fit.
template <bool kBfp, Way kWay, bool kMagnitude, bool kZero>
bool compress_prbs(const std::int16_t* from, unsigned width, std::uint8_t* to, std::size_t prbs) {
  const std::size_t each = Layout{width, kBfp}.prb_octets();
  const std::uint8_t* const end = to + prbs * each;
  const Group<kBfp, kWay, kMagnitude, kZero> group{width};
  const std::size_t written = group.octets_written(), octets = prbs * each;
  constexpr std::size_t kNumbers = kLanes * kNumbersPerPrb;
  const Numbers d;
  auto seen = hn::Zero(d);
  if (std::size_t groups = octets < written ? 0 : (octets - written) / (kLanes * each) + 1; groups > 0) {
    // Exponents take long until they are there, and what waits for them would fill the queues of the
    // processor meanwhile. So those of the next four groups are begun before what is done to these four.
    const std::int16_t* const last = from + (groups - 1) * kNumbers;
    const std::size_t step = kLanes * each;
    auto exponents = group.find_four(from, last);
    for (; groups >= 4; groups -= 4, from += 4 * kNumbers, to += 4 * step) {
      const auto ahead = group.find_four(from + 4 * kNumbers, last);
      seen = group.send(from, exponents, to, seen);
      exponents = hn::Shuffle0321(exponents);
      seen = group.send(from + kNumbers, exponents, to + step, seen);
      exponents = hn::Shuffle0321(exponents);
      seen = group.send(from + 2 * kNumbers, exponents, to + 2 * step, seen);
      exponents = hn::Shuffle0321(exponents);
      seen = group.send(from + 3 * kNumbers, exponents, to + 3 * step, seen);
      exponents = ahead;
    }
    for (; groups > 0; --groups, from += kNumbers, to += step) {
      seen = group.send(from, exponents, to, seen);
      exponents = hn::Shuffle0321(exponents);
    }
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
