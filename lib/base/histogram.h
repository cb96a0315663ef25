// Counts of signed nanoseconds in bins of at most 0.2 % width: flat, bounded, mergeable.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace plumbline {

/// Log-linear histogram of values within +-2^34 ns (17 s; values beyond count in the end bins). Magnitudes
/// below 1024 ns have bins of 1 ns, above that a bin is at most 1/512 of its value. Exact least and greatest
/// are kept beside.
class Histogram {
 public:
  static constexpr std::int32_t kBins = 26 * 512;  ///< of one sign

  void add(std::int64_t value) {
    ++counts_[static_cast<std::size_t>(index_of(value) + kBins)];
    ++count_;
    least_ = std::min(least_, value);
    greatest_ = std::max(greatest_, value);
  }
  Histogram& operator+=(const Histogram& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    count_ += other.count_;
    least_ = std::min(least_, other.least_);
    greatest_ = std::max(greatest_, other.greatest_);
    return *this;
  }
  std::uint64_t count() const { return count_; }
  /// Meaningful when count() > 0.
  std::int64_t least() const { return least_; }
  std::int64_t greatest() const { return greatest_; }

  /// Calls `visit(bin, count)` for every bin in use, ascending.
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < counts_.size(); ++i)
      if (counts_[i] != 0) visit(static_cast<std::int32_t>(i) - kBins, counts_[i]);
  }

  /// The bin of a value; negative values have negative bins, bins ascend with values.
  static constexpr std::int32_t index_of(std::int64_t value) {
    if (value >= 0) return magnitude_bin(static_cast<std::uint64_t>(value));
    return -1 - magnitude_bin(static_cast<std::uint64_t>(-(value + 1)));
  }
  /// The value in the middle of a bin (rounded towards zero).
  static constexpr std::int64_t value_of(std::int32_t bin) {
    if (bin < 0) return -1 - value_of(-1 - bin);
    if (bin < 1024) return bin;
    const int e = bin / 512 - 1;
    const std::int64_t low = static_cast<std::int64_t>(512 + bin % 512) << e;
    return low + (std::int64_t{1} << e) / 2;
  }

 private:
  static constexpr std::int32_t magnitude_bin(std::uint64_t m) {
    if (m < 1024) return static_cast<std::int32_t>(m);
    const int e = static_cast<int>(std::bit_width(m)) - 10;
    return std::min(kBins - 1, static_cast<std::int32_t>(e * 512 + static_cast<std::int64_t>(m >> e)));
  }

  std::vector<std::uint64_t> counts_ = std::vector<std::uint64_t>(std::size_t{2} * kBins);
  std::uint64_t count_ = 0;
  std::int64_t least_ = INT64_MAX;
  std::int64_t greatest_ = INT64_MIN;
};

}  // namespace plumbline
