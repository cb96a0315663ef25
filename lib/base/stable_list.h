// A list whose items stay where they are: what points at one is good for as long as the list.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace plumbline {

/// Items made one by one, found by number with one load (a deque needs a division and two).
template <class T>
class StableList {
 public:
  template <class... Args>
  T& emplace_back(Args&&... args) {
    return *items_.emplace_back(std::make_unique<T>(std::forward<Args>(args)...));
  }
  T& operator[](std::size_t i) { return *items_[i]; }
  const T& operator[](std::size_t i) const { return *items_[i]; }
  std::size_t size() const { return items_.size(); }

 private:
  std::vector<std::unique_ptr<T>> items_;
};

}  // namespace plumbline
