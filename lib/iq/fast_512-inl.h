// What kernels with vectors of 512 bits share; included once for each such target.
#if defined(PLUMBLINE_IQ_FAST_512_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMBLINE_IQ_FAST_512_INL_H
#undef PLUMBLINE_IQ_FAST_512_INL_H
#else
#define PLUMBLINE_IQ_FAST_512_INL_H
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "iq/fast_layout.h"

HWY_BEFORE_NAMESPACE();
namespace plumbline::iq {
namespace HWY_NAMESPACE {
namespace {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

/// The vectors of four PRBs. No array: the compiler would put it into memory.
struct Three {
  __m512i a, b, c;
};

/// With 16 bits the numbers of a vector and the exponent between them are 65 octets, not 64.
enum class Kind { none, bfp, bfp16 };
/// Where the octets of a vector begin that are read or written at once; with 16 bits those of its numbers.
template <Kind kKind>
constexpr std::size_t octets_start(unsigned width, std::size_t vector) {
  const Layout layout{width, kKind != Kind::none};
  return kKind == Kind::bfp ? vector_start(layout, vector) : layout.eight(4 * vector);
}
/// With 16 bits: the octets of the vector that lie behind the exponent.
template <std::size_t kVector>
constexpr __mmask64 kBehind = ~0ull << (48 - 16 * kVector);

/// A vector of which the compiler knows nothing. GCC reads vectors that are used twice from memory twice,
/// across cache lines, and makes of constants what it thinks better.
HWY_INLINE __m512i opaque(__m512i vector) {
  asm("" : "+v"(vector));
  return vector;
}

/// The lowest `count` bits, at most 64.
HWY_INLINE __mmask64 lowest(std::size_t count) { return count < 64 ? (1ull << count) - 1 : ~0ull; }
/// The 64 octets from an offset on: where all are there, and where there are zeros behind the last one.
struct Whole {
  const std::uint8_t* from;
  HWY_INLINE __m512i operator()(std::size_t offset) const { return _mm512_loadu_si512(from + offset); }
};
struct Part {
  const std::uint8_t* from;
  std::size_t size;
  HWY_INLINE __m512i operator()(std::size_t offset) const {
    const std::size_t left = size - std::min(offset, size);
    return _mm512_maskz_loadu_epi8(lowest(left), from + (size - left));
  }
};

/// Of 32 numbers from `start` on those that the first PRBs have.
HWY_INLINE __mmask32 numbers_of(std::size_t prbs, std::size_t start) {
  const std::size_t end = prbs * kNumbersPerPrb;
  return static_cast<__mmask32>(end > start ? lowest(end - start) : 0);
}

/// After how many PRBs numbers begin with a cache line: 48 octets each, three of them make up for every 16
/// that are missing. Loads and stores of vectors that touch one line cost half of those that touch two.
HWY_INLINE std::size_t prbs_to_line(const std::int16_t* numbers) {
  const auto address = reinterpret_cast<std::uintptr_t>(numbers);
  return address % 16 == 0 ? (64 - address % 64) / 16 * 3 % 4 : 0;
}

/// From how many PRBs on that is worth the while.
constexpr std::size_t kManyPrbs = 32;

struct alignas(64) Words : std::array<std::uint16_t, 32> {};
struct alignas(64) Bytes : std::array<std::uint8_t, 64> {};
/// Of which of four PRBs the words of the three vectors are.
constexpr std::array<Words, kVectors> kPrbOfWord = [] {
  std::array<Words, kVectors> prbs{};
  for (unsigned i = 0; i < 96; ++i) prbs[i / 32][i % 32] = static_cast<std::uint16_t>(i / kNumbersPerPrb);
  return prbs;
}();
HWY_INLINE __m512i load(const Words& words) { return _mm512_load_si512(words.data()); }
HWY_INLINE __m512i load(const Bytes& bytes) { return _mm512_load_si512(bytes.data()); }

#endif
}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace plumbline::iq
HWY_AFTER_NAMESPACE();
#endif  // include guard
