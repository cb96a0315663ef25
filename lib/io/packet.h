// One packet as it was captured or received, and the batches in which packets travel.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "base/clock.h"
#include "base/cursor.h"

namespace plumbline::io {

/// The stamp of a packet that has none (pcapng simple packets; files whose stamps are all zero).
inline constexpr CaptureTime kNoStamp{Nanos{std::numeric_limits<std::int64_t>::min()}};

/// Borrowed: `octets` are valid until the next call of the source that handed the packet out.
struct Packet {
  std::uint64_t number = 0;      ///< from 1, in the order of the source (the "frame number" of other tools)
  CaptureTime stamp = kNoStamp;  ///< when the first octet arrived, by the clock of the source
  Nanos stamp_error{0};  ///< bound of the stamp's error known to the source beyond what the link states
  std::uint32_t interface = 0;        ///< index into SourceInfo::interfaces
  std::uint32_t original_length = 0;  ///< octets on the wire (without FCS); more than octets.size() when cut
  Octets octets;                      ///< from the first octet of the destination MAC
  bool loss_before = false;  ///< packets between the one before and this were lost by us or by the capture
};

/// What one call of a source gives.
struct Batch {
  std::span<const Packet> packets;  ///< may be empty without being the end (a live source, nothing arrived)
  bool end = false;                 ///< nothing will ever follow
};

}  // namespace plumbline::io
