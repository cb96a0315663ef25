// Octets in a heap block of exactly their size, so that a sanitizer sees any read behind them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/cursor.h"

namespace plumbline::test {

class Exact {
 public:
  explicit Exact(Octets octets) : size_{octets.size()}, block_{new std::uint8_t[octets.size()]} {
    std::copy(octets.begin(), octets.end(), block_.get());
  }
  Octets octets() const { return {block_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<std::uint8_t[]> block_;
};

}  // namespace plumbline::test
