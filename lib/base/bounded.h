// A list with a limit: it says no instead of growing.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace plumbline {

/// Up to `N` items, stored in place; never allocates.
template <class T, std::size_t N>
class Bounded {
 public:
  /// Appends, or returns false when the list is full.
  constexpr bool try_push(const T& value) {
    if (size_ == N) return false;
    items_[size_++] = value;
    return true;
  }
  constexpr void clear() { size_ = 0; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  static constexpr std::size_t capacity() { return N; }
  constexpr std::span<const T> view() const { return std::span<const T>{items_}.first(size_); }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr T& operator[](std::size_t i) { return items_[i]; }

 private:
  std::array<T, N> items_{};
  std::size_t size_ = 0;
};

}  // namespace plumbline
