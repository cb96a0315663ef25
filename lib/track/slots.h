// Slots counted without wrap: frameId repeats every 2.56 s, a capture does not.
#pragma once

#include <cstdint>

#include "radio/types.h"

namespace plumbline::track {

/// Number of a slot: frames since the first one seen (shifted so that it stays positive) x 1024 + subframe x
/// 64 + slotId. Ordered in time for messages within 1.28 s of each other; equal exactly for equal frame,
/// subframe and slot.
using SlotNumber = std::int64_t;

/// Unwraps the frameIds of one address pair; 16 octets of state.
class SlotUnwrap {
 public:
  SlotNumber observe(const radio::RadioTime& at) {
    if (!started_) {
      started_ = true;
      frame_ = 256 + at.frame;
    }
    const auto ahead =
        static_cast<std::int8_t>(static_cast<std::uint8_t>(at.frame - static_cast<std::uint8_t>(frame_)));
    const std::int64_t frame = frame_ + ahead;
    if (ahead > 0) frame_ = frame;
    return frame << 10 | static_cast<std::int64_t>(at.subframe) << 6 | at.slot;
  }

 private:
  std::int64_t frame_ = 0;  ///< newest
  bool started_ = false;
};

/// The radio time a slot number stands for (symbol 0).
constexpr radio::RadioTime radio_time(SlotNumber slot) {
  return {.frame = static_cast<std::uint8_t>(slot >> 10),
          .subframe = static_cast<std::uint8_t>(slot >> 6 & 15),
          .slot = static_cast<std::uint8_t>(slot & 63),
          .symbol = 0};
}

/// Subframes since frame 0: slot numbers leave gaps between frames, these do not.
constexpr std::int64_t subframes(SlotNumber slot) { return (slot >> 10) * 10 + (slot >> 6 & 15); }

}  // namespace plumbline::track
