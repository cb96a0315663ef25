#include "iq/fast_block.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_block.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <type_traits>

#include "iq/compression.h"
#include "iq/fast.h"
#include "iq/fast_block-inl.h"
#include "iq/fast_block_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

void expand_blocks(const Format& format, const std::uint8_t* from, std::int16_t* out, std::size_t prbs,
                   Sign sign) {
  const std::size_t each = 3u * format.width + 1;
  std::array<std::int32_t, kNumbersPerPrb> numbers;  // NOLINT(*-member-init)
  for (; prbs > 0; --prbs, from += each, out += kNumbersPerPrb) {
    (void)iq::expand(format, {from, each}, numbers, sign);
    std::transform(numbers.begin(), numbers.end(), out,
                   [](std::int32_t number) { return static_cast<std::int16_t>(saturate(number, 16)); });
  }
}
void compress_blocks(const Format& format, const std::int16_t* from, std::uint8_t* to, std::size_t prbs,
                     const Choices& choices) {
  (void)iq::compress(format, {from, prbs * kNumbersPerPrb}, {to, prbs * (3u * format.width + 1)}, choices);
}

#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL

using Numbers = hn::FixedTag<std::int16_t, 32>;
using Vector = hn::Vec<Numbers>;
/// The words of a vector that are numbers of a PRB.
constexpr __mmask32 kOfPrb = 0x00FF'FFFF;

/// Where octets of the numbers of one PRB come from: those of four numbers, last one first, and then those of
/// a word.
struct Table {
  Bytes octets{}, bits{};

  constexpr explicit Table(unsigned width) {
    for (unsigned four = 0; four < 6; ++four)
      for (unsigned i = 0; i < 8; ++i) {
        const unsigned bit = four * 4 * width, skipped = bit % 8 + i / 2 * width + (i % 2 == 0 ? 8 : 0);
        octets[8 * four + i] = static_cast<std::uint8_t>((bit / 8 + 7 - i) % 64);
        bits[8 * four + i] = static_cast<std::uint8_t>((64 + 56 - skipped) % 64);
      }
  }
};
constexpr auto kTables = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Table, sizeof...(I)>{Table{static_cast<unsigned>(I + 1)}...};
}
(std::make_index_sequence<16>{});

template <class Kernel>
void expand_with(const Kernel& kernel, unsigned width, const std::uint8_t* from, std::int16_t* out,
                 std::size_t prbs) {
  const std::size_t each = 3 * width + 1;
  const __m512i octets = load(kTables[width - 1].octets), bits = load(kTables[width - 1].bits),
                mask = _mm512_set1_epi16(static_cast<short>(0xFFFF0000u >> width));
  const Kernel own = kernel;  // which no store can change
  const auto numbers = [&](__m512i numbers_of_prb, unsigned param) {
    const __m512i fours = _mm512_permutexvar_epi8(octets, numbers_of_prb);
    const __m512i words = _mm512_and_si512(_mm512_multishift_epi64_epi8(bits, fours), mask);
    return own.expand(Numbers{}, Vector{words}, param).raw;
  };
  // Whole vectors read and write something of the PRBs behind, which is overwritten.
  for (std::size_t left = prbs * each; left > 64; --prbs, left -= each) {
    _mm512_storeu_si512(out, numbers(_mm512_loadu_si512(from + 1), from[0]));
    from += each, out += kNumbersPerPrb;
  }
  for (; prbs > 0; --prbs, from += each, out += kNumbersPerPrb)
    _mm512_mask_storeu_epi16(out, kOfPrb,
                             numbers(_mm512_maskz_loadu_epi8(lowest(3 * width), from + 1), from[0]));
}

#else

/// PRBs that are taken at a time: what goes in front of each takes long until it is there.
constexpr std::size_t kSome = 32;

/// Numbers are packed and unpacked by the kernels of fast.h, kSome PRBs at a time.
using Numbers = hn::CappedTag<std::int16_t, 8>;
/// Copies 3 x width octets, 16 at a time where as many are there and may be written.
HWY_INLINE void copy_prb(const std::uint8_t* from, std::size_t width, std::size_t there, std::uint8_t* to) {
  const hn::CappedTag<std::uint8_t, 16> d;
  if (there < 48) {
    std::copy_n(from, 3 * width, to);
    return;
  }
  for (std::size_t i = 0; i < 3 * width; i += hn::Lanes(d)) hn::StoreU(hn::LoadU(d, from + i), d, to + i);
}

