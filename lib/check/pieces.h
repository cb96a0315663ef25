// What a Judge remembers of messages that the radio transport cut into pieces. All shards join all of them,
// so that limits are met at the same packet in each.
#pragma once

#include <cstdint>
#include <vector>

#include "check/tally.h"
#include "track/limits.h"
#include "track/sequence.h"
#include "track/streams.h"
#include "wire/reassembly.h"
#include "wire/uplane.h"

namespace plumbline::check {

/// A message in pieces, from the first that came.
struct Series {
  bool has_header = false;  ///< its application header was read
  wire::UplaneHeader header;
  std::uint64_t last_packet = 0;  ///< the piece that came last
  std::uint32_t last_message = 0, last_ids_at = 0;
  CaptureTime last_stamp = io::kNoStamp;
  std::uint32_t losses = 0;         ///< of ours, when it began
  rules::RuleSet fired, primaries;  ///< as in Where, of all pieces
  std::uint16_t root = 0;
  std::uint16_t damage = 0;  ///< 1 + rule that says why its octets are not to be trusted; 0: none
  // Of its first piece, in the shard that owns it.
  bool head = false;  ///< that piece was judged
  bool duplicate = false, loss_explains = false, sibling_continues = false;
  track::SequenceFacts sequence;
  std::uint32_t stream = track::kNone, cell = track::kNone;
  track::SlotNumber slot = -1;
  std::uint64_t octets = 0;  ///< of packets before it
};

/// Pieces of one flow and eAxC: only the first of a message tells the direction.
struct PieceStream {
  track::FlowKey flow;
  track::PairId pair;
  radio::Eaxc eaxc;
  bool mine = false;
  bool started = false;
  std::uint32_t losses = 0;  ///< of ours, at the last piece
  std::uint64_t order = 0;   ///< of the last piece, over all messages of the input
};

/// All of them.
struct Pieces {
  explicit Pieces(const profile::Link* link);

  wire::Reassembler reassembler;
  track::DenseIndex index;
  std::vector<PieceStream> streams;  ///< by number of `index`
  std::vector<Series> series;        ///< by place of `reassembler`
  ClassEntry entry;                  ///< rules about pieces
  std::uint64_t last_packet = 0, last_order = 0;
};

}  // namespace plumbline::check
