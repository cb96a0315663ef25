// A set of rules of the catalogue, by their positions.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace plumbline::rules {

/// Positions 0..kMost - 1. Small enough to be part of what every message carries along.
class RuleSet {
 public:
  static constexpr std::size_t kMost = 128;

  constexpr RuleSet() = default;
  static constexpr RuleSet of(std::size_t rule) {
    RuleSet set;
    set.words_[rule / 64] = std::uint64_t{1} << rule % 64;
    return set;
  }
  static constexpr RuleSet all() { return ~RuleSet{}; }

  constexpr bool has(std::size_t rule) const { return (words_[rule / 64] >> rule % 64 & 1) != 0; }
  constexpr bool empty() const { return (words_[0] | words_[1]) == 0; }
  constexpr bool overlaps(const RuleSet& other) const { return !(*this & other).empty(); }
  /// The lowest position; the set is not empty.
  constexpr std::size_t first() const {
    return static_cast<std::size_t>(words_[0] != 0 ? std::countr_zero(words_[0])
                                                   : 64 + std::countr_zero(words_[1]));
  }

  constexpr RuleSet& operator|=(const RuleSet& other) {
    words_[0] |= other.words_[0];
    words_[1] |= other.words_[1];
    return *this;
  }
  constexpr RuleSet& operator&=(const RuleSet& other) {
    words_[0] &= other.words_[0];
    words_[1] &= other.words_[1];
    return *this;
  }
  friend constexpr RuleSet operator|(RuleSet a, const RuleSet& b) { return a |= b; }
  friend constexpr RuleSet operator&(RuleSet a, const RuleSet& b) { return a &= b; }
  constexpr RuleSet operator~() const {
    RuleSet set;
    set.words_ = {~words_[0], ~words_[1]};
    return set;
  }
  friend constexpr bool operator==(const RuleSet&, const RuleSet&) = default;

 private:
  std::array<std::uint64_t, 2> words_{};
};

}  // namespace plumbline::rules