template <class Kernel>
void expand_with(const Kernel& kernel, unsigned width, const std::uint8_t* from, std::int16_t* out,
                 std::size_t prbs) {
  const Numbers d;
  const std::size_t each = 3 * width + 1;
  std::array<std::uint8_t, kSome * 48 + 48> octets;  // NOLINT(*-member-init)
  const std::uint8_t* const end = from + prbs * each;
  while (prbs > 0) {
    const std::size_t some = std::min(prbs, kSome);
    for (std::size_t prb = 0; prb < some; ++prb) {
      const std::uint8_t* const numbers = from + prb * each + 1;
      copy_prb(numbers, width, static_cast<std::size_t>(end - numbers), &octets[prb * 3 * width]);
    }
    (void)expand_fast({kMethodNone, static_cast<std::uint8_t>(width)},
                      std::span{octets}.first(some * 3 * width), {out, some * kNumbersPerPrb});
    for (std::size_t prb = 0; prb < some; ++prb, from += each)
      for (std::size_t i = 0; i < kNumbersPerPrb; i += hn::Lanes(d), out += hn::Lanes(d))
        hn::StoreU(
            kernel.expand(d, hn::ShiftLeftSame(hn::LoadU(d, out), static_cast<int>(16 - width)), *from), d,
            out);
    prbs -= some;
  }
}

#endif

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

/// As BFP is compressed: only what goes in front and the numbers are another.
template <Way kWay>
void compress_way(const Format& format, const std::int16_t* from, std::uint8_t* to, std::size_t prbs,
                  const Choices& choices) {
  const unsigned width = format.width;
  const auto run = [&](const auto& method) {
    constexpr Kind kKind = kWay == Way::swap ? Kind::bfp16 : Kind::bfp;
    (void)compress_prbs<kKind, kWay>(method, from, width, to, prbs);
  };
  if (format.method == kMethodBlockScaling)
    return run(ScaleFour<kWay == Way::swap>{width, choices.scaler == Scaler::least ? 1u : 0u});
  const MuLaw law{.width = width, .nearest = choices.mu_law == Rounding::half_away};
  const auto compand = [&]<bool kShort>(std::bool_constant<kShort>) {
    if (choices.sign == Sign::magnitude)
      run(CompandFour<Sign::magnitude, kShort>{law});
    else
      run(CompandFour<Sign::twos_complement, kShort>{law});
  };
  if (kWay == Way::pairs && law.short_sizes())
    compand(std::bool_constant<kWay == Way::pairs>{});
  else
    compand(std::false_type{});
}
void compress_blocks(const Format& format, const std::int16_t* from, std::uint8_t* to, std::size_t prbs,
                     const Choices& choices) {
  const Way way = way_of(format.width);
  const auto run = way == Way::pairs   ? compress_way<Way::pairs>
                   : way == Way::fours ? compress_way<Way::fours>
                                       : compress_way<Way::swap>;
  run(format, from, to, prbs, choices);
}

#elif HWY_TARGET != HWY_SCALAR

/// The largest magnitudes of up to eight PRBs, in their order. A tree: of two vectors each lane becomes that
/// of one of them, and in the end of one PRB.
template <class Kernel>
HWY_INLINE auto most_of_eight(const std::int16_t* from, std::size_t prbs) {
  const hn::CappedTag<std::int16_t, 8> d;
  const Unsigned<decltype(d)> du;
  const auto one = [&](std::size_t prb) {
    if (prb >= prbs) return hn::Zero(du);
    const auto eight = [&](std::size_t n) {
      return Kernel::magnitude(d, hn::LoadU(d, from + prb * kNumbersPerPrb + n * hn::Lanes(d)));
    };
    return hn::Max(hn::Max(eight(0), eight(1)), eight(2));
  };
  const auto join = [&](auto a, auto b) {
    return hn::Max(hn::InterleaveLower(du, a, b), hn::InterleaveUpper(du, a, b));
  };
  const auto low = join(join(one(0), one(4)), join(one(2), one(6)));
  return join(low, join(join(one(1), one(5)), join(one(3), one(7))));
}

/// What goes in front of some PRBs, whose number is a multiple of eight where it is not the last.
template <class Kernel>
HWY_INLINE void params_of(const Kernel& kernel, const std::int16_t* from, std::size_t prbs,
                          std::uint16_t* params) {
  const hn::CappedTag<std::int16_t, 8> d;
  for (std::size_t prb = 0; prb < prbs; prb += 8) {
    const auto most = most_of_eight<Kernel>(from + prb * kNumbersPerPrb, prbs - prb);
    hn::StoreU(kernel.params(d, most), Unsigned<decltype(d)>{}, params + prb);
  }
}

