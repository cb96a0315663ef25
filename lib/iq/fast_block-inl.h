// What block scaling and mu-law do to vectors of 16-bit words; included once for each instruction set. A
// number, mantissa or code, is in the top bits of its word with zeros below, whatever its width is.
#if defined(PLUMBLINE_IQ_FAST_BLOCK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_BLOCK_INL_H
#undef PLUMBLINE_IQ_FAST_BLOCK_INL_H
#else
#define PLUMBLINE_IQ_FAST_BLOCK_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "iq/choices.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_TARGET != HWY_SCALAR

namespace hn = hwy::HWY_NAMESPACE;

template <class D>
using Unsigned = hn::RebindToUnsigned<D>;
template <class D>
HWY_INLINE hn::Vec<Unsigned<D>> set(D, unsigned value) {
  return hn::Set(Unsigned<D>{}, static_cast<std::uint16_t>(value));
}
/// |numbers|, 32768 included.
template <class D>
HWY_INLINE hn::Vec<Unsigned<D>> size_of(D, hn::Vec<D> numbers) {
  return hn::BitCast(Unsigned<D>{}, hn::Abs(numbers));
}
/// Sizes with the signs of `numbers`.
template <class D>
HWY_INLINE hn::Vec<D> with_sign(D d, hn::Vec<Unsigned<D>> sizes, hn::Vec<D> numbers) {
  const auto sign = hn::BroadcastSignBit(numbers);
  return hn::Sub(hn::Xor(hn::BitCast(d, sizes), sign), sign);
}

/// How sizes are divided by a scaler: size x 2^twice / divisor = (size x 2^twice x factor / 2^16) / 2^shift
/// for all below 2^15, and for those up to 2^16 where the divisor is a power of two. What divides by two can
/// divide by one, which is for a scaler of 0, too: that of a block of -1 and 0.
struct Division {
  std::uint16_t factor = 0, divisor = 0, half = 0;
  std::int16_t shift = 0, twice = 0;
};
inline constexpr std::array<Division, 129> kDivisions = [] {
  std::array<Division, 129> all{};
  for (unsigned scaler = 0; scaler <= 128; ++scaler) {
    const unsigned divisor = std::max(scaler, 2u);
    const int length = static_cast<int>(std::bit_width(divisor - 1));
    const unsigned factor = ((1u << (15 + length)) + divisor - 1) / divisor;
    all[scaler] = {static_cast<std::uint16_t>(factor), static_cast<std::uint16_t>(divisor),
                   static_cast<std::uint16_t>(divisor / 2), static_cast<std::int16_t>(length - 1),
                   static_cast<std::int16_t>(scaler <= 1 ? 1 : 0)};
  }
  return all;
}();

/// Block scaling. A mantissa at the top of its word, times the scaler, has 7 bits behind the point.
struct Scaling {
  template <class D>
  HWY_INLINE hn::Vec<D> expand(D d, hn::Vec<D> mantissas, unsigned scaler) const {
    const auto size = size_of(d, mantissas), factor = set(d, scaler << 8);
    // (size x scaler + 64) / 128 of 24 bits: the high ones twice, and the low eight rounded.
    const auto high = hn::MulHigh(size, factor);
    const auto low = hn::ShiftRight<14>(hn::Mul(size, factor));
    const auto rounded = hn::Add(hn::Add(high, high), hn::AverageRound(low, hn::Zero(Unsigned<D>{})));
    const auto negative = hn::BitCast(Unsigned<D>{}, hn::BroadcastSignBit(mantissas));
    return with_sign(d, hn::Min(rounded, hn::Sub(set(d, 0x7FFF), negative)), mantissas);
  }

  /// What the scaler goes by: max(max, |min| - 1).
  template <class D>
  static HWY_INLINE hn::Vec<Unsigned<D>> magnitude(D, hn::Vec<D> numbers) {
    return hn::BitCast(Unsigned<D>{}, hn::Xor(numbers, hn::BroadcastSignBit(numbers)));
  }
  template <class D>
  HWY_INLINE hn::Vec<Unsigned<D>> params(D d, hn::Vec<Unsigned<D>> most) const {
    return hn::Max(hn::ShiftRight<8>(hn::Add(most, set(d, 255))), set(d, least));
  }

  /// Mantissas in the low bits of their words. |number| x 2^(width - 9) / scaler, the half up: a division
  /// without what is behind the point, and another one of its rest for the bits behind it.
  template <class D>
  HWY_INLINE hn::Vec<D> quantize(D d, hn::Vec<D> numbers, unsigned scaler) const {
    const Unsigned<D> du;
    const Division& by = kDivisions[scaler];
    const auto factor = hn::Set(du, by.factor);
    const auto divide = [&](hn::Vec<Unsigned<D>> size) {
      return hn::ShiftRightSame(hn::MulHigh(size, factor), by.shift);
    };
    const auto size = hn::ShiftLeftSame(size_of(d, numbers), by.twice);
    hn::Vec<Unsigned<D>> mantissas;
    if (width <= 9) {
      // The half of the divisor, then both without the bits that a smaller width does not have.
      const int down = 9 - static_cast<int>(width);
      const auto half = hn::ShiftLeftSame(hn::Set(du, by.divisor), down);
      mantissas = divide(hn::ShiftRightSame(hn::Add(size, hn::ShiftRight<1>(half)), down));
    } else {
      const int up = static_cast<int>(width) - 9;
      const auto whole = divide(size);
      const auto rest = hn::ShiftLeftSame(hn::Sub(size, hn::Mul(whole, hn::Set(du, by.divisor))), up);
      mantissas = hn::Add(hn::ShiftLeftSame(whole, up), divide(hn::Add(rest, hn::Set(du, by.half))));
    }
    const auto negative = hn::BitCast(du, hn::BroadcastSignBit(numbers));
    const auto most = hn::Sub(set(d, (1u << (width - 1)) - 1), negative);
    return with_sign(d, hn::Min(mantissas, most), numbers);
  }

