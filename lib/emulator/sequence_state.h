// Sequence numbers as a receiver follows them.
#pragma once

#include <cstdint>

namespace plumbline::emulator {

/// Where sequenceId of one number space stands. What is behind is counted and does not move it, unless it is
/// behind so far that the sender has begun anew.
struct SequenceState {
  static constexpr unsigned kBehind = 64;
  bool begun = false;
  std::uint8_t expected = 0;
  /// Takes the next one; false: it is not the one that had to come.
  bool take(std::uint8_t sequence) {
    const auto ahead = static_cast<std::uint8_t>(sequence - expected);
    const bool right = !begun || ahead == 0;
    if (!begun || ahead < 256 - kBehind) expected = static_cast<std::uint8_t>(sequence + 1);
    begun = true;
    return right;
  }
};

}  // namespace plumbline::emulator
