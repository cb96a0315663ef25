// Where numbers of some PRBs lie that vectors take together: what the kernels of fast_*.cpp make their tables
// of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "iq/format.h"

namespace plumbline::iq {

/// Numbers come in eights, three to a PRB: of any width they fill whole octets, as many as the width has
/// bits.
inline constexpr unsigned kEight = 8, kEightsPerPrb = 3;

/// PRBs of method none or BFP one behind the other.
struct Layout {
  unsigned width = 16;
  bool bfp = false;

  constexpr std::size_t prb_octets() const { return 3 * width + (bfp ? 1 : 0); }
  /// The first octet of an eight, counted from the first one of the first PRB.
  constexpr std::size_t eight(std::size_t index) const {
    return index / kEightsPerPrb * prb_octets() + (bfp ? 1 : 0) + index % kEightsPerPrb * width;
  }
};

/// Four PRBs are three vectors of 32 numbers. Where the octets of each begin: with the first exponent, with
/// the first number. Of widths below 16 they are no more than 64.
inline constexpr std::size_t kNumbersPerVector = 32, kVectors = 3, kPrbsPerGroup = 4;
constexpr std::size_t vector_start(const Layout& layout, std::size_t vector) {
  return vector == 0 ? 0 : layout.eight(4 * vector);
}

/// A table for each width (1..16) and each of three vectors: without exponents, with them, in this order.
template <class Table>
constexpr auto tables_of_vectors() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Table, sizeof...(I)>{
        Table{Layout{static_cast<unsigned>(I / 6 + 1), I % 6 >= 3}, I % 3}...};
  }
  (std::make_index_sequence<96>{});
}
constexpr std::size_t table_of_vector(const Layout& layout, std::size_t vector) {
  return (layout.width - 1) * 6 + (layout.bfp ? 3 : 0) + vector;
}

/// How eight numbers in a lane of two 64-bit words, four at the top of each, become the octets of their
/// width: of the words, and with an odd width, where the second four begin in the middle of an octet, of the
/// same four bits lower. 0x80: none.
struct EightOctets {
  alignas(16) std::array<std::uint8_t, 16> first{}, second{};

  constexpr explicit EightOctets(unsigned width) {
    const unsigned half = width / 2;  // whole octets of the first four
    first.fill(0x80);
    second.fill(0x80);
    for (unsigned i = 0; i < half + width % 2; ++i) first[i] = static_cast<std::uint8_t>(7 - i);
    auto& last = width % 2 == 0 ? first : second;
    for (unsigned i = half; i < width; ++i) last[i] = static_cast<std::uint8_t>(15 - (i - half));
  }
};
inline constexpr auto kEightOctets = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<EightOctets, sizeof...(I)>{EightOctets{static_cast<unsigned>(I + 1)}...};
}
(std::make_index_sequence<16>{});

}  // namespace plumbline::iq
