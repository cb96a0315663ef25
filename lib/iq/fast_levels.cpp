#include "iq/fast_levels.h"

// This file is compiled once for every instruction set: foreach_target includes it again and again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "iq/fast_levels.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>

#include "iq/fast.h"
#include "iq/fast_levels_512-inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

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
    auto i_sum = hn::Zero(res), q_sum = hn::Zero(res);
    auto peak = hn::Zero(powers);
    auto energy = hn::Zero(sums);
    for (std::size_t at = 0; at < kNumbersPerPrb; at += hn::Lanes(words)) {
      const auto both = hn::BitCast(res, hn::LoadU(words, samples + at));
      const auto i = hn::ShiftRight<16>(hn::ShiftLeft<16>(both)), q = hn::ShiftRight<16>(both);
      i_sum = hn::Add(i_sum, i);
      q_sum = hn::Add(q_sum, q);
      const auto power = hn::BitCast(powers, hn::Add(hn::Mul(i, i), hn::Mul(q, q)));
      peak = hn::Max(peak, power);
      const auto two = hn::BitCast(sums, power);
      energy = hn::Add(energy, hn::Add(hn::And(two, hn::Set(sums, 0xFFFFFFFFu)), hn::ShiftRight<32>(two)));
    }
    ++levels.prbs;
    if (!section_.bfp || exponent + section_.width == 16) levels.clipped += clipped(samples, exponent);
    const std::uint64_t most = hn::GetLane(hn::MaxOfLanes(powers, peak));
    ++(most == 0 ? levels.zero_prbs : levels.exponents[exponent]);
    levels.energy += hn::GetLane(hn::SumOfLanes(sums, energy));
    levels.i += hn::GetLane(hn::SumOfLanes(res, i_sum));
    levels.q += hn::GetLane(hn::SumOfLanes(res, q_sum));
    levels.peak = std::max(levels.peak, most);
  }

  std::size_t clipped(const std::int16_t* samples, unsigned exponent) const {
    const hn::CappedTag<std::int16_t, 8> words;
    const auto largest = hn::Set(words, static_cast<std::int16_t>((1u << (section_.width - 1)) - 1));
    std::size_t count = 0;
    for (std::size_t at = 0; at < kNumbersPerPrb; at += hn::Lanes(words)) {
      const auto mantissas = hn::ShiftRightSame(hn::LoadU(words, samples + at), static_cast<int>(exponent));
      const auto size = hn::Xor(mantissas, hn::BroadcastSignBit(mantissas));
      count += hn::CountTrue(words, hn::Eq(size, largest));
    }
    return count;
  }

  Section section_;
};
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
    (bfp ? add_section<true> : add_section<false>)(section, levels);
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
