// Radio-transport fragmentation: the pieces of U-plane messages joined again, in bounded memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "wire/ecpri.h"
#include "wire/view.h"

namespace plumbline::wire {

/// Why a message was given up of which pieces came.
enum class GivenUp : std::uint8_t {
  gap,        ///< it lacks pieces, and the second message after it has begun
  timed_out,  ///< it lacks pieces, and the first that came is older than the limit
  evicted,    ///< it lacks pieces, and more messages were open than memory is for
  too_long,   ///< its pieces have more octets than the limit
  overlap,    ///< its pieces contradict each other
  ended,      ///< it lacked pieces when the input ended
};
inline constexpr std::size_t kGivenUpReasons = 6;

/// What became of a piece.
enum class PieceStep : std::uint8_t {
  pending,    ///< taken; its message lacks pieces
  complete,   ///< taken; its message is whole
  duplicate,  ///< the same piece was there already
  overlap,    ///< contradicts its message: other octets or another E bit under its number, a number behind
              ///< the last piece, or E = 1 in front of a higher number
  too_long,   ///< makes its message longer than the limit
  unused,     ///< its message was given up before
};

/// A piece and its message.
struct Piece {
  PieceStep step = PieceStep::pending;
  bool begins = false;        ///< the first piece of its message to come
  std::uint8_t expected = 0;  ///< subSequenceId that follows the highest so far; 0 when it begins
  std::uint32_t place = 0;    ///< of its message, below Reassembler::places(), as long as that is remembered
  std::uint64_t at_packet = 0;  ///< packet of subSequenceId 0, when complete
  /// When complete: what stands behind ecpriSeqid, good until the next piece. Where a piece was not captured
  /// as a whole nothing behind the hole is. `base` goes on from subSequenceId 0: octets count as if the whole
  /// message stood in the frame of that one.
  View message{};
};

/// A message that was given up.
struct Incomplete {
  GivenUp why{};
  std::uint32_t key = 0;
  std::uint32_t place = 0;    ///< that it had; a message that begins may have it already
  std::uint8_t sequence = 0;  ///< sequenceId
  std::uint8_t missing = 0;   ///< the least subSequenceId that did not come, when pieces are missing
  std::uint8_t highest = 0;   ///< the greatest that came
  bool last_seen = false;     ///< a piece with E = 1 came
  std::int64_t stamp_ns = 0;  ///< of the first piece that came
  std::uint64_t packet = 0;   ///< of that one
};

/// Joins the pieces of messages: those of one stream with one sequenceId, subSequenceId 0, 1, 2 … and E = 1
/// on the last; only the first holds the application header. Pieces may come in any order within the limit of
/// age, and those of two messages of a stream that follow each other may be mixed. Has neither clock nor
/// output; any sequence of pieces is good input. Source: CUS v17.01 5.1.3.2.8, 5.5.3.
class Reassembler {
 public:
  struct Limits {
    std::size_t octets = std::size_t{32} << 20;  ///< of all buffers together
    std::uint32_t message_octets = 16 * 9000;    ///< of one message
    std::int64_t age_ns = 1'000'000;             ///< from a message's first piece to its last
    std::uint64_t age_packets = 255;  ///< the same where stamps are missing: ids come back after 256
  };
  static constexpr std::int64_t kNoStamp = INT64_MIN;

  explicit Reassembler(const Limits& limits);

  /// The next piece: `body` is what stands behind ecpriSeqid. `key` names its stream, from 0 without holes
  /// (four octets are kept for each); `stamp_ns` may be kNoStamp; packet numbers grow.
  Piece add(std::uint32_t key, const EcpriIds& ids, const View& body, std::int64_t stamp_ns,
            std::uint64_t packet);
  /// Gives up what is too old at this stamp, or at this packet where stamps are missing.
  void expire(std::int64_t stamp_ns, std::uint64_t packet);
  /// Gives up what lacks pieces: no more will come.
  void end();

  /// What the last call of add(), expire() or end() gave up.
  std::span<const Incomplete> given_up() const { return given_up_; }
  /// No message gets too old before this stamp; INT64_MAX when none can.
  std::int64_t next_expiry_ns() const { return next_expiry_ns_; }
  /// Calls `visit(place)` for every message that lacks pieces.
  template <class Visit>
  void each_open(Visit&& visit) const {
    for (std::uint32_t at = lists_[kOpen].first; at != kNone; at = messages_[at].after) visit(at);
  }

  std::uint32_t places() const { return static_cast<std::uint32_t>(messages_.size()); }
  /// Messages that were joined, and those given up by why.
  std::uint64_t completed() const { return completed_; }
  std::uint64_t given_up(GivenUp why) const { return counts_[static_cast<std::size_t>(why)]; }
  /// Octets of the buffers that exist now; never above Limits::octets, or one message where that is more.
  std::size_t octets_held() const;

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  static constexpr std::size_t kMostPieces = 128;

  /// Where a message is: nowhere, lacking pieces, or over and remembered for what comes again.
  enum State : std::uint8_t { kFree, kOpen, kClosed, kStates };
  struct Part {
    std::uint32_t at = 0, captured = 0, length = 0;  ///< octets in Message::octets
  };
  struct Message {
    State state = kFree;
    bool whole = false;  ///< why it is over
    bool in_order = true;
    bool last_seen = false;
    std::uint8_t sequence = 0;
    std::uint8_t pieces = 0, highest = 0;
    std::uint32_t key = 0, length = 0, base = 0;
    std::int64_t stamp_ns = 0;
    std::uint64_t packet = 0, at_packet = 0;
    std::uint32_t before = kNone, after = kNone;  ///< in its list
    std::uint32_t older = kNone;                  ///< of its stream
    std::array<std::uint64_t, kMostPieces / 64> present{};
    std::array<Part, kMostPieces> parts{};  ///< those present, by subSequenceId
    std::vector<std::uint8_t> octets;       ///< captured ones, in the order in which pieces came

    bool has(std::uint8_t number) const { return (present[number / 64] >> (number % 64) & 1) != 0; }
    bool is_last(std::uint8_t number) const { return last_seen && number == highest; }
  };
  struct List {
    std::uint32_t first = kNone, last = kNone;
  };

  std::uint32_t find(std::uint32_t key, std::uint8_t sequence) const;
  std::uint32_t begin(std::uint32_t key, const EcpriIds& ids, std::int64_t stamp_ns, std::uint64_t packet);
  bool too_old(const Message& message, std::int64_t stamp_ns, std::uint64_t packet) const;
  static bool same(const Message& message, const EcpriIds& ids, const View& body);
  static bool contradicts(const Message& message, const EcpriIds& ids);
  void take(Message& message, const EcpriIds& ids, const View& body);
  View join(const Message& message);
  void note_given_up(std::uint32_t at, GivenUp why);
  void close(std::uint32_t at, GivenUp why);
  void drop(std::uint32_t at, GivenUp why);
  void move(std::uint32_t at, State state);
  void append(std::vector<std::uint8_t>& to, const std::uint8_t* octets, std::uint32_t count) const;

  Limits limits_;
  std::vector<Message> messages_;
  std::array<List, kStates> lists_;    ///< messages by state, the first to get there first
  std::vector<std::uint32_t> newest_;  ///< message of a key that began last
  std::vector<std::uint8_t> joined_;   ///< of pieces that came out of order
  std::vector<Incomplete> given_up_;
  std::array<std::uint64_t, kGivenUpReasons> counts_{};
  std::uint64_t completed_ = 0;
  std::int64_t next_expiry_ns_ = INT64_MAX;
};

}  // namespace plumbline::wire