template <class Kernel>
void compress_with(const Kernel& kernel, unsigned width, const std::int16_t* from, std::uint8_t* to,
                   std::size_t prbs) {
  const Numbers d;
  const std::size_t each = 3 * width + 1;
  const std::uint8_t* const end = to + prbs * each;
  std::array<std::int16_t, kSome * kNumbersPerPrb> numbers;  // NOLINT(*-member-init)
  std::array<std::uint8_t, kSome * 48 + 48> octets;          // NOLINT(*-member-init)
  std::array<std::uint16_t, kSome> params;                   // NOLINT(*-member-init)
  while (prbs > 0) {
    const std::size_t some = std::min(prbs, kSome);
    params_of(kernel, from, some, params.data());
    for (std::size_t prb = 0; prb < some; ++prb, from += kNumbersPerPrb)
      for (std::size_t i = 0; i < kNumbersPerPrb; i += hn::Lanes(d))
        hn::StoreU(kernel.quantize(d, hn::LoadU(d, from + i), params[prb]), d,
                   &numbers[prb * kNumbersPerPrb + i]);
    (void)compress_fast({kMethodNone, static_cast<std::uint8_t>(width)},
                        std::span{numbers}.first(some * kNumbersPerPrb), octets);
    for (std::size_t prb = 0; prb < some; ++prb) {
      to[0] = static_cast<std::uint8_t>(params[prb]);
      copy_prb(&octets[prb * 3 * width], width, static_cast<std::size_t>(end - to) - 1, to + 1);
      to += each;
    }
    prbs -= some;
  }
}

void compress_blocks(const Format& format, const std::int16_t* from, std::uint8_t* to, std::size_t prbs,
                     const Choices& choices) {
  const unsigned width = format.width;
  if (format.method == kMethodMuLaw)
    compress_with(
        MuLaw{.width = width, .sign = choices.sign, .nearest = choices.mu_law == Rounding::half_away}, width,
        from, to, prbs);
  else
    compress_with(Scaling{.width = width, .least = choices.scaler == Scaler::least ? 1u : 0u}, width, from,
                  to, prbs);
}
#endif

#if HWY_TARGET != HWY_SCALAR
void expand_blocks(const Format& format, const std::uint8_t* from, std::int16_t* out, std::size_t prbs,
                   Sign sign) {
  const unsigned width = format.width;
  if (format.method == kMethodMuLaw)
    expand_with(MuLaw{.width = width, .sign = sign}, width, from, out, prbs);
  else
    expand_with(Scaling{.width = width}, width, from, out, prbs);
}
#endif

}  // namespace

void ExpandBlocks(const Format& format, const std::uint8_t* from, std::int16_t* out, std::size_t prbs,
                  Sign sign) {
  expand_blocks(format, from, out, prbs, sign);
}
void CompressBlocks(const Format& format, const std::int16_t* from, std::uint8_t* to, std::size_t prbs,
                    const Choices& choices) {
  compress_blocks(format, from, to, prbs, choices);
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(ExpandBlocks);
HWY_EXPORT(CompressBlocks);

bool is_block(const Format& format) {
  return format.method == kMethodBlockScaling || format.method == kMethodMuLaw;
}
/// Whether a kernel does it like this.
bool has_kernel(const Format& format, const Choices& choices) {
  if (format.method == kMethodMuLaw)
    return choices.mu_law == Rounding::half_away || choices.mu_law == Rounding::toward_zero;
  return format.method == kMethodBlockScaling && choices.scaler != Scaler::power_of_two &&
         choices.scaled == Rounding::half_away;
}

}  // namespace

Result<std::size_t, Fault> expand_block_fast(const Format& format, Octets octets, std::span<std::int16_t> out,
                                             Sign sign) {
  if (!is_block(format)) return tl::unexpected(Fault::method);
  const auto each = prb_octets(format);
  if (!each) return each;
  const std::size_t prbs = out.size() / kNumbersPerPrb;
  if (out.size() % kNumbersPerPrb != 0 || octets.size() / *each < prbs) return tl::unexpected(Fault::length);
  HWY_DYNAMIC_DISPATCH(ExpandBlocks)(format, octets.data(), out.data(), prbs, sign);
  return prbs * *each;
}

Result<std::size_t, Fault> compress_block_fast(const Format& format, std::span<const std::int16_t> numbers,
                                               std::span<std::uint8_t> out, const Choices& choices) {
  if (!is_block(format)) return tl::unexpected(Fault::method);
  const auto each = prb_octets(format);
  const std::size_t prbs = numbers.size() / kNumbersPerPrb;
  // What is wrong with them, too, is for the plain kernel to say.
  if (!each || !has_kernel(format, choices) || numbers.size() % kNumbersPerPrb != 0 ||
      out.size() / *each < prbs)
    return compress(format, numbers, out, choices);
  HWY_DYNAMIC_DISPATCH(CompressBlocks)(format, numbers.data(), out.data(), prbs, choices);
  return prbs * *each;
}

}  // namespace plumbline::iq
#endif  // HWY_ONCE
