// Where the headers of a frame lie, as far as choosing it and changing its fields needs to know.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "emulator/disturbance.h"

namespace plumbline::emulator {

/// Offsets are octets of the frame, 0 where there is none (no header of these begins there).
struct FrameFields {
  std::uint32_t tag = 0, ecpri = 0, ids = 0, application = 0, section = 0, compression = 0;
  std::optional<radio::Plane> plane{};  ///< of C- and U-plane messages
  radio::Eaxc eaxc{};                   ///< of these
  radio::Direction direction{};         ///< of these
  std::uint8_t filter_index = 0;        ///< of these
  std::uint8_t section_type = 0;        ///< of C-plane messages
  /// A part of a U-plane message that the radio transport cut, not the first (CUS v17.01 5.5.3): nothing of
  /// the application layer stands in it, and what is said of it above is not known.
  bool continues = false;
};

/// Reads the headers that are there, of the first message. Allocates nothing; any octets are safe.
FrameFields read_fields(Octets octets, std::uint32_t length);

/// Octet that `field` counts from; nothing when the frame has no such field, or its octets are not at hand.
std::optional<std::uint32_t> find_place(const Field& field, const FrameFields& frame, std::size_t octets);

/// The field that counts from octet `place`, which find_place() found.
std::uint64_t read_field(Octets octets, std::uint32_t place, const Field& field);
/// Writes the low bits of `value`.
void write_field(std::span<std::uint8_t> octets, std::uint32_t place, const Field& field,
                 std::uint64_t value);

}  // namespace plumbline::emulator
