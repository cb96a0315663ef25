// How late things were: a histogram of durations with a fixed number of cells.
#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"

namespace plumbline::lab {

/// Counts durations from 0 up in cells at most 1/16 wide of their value; the largest is kept exactly. Merges
/// by +=.
class Lateness {
 public:
  /// Negative durations count as 0.
  void add(Nanos late);
  Lateness& operator+=(const Lateness& other);

  std::uint64_t count() const { return count_; }
  Nanos max() const { return max_; }
  /// The duration that `share` of `of` equal parts of all do not exceed, rounded up to the end of its cell; 0
  /// when empty.
  Nanos at(unsigned share, unsigned of = 1000) const;

 private:
  static constexpr unsigned kFine = 4;  // bits that divide an octave
  static constexpr unsigned kCells = (64 - kFine) << kFine;
  static unsigned cell_of(std::uint64_t value);
  static std::uint64_t end_of(unsigned cell);

  std::array<std::uint64_t, kCells> cells_{};
  std::uint64_t count_ = 0;
  Nanos max_{0};
};

}  // namespace plumbline::lab
