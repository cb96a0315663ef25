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
  [[gnu::always_inline]] void put(std::string_view text) {
    room(text.size());
    if (!text.empty()) std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  /// Decimal, at least `width` characters, filled in front.
  void number(std::uint64_t value, unsigned width = 1, char fill = ' ') {
    room(std::size_t{width} + 20);
    if (value < 10 && width <= 1) {
      *at_++ = static_cast<char>('0' + value);
      return;
    }
    char digits[20];
    char* first = digits + 20;
    while (value >= 100) {
      first -= 2;
      std::memcpy(first, kPairs + value % 100 * 2, 2);
      value /= 100;
    }
    if (value >= 10) {
      first -= 2;
      std::memcpy(first, kPairs + value * 2, 2);
    } else {
      *--first = static_cast<char>('0' + value);
    }
    const auto n = static_cast<unsigned>(digits + 20 - first);
    for (unsigned i = n; i < width; ++i) *at_++ = fill;
    std::memcpy(at_, first, n);
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
  static constexpr char kPairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

  void flush() { buffer_.try_resize(at()); }
  [[gnu::always_inline]] void room(std::size_t n) {
    if (static_cast<std::size_t>(end_ - at_) < n) [[unlikely]]
      grow(n);
  }
  [[gnu::noinline, gnu::cold]] void grow(std::size_t n) {
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
