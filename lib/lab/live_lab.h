// One unit at a port, on a clock that runs: what the other end says goes in, what the unit says goes out.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "emulator/actor.h"
#include "io/loss_span.h"
#include "io/port.h"
#include "lab/clock.h"
#include "lab/conduct.h"

namespace plumbline::lab {

/// How a unit lives on a port.
struct LivePace {
  /// Frames are asked for so long before they are due, so that they are at hand when they are. The unit has
  /// not heard yet what arrives in between, so this stays below the time it has for reacting: an O-RU answers
  /// a request T2a_min_cp_ul + Ta3_min after it at the earliest.
  Nanos lead = std::chrono::microseconds{100};
  Nanos poll_interval = std::chrono::microseconds{1};  ///< between two looks at the port when nothing is due
  Nanos give_up = std::chrono::seconds{5};             ///< a port that takes nothing for so long ends the run
  const std::atomic<bool>* stop = nullptr;  ///< looked at every time the port is; may be set by a signal
};

/// Plays a unit on the calling thread, whatever the other end is. Frames leave at their instants by the
/// clock, never before. Everything that passes is told as a capture at the port would: in the order of
/// stamps, packets around which something was lost on our side marked. In the steady state nothing is
/// allocated.
class LiveLab {
 public:
  /// What passes, sent and received, up to some milliseconds later; borrowed for the call. Stamps are by the
  /// lab's clock: of what arrived those of the port, or when it was fetched; of what was sent when it was
  /// given to the port. Packet::stamp_error bounds how far they are off: up to the look before, or until the
  /// port had taken the burst. A burst in which a frame was too long for the port is told in whole, and
  /// marked.
  using Sink = std::function<void(std::span<const io::Packet>)>;

  /// Borrows all. The clock is that of the port's stamps, where it gives any.
  LiveLab(Clock& clock, io::Port& port, emulator::Actor& unit, const LivePace& pace)
      : clock_{clock}, port_{port}, unit_{unit}, pace_{pace} {}

  /// Lets the unit live up to `until`; may be called again. What the port held before the first call is not
  /// heard. The unit is asked for up to `lead` more than what is sent by then.
  Ended run_until(CaptureTime until, const Sink& sink = {});

  /// Since when the unit hears the port; after the first run_until().
  CaptureTime began() const { return begin_; }

  /// Of all calls so far; Conduct::duration is between the first and the end of the last.
  Conduct conduct();

 private:
  /// A frame of the unit: it waits for its instant, then for being told.
  struct Own {
    CaptureTime at{};
    std::uint32_t buffer = 0;
  };
  void begin();
  void ask();
  std::size_t due() const;
  bool send();
  void poll();
  void hear(std::span<const io::Packet> packets, CaptureTime look);
  bool ready_to_tell() const;
  void tell(const Sink& sink);
  bool nothing_up_to(CaptureTime until) const;
  CaptureTime next_look(CaptureTime until) const;

  Clock& clock_;
  io::Port& port_;
  emulator::Actor& unit_;
  LivePace pace_;

  bool begun_ = false;
  io::PortCounters before_;  // of the port, when it began
  Conduct conduct_;
  CaptureTime begin_{}, now_{}, last_look_{}, asked_{CaptureTime::min()};
  CaptureTime heard_until_{CaptureTime::min()};  // the latest stamp that was heard or told
  CaptureTime refused_since_{CaptureTime::max()};
  CaptureTime held_since_{};
  std::vector<emulator::TimedFrame> batch_;
  std::vector<Own> waiting_;
  std::size_t first_waiting_ = 0;
  std::vector<std::vector<std::uint8_t>> buffers_;
  std::vector<std::uint32_t> free_, told_;
  std::vector<io::Packet> sent_, heard_, passed_;
  std::uint64_t number_ = 0;
  io::LossSpan loss_;
};

}  // namespace plumbline::lab
