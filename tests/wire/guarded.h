// Octets in front of a page that may not be touched: any read behind them ends the test.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/cursor.h"

namespace plumbline::test {

class Guarded {
 public:
  /// Room for `most` octets.
  explicit Guarded(std::size_t most)
      : page_{static_cast<std::size_t>(sysconf(_SC_PAGESIZE))}, usable_{(most + page_ - 1) / page_ * page_} {
    void* space = mmap(nullptr, usable_ + page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (space == MAP_FAILED || mprotect(static_cast<std::uint8_t*>(space) + usable_, page_, PROT_NONE) != 0)
      return;
    space_ = static_cast<std::uint8_t*>(space);
  }
  ~Guarded() {
    if (space_ != nullptr) munmap(space_, usable_ + page_);
  }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  bool ok() const { return space_ != nullptr; }
  /// A copy of `octets` (at most as many as there is room for) that ends where the page begins.
  Octets copy(Octets octets) {
    std::uint8_t* at = space_ + usable_ - octets.size();
    std::copy(octets.begin(), octets.end(), at);
    return {at, octets.size()};
  }

 private:
  std::size_t page_, usable_;
  std::uint8_t* space_ = nullptr;
};

}  // namespace plumbline::test
