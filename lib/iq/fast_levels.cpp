#include "iq/fast_levels.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_levels.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>

#include "iq/fast.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// PRBs of method none or BFP one behind the other.
struct Section {
  const std::uint8_t* octets = nullptr;
  std::size_t size = 0;  ///< octets that may be read, at least those of the PRBs
  std::size_t prbs = 0;
  unsigned width = 16;
  bool bfp = false;
  std::size_t each() const { return 3 * width + (bfp ? 1 : 0); }
};

#if HWY_TARGET != HWY_SCALAR
/// The PRBs of a section by way of 16-bit samples of a few of them. Exponents that leave 16 bits are left to
/// the plain kernel.
class Few {
 public:
  explicit Few(const Section& section) : section_{section} {}

  void add(Levels& levels) {
    const Format format{section_.bfp ? kMethodBfp : kMethodNone, static_cast<std::uint8_t>(section_.width)};
    std::array<std::int16_t, kMost * kNumbersPerPrb> samples;  // NOLINT(*-member-init)
    const std::uint8_t* from = section_.octets;
    for (std::size_t left = section_.prbs; left > 0;) {
      const std::size_t some = std::min(left, kMost), octets = some * section_.each();
      (void)expand_fast(format, {from, octets}, std::span{samples}.first(some * kNumbersPerPrb));
      for (std::size_t prb = 0; prb < some; ++prb, from += section_.each()) {
        const unsigned exponent = section_.bfp ? *from & 15u : 0;
        if (exponent + section_.width > 16)
          (void)add_levels(format, {from, section_.each()}, 1, levels);
        else
          add_prb(samples.data() + prb * kNumbersPerPrb, exponent, levels);
      }
      left -= some;
    }
  }

 private:
  static constexpr std::size_t kMost = 32;

  void add_prb(const std::int16_t* samples, unsigned exponent, Levels& levels) const {
    const hn::CappedTag<std::int16_t, 8> words;
    const hn::Repartition<std::int32_t, decltype(words)> res;
    const hn::Repartition<std::uint32_t, decltype(words)> powers;
    const hn::Repartition<std::uint64_t, decltype(words)> sums;
    const auto largest = hn::Set(words, static_cast<std::int16_t>((1u << (section_.width - 1)) - 1));
    auto i_sum = hn::Zero(res), q_sum = hn::Zero(res);
    auto peak = hn::Zero(powers);
    auto energy = hn::Zero(sums);
    std::size_t edges = 0;
    for (std::size_t at = 0; at < kNumbersPerPrb; at += hn::Lanes(words)) {
      const auto mantissas = hn::ShiftRightSame(hn::LoadU(words, samples + at), static_cast<int>(exponent));
      const auto size = hn::Xor(mantissas, hn::BroadcastSignBit(mantissas));
      edges += hn::CountTrue(words, hn::Eq(size, largest));
      const auto both = hn::BitCast(res, mantissas);
      const auto i = hn::ShiftRight<16>(hn::ShiftLeft<16>(both)), q = hn::ShiftRight<16>(both);
      i_sum = hn::Add(i_sum, i);
      q_sum = hn::Add(q_sum, q);
      const auto power = hn::BitCast(powers, hn::Add(hn::Mul(i, i), hn::Mul(q, q)));
      peak = hn::Max(peak, power);
      const auto two = hn::BitCast(sums, power);
      energy = hn::Add(energy, hn::Add(hn::And(two, hn::Set(sums, 0xFFFFFFFFu)), hn::ShiftRight<32>(two)));
    }
    ++levels.prbs;
    levels.edges[exponent] += edges;
    const std::uint64_t most = hn::GetLane(hn::MaxOfLanes(powers, peak));
    if (most == 0) {
      ++levels.zero_prbs;
      return;
    }
    ++levels.exponents[exponent];
    levels.energy[exponent] += hn::GetLane(hn::SumOfLanes(sums, energy));
    levels.i[exponent] += hn::GetLane(hn::SumOfLanes(res, i_sum));
    levels.q[exponent] += hn::GetLane(hn::SumOfLanes(res, q_sum));
    levels.peak = std::max(levels.peak, most << (2 * exponent));
  }

