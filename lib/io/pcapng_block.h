// Numbers of the pcapng format that reader and writer share. Source: draft-ietf-opsawg-pcapng.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/cursor.h"
#include "io/byte_order.h"

namespace plumbline::io::pcapng {

inline constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;

// Block types.
inline constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;
inline constexpr std::uint32_t kInterfaceDescription = 1;
inline constexpr std::uint32_t kOldPacket = 2;  // obsolete, still found
inline constexpr std::uint32_t kSimplePacket = 3;
inline constexpr std::uint32_t kInterfaceStatistics = 5;
inline constexpr std::uint32_t kEnhancedPacket = 6;

// Options. Codes mean different things in different blocks.
inline constexpr std::uint16_t kEndOfOptions = 0;
inline constexpr std::uint16_t kComment = 1;
inline constexpr std::uint16_t kInterfaceName = 2;
inline constexpr std::uint16_t kInterfaceResolution = 9;
inline constexpr std::uint16_t kInterfaceFcs = 13;
inline constexpr std::uint16_t kInterfaceOffset = 14;
inline constexpr std::uint16_t kPacketFlags = 2;
inline constexpr std::uint16_t kPacketDrops = 4;
inline constexpr std::uint16_t kStatisticsInterfaceDrops = 5;
inline constexpr std::uint16_t kStatisticsSystemDrops = 7;

/// The shortest block of any type: type, length, length. A section header has its magic where others have the
/// second length.
inline constexpr std::uint32_t kLeastBlock = 12;

/// Octets of the shortest block of `type`, 0 for types that are passed over.
constexpr std::uint32_t least_length(std::uint32_t type) {
  switch (type) {
    case kSectionHeader:
      return 28;
    case kInterfaceDescription:
      return 20;
    case kOldPacket:
    case kEnhancedPacket:
      return 32;
    case kSimplePacket:
      return 16;
    case kInterfaceStatistics:
      return 24;
    default:
      return 0;
  }
}

/// `n` with its padding to 32 bits.
constexpr std::size_t padded(std::size_t n) { return (n + 3) / 4 * 4; }

/// Calls `f(code, value)` for every option; false when one does not fit into `options`.
template <class F>
bool for_each_option(Octets options, ByteOrder order, F&& f) {
  while (options.size() >= 4) {
    const std::uint16_t code = order.u16(options.data());
    const std::size_t length = order.u16(options.data() + 2);
    if (code == kEndOfOptions) return true;
    if (padded(length) > options.size() - 4) return false;
    f(code, options.subspan(4, length));
    options = options.subspan(4 + padded(length));
  }
  return true;
}

}  // namespace plumbline::io::pcapng
