// A random thing of a layout: every field gets a value, and the octets are those that the layout gives it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "wire/layout.h"

namespace plumbline::test {

/// Takes the place of LayoutReader and LayoutWriter for `layout(w, ...)`: draws the fields, sets the members
/// (so that the layout goes on as they say) and keeps the bits.
class RandomLayout {
 public:
  static constexpr bool kReads = false;

  explicit RandomLayout(Random& random) : random_{random} {}

  template <class T>
  void u(std::string_view name, unsigned bits, T& member) {
    std::uint64_t value = draw(bits);
    // Behind values that are reserved nothing is read: mostly others are wanted.
    if (random_.below(8) > 0) {
      if (name == "bfwCompMeth") value %= 6;
      if (name == "entryType") value %= 4;
      if (name == "beamType") value %= 2;
    }
    member = static_cast<T>(put(value, bits));
  }
  template <class T>
  void s(std::string_view /*name*/, unsigned bits, T& member) {
    std::uint64_t value = put(draw(bits), bits);
    if (bits < 64 && (value >> (bits - 1) & 1) != 0) value |= ~std::uint64_t{0} << bits;
    member = static_cast<T>(value);
  }
  template <class T>
  void x(std::string_view name, unsigned bits, T& member) {
    u(name, bits, member);
  }
  template <class T>
  void r(unsigned bits, T& member) {
    member = static_cast<T>(put(random_.below(4) == 0 ? draw(bits) : 0, bits));
  }
  template <class T>
  void fill(T& member) {
    r(static_cast<unsigned>((8 - bit_ % 8) % 8), member);
  }
  void numbers(std::string_view /*name*/, std::uint64_t count, unsigned width, bool /*is_signed*/,
               unsigned group, wire::Numbers& /*member*/) {
    // A count that is not on the wire is for the writer to choose.
    if (count == 0) count = group * random_.below(6);
    for (std::uint64_t i = 0; i < count && !full(); ++i) put(draw(width), width);
  }
  void octets(std::string_view /*name*/, std::uint32_t count, wire::Form /*form*/, Octets& member) {
    std::vector<std::uint8_t>& kept = kept_.emplace_back();
    for (std::uint32_t i = 0; i < count; ++i) kept.push_back(static_cast<std::uint8_t>(put(draw(8), 8)));
    member = kept;
  }
  void padding(Octets& member) {
    octets("padding", static_cast<std::uint32_t>((4 - octets_.size() % 4) % 4), wire::Form::number, member);
  }
  template <class Fn>
  void object(std::string_view /*name*/, Fn&& fn) {
    fn(*this);
  }
  template <class Fn>
  bool step(Fn&& fn) {
    fn(*this);
    return !failed_;
  }
  template <class Item, class Fn>
  bool list(std::string_view name, std::uint64_t count, wire::List<Item>& /*list*/, Fn&& fn) {
    if (count == 0 && (name == "sets" || name == "users")) count = random_.below(14);
    for (std::uint64_t i = 0; i < count && !full() && !failed_; ++i) {
      Item item{};
      wire::call_entry(fn, *this, item, i);
    }
    return !failed_;
  }
  template <class Item, class Fn>
  bool list_by_room(std::string_view name, wire::List<Item>& list, Fn&& fn) {
    return this->list(name, random_.below(random_.below(8) == 0 ? 100 : 6), list, fn);
  }
  bool unknown(std::string_view /*why*/) {
    failed_ = true;
    return false;
  }
  // Counts that the room decides are chosen by list() and numbers().
  template <class Item>
  std::uint64_t entries(std::string_view /*name*/, unsigned /*bits*/,
                        const wire::List<Item>& /*list*/) const {
    return 0;
  }
  std::uint64_t pairs(std::string_view /*name*/, unsigned /*width*/, const wire::Numbers& /*numbers*/) const {
    return 0;
  }
  bool more(std::string_view /*name*/, unsigned /*bits*/, bool /*there*/) { return random_.below(2) == 0; }
  void no_entry() { failed_ = true; }
  std::uint64_t bits_left() const { return ~std::uint64_t{0}; }
  bool failed() const { return failed_; }

  /// The octets so far, the last one ended with zeros.
  const std::vector<std::uint8_t>& octets() const { return octets_; }

 private:
  static constexpr std::size_t kMostOctets = 4000;
  bool full() const { return octets_.size() > kMostOctets; }

  /// Small, extreme and any values.
  std::uint64_t draw(unsigned bits) {
    if (bits == 0) return 0;
    const std::uint64_t ones = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    switch (random_.below(8)) {
      case 0:
        return 0;
      case 1:
        return ones;
      case 2:
      case 3:
        return random_.below(4) & ones;
      default:
        return random_.next() & ones;
    }
  }
  std::uint64_t put(std::uint64_t value, unsigned bits) {
    for (unsigned left = bits; left > 0; --left, ++bit_) {
      if (bit_ % 8 == 0) octets_.push_back(0);
      octets_.back() =
          static_cast<std::uint8_t>(octets_.back() | (value >> (left - 1) & 1) << (7 - bit_ % 8));
    }
    return value;
  }

  Random& random_;
  std::vector<std::uint8_t> octets_;
  std::uint64_t bit_ = 0;
  bool failed_ = false;
  std::deque<std::vector<std::uint8_t>> kept_;
};

}  // namespace plumbline::test