  Section section_;
};
#endif

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
/// A vector takes eight numbers of each of four PRBs, three vectors take them all. Two loads hold their
/// octets, of the first two PRBs and of the last two, each from where the eight of the first one begins, the
/// first eight with what is in front of it.
struct alignas(64) Table {
  /// For each vector the eight octets, last one first, that hold four numbers; bit 6: of the second load.
  std::array<std::array<std::uint8_t, 64>, 3> octets{};
  std::array<std::uint8_t, 64> bits{};  ///< of each octet of a number in its word, within those eight
  std::array<std::uint8_t, 64>
      exponents{};  ///< in the octets of the first vector, in octet 0 of each 32 bits

  constexpr Table(unsigned width, bool bfp) {
    const unsigned each = 3 * width + (bfp ? 1 : 0);
    for (unsigned four = 0; four < 8; ++four) {
      const unsigned prb = four / 2, start = prb / 2 * 64 + prb % 2 * each, bit = four % 2 * 4 * width;
      for (unsigned i = 0; i < 8; ++i)
        for (unsigned vector = 0; vector < 3; ++vector)
          octets[vector][8 * four + i] =
              static_cast<std::uint8_t>((start + (vector == 0 && bfp ? 1 : 0) + bit / 8 + 7 - i) % 128);
      for (unsigned i = 0; i < 4; ++i) {
        const unsigned skipped = bit % 8 + i * width;
        bits[8 * four + 2 * i + 1] = static_cast<std::uint8_t>((64 + 56 - skipped) % 64);
        bits[8 * four + 2 * i] = static_cast<std::uint8_t>((64 + 48 - skipped) % 64);
      }
      exponents[8 * four] = exponents[8 * four + 4] = static_cast<std::uint8_t>(start);
    }
  }
};
constexpr auto kTables = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Table, sizeof...(I)>{Table{static_cast<unsigned>(I / 2 + 1), I % 2 == 1}...};
}
(std::make_index_sequence<32>{});

/// Sixteen PRBs at a time: each number is seen once, what a PRB adds up to comes to a 32-bit lane of its own,
/// and from there to the sums of its exponent.
template <bool kBfp, bool kWide>
class Blocks {
 public:
  static constexpr std::size_t kPrbs = 16;
  /// Blocks after which sums must go to Levels, before one of them leaves its bits.
  static constexpr std::size_t kMost = 128;

  explicit Blocks(unsigned width)
      : width_{width},
        each_{3 * width + (kBfp ? 1 : 0)},
        table_{kTables[2 * (width - 1) + (kBfp ? 1 : 0)]},
        down_{_mm_cvtsi32_si128(static_cast<int>(16 - width))},
        largest_{_mm512_set1_epi16(static_cast<short>(0x8000 - (1 << (16 - width))))},
        ends_{_mm512_set1_epi16(static_cast<short>(2 << (16 - width)))} {}

  /// Octets that must be there from the start of a block.
  std::size_t octets_read() const { return 14 * each_ + (kBfp ? 1 : 0) + 2 * width_ + 64; }

