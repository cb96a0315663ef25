// The PRBs that a section names.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace plumbline::wire {

/// A set of PRB numbers, one bit each. Memory and work grow with the largest number in it.
class PrbSet {
 public:
  /// Adds PRBs [first, first + count).
  void add(std::uint32_t first, std::uint32_t count) {
    if (count == 0) return;
    const std::uint32_t last = first + count - 1;
    if (last / 64 >= words_.size()) words_.resize(last / 64 + 1);
    for (std::uint32_t word = first / 64; word <= last / 64; ++word) {
      std::uint64_t mask = ~std::uint64_t{0};
      if (word == first / 64) mask &= ~std::uint64_t{0} << first % 64;
      if (word == last / 64) mask &= ~std::uint64_t{0} >> (63 - last % 64);
      words_[word] |= mask;
    }
  }
  /// Above every PRB of the set.
  std::uint32_t end() const { return static_cast<std::uint32_t>(words_.size() * 64); }
  /// The first PRB of the set from `from` on; end() when there is none.
  std::uint32_t next(std::uint32_t from) const { return find(from, 0); }
  /// The first PRB that is not in the set from `from` on, at most end().
  std::uint32_t next_gap(std::uint32_t from) const { return find(from, ~std::uint64_t{0}); }
  std::uint32_t count() const {
    std::uint32_t n = 0;
    for (const std::uint64_t word : words_) n += static_cast<std::uint32_t>(std::popcount(word));
    return n;
  }

 private:
  std::uint32_t find(std::uint32_t from, std::uint64_t flip) const {
    for (std::uint32_t word = from / 64; word < words_.size(); ++word) {
      std::uint64_t bits = words_[word] ^ flip;
      if (word == from / 64) bits &= ~std::uint64_t{0} << from % 64;
      if (bits != 0) return word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    return end();
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace plumbline::wire
