// Frames that an O-RU owes, and their octets when they leave.
#pragma once

#include <cstdint>
#include <vector>

#include "emulator/fragment.h"
#include "emulator/frame_writer.h"
#include "emulator/o_ru_plan.h"
#include "emulator/traffic.h"

namespace plumbline::emulator {

/// The U-plane of one eAxC id and symbol, for one C-plane message.
struct Answer {
  Endpoint* endpoint = nullptr;
  std::size_t channel = 0;  ///< of ORuPlan::channels
  std::size_t port = 0;     ///< of the channel
  std::size_t format = 0;   ///< of its formats
  std::uint8_t filter_index = 0;
  radio::RadioTime at;
  std::int64_t frame = 0;  ///< absolute radio frame: samples and instants depend on it
  std::int64_t t0_ns = 0;  ///< reference instant of the window
  std::vector<Piece> pieces;
};

/// Makes frames when they leave, in the order of their instants, and numbers them. In the steady state
/// nothing is allocated; memory is bounded by what is owed.
class AnswerQueue {
 public:
  /// Borrows `plan`. `transport_fragments`: messages longer than the MTU are cut by the radio transport.
  AnswerQueue(ORuPlan& plan, const profile::Link& link, std::uint64_t seed, std::uint32_t snap,
              bool transport_fragments, Quirks quirks);

  const FrameWriter& writer() const { return writer_; }

  /// An answer to fill in: everything but `pieces`, which is empty, is as it was left.
  std::uint32_t open();
  Answer& operator[](std::uint32_t index) { return jobs_[index].answer; }
  /// The answer is complete: its frames leave around the middle of the window, none before `earliest_ns`.
  /// False, and nothing is owed, where that is behind the window.
  bool close(std::uint32_t index, std::int64_t earliest_ns);

  /// A frame that is made already, of at most FrameWriter::room() octets, leaves at `at_ns`. `numbered`:
  /// whose C-plane number space sequenceId is of; nullptr: not of C- or U-plane.
  void add(std::int64_t at_ns, Octets octets, Endpoint* numbered);

  struct Sent {
    std::uint64_t uplane = 0, cplane = 0;
  };
  /// Adds to `batch` what leaves before `before_ns`; octets are valid until the next call.
  Sent release(std::int64_t before_ns, std::vector<TimedFrame>& batch);

 private:
  struct Job {
    Answer answer;
    Fragmenter cut;
    Random random{0};
    std::size_t prach_symbol = 0;  ///< of the pool
    std::int64_t next_ns = 0, gap_ns = 0, earliest_ns = 0;
    bool whole = false;  ///< a frame that is made already
    Endpoint* numbered = nullptr;
    std::vector<std::uint8_t> octets;         ///< of such a frame, or of a message that is cut
    std::uint32_t parts = 0, parts_sent = 0;  ///< of such a message
    bool done() const { return whole || (cut.done(answer.pieces) && parts_sent == parts); }
  };
  struct Due {
    std::int64_t at_ns;
    std::uint64_t order;  ///< of adding; decides ties
    std::uint32_t job;
  };
  struct Later {
    bool operator()(const Due& a, const Due& b) const {
      return a.at_ns != b.at_ns ? a.at_ns > b.at_ns : a.order > b.order;
    }
  };

  void lay_parts(Job& job);
  std::uint8_t number(Job& job) {
    return numbering_.next(quirks_, radio::Plane::u, job.answer.endpoint->u_sent);
  }
  std::uint32_t make(Job& job, std::span<std::uint8_t> out);
  std::uint32_t make_part(Job& job, std::span<std::uint8_t> out);
  void send(Job& job, std::int64_t at_ns, std::vector<TimedFrame>& batch, Sent& sent);
  void send_run(std::int64_t before_ns, std::vector<TimedFrame>& batch, Sent& sent);
  std::uint32_t buffer();

  ORuPlan* plan_;
  FrameWriter writer_;
  std::uint64_t salt_;
  bool transport_fragments_;
  Quirks quirks_;
  Numbering numbering_;
  std::uint32_t room_;  ///< of a U-plane message behind its header
  std::vector<Job> jobs_;
  std::vector<std::uint32_t> free_;
  std::vector<Due> due_;  ///< a heap
  std::uint64_t order_ = 0;
  std::vector<std::vector<std::uint8_t>> buffers_;
  std::size_t lent_ = 0;
  std::vector<UplanePart> parts_;
};

}  // namespace plumbline::emulator
