// Writes characters and numbers at the end of a buffer, as fast as it goes: printing is most of the work of
// decode.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/cursor.h"

namespace plumbline::text {

/// What is written: grows, and is emptied by whoever owns it.
using Buffer = fmt::memory_buffer;

/// Holds the end of `buffer` while it lives; nobody else writes to it meanwhile.
class Pen {
 public:
  explicit Pen(Buffer& buffer) : buffer_{buffer} {
    at_ = buffer.data() + buffer.size();
    end_ = buffer.data() + buffer.capacity();
  }
  ~Pen() { flush(); }
  Pen(const Pen&) = delete;
  Pen& operator=(const Pen&) = delete;

  void put(char c) {
    room(1);
    *at_++ = c;
  }
  void put(std::string_view text) {
    room(text.size());
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  /// Decimal, at least `width` characters, filled in front.
  void number(std::uint64_t value, unsigned width = 1, char fill = ' ') {
    char digits[20];
    unsigned n = 0;
    do {
      digits[19 - n++] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    room(std::size_t{width} + 20);
    for (unsigned i = n; i < width; ++i) *at_++ = fill;
    std::memcpy(at_, digits + 20 - n, n);
    at_ += n;
  }
  void signed_number(std::int64_t value) {
    if (value < 0) put('-');
    number(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value));
  }
  /// Decimal with a comma between groups of three.
  void grouped(std::uint64_t value) {
    if (value >= 1000) {
      grouped(value / 1000);
      put(',');
      number(value % 1000, 3, '0');
    } else {
      number(value);
    }
  }
  /// `digits` lower-case hex digits.
  void hex(std::uint64_t value, unsigned digits) {
    room(digits);
    for (unsigned i = digits; i > 0; --i) *at_++ = "0123456789abcdef"[value >> (4 * (i - 1)) & 15];
  }
  /// Octets as hex, with `between` (0: nothing) between them.
  void hex(Octets octets, char between) {
    room(octets.size() * 3);
    for (std::size_t i = 0; i < octets.size(); ++i) {
      if (i > 0 && between != 0) *at_++ = between;
      *at_++ = "0123456789abcdef"[octets[i] >> 4];
      *at_++ = "0123456789abcdef"[octets[i] & 15];
    }
  }
  /// Nanoseconds as seconds with nine decimals.
  void seconds(std::int64_t ns) {
    const std::uint64_t size = ns < 0 ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    if (ns < 0) put('-');
    number(size / 1'000'000'000);
    put('.');
    number(size % 1'000'000'000, 9, '0');
  }
  /// Blanks until `columns` characters stand behind `from` (a value of at()); letters of more than one octet
  /// count as their octets.
  void pad_to(std::size_t from, std::size_t columns) {
    for (std::size_t n = at() - from; n < columns; ++n) put(' ');
  }
  /// Forgets what was written behind `at` (a value of at()).
  void back_to(std::size_t at) { at_ = buffer_.data() + at; }
  /// Octets in the buffer so far.
  std::size_t at() const { return static_cast<std::size_t>(at_ - buffer_.data()); }
  /// Overwrites the last character if it is `old`, else writes.
  void replace_last(char old, char c) {
    if (at() > 0 && at_[-1] == old)
      at_[-1] = c;
    else
      put(c);
  }

 private:
  void flush() { buffer_.try_resize(at()); }
  void room(std::size_t n) {
    if (static_cast<std::size_t>(end_ - at_) < n) grow(n);
  }
  void grow(std::size_t n) {
    flush();
    buffer_.reserve(buffer_.size() + n);
    at_ = buffer_.data() + buffer_.size();
    end_ = buffer_.data() + buffer_.capacity();
  }

  Buffer& buffer_;
  char* at_;
  char* end_;
};

}  // namespace plumbline::text
