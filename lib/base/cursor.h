// A bounded big-endian reader and a bounded big-endian writer over octets.
#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace plumbline {

using Octets = std::span<const std::uint8_t>;

/// `n` octets (1..8) at `p`, most significant first. The caller guarantees that they are there.
template <unsigned N>
constexpr std::uint64_t load_be(const std::uint8_t* p) {
  static_assert(N >= 1 && N <= 8);
  if constexpr ((N == 2 || N == 4 || N == 8) && std::endian::native == std::endian::little)
    if (!std::is_constant_evaluated()) {  // one load; compilers do not make it of the loop
      std::conditional_t<N == 2, std::uint16_t, std::conditional_t<N == 4, std::uint32_t, std::uint64_t>> v =
          0;
      std::memcpy(&v, p, N);
      if constexpr (N == 2) return __builtin_bswap16(v);
      if constexpr (N == 4) return __builtin_bswap32(v);
      return __builtin_bswap64(v);
    }
  std::uint64_t v = 0;
  for (unsigned i = 0; i < N; ++i) v = v << 8 | p[i];
  return v;
}
constexpr std::uint16_t load_be16(const std::uint8_t* p) { return static_cast<std::uint16_t>(load_be<2>(p)); }
constexpr std::uint32_t load_be32(const std::uint8_t* p) { return static_cast<std::uint32_t>(load_be<4>(p)); }

/// `width` bits (1..32) of `word` whose lowest is bit `low`.
constexpr std::uint32_t bits(std::uint64_t word, unsigned low, unsigned width) {
  assert(width >= 1 && width <= 32 && low + width <= 64);
  return static_cast<std::uint32_t>(word << (64 - low - width) >> (64 - width));
}

/// Writes big-endian numbers into a fixed space. After the first write that does not fit nothing more is
/// written and ok() is false.
class Writer {
 public:
  explicit constexpr Writer(std::span<std::uint8_t> space) : space_{space} {}

  /// The low `n` octets (1..8) of `value`, most significant first.
  constexpr void put(std::uint64_t value, unsigned n) {
    assert(n >= 1 && n <= 8);
    if (!reserve(n)) return;
    for (unsigned i = n; i > 0; --i) space_[at_++] = static_cast<std::uint8_t>(value >> (8 * (i - 1)));
  }
  /// These octets as they are.
  constexpr void put(Octets octets) {
    if (!reserve(octets.size())) return;
    for (const std::uint8_t octet : octets) space_[at_++] = octet;
  }
  /// `n` zero octets.
  constexpr void zeros(std::size_t n) {
    if (!reserve(n)) return;
    for (; n > 0; --n) space_[at_++] = 0;
  }
  /// Overwrites two octets written before, at `at` (for lengths known only at the end).
  constexpr void patch16(std::size_t at, std::uint16_t value) {
    if (!ok_ || at_ < 2 || at > at_ - 2) return;
    space_[at] = static_cast<std::uint8_t>(value >> 8);
    space_[at + 1] = static_cast<std::uint8_t>(value);
  }
  constexpr bool ok() const { return ok_; }
  constexpr std::size_t at() const { return at_; }
  constexpr std::span<std::uint8_t> written() const { return space_.first(at_); }

 private:
  constexpr bool reserve(std::size_t n) {
    if (ok_ && space_.size() - at_ >= n) return true;
    return ok_ = false;
  }

  std::span<std::uint8_t> space_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace plumbline
