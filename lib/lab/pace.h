// What everything that lives on a port has in common.
#pragma once

#include <chrono>
#include <cstddef>

#include "base/clock.h"

namespace plumbline::lab {

/// Frames given to a port at once, at most.
inline constexpr std::size_t kBurst = 64;
/// How long packets may wait until the device is asked what was lost around them, which may take 50 us.
inline constexpr Nanos kHold = std::chrono::milliseconds{1};
/// How long a sleep may keep a stop flag from being seen.
inline constexpr Nanos kSlice = std::chrono::milliseconds{20};

}  // namespace plumbline::lab
