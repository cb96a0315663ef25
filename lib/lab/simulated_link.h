// One direction of a cable, or of a network, that delays, loses, doubles and reorders frames by a seed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/cursor.h"
#include "base/random.h"

namespace plumbline::lab {

/// What happens to the frames of one direction. Shares are of a million frames.
struct Impairment {
  Nanos delay{0};   ///< of every frame
  Nanos jitter{0};  ///< 0 up to this is added, each as likely; frames keep their order
  std::uint32_t lost_ppm = 0;
  std::uint32_t doubled_ppm = 0;
  std::uint32_t overtaken_ppm = 0;  ///< these come `overtaken_by` later, behind what was sent after them
  Nanos overtaken_by{0};
  friend bool operator==(const Impairment&, const Impairment&) = default;
};

/// A frame on its way. Octets that were not made (a cut frame) are not carried either.
struct Carried {
  CaptureTime at{};          ///< when its first octet comes out
  std::uint32_t length = 0;  ///< octets on the wire
  Octets octets;             ///< of these the first, all unless the sender cut it
};

/// Same frames, impairment and seed: same arrivals. Memory is bounded by what is under way, and by what
/// take_lost() did not take; in the steady state nothing is allocated.
class SimulatedLink {
 public:
  SimulatedLink(const Impairment& impairment, std::uint64_t seed) : impairment_{impairment}, random_{seed} {}

  struct Counters {
    std::uint64_t sent = 0, lost = 0, doubled = 0, overtaken = 0, arrived = 0;
  };

  /// A frame goes in at `at`, not earlier than the one before. Copies its octets.
  void send(CaptureTime at, std::uint32_t length, Octets octets);
  /// Replaces `batch` by the frames that come out before `until`, in the order in which they do; their octets
  /// are valid until the next call.
  void receive(CaptureTime until, std::vector<Carried>& batch);
  /// When the next frame comes out, if one is under way.
  std::optional<CaptureTime> next() const;

  /// Adds to `instants` when frames that were lost since the last call would have come out.
  void take_lost(std::vector<CaptureTime>& instants) {
    instants.insert(instants.end(), lost_.begin(), lost_.end());
    lost_.clear();
  }

  const Counters& counters() const { return counters_; }

 private:
  struct UnderWay {
    CaptureTime at;
    std::uint64_t order;  ///< of sending; decides ties
    std::uint32_t length, buffer;
  };
  /// For std::push_heap: the first to arrive on top.
  static bool later(const UnderWay& a, const UnderWay& b) {
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }
  bool happens(std::uint32_t ppm) { return random_.below(1'000'000) < ppm; }
  void add(CaptureTime at, std::uint32_t length, Octets octets);

  Impairment impairment_;
  Random random_;
  Counters counters_;
  CaptureTime last_{CaptureTime::min()};  ///< arrival of what came latest of those in order
  std::uint64_t order_ = 0;
  std::vector<CaptureTime> lost_;
  std::vector<UnderWay> under_way_;  ///< a heap
  std::vector<std::vector<std::uint8_t>> buffers_;
  std::vector<std::uint32_t> free_, lent_;
};

}  // namespace plumbline::lab
