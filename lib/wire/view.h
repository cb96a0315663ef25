// Octets of a packet of which some may not have been captured.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "base/cursor.h"
#include "radio/types.h"

namespace plumbline::wire {

/// Why octets could not be read. The same octets always give the same fault.
enum class Fault : std::uint8_t {
  none,
  truncated,           ///< the message ends before the field: the octets were never on the wire
  cut,                 ///< they were on the wire, but the capture did not keep them (snap length)
  extension_zero,      ///< extLen 0: the walk cannot go on (CUS v17.01 7.6.2)
  measurement_zero,    ///< measDataSize or measCmdSize 0: the same (CUS v17.01 7.5.3.59, 7.5.3.65)
  unsupported_method,  ///< a reserved compression method: nothing says how long its PRBs are
  prbs_unknown,        ///< numPrbu 0, and how many PRBs the carrier has is not known
  unsupported_type,    ///< a section type whose sections this version does not walk, or a reserved one
};

/// A fault and its place. Decoders fill what they are handed and return one; after a fault what they filled
/// is not to be used.
struct [[nodiscard]] DecodeError {
  Fault fault = Fault::none;
  std::uint32_t octet = 0;  ///< from the first octet of the frame (or of what the outermost View was made of)
  /// True when something could not be read.
  constexpr explicit operator bool() const { return fault != Fault::none; }
  friend bool operator==(const DecodeError&, const DecodeError&) = default;
};

/// A run of octets on the wire, of which the first `captured` are at hand. Borrowed.
struct View {
  const std::uint8_t* data = nullptr;
  std::uint32_t captured = 0;  ///< <= length
  std::uint32_t length = 0;    ///< octets on the wire
  std::uint32_t base = 0;      ///< offset of data[0] in the frame

  constexpr View() = default;
  // Member by member: a View is mostly copied right after its members were written, and reading them back as
  // wider words than they were written waits for the store (10 ns and more).
  constexpr View(const View& v) : data{v.data}, captured{v.captured}, length{v.length}, base{v.base} {}
  constexpr View& operator=(const View& v) {  // NOLINT(bugprone-unhandled-self-assignment): harmless here
    data = v.data;
    captured = v.captured;
    length = v.length;
    base = v.base;
    return *this;
  }
  constexpr View(Octets octets, std::uint32_t on_wire, std::uint32_t offset = 0)
      : data{octets.data()},
        captured{static_cast<std::uint32_t>(std::min<std::size_t>(octets.size(), on_wire))},
        length{on_wire},
        base{offset} {}
  /// All octets at hand.
  explicit constexpr View(Octets octets) : View{octets, static_cast<std::uint32_t>(octets.size())} {}

  /// none when octets [at, at + n) are at hand, else truncated or cut.
  constexpr Fault missing(std::uint32_t at, std::uint32_t n) const {
    const std::uint64_t end = std::uint64_t{at} + n;
    if (end <= captured) return Fault::none;
    return end <= length ? Fault::cut : Fault::truncated;
  }
  /// The error for octets that missing() found not at hand: the first octet that is not.
  constexpr DecodeError error(Fault fault) const {
    return {fault, base + (fault == Fault::cut ? captured : length)};
  }
  /// The run from `at` on, at most `n` octets; empty beyond the end.
  constexpr View from(std::uint32_t at, std::uint32_t n = ~0u) const {
    const std::uint32_t start = std::min(at, length);
    View sub;
    sub.length = std::min(length - start, n);
    sub.captured = start < captured ? std::min(captured - start, sub.length) : 0;
    sub.data = data == nullptr ? nullptr : data + std::min(start, captured);
    sub.base = base + start;
    return sub;
  }
  /// The run behind the first `n` octets, which are at hand.
  constexpr View behind(std::uint32_t n) const {
    View sub;
    sub.data = data + n;
    sub.captured = captured - n;
    sub.length = length - n;
    sub.base = base + n;
    return sub;
  }
  /// At most the first `n` octets; mostly they are all at hand, which takes one comparison.
  constexpr View first(std::uint32_t n) const {
    View sub = *this;
    sub.length = std::min(length, n);
    if (n <= captured) [[likely]]
      sub.captured = sub.length = n;
    return sub;
  }
  constexpr Octets octets() const { return {data, captured}; }
};

/// frameId, subframeId, slotId and symbolId from octets 0..3 of a radio application header, written as one
/// word: four octets written one by one are slow to read back as a whole.
inline radio::RadioTime read_radio_time(const std::uint8_t* p) {
  const std::uint32_t word = load_be32(p);
  static_assert(sizeof(radio::RadioTime) == 4);
  if constexpr (std::endian::native == std::endian::little) {
    // The product is slotId and symbolId (12 bits) moved by 10 and by 24, to the octets of slot and of
    // symbol.
    const std::uint32_t slot_symbol = (word & 0xFFF) * (1u << 10 | 1u << 24) & 0x3F3F'0000;
    return std::bit_cast<radio::RadioTime>(slot_symbol | (word >> 4 & 0xF00) | p[1]);
  }
  const std::uint32_t frame = bits(word, 16, 8), subframe = bits(word, 12, 4), slot = bits(word, 6, 6),
                      symbol = bits(word, 0, 6);
  return std::bit_cast<radio::RadioTime>(frame << 24 | subframe << 16 | slot << 8 | symbol);
}

}  // namespace plumbline::wire
