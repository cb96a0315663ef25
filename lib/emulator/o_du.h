// An O-DU that acts: C-plane and DL U-plane slot by slot, and what came back for its requests.
#pragma once

#include <memory>

#include "base/result.h"
#include "emulator/actor.h"
#include "emulator/counters.h"
#include "emulator/requests.h"
#include "emulator/script.h"
#include "profile/link.h"

namespace plumbline::emulator {

/// Sends the clean traffic of its side (see Traffic), or what a script puts in place of it. Counts UL U-plane
/// against Ta4 and against its requests. Instants are those of the unit's clock. It may be asked for its
/// frames kMostAhead before what arrives meanwhile. Answers loopback messages and one-way delay measurements.
/// Same input, same octets; without a script the steady state allocates nothing.
class ODu final : public Actor {
  struct State;

 public:
  /// Requests wait so much longer for their answers: kMostEarly and the lead of a unit at a port.
  static constexpr Nanos kMostAhead{9'000'000};

  struct Options {
    std::uint64_t seed = 1;
    GpsTime start{};                   ///< as Options::start of Traffic
    std::uint32_t frames = 1;          ///< radio frames per carrier, then it only listens
    std::uint16_t sections = 1;        ///< data sections a carrier is split into
    std::uint32_t snap = kNoSnap;      ///< octets of a U-plane frame that are made (TimedFrame::length)
    Payload payload = Payload::noise;  ///< what DL samples are
    const Script* script = nullptr;    ///< borrowed
    bool transport_fragments = false;  ///< U-plane longer than the MTU is cut by the radio transport
    Quirks quirks{};
    bool joins_fragments = false;  ///< UL U-plane that was cut so is joined, where sequence ids are checked
  };

  static Result<std::unique_ptr<ODu>, Error> make(const profile::Link& link, const Options& options);
  /// For make().
  explicit ODu(std::unique_ptr<State> state);
  ~ODu() override;

  void receive(CaptureTime at, std::uint32_t length, Octets octets) override;
  void advance(CaptureTime until, std::vector<TimedFrame>& batch) override;

  /// Nothing arrives before `now` any more: requests whose window is over by then are closed, as they are
  /// kMostAhead later without this.
  void close(CaptureTime now);

  /// Of what it received and sent; C-plane messages are those of ST 8 and LAA responses.
  const Counters& counters() const;
  const Answers& answers() const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace plumbline::emulator
