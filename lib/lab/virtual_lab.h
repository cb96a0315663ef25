// Two units, the cable between them and a tap, in one thread and on a time of their own.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "emulator/actor.h"
#include "io/packet.h"
#include "lab/clock_model.h"
#include "lab/simulated_link.h"

namespace plumbline::lab {

/// A virtual lab. What a link lost is marked at the tap: Packet::loss_before of the next packet.
/// Deterministic: same units, settings and seed give the same packets, octet for octet.
class VirtualLab {
 public:
  /// Which end the tap listens at; `both` numbers interfaces 0 (O-DU) and 1 (O-RU).
  enum class Tap : std::uint8_t { o_du, o_ru, both };

  struct Settings {
    CaptureTime start{};     ///< of the lab's time, by which the tap stamps
    ClockModel o_du, o_ru;   ///< the units' own clocks
    Impairment down, up;     ///< O-DU to O-RU and back; delays of at least kLeastDelay
    std::uint64_t seed = 1;  ///< of the impairments
    Tap tap = Tap::o_du;
  };
  static constexpr Nanos kLeastDelay{200};  ///< 40 m of fibre

  /// Takes packets in the order of their stamps (ties: what is sent before what arrives, O-DU before O-RU).
  /// Octets are valid during the call.
  using Sink = std::function<void(std::span<const io::Packet>)>;

  /// Borrows the units. Errors: a delay that is too short, a negative time.
  static Result<VirtualLab, Error> make(emulator::Actor& o_du, emulator::Actor& o_ru,
                                        const Settings& settings);

  /// Lets time pass up to `until`.
  void run_until(CaptureTime until, const Sink& sink);

  /// What became of the frames on both ways so far.
  const SimulatedLink::Counters& down() const { return down_.counters(); }
  const SimulatedLink::Counters& up() const { return up_.counters(); }

 private:
  struct End {
    emulator::Actor* actor;
    ClockModel clock;
    std::vector<Carried> arrived{};
    std::vector<emulator::TimedFrame> sent{};
  };
  VirtualLab(emulator::Actor& o_du, emulator::Actor& o_ru, const Settings& settings);
  void step(CaptureTime until);
  static void hear(End& end, SimulatedLink& link, CaptureTime until);
  static void speak(End& end, SimulatedLink& link, CaptureTime until);
  void listen(const End& end, std::uint32_t interface);

  End o_du_, o_ru_;
  SimulatedLink down_, up_;
  Tap tap_;
  Nanos step_;
  CaptureTime now_;
  std::vector<io::Packet> packets_;
  std::uint64_t number_ = 0;
  std::vector<CaptureTime> lost_;  ///< not yet marked
};

}  // namespace plumbline::lab
