// Which U-plane messages are looked into, PRB by PRB.
#pragma once

#include <cstdint>

namespace plumbline::check {

/// None, some or all of them; of some is_sampled() tells which.
enum class IqScope : std::uint8_t { off, sampled, all };

/// Of each stream the first so many messages are looked into, then one in so many.
inline constexpr std::uint32_t kIqOneIn = 64;

/// Whether message `number` (from 1) of its stream is one of a sample. Its number alone decides, so that any
/// number of workers takes the same ones; the place of the one among so many differs from time to time, so
/// that no pattern of the traffic hides behind it.
constexpr bool is_sampled(std::uint64_t number) {
  const std::uint64_t group = (number - 1) / kIqOneIn, place = (number - 1) % kIqOneIn;
  return group == 0 || place == (group * 0x9E3779B97F4A7C15u >> 32) % kIqOneIn;
}

}  // namespace plumbline::check
