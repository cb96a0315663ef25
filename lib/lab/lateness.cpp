#include "lab/lateness.h"

#include <algorithm>
#include <bit>

namespace plumbline::lab {

unsigned Lateness::cell_of(std::uint64_t value) {
  if (value < (1u << kFine)) return static_cast<unsigned>(value);
  const auto octave = static_cast<unsigned>(std::bit_width(value)) - kFine - 1;
  return (octave << kFine) + static_cast<unsigned>(value >> octave);
}

std::uint64_t Lateness::end_of(unsigned cell) {
  if (cell < (2u << kFine)) return cell;
  const unsigned octave = (cell >> kFine) - 1;
  const std::uint64_t base = (1u << kFine) + (cell & ((1u << kFine) - 1));
  return ((base + 1) << octave) - 1;
}

void Lateness::add(Nanos late) {
  late = std::max(late, Nanos{0});
  ++cells_[cell_of(static_cast<std::uint64_t>(late.count()))];
  ++count_;
  max_ = std::max(max_, late);
}

Lateness& Lateness::operator+=(const Lateness& other) {
  for (unsigned i = 0; i < kCells; ++i) cells_[i] += other.cells_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
  return *this;
}

Nanos Lateness::at(unsigned share, unsigned of) const {
  std::uint64_t rest = count_ - count_ / of * (of - share) - count_ % of * (of - share) / of;
  for (unsigned i = 0; i < kCells && count_ != 0; ++i) {
    if (cells_[i] >= rest) return std::min(max_, Nanos{static_cast<std::int64_t>(end_of(i))});
    rest -= cells_[i];
  }
  return max_;
}

}  // namespace plumbline::lab
