// Numbers of 16, 32 and 64 bits in either byte order, as capture files have them.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace plumbline::io {

/// Reads numbers in the byte order a capture file was written in. The caller guarantees that the octets are
/// there.
class ByteOrder {
 public:
  static constexpr ByteOrder little() { return ByteOrder{std::endian::native != std::endian::little}; }
  static constexpr ByteOrder big() { return ByteOrder{std::endian::native != std::endian::big}; }

  /// The 2 octets at `p`.
  std::uint16_t u16(const std::uint8_t* p) const {
    std::uint16_t v = 0;
    std::memcpy(&v, p, sizeof v);
    return swapped_ ? __builtin_bswap16(v) : v;
  }
  /// The 4 octets at `p`.
  std::uint32_t u32(const std::uint8_t* p) const {
    std::uint32_t v = 0;
    std::memcpy(&v, p, sizeof v);
    return swapped_ ? __builtin_bswap32(v) : v;
  }
  /// The 8 octets at `p`.
  std::uint64_t u64(const std::uint8_t* p) const {
    std::uint64_t v = 0;
    std::memcpy(&v, p, sizeof v);
    return swapped_ ? __builtin_bswap64(v) : v;
  }

 private:
  explicit constexpr ByteOrder(bool swapped) : swapped_{swapped} {}
  bool swapped_;
};

}  // namespace plumbline::io
