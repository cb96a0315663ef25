// Sends frames through a port at their instants and hands over what comes back.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <span>

#include "io/port.h"
#include "io/source.h"
#include "lab/clock.h"
#include "lab/conduct.h"

namespace plumbline::lab {

/// How fast: `times` / `per` times the original speed. Neither may be 0.
struct Speed {
  std::uint32_t times = 1;
  std::uint32_t per = 1;
};

/// How to play.
struct Playback {
  Speed speed{};       ///< of a paced run
  bool flood = false;  ///< ignore instants and send as fast as the port takes it
  std::optional<CaptureTime>
      start{};  ///< when the first frame is due, on the player's clock; absent: after `lead`
  Nanos lead = std::chrono::milliseconds{10};
  Nanos drain = std::chrono::milliseconds{100};  ///< how long to go on receiving after the last frame
  Nanos poll_interval =
      std::chrono::microseconds{1};         ///< between two looks at the receiving port when nothing is due
  Nanos give_up = std::chrono::seconds{5};  ///< a port that takes nothing for so long ends the run
  std::size_t read_ahead = std::size_t{64} << 20;  ///< octets of frames kept ready when a source is played
  const std::atomic<bool>* stop =
      nullptr;  ///< looked at at least every 20 ms; may be set in a signal handler
};

/// What came back, up to 1 ms later, when it is known what was lost on our side: every packet that such a
/// loss may lie before is marked. Borrowed until the call returns. Stamps are in the time of the frames
/// played: a packet that arrives when a frame is due gets that frame's instant. The stamp is when the burst
/// was fetched; Packet::stamp_error bounds what it can be off: the time since the look before, in which it
/// really arrived, and the worst lateness of our own frames in the last 10 ms at least. Flooding gives no
/// such time: packets have no stamps.
using Sink = std::function<void(std::span<const io::Packet>)>;

/// Plays frames on the calling thread. One run at a time; any number after each other.
class Player {
 public:
  /// Sends to `to`; receives from `from`, which may be the same port, or null: nothing is received. Borrows
  /// all.
  Player(Clock& clock, io::Port& to, io::Port* from = nullptr) : clock_{clock}, to_{to}, from_{from} {}

  /// Plays a source to its end, packets at their stamps. It is read ahead by a thread of its own, so nothing
  /// of it, info() included, may be looked at until this returns. A source that blocks delays a stop until it
  /// has packets.
  Conduct play(io::Source& source, const Playback& playback = {}, const Sink& sink = {});

  /// Plays frames at OutFrame::at. They must stay as they are until this returns.
  Conduct play(std::span<const io::OutFrame> frames, const Playback& playback = {}, const Sink& sink = {});

 private:
  Clock& clock_;
  io::Port& to_;
  io::Port* from_;
};

}  // namespace plumbline::lab
