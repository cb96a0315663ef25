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

/// size / divisor = size x factor / 2^(16 + shift) for all sizes below 2^15, and those up to 2^16 where the
/// divisor is a power of two.
struct Reciprocal {
  unsigned factor = 0;
  int shift = 0;
};
constexpr std::array<Reciprocal, 129> kReciprocals = [] {
  std::array<Reciprocal, 129> all{};
  for (unsigned divisor = 2; divisor <= 128; ++divisor) {
    const int length = static_cast<int>(std::bit_width(divisor - 1));
    const unsigned two = 1u << (15 + length);
    all[divisor] = {(two + divisor - 1) / divisor, length - 1};
  }
  return all;
}();

/// Block scaling. A mantissa at the top of its word, times the scaler, has 7 bits behind the point.
struct Scaling {
  static constexpr bool kFromMost = true;

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
  unsigned param(unsigned most) const { return std::max((most + 255) / 256, least); }

  /// Mantissas in the low bits of their words. |number| x 2^(width - 9) / scaler, the half up: a division
  /// without what is behind the point, and another one of its rest for the bits behind it.
  template <class D>
  HWY_INLINE hn::Vec<D> quantize(D d, hn::Vec<D> numbers, unsigned scaler) const {
    const Unsigned<D> du;
    // What divides by two can divide by one.
    const int twice = scaler <= 1 ? 1 : 0;
    const unsigned by = std::max(scaler, 1u) << twice;
    const Reciprocal& one = kReciprocals[by];
    const auto factor = set(d, one.factor), divisor = set(d, by);
    const auto divide = [&](hn::Vec<Unsigned<D>> size) {
      return hn::ShiftRightSame(hn::MulHigh(size, factor), one.shift);
    };
    const auto size = hn::ShiftLeftSame(size_of(d, numbers), twice);
    hn::Vec<Unsigned<D>> mantissas;
    if (width <= 9) {
      // The half of the divisor, then both without the bits that a smaller width does not have.
      const int down = 9 - static_cast<int>(width);
      mantissas = divide(hn::ShiftRightSame(hn::Add(size, set(d, (by << down) / 2)), down));
    } else {
      const int up = static_cast<int>(width) - 9;
      const auto whole = divide(size);
      const auto rest = hn::ShiftLeftSame(hn::Sub(size, hn::Mul(whole, divisor)), up);
      mantissas = hn::Add(hn::ShiftLeftSame(whole, up), divide(hn::Add(rest, set(d, by / 2))));
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
  unsigned param(unsigned most) const {
    const int shift = 15 - static_cast<int>(std::bit_width(most));
    return (width & 15) << 4 | static_cast<unsigned>(std::clamp(shift, 0, 7));
  }

  /// Codes in the low bits of their words.
  template <class D>
  HWY_INLINE hn::Vec<D> quantize(D d, hn::Vec<D> numbers, unsigned param) const {
    const Unsigned<D> du;
    const auto a =
        hn::Min(hn::ShiftLeftSame(size_of(d, numbers), static_cast<int>(param & 15)), set(d, 0x7FFF));
    // k of A.3.1 x 2^(17 - width).
    const auto twice = hn::Add(a, a);
    const auto first = hn::SaturatedAdd(twice, twice);
    const auto second = hn::SaturatedAdd(twice, set(d, 1u << 14));
    const auto k = hn::Min(hn::Min(first, second), hn::Add(a, set(d, 1u << 15)));
    const auto half = hn::ShiftRightSame(k, static_cast<int>(16 - width));
    const auto whole = nearest ? hn::AverageRound(half, hn::Zero(du)) : hn::ShiftRight<1>(half);
    const auto code = hn::Min(whole, set(d, (1u << (width - 1)) - 1));
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
};

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
