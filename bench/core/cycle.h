// Packets of the emulator in memory, as rounds that can be judged one after the other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "io/packet.h"
#include "profile/link.h"

namespace plumbline::bench {

enum class Kind : std::uint8_t {
  cplane,  ///< section type 1 of both directions, frames of 60 octets (64 with the FCS)
  uplane,  ///< DL U-plane of 1500 octets behind the EtherType; one C-plane message to 14 of them
  mix,     ///< both planes and directions as generated: TDD, PRACH, every request answered
};

/// A round: some radio frames of traffic, repeated in memory (with ids that go on) up to a size.
///
/// Judged again and again as it is, it would be full of findings: sequenceId and frameId go on modulo 256 and
/// stamps never come back. So turn() moves stamps, frameId and sequenceId of every packet on by one round. It
/// is called outside of what is timed; a round of 64 MiB is out of the caches again before its first packet
/// is judged.
class Cycle {
 public:
  /// A round of at least `octets` octets of packets.
  Cycle(Kind kind, std::size_t octets);

  const profile::Link& link() const { return link_; }
  std::span<const io::Packet> packets() const { return packets_; }
  /// Makes the packets those of the next round.
  void turn();

 private:
  void advance(std::size_t packet, std::int64_t frames, unsigned ids);

  profile::Link link_;
  std::vector<std::uint8_t> octets_;  ///< of all frames, one behind the other
  std::vector<io::Packet> packets_;
  std::vector<std::size_t> at_;            ///< of each frame in octets_
  std::vector<std::uint8_t> ids_a_round_;  ///< messages of the packet's stream in a round, modulo 256
  std::int64_t frames_ = 0;                ///< radio frames of a round
};

}  // namespace plumbline::bench
