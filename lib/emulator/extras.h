// Frames that are sent besides what a unit sends.
#pragma once

#include <span>

#include "emulator/actor.h"

namespace plumbline::emulator {

/// A frame that is known before it is due.
struct ExtraFrame {
  CaptureTime at{};  ///< by the unit's clock
  Octets octets;     ///< destination MAC to the end of the padding
};

/// A unit, and extra frames between its own. In the order of instants; at equal ones the unit's first.
class WithExtras final : public Actor {
 public:
  /// Borrows both; `extras` are in the order of their instants.
  WithExtras(Actor& unit, std::span<const ExtraFrame> extras) : unit_{&unit}, extras_{extras} {}
  void receive(CaptureTime at, std::uint32_t length, Octets octets) override;
  void advance(CaptureTime until, std::vector<TimedFrame>& batch) override;

 private:
  Actor* unit_;
  std::span<const ExtraFrame> extras_;  ///< not yet sent
  std::vector<TimedFrame> own_;
};

}  // namespace plumbline::emulator
