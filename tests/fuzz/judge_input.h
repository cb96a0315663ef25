// What the fuzzer of the judge feeds it: octets -> a link and packets. Packets start as sound messages of the
// link at the instant when they are due; what follows moves, cuts and overwrites them.
#pragma once

#include <cstdint>
#include <vector>

#include "io/packet.h"
#include "profile/link.h"

namespace plumbline::fuzz {

/// The first octet chooses the link; every packet behind it takes four octets and, where the first of these
/// says so, what is to be wrong with it. From the lowest bit on:
///
///   0 | kind (5) | loss before | no stamp | more follows |
///   1 | eAxC (2) | other pair | other tagging | other way | sections - 1 (3) |
///   2 | symbol (6) | slots onward (2) |
///   3 | added to the stamp, signed, 8 us |
///   more:
///   4 | octets captured / 4; 0: all |
///   5 | added to the sequence id |
///   6 | edits (3) | 0 (3) | frame number | stamp |
///     | with stamp: the whole stamp (64) | with frame number: added to frameId |
///     | per edit: offset | octet |
class JudgeInput {
 public:
  static constexpr std::size_t kMostPackets = 384;

  explicit JudgeInput(Octets octets);
  const profile::Link* link() const { return link_; }
  /// Valid as long as this.
  const std::vector<io::Packet>& packets() const { return packets_; }

 private:
  std::vector<std::vector<std::uint8_t>> frames_;
  std::vector<io::Packet> packets_;
  const profile::Link* link_ = nullptr;
};

}  // namespace plumbline::fuzz
