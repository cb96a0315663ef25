// Hears generated frames as a receiver would, and holds them against the standard by arithmetic of its own.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "emulator/traffic.h"
#include "profile/link.h"
#include "wire/cplane.h"
#include "wire/ecpri.h"
#include "wire/frame.h"
#include "wire/uplane.h"

namespace plumbline::emulator::test {

/// Start of the CP of symbol `index` of a subframe in Tc: the sum of all symbols before it (38.211 5.3.1).
std::int64_t start_tc(radio::Numerology numerology, unsigned index);

/// What one C-plane section asked for, and which of its PRBs of which symbols came.
struct Request {
  wire::CplaneHeader header;
  wire::Section section;
  std::int64_t at_ns = 0;
  std::uint16_t prbs = 0;                          ///< numPrb 0 resolved
  std::map<unsigned, std::vector<unsigned>> came;  ///< by symbol: how often each PRB came
};

class Listener {
 public:
  explicit Listener(const profile::Link& link) : link_{&link}, carrier_{&link.carriers[0]} {}

  /// Everything that can be said of one frame when it comes.
  void hear(const TimedFrame& frame);
  /// Every request was answered, PRB by PRB.
  void all_answered() const;

  struct Key {
    radio::Direction direction;
    std::uint16_t eaxc;
    std::int64_t frame;
    std::uint8_t subframe, slot;
    std::uint16_t section;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  const std::map<Key, Request>& requests() const { return requests_; }
  std::size_t frames() const { return frames_; }

 private:
  void hear_cplane(const wire::View& message, radio::Eaxc eaxc, std::int64_t at_ns);
  void hear_uplane(const wire::View& message, radio::Eaxc eaxc, std::int64_t at_ns);
  /// The absolute frame of `frame_id` near `at_ns`, and the start of that DL frame on the capture clock.
  std::int64_t frame_near(std::int64_t at_ns, std::uint8_t frame_id) const;
  std::int64_t reference_ns(std::int64_t frame, unsigned subframe, std::int64_t tc, bool uplink) const;
  /// The slot of the subframe, by the carrier's SCS; fails the test where slotId is none.
  unsigned own_slot(unsigned slot_id) const;
  const profile::Channel& channel_of(radio::Eaxc eaxc, radio::Direction direction, bool prach,
                                     bool srs) const;

  const profile::Link* link_;
  const profile::Carrier* carrier_;
  std::map<Key, Request> requests_;
  std::map<std::tuple<radio::Plane, radio::Direction, std::uint16_t>, std::uint8_t> sequences_;
  std::int64_t last_ns_ = 0;
  std::size_t frames_ = 0;
};

}  // namespace plumbline::emulator::test
