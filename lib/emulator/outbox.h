// Frames that wait until everything earlier has been made; they leave in the order of their instants.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "emulator/frame_writer.h"
#include "emulator/traffic.h"

namespace plumbline::emulator {

/// Owns the octets of all frames that were made and not yet taken; numbers them when they leave.
class Outbox {
 public:
  /// For the frames of `writer`. `shared`: C-plane of both directions of an eAxC shares one number space.
  Outbox(const FrameWriter& writer, bool shared, Quirks quirks = {})
      : room_{writer.room()},
        snap_{writer.snap()},
        sequence_at_{writer.sequence_at()},
        ecpri_at_{writer.ecpri_at()},
        shared_{shared},
        quirks_{quirks},
        sequence_(std::size_t{4} << 16) {}

  /// Space for one frame, also one of `octets` that is longer than what the writer makes, valid until that
  /// frame was released and taken back.
  struct Space {
    std::uint32_t index;
    std::span<std::uint8_t> octets;
  };
  Space space(std::size_t octets = 0);

  /// Frames that share a sequenceId: the parts of a message that the radio transport cut.
  using Series = std::uint32_t;
  static constexpr Series kAlone = ~Series{0};
  /// For the next `frames` > 0 frames that are added with it; good until they were.
  Series open_series(std::uint32_t frames);

  /// The frame in `space`, of `length` octets on the wire, leaves at `at_ns`, or as soon as it can; its
  /// sequenceId is filled in when it does.
  void add(Space space, std::uint32_t length, std::int64_t at_ns, radio::Eaxc eaxc, radio::Plane plane,
           radio::Direction direction, Series series = kAlone);

  /// Takes back all frames that were handed out, and hand_out().
  void release(std::int64_t before_ns, std::vector<TimedFrame>& batch) {
    take_back(lent_.size());
    hand_out(before_ns, batch);
  }
  /// Replaces `batch` by all frames with instants before `before_ns`. Frames that are added later leave at
  /// `before_ns` at the earliest.
  void hand_out(std::int64_t before_ns, std::vector<TimedFrame>& batch);
  /// The first `frames` of those handed out and not taken back yet are not needed any more.
  void take_back(std::size_t frames);

 private:
  struct Waiting {
    std::int64_t at_ns;
    std::uint64_t order;  ///< of adding; decides ties
    std::uint32_t buffer;
    std::uint32_t length;
    radio::Eaxc eaxc;
    radio::Plane plane;
    radio::Direction direction;
    Series series;
  };
  struct Shared {
    std::uint32_t left = 0;  ///< frames to leave
    std::optional<std::uint8_t> sequence{};
  };
  std::uint8_t next_sequence(const Waiting& frame);
  std::uint8_t sequence_of(const Waiting& frame);

  std::uint32_t room_, snap_, sequence_at_, ecpri_at_;
  bool shared_;
  Quirks quirks_;
  Numbering numbering_;
  std::vector<std::uint8_t> sequence_;  ///< next id by number space and eAxC
  std::vector<std::vector<std::uint8_t>> buffers_;
  std::vector<std::uint32_t> free_, lent_;
  std::vector<Waiting> waiting_;
  std::vector<Shared> shared_sequences_;
  std::vector<Series> free_series_;
  std::uint64_t order_ = 0;
  std::int64_t handed_out_ns_ = std::numeric_limits<std::int64_t>::min();  ///< up to here
};

}  // namespace plumbline::emulator
