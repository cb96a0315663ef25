// An O-DU that acts: C-plane and DL U-plane slot by slot, and what came back for its requests.
#pragma once

#include <memory>

#include "base/result.h"
#include "emulator/actor.h"
#include "emulator/counters.h"
#include "emulator/script.h"
#include "profile/link.h"

namespace plumbline::emulator {

/// What DL samples are.
enum class Payload : std::uint8_t { noise, zero, pn23, qam };

/// What an O-DU knows of its requests, in PRBs x symbols.
struct Answers {
  std::uint64_t asked = 0;      ///< whose Ta4 window is over
  std::uint64_t answered = 0;   ///< of these
  std::uint64_t not_asked = 0;  ///< came though nothing asked for them
  friend bool operator==(const Answers&, const Answers&) = default;
};

/// Sends the clean traffic of its side (see Traffic), or what a script puts in place of it. Counts UL U-plane
/// against Ta4 and against its requests. Instants are those of the unit's clock. Answers loopback messages
/// and one-way delay measurements. Same input, same octets; without a script the steady state allocates
/// nothing.
class ODu final : public Actor {
 public:
  struct Options {
    std::uint64_t seed = 1;
    GpsTime start{};             ///< as Options::start of Traffic
    std::uint32_t frames = 1;    ///< radio frames per carrier, then it only listens
    std::uint16_t sections = 1;  ///< data sections a carrier is split into
    std::uint32_t snap = 65535;  ///< octets of a frame that are made (TimedFrame::length)
    Payload payload = Payload::noise;
    const Script* script = nullptr;  ///< borrowed
  };

  static Result<std::unique_ptr<ODu>, Error> make(const profile::Link& link, const Options& options);
  ~ODu() override;

  void receive(CaptureTime at, std::uint32_t length, Octets octets) override;
  void advance(CaptureTime until, std::vector<TimedFrame>& batch) override;

  /// Of what it received and sent; C-plane messages are those of ST 8 and LAA responses.
  const Counters& counters() const;
  const Answers& answers() const;

 private:
  struct State;
  explicit ODu(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plumbline::emulator
