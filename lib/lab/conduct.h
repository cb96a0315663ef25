// What our own side really did while it played: a verdict must know it.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "lab/lateness.h"

namespace plumbline::lab {

/// How a run of the player ended.
enum class Ended : std::uint8_t {
  complete,       ///< everything was sent or counted as too long
  stopped,        ///< the caller's stop flag was set
  port_stuck,     ///< the port took nothing for Playback::give_up
  source_failed,  ///< see Conduct::failure
};

/// The player's account of itself. Durations are on the clock that was played on.
struct Conduct {
  Ended ended = Ended::complete;
  std::optional<Error> failure;  ///< with source_failed

  std::uint64_t sent = 0;             ///< frames the device took
  std::uint64_t too_long = 0;         ///< frames the device cannot carry; not sent
  std::uint64_t refused_retries = 0;  ///< times the port had no room and was asked again
  std::uint64_t cut = 0;              ///< frames the capture holds in part only; not sent
  std::uint64_t unstamped = 0;        ///< frames without an instant; sent with the one before
  std::uint64_t backward = 0;         ///< frames whose instant lay before their predecessor's; sent with it
  std::uint64_t starved = 0;  ///< times the source had nothing to send when something may have been due

  std::uint64_t received = 0;
  std::uint64_t receive_lost = 0;  ///< lost on our side
  Lateness stamp_error;            ///< per packet received by a LiveLab: bound of its stamp's error

  Lateness lateness;  ///< per frame: the port had taken it so much after its instant; empty when flooding
  Nanos last_lateness{0};  ///< of the last frame: the drift of the whole run is in it
  Nanos widest_gap{0};     ///< longest time between two looks at the receiving port
  Nanos duration{0};       ///< from the first frame's instant until the port had taken the last

  /// Of two runs, one after the other: the later one's end and drift.
  Conduct& operator+=(const Conduct& later);
};

}  // namespace plumbline::lab
