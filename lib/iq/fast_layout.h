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

/// Whether some of eight numbers lie in three octets each, not in two.
constexpr bool spans_three(unsigned width) { return width == 11 || (width >= 13 && width <= 15); }

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

/// How numbers are packed.
enum class Way {
  pairs,  ///< two to 32 bits, moved to where octets begin: then of four pairs the first and third have no
          ///< octet in common, and the second and fourth have none
  fours,  ///< four to 64 bits: pairs of fewer bits have octets in common, those of more need more than 32
          ///< bits
  swap,   ///< numbers of 16 bits are two octets
};
constexpr Way way_of(unsigned width) {
  if (width == 16) return Way::swap;
  return width < 4 || width > 14 ? Way::fours : Way::pairs;
}

/// How eight numbers in a lane of 128 bits become the octets of their width: an OR of those of two shuffles.
/// 0x80: none.
struct EightOctets {
  alignas(16) std::array<std::uint8_t, 16> first{}, second{};
  /// Way::pairs: by how much each pair goes up in its 32 bits.
  alignas(16) std::array<std::uint32_t, 4> up{};

  constexpr explicit EightOctets(unsigned width) {
    first.fill(0x80);
    second.fill(0x80);
    for (unsigned i = 0; i < width; ++i) {
      const auto to_u8 = [](unsigned value) { return static_cast<std::uint8_t>(value); };
      // Four numbers are at the top of each 64 bits. Of an odd width the second four begin in the middle of
      // an octet: those are taken from the same 64 bits, four bits lower.
      const unsigned half = width / 2, both = width % 2;
      if (way_of(width) == Way::swap) first[i] = to_u8(i ^ 1);
      if (way_of(width) == Way::fours && i < half + both) first[i] = to_u8(7 - i);
      if (way_of(width) == Way::fours && i >= half) (both == 1 ? second : first)[i] = to_u8(15 - (i - half));
    }
    for (unsigned pair = 0; pair < 4 && way_of(width) == Way::pairs; ++pair) {
      const unsigned bit = 2 * width * pair, end = bit % 8 + 2 * width;
      up[pair] = 32 - end;
      for (unsigned i = 0; 8 * i < end; ++i)
        (pair % 2 == 0 ? first : second)[bit / 8 + i] = static_cast<std::uint8_t>(4 * pair + 3 - i);
    }
  }
};
inline constexpr auto kEightOctets = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<EightOctets, sizeof...(I)>{EightOctets{static_cast<unsigned>(I + 1)}...};
}
(std::make_index_sequence<16>{});

}  // namespace plumbline::iq
