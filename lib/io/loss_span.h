// Which packets a loss on our own side may lie before.
#pragma once

#include <chrono>

#include "base/clock.h"
#include "io/packet.h"
#include "io/port.h"

namespace plumbline::io {

/// Between what a port counts as lost and what it gives there is room: queues before the one it counts, and
/// on the way of what we did not send the whole path and its answer. So packets are marked until a radio
/// frame has passed since the last loss, and at least once after it.
class LossSpan {
 public:
  static constexpr Nanos kEcho = std::chrono::milliseconds{10};

  /// Whether what came since the last call (at least one packet) has to be marked, each packet of it. `loss`
  /// as the port settles; `now` on any clock that runs, kNoStamp when there is none.
  bool covers(const OwnLoss& loss, CaptureTime now) {
    if (loss.receiving || loss.sending) {
      open_ = true;
      until_ = now == kNoStamp ? kNoStamp : now + kEcho;
      return true;
    }
    if (!open_) return false;
    open_ = now < until_;
    return true;
  }

 private:
  bool open_ = false;
  CaptureTime until_ = kNoStamp;
};

}  // namespace plumbline::io
