// Receives from a port as its users do: what is lent is settled, then looked at.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstring>
#include <vector>

#include "io/loss_span.h"
#include "io/port.h"

namespace plumbline::io::test {

/// Frames carry their number, from 1, in the four octets behind the EtherType.
inline void number_frame(std::vector<std::uint8_t>& frame, std::uint32_t number) {
  std::memcpy(frame.data() + 14, &number, sizeof number);
}

class Listener {
 public:
  explicit Listener(Port& port) : port_{port} {}

  /// Receives until nothing came for `quiet_ms`, settling after each `burst` of looks.
  void hear(int quiet_ms, unsigned looks = 1) {
    using Clock = std::chrono::steady_clock;
    auto last = Clock::now();
    while (Clock::now() - last < std::chrono::milliseconds{quiet_ms}) {
      std::vector<Packet> held;
      for (unsigned i = 0; i < looks; ++i)
        for (const Packet& packet : port_.receive()) held.push_back(packet);
      if (held.empty()) continue;
      last = Clock::now();
      const bool mark = span_.covers(port_.settle(), CaptureTime{last.time_since_epoch()});
      for (const Packet& packet : held) note(packet, mark);
    }
  }

  std::uint64_t heard = 0, marked = 0;
  std::uint64_t gaps = 0;           ///< numbers left out, places
  std::uint64_t unmarked_gaps = 0;  ///< of these: with no mark where the loss shows
  std::uint64_t missing = 0;        ///< numbers left out
  bool last_marked = false;

 private:
  void note(const Packet& packet, bool mark) {
    const std::size_t at = packet.octets.size() > 22 && packet.octets[12] == 0x81 ? 18 : 14;
    if (packet.octets.size() < 18 || packet.octets[at - 2] != 0xae || packet.octets[at - 1] != 0xfe) return;
    std::uint32_t number = 0;
    std::memcpy(&number, packet.octets.data() + at, sizeof number);
    ++heard;
    marked += mark ? 1u : 0u;
    last_marked = mark;
    if (number != next_) {
      ++gaps;
      unmarked_gaps += mark ? 0u : 1u;
      missing += number - next_;
    }
    next_ = number + 1;
  }

  Port& port_;
  LossSpan span_;
  std::uint32_t next_ = 1;
};

}  // namespace plumbline::io::test