  HWY_INLINE void add(const std::uint8_t* from, Levels& levels) {
    std::array<Four, 4> fours;  // NOLINT(*-member-init)
    __m512i exponents = _mm512_setzero_si512();
    for (unsigned i = 0; i < 4; ++i) fours[i] = four(from + 4 * i * each_, i, exponents, levels);
    const auto tree = [&](auto member, auto op) {
      const auto half = [&](__m512i a, __m512i b) {
        return op(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
      };
      const __m512i a = half(member(fours[0]), member(fours[1])),
                    b = half(member(fours[2]), member(fours[3]));
      return op(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
    };
    const auto add32 = [](__m512i a, __m512i b) { return _mm512_add_epi32(a, b); };
    const __m512i peak = tree([](const Four& x) { return x.peak; },
                              [](__m512i a, __m512i b) { return _mm512_max_epu32(a, b); });
    const __mmask16 some = _mm512_test_epi32_mask(peak, peak);
    nonzero_ += static_cast<unsigned>(std::popcount(static_cast<unsigned>(some)));
    add_peaks(peak, exponents);
    const __m512i energy = tree([](const Four& x) { return x.energy; }, add32);
    const __m512i count = _mm512_maskz_set1_epi32(some, 1 << (kCountBit - 32));
    __m512i energy_low = _mm512_unpacklo_epi32(energy, count),
            energy_high = _mm512_unpackhi_epi32(energy, count);
    __m512i i, q;
    if constexpr (kWide) {
      const __m512i rest = tree([](const Four&x) { return x.rest; }, add32), zero = _mm512_setzero_si512();
      energy_low = _mm512_add_epi64(energy_low, _mm512_slli_epi64(_mm512_unpacklo_epi32(rest, zero), 16));
      energy_high = _mm512_add_epi64(energy_high, _mm512_slli_epi64(_mm512_unpackhi_epi32(rest, zero), 16));
      i = tree([](const Four& x) { return x.i; }, add32);
      q = tree([](const Four& x) { return x.q; }, add32);
    } else {
      const __m512i both = tree([](const Four& x) { return x.i; },
                                [](__m512i a, __m512i b) { return _mm512_add_epi16(a, b); });
      i = _mm512_srai_epi32(_mm512_slli_epi32(both, 16), 16);
      q = _mm512_srai_epi32(both, 16);
    }
    // One number of 64 bits: q x 2^32 + i.
    q = _mm512_add_epi32(q, _mm512_srai_epi32(i, 31));
    const __m512i low = _mm512_unpacklo_epi32(i, q), high = _mm512_unpackhi_epi32(i, q);
    add_sums({_mm512_unpacklo_epi64(energy_low, low), _mm512_unpackhi_epi64(energy_low, low),
              _mm512_unpacklo_epi64(energy_high, high), _mm512_unpackhi_epi64(energy_high, high)},
             exponents);
  }

  /// Gives the sums to `levels`, to which `prbs` PRBs were added in all.
  void finish(std::size_t prbs, Levels& levels) {
    levels.prbs += prbs;
    levels.zero_prbs += prbs - nonzero_;
    alignas(64) std::array<std::uint64_t, 8> peaks;  // NOLINT(*-member-init)
    _mm512_store_si512(peaks.data(), _mm512_max_epu64(peak_even_, peak_odd_));
    for (const std::uint64_t peak : peaks) levels.peak = std::max(levels.peak, peak);
    if constexpr (!kBfp) {
      for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t lane = 0; lane < 4; ++lane)
          sums_[lane][0] = add_sum(sums_[lane][0], straight_[i], lane);
    }
    for (std::size_t e = 0; e < (kBfp ? kExponents : 1); ++e) {
      const Sum sum =
          _mm_add_epi64(_mm_add_epi64(sums_[0][e], sums_[1][e]), _mm_add_epi64(sums_[2][e], sums_[3][e]));
      const auto energy = static_cast<std::uint64_t>(_mm_cvtsi128_si64(sum));
      const std::int64_t both = _mm_extract_epi64(sum, 1);
      const auto i = static_cast<std::int32_t>(both);
      levels.exponents[e] += energy >> kCountBit;
      levels.energy[e] += energy & ((std::uint64_t{1} << kCountBit) - 1);
      levels.i[e] += i;
      levels.q[e] += (both - i) >> 32;
    }
  }

 private:
  /// Of 64 bits: I^2 + Q^2 and above them the number of PRBs.
  static constexpr unsigned kCountBit = 48;

  /// Four 32-bit lanes for each of four PRBs. Wide numbers leave 32 bits: there energy is sum of the low 16
  /// bits of each power and rest that of the high ones; narrow ones have I and Q in 16 bits of i.
  struct Four {
    __m512i peak, energy, rest, i, q;
  };

  HWY_INLINE Four four(const std::uint8_t* from, unsigned index, __m512i& exponents, Levels& levels) const {
    std::array<__m512i, 3> words, powers;  // NOLINT(*-member-init)
    std::array<__mmask32, 3> ends;         // NOLINT(*-member-init)
    const __m512i bits = _mm512_load_si512(table_.bits.data());
    for (unsigned v = 0; v < 3; ++v) {
      const std::uint8_t* const at = from + (v == 0 ? 0 : v * width_ + (kBfp ? 1 : 0));
      const __m512i first = _mm512_loadu_si512(at), second = _mm512_loadu_si512(at + 2 * each_);
      const __m512i eights =
          _mm512_permutex2var_epi8(first, _mm512_load_si512(table_.octets[v].data()), second);
      const __m512i top = _mm512_multishift_epi64_epi8(bits, eights);
      ends[v] = _mm512_cmplt_epu16_mask(_mm512_sub_epi16(top, largest_), ends_);
      words[v] = _mm512_sra_epi16(top, down_);
      powers[v] = _mm512_madd_epi16(words[v], words[v]);
      if (kBfp && v == 0) {
        const __m512i octets = _mm512_maskz_permutex2var_epi8(
            0x0001'0001'0001'0001u << (4 * index), first, _mm512_load_si512(table_.exponents.data()), second);
        exponents = _mm512_or_si512(exponents, _mm512_and_si512(octets, _mm512_set1_epi32(15)));
      }
    }
    if ((ends[0] | ends[1] | ends[2]) != 0) [[unlikely]]
      count_edges(from, ends, levels);
    Four four;  // NOLINT(*-member-init)
    four.peak = _mm512_max_epu32(_mm512_max_epu32(powers[0], powers[1]), powers[2]);
    const auto sum = [](__m512i a, __m512i b, __m512i c) {
      return _mm512_add_epi32(_mm512_add_epi32(a, b), c);
    };
    if constexpr (kWide) {
      const auto low = [](__m512i a) { return _mm512_and_si512(a, _mm512_set1_epi32(0xFFFF)); };
      const auto high = [](__m512i a) { return _mm512_srli_epi32(a, 16); };
      const auto i = [](__m512i a) { return _mm512_madd_epi16(a, _mm512_set1_epi32(1)); };
      const auto q = [](__m512i a) { return _mm512_madd_epi16(a, _mm512_set1_epi32(1 << 16)); };
      four.energy = sum(low(powers[0]), low(powers[1]), low(powers[2]));
      four.rest = sum(high(powers[0]), high(powers[1]), high(powers[2]));
      four.i = sum(i(words[0]), i(words[1]), i(words[2]));
      four.q = sum(q(words[0]), q(words[1]), q(words[2]));
    } else {
      four.energy = sum(powers[0], powers[1], powers[2]);
      four.i = _mm512_add_epi16(_mm512_add_epi16(words[0], words[1]), words[2]);
    }
    return four;
  }

  HWY_NOINLINE void count_edges(const std::uint8_t* from, const std::array<__mmask32, 3>& ends,
                                Levels& levels) const {
    for (unsigned prb = 0; prb < 4; ++prb) {
      unsigned count = 0;
      for (const __mmask32 mask : ends)
        count += static_cast<unsigned>(std::popcount(static_cast<std::uint8_t>(mask >> (8 * prb))));
      levels.edges[kBfp ? from[prb * each_] & 15u : 0] += count;
    }
  }

  HWY_INLINE void add_peaks(__m512i peak, __m512i exponents) {
    const __mmask16 even = 0x5555;
    const __m512i twice = _mm512_add_epi32(exponents, exponents);
    peak_even_ = _mm512_max_epu64(peak_even_, _mm512_sllv_epi64(_mm512_maskz_mov_epi32(even, peak),
                                                                _mm512_maskz_mov_epi32(even, twice)));
    peak_odd_ = _mm512_max_epu64(
        peak_odd_, _mm512_sllv_epi64(_mm512_srli_epi64(peak, 32), _mm512_srli_epi64(twice, 32)));
  }

  using Sum = __m128i;  ///< energy with its count, then q x 2^32 + i

  static HWY_INLINE Sum add_sum(Sum sum, __m512i four, std::size_t lane) {
    alignas(64) std::array<Sum, 4> sums;  // NOLINT(*-member-init)
    _mm512_store_si512(sums.data(), four);
    return _mm_add_epi64(sum, sums[lane]);
  }

  /// `fours`: lane i of number n is of the PRB whose exponent is in 32-bit lane 4 x i + n.
  HWY_INLINE void add_sums(const std::array<__m512i, 4>& fours, __m512i exponents) {
    if constexpr (!kBfp) {
      for (std::size_t n = 0; n < 4; ++n) straight_[n] = _mm512_add_epi64(straight_[n], fours[n]);
      return;
    }
    alignas(64) std::array<std::uint32_t, 16> of;  // NOLINT(*-member-init)
    alignas(64) std::array<Sum, 16> sums;          // NOLINT(*-member-init)
    _mm512_store_si512(of.data(), exponents);
    for (std::size_t n = 0; n < 4; ++n) _mm512_store_si512(&sums[4 * n], fours[n]);
    // Each lane has sums of its own: one that was just written is slow to read again.
    for (std::size_t n = 0; n < 4; ++n)
      for (std::size_t lane = 0; lane < 4; ++lane) {
        Sum& sum = sums_[lane][of[4 * lane + n]];
        sum = _mm_add_epi64(sum, sums[4 * n + lane]);
      }
  }

  unsigned width_;
  std::size_t each_;
  const Table& table_;
  __m128i down_;
  __m512i largest_, ends_;
  std::uint64_t nonzero_ = 0;
  __m512i peak_even_ = _mm512_setzero_si512(), peak_odd_ = _mm512_setzero_si512();
  alignas(64) std::array<std::array<Sum, kBfp ? kExponents : 1>, 4> sums_{};
  std::array<__m512i, kBfp ? 1 : 4> straight_{};
};

template <bool kBfp, bool kWide>
void add_blocks(Section section, Levels& levels) {
  constexpr std::size_t kPrbs = Blocks<kBfp, kWide>::kPrbs;
  const std::size_t each = section.each();
  while (section.prbs > 0) {
    Blocks<kBfp, kWide> blocks{section.width};
    std::size_t done = 0;
    for (std::size_t n = 0; n < blocks.kMost && done < section.prbs; ++n) {
      const std::size_t some = std::min(kPrbs, section.prbs - done);
      if (some == kPrbs && section.size >= blocks.octets_read()) {
        blocks.add(section.octets, levels);
      } else {
        // What is missing becomes zeros, which add nothing.
        std::array<std::uint8_t, kPrbs * 49 + 64> last{};
        std::copy_n(section.octets, some * each, last.data());
        blocks.add(last.data(), levels);
      }
      section.octets += some * each;
      section.size -= some * each;
      done += some;
    }
    blocks.finish(done, levels);
    section.prbs -= done;
  }
}
#endif

}  // namespace

void AddLevels(const std::uint8_t* octets, std::size_t size, std::size_t prbs, unsigned width, bool bfp,
               Levels& levels) {
#if HWY_TARGET == HWY_SCALAR
  (void)add_levels({bfp ? kMethodBfp : kMethodNone, static_cast<std::uint8_t>(width)}, {octets, size}, prbs,
                   levels);
#else
  const Section section{octets, size, prbs, width, bfp};
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL
  // With one bit zeros are at the end of what the width holds, with 16 and an exponent two PRBs have more
  // than 64 octets.
  if (width > 1 && !(bfp && width == 16)) {
    const bool wide = width > 12;
    if (bfp)
      (wide ? add_blocks<true, true> : add_blocks<true, false>)(section, levels);
    else
      (wide ? add_blocks<false, true> : add_blocks<false, false>)(section, levels);
    return;
  }
#endif
  Few{section}.add(levels);
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumbline::iq {
namespace {

HWY_EXPORT(AddLevels);

}  // namespace

Result<std::size_t, Fault> add_levels_fast(const Format& format, Octets octets, std::size_t prbs,
                                           Levels& levels, Sign sign) {
  if (format.method > kMethodBfp) return add_levels(format, octets, prbs, levels, sign);
  const auto each = prb_octets(format);
  if (!each) return each;
  if (octets.size() / *each < prbs) return tl::unexpected(Fault::length);
  HWY_DYNAMIC_DISPATCH(AddLevels)
  (octets.data(), octets.size(), prbs, format.width, format.method == kMethodBfp, levels);
  return prbs * *each;
}

}  // namespace plumbline::iq
#endif  // HWY_ONCE
