// Numbers of any width in octets, most significant bit first and without gaps. Source: CUS v17.01 Annex D.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/cursor.h"

namespace plumbline::iq {

/// Octets that `numbers` numbers of `width` bits fill, the last one perhaps in part.
constexpr std::size_t packed_octets(std::size_t numbers, unsigned width) { return (numbers * width + 7) / 8; }

/// Writes numbers one behind the other. The space is the caller's to know.
class BitWriter {
 public:
  explicit BitWriter(std::uint8_t* out) : out_{out} {}
  /// The low `width` (1..16) bits.
  void put(std::int32_t number, unsigned width) {
    held_ = held_ << width | (static_cast<std::uint32_t>(number) & ((1u << width) - 1));
    for (bits_ += width; bits_ >= 8; bits_ -= 8) *out_++ = static_cast<std::uint8_t>(held_ >> (bits_ - 8));
  }
  /// Zeros up to the next octet; returns where it is.
  std::uint8_t* fill() {
    if (bits_ > 0) put(0, 8 - bits_);
    return out_;
  }

 private:
  std::uint8_t* out_;
  std::uint64_t held_ = 0;
  unsigned bits_ = 0;
};

/// Reads them. No octet behind the last number's is read.
class BitReader {
 public:
  explicit BitReader(const std::uint8_t* octets) : octets_{octets} {}
  /// The next `width` (1..16) bits, sign extended.
  std::int32_t take(unsigned width) {
    for (; bits_ < width; bits_ += 8) held_ = held_ << 8 | *octets_++;
    bits_ -= width;
    const std::uint32_t value = bits(held_, bits_, width);
    const std::uint32_t sign = 1u << (width - 1);
    return static_cast<std::int32_t>(value ^ sign) - static_cast<std::int32_t>(sign);
  }
  /// Leaves out what fills the octet; returns whether all of it is 0.
  bool fill() {
    const bool zero = bits_ == 0 || bits(held_, 0, bits_) == 0;
    bits_ = 0;
    return zero;
  }
  /// The next whole octet, after fill().
  const std::uint8_t* at() const { return octets_; }

 private:
  const std::uint8_t* octets_;
  std::uint64_t held_ = 0;
  unsigned bits_ = 0;
};

}  // namespace plumbline::iq
