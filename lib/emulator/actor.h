// A unit at one end of a fronthaul link: what arrives and what time it is go in, frames with instants come
// out. No I/O and no clock: the same object runs in a simulation and on a port.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/cursor.h"
#include "emulator/traffic.h"

namespace plumbline::emulator {

/// Instants are the unit's own: what its clock shows when the first octet of a frame passes its port.
class Actor {
 public:
  virtual ~Actor() = default;
  Actor() = default;
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

  /// A frame of `length` octets, of which `octets` are at hand, arrived. Called in the order of `at`.
  virtual void receive(CaptureTime at, std::uint32_t length, Octets octets) = 0;

  /// Replaces `batch` by the frames that leave before `until`, in the order of their instants; none leaves
  /// before the `until` of the call before, whatever arrived since. Borrowed: valid until the next call.
  virtual void advance(CaptureTime until, std::vector<TimedFrame>& batch) = 0;
};

}  // namespace plumbline::emulator