  unsigned width = 16;
  unsigned least = 1;  ///< scaler of a block of zeros
};

/// mu-law, whose segments are the largest or smallest of three straight lines.
struct MuLaw {
  template <class D>
  HWY_INLINE hn::Vec<D> expand(D d, hn::Vec<D> codes, unsigned param) const {
    const Unsigned<D> du;
    const auto k = sign == Sign::magnitude ? hn::BitCast(du, hn::And(codes, hn::Set(d, 0x7FFF)))
                                           : hn::Min(size_of(d, codes), set(d, limit()));
    // Twice the number of A.3.2: with 16 bits of width there are halves.
    const auto second = hn::ShiftLeft<1>(hn::SaturatedSub(k, set(d, 1u << 13)));
    const auto third = hn::ShiftLeft<2>(hn::SaturatedSub(k, set(d, 1u << 14)));
    const auto twice = hn::Max(hn::Max(k, second), third);
    const auto down = hn::ShiftRightSame(twice, static_cast<int>(param & 15));
    return with_sign(d, hn::AverageRound(down, hn::Zero(du)), codes);
  }

  template <class D>
  static HWY_INLINE hn::Vec<Unsigned<D>> magnitude(D d, hn::Vec<D> numbers) {
    return size_of(d, numbers);
  }
  /// compBitWidth and compShift: 7 below 2^8, one less for each bit more.
  template <class D>
  HWY_INLINE hn::Vec<Unsigned<D>> params(D d, hn::Vec<Unsigned<D>> most) const {
    const auto signed_most = hn::BitCast(d, hn::Min(most, set(d, 0x7FFF)));
    auto params = hn::Set(d, static_cast<std::int16_t>((width & 15) << 4));
    for (int bit = 8; bit < 15; ++bit) {
      const auto limit = hn::Set(d, static_cast<std::int16_t>(1 << bit));
      params = hn::Sub(params, hn::VecFromMask(d, hn::Lt(signed_most, limit)));
    }
    return hn::BitCast(Unsigned<D>{}, params);
  }

  template <class D>
  HWY_INLINE hn::Vec<D> quantize(D d, hn::Vec<D> numbers, unsigned param) const {
    const auto a = hn::ShiftLeftSame(size_of(d, numbers), static_cast<int>(param & 15));
    return short_sizes() ? codes<true>(d, a, numbers) : codes<false>(d, a, numbers);
  }
  /// Whether whole numbers of k x 2^14 are enough.
  bool short_sizes() const { return nearest && width <= 14; }
  /// Codes, in the low bits of their words, of numbers whose shifted sizes are `a`.
  template <bool kShort, class D>
  HWY_INLINE hn::Vec<D> codes(D d, hn::Vec<Unsigned<D>> a, hn::Vec<D> numbers) const {
    const auto code = kShort ? short_code(d, a) : code_of(d, a);
    if (sign == Sign::twos_complement) return with_sign(d, code, numbers);
    const auto negative = hn::BroadcastSignBit(numbers);
    const auto bit = hn::Set(d, static_cast<std::int16_t>(0u - (1u << (width - 1))));
    return hn::Or(hn::BitCast(d, code), hn::And(negative, bit));
  }

  /// The largest code.
  unsigned limit() const { return (0x7FFFu >> (16 - width)) << (16 - width); }

  unsigned width = 16;
  Sign sign = Sign::twos_complement;
  bool nearest = true;

 private:
  template <class D>
  HWY_INLINE hn::Vec<Unsigned<D>> code_of(D d, hn::Vec<Unsigned<D>> a) const {
    // k of A.3.1 x 2^(17 - width): the smallest of 4 a, 2 a + 2^14 and a + 2^15. What is above 16 bits, for
    // an `a` of 2^15 or by rounding, becomes the largest code.
    const auto steep = hn::Min(hn::SaturatedAdd(a, a), set(d, 1u << 14));
    const auto k = hn::SaturatedAdd(hn::Min(hn::Add(a, steep), set(d, 1u << 15)), a);
    const auto rounded = hn::SaturatedAdd(k, set(d, nearest ? 1u << (16 - width) : 0));
    return hn::MulHigh(rounded, set(d, 1u << (width - 1)));  // to the low bits
  }
  /// The same of short_sizes(): the smallest of a, a / 2 + 2^12 and a / 4 + 2^13, rounded down.
  template <class D>
  HWY_INLINE hn::Vec<Unsigned<D>> short_code(D d, hn::Vec<Unsigned<D>> a) const {
    const auto second = hn::AverageRound(a, hn::Min(a, set(d, (1u << 13) - 1)));
    const auto third = hn::AverageRound(second, hn::Min(second, set(d, (3u << 12) - 1)));
    const auto code = hn::MulFixedPoint15(hn::BitCast(d, third), hn::BitCast(d, set(d, 1u << width)));
    return hn::BitCast(Unsigned<D>{}, hn::Min(code, hn::BitCast(d, set(d, (1u << (width - 1)) - 1))));
  }
};

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
