// Writes what a layout (layout.h) describes.
#pragma once

#include "wire/layout.h"

namespace plumbline::wire {

/// Writes a layout from the members of its struct. Values wider than their field lose their upper bits.
class LayoutWriter {
 public:
  static constexpr bool kReads = false;

  explicit LayoutWriter(Writer& out) : out_{out} {}

  template <class T>
  void u(std::string_view /*name*/, unsigned bits, const T& member) {
    put(static_cast<std::uint64_t>(member), bits);
  }
  template <class T>
  void s(std::string_view /*name*/, unsigned bits, const T& member) {
    put(static_cast<std::uint64_t>(static_cast<std::int64_t>(member)), bits);
  }
  template <class T>
  void x(std::string_view /*name*/, unsigned bits, const T& member) {
    put(static_cast<std::uint64_t>(member), bits);
  }
  template <class T>
  void r(unsigned bits, const T& member) {
    put(static_cast<std::uint64_t>(member), bits);
  }
  template <class T>
  void fill(const T& member) {
    put(static_cast<std::uint64_t>(member), (8 - held_) % 8);
  }
  /// As the reader's, the room being what this writer has written.
  void padding(const Octets& member) {
    for (std::size_t i = 0; octets_ % 4 != 0; ++i) put(i < member.size() ? member[i] : 0u, 8);
  }
  void numbers(std::string_view /*name*/, std::uint64_t count, unsigned width, bool /*is_signed*/,
               unsigned /*group*/, const Numbers& member) {
    for (std::uint32_t i = 0; i < count; ++i)
      put(i < member.size() ? static_cast<std::uint64_t>(static_cast<std::int64_t>(member[i])) : 0, width);
  }
  void octets(std::string_view /*name*/, std::uint32_t count, Form /*form*/, const Octets& member) {
    for (std::uint32_t i = 0; i < count; ++i) put(i < member.size() ? member[i] : 0u, 8);
  }
  void reserved_octets(std::string_view name, std::uint32_t count, const Octets& member) {
    octets(name, count, Form::bits, member);
  }
  template <class Fn>
  void object(std::string_view /*name*/, Fn&& fn) {
    fn(*this);
  }
  template <class Fn>
  bool step(Fn&& fn) {
    fn(*this);
    return true;
  }
  template <class Item, class Fn>
  bool list(std::string_view /*name*/, std::uint64_t count, const List<Item>& list, Fn&& fn) {
    for (std::uint64_t i = 0; i < count; ++i) {
      Item item = i < list.items.size() ? list.items[static_cast<std::size_t>(i)] : Item{};
      call_entry(fn, *this, item, i);
    }
    return true;
  }
  template <class Item, class Fn>
  bool list_by_room(std::string_view /*name*/, const List<Item>& list, Fn&& fn) {
    return this->list({}, list.items.size(), list, fn);
  }
  /// The size is open: nothing can be written.
  bool unknown(std::string_view /*why*/) { return false; }
  void no_entry() {}
  std::uint64_t bits_left() const { return ~std::uint64_t{0}; }
  template <class Item>
  std::uint64_t entries(std::string_view /*name*/, unsigned /*bits*/, const List<Item>& list) const {
    return list.items.size();
  }
  std::uint64_t pairs(std::string_view /*name*/, unsigned /*width*/, const Numbers& numbers) const {
    return numbers.size() / 2;
  }
  bool more(std::string_view /*name*/, unsigned /*bits*/, bool there) const { return there; }
  bool failed() const { return false; }

  /// Ends the last octet with zeros.
  void flush() { put(0, (8 - held_) % 8); }
  /// Ends the last 4 octets with zeros, counted from the first one written.
  void end_word() {
    flush();
    padding({});
  }

 private:
  void put(std::uint64_t value, unsigned bits) {
    while (bits > 0) {
      const unsigned n = std::min(bits, 8 - held_);
      bits -= n;
      octet_ = octet_ << n | (static_cast<unsigned>(value >> bits) & ((1u << n) - 1));
      held_ += n;
      if (held_ < 8) continue;
      out_.put(octet_, 1);
      octet_ = held_ = 0;
      ++octets_;
    }
  }

  Writer& out_;
  unsigned octet_ = 0, held_ = 0;
  std::uint64_t octets_ = 0;
};

}  // namespace plumbline::wire
