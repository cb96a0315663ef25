// Parts of U-plane messages that the radio transport cut, as a receiver joins them.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "emulator/frame_writer.h"
#include "wire/reassembly.h"

namespace plumbline::emulator {

/// Whether a U-plane message is one of several parts.
constexpr bool is_part(const wire::EcpriIds& ids) { return !ids.last_fragment || ids.subsequence != 0; }

/// Joins them where a unit is able to: memory is bounded, and in the steady state nothing is allocated.
/// Source: CUS v17.01 5.5.3, 9.1.
class Joiner {
 public:
  explicit Joiner(bool able) {
    if (able)
      reassembler_.emplace(wire::Reassembler::Limits{.octets = kOctets, .message_octets = kMostJoined});
    if (able) in_order_.resize(reassembler_->places());
  }
  /// Else every part is a protocol error.
  bool able() const { return reassembler_.has_value(); }

  struct Joined {
    wire::View message;     ///< behind ecpriSeqid; good until the next part
    bool in_order = false;  ///< sequenceId was the next one, and no part came twice
  };
  /// A part of the stream `key` (from 0 without holes); `body` is what is behind ecpriSeqid. A message when
  /// it was the one that was missing. `take`: whether a sequenceId is the one that had to come, asked once
  /// for a message.
  template <class Take>
  std::optional<Joined> add(std::uint32_t key, const wire::EcpriIds& ids, const wire::View& body,
                            std::int64_t at_ns, Take&& take) {
    const wire::Piece piece = reassembler_->add(key, ids, body, at_ns, ++parts_);
    given_up_ += reassembler_->given_up().size();
    if (piece.begins) in_order_[piece.place] = take(ids.sequence);
    if (piece.step == wire::PieceStep::duplicate) in_order_[piece.place] = false;
    if (piece.step != wire::PieceStep::complete) return {};
    return Joined{piece.message, in_order_[piece.place]};
  }
  /// What lacks parts for too long is given up.
  void pass(std::int64_t now_ns) {
    if (!able() || now_ns < reassembler_->next_expiry_ns()) return;
    reassembler_->expire(now_ns, parts_);
    given_up_ += reassembler_->given_up().size();
  }
  /// Messages that were given up since the last call.
  std::uint64_t take_given_up() { return std::exchange(given_up_, 0); }

 private:
  static constexpr std::size_t kOctets = std::size_t{16} << 20;

  std::optional<wire::Reassembler> reassembler_;
  std::vector<bool> in_order_;  ///< by place
  std::uint64_t parts_ = 0, given_up_ = 0;
};

}  // namespace plumbline::emulator
