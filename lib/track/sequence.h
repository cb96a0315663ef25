// Sequence ids of one stream: what came next, what is missing, what came late.
#pragma once

#include <cstdint>

namespace plumbline::track {

/// How a sequence id follows the ones before it.
enum class SequenceStep : std::uint8_t {
  first,   ///< nothing to compare with
  next,    ///< one more than the last, modulo 256
  gap,     ///< ids left out
  repeat,  ///< an id that was there already among the last 64, or steps back beyond them
  late,    ///< an id that a gap had left out comes after all: re-ordered
};

struct SequenceFacts {
  SequenceStep step = SequenceStep::first;
  std::uint8_t expected = 0;  ///< the id that would have been `next`
  std::uint8_t missing = 0;   ///< ids left out by a gap, 1..127
};

/// 10 octets of state. Loss counts are lower bounds: a gap of a multiple of 256 is invisible.
/// Source: CUS v17.01 5.1.3.2.8.
class SequenceTracker {
 public:
  SequenceFacts observe(std::uint8_t id) {
    SequenceFacts facts{.expected = static_cast<std::uint8_t>(last_ + 1)};
    if (!started_) {
      started_ = true;
      last_ = id;
      seen_ = ~std::uint64_t{0};  // what came before the first is unknown: never "late"
      return facts;
    }
    const auto ahead = static_cast<std::uint8_t>(id - last_);
    if (ahead >= 1 && ahead <= 128) {
      seen_ = ahead < 64 ? seen_ << ahead | 1 : 1;
      last_ = id;
      facts.step = ahead == 1 ? SequenceStep::next : SequenceStep::gap;
      facts.missing = static_cast<std::uint8_t>(ahead - 1);
      return facts;
    }
    const auto back = static_cast<std::uint8_t>(last_ - id);
    facts.step = SequenceStep::repeat;
    if (back >= 64) {  // a restart: go on from here
      last_ = id;
      seen_ = ~std::uint64_t{0};
    } else if ((seen_ >> back & 1) == 0) {
      seen_ |= std::uint64_t{1} << back;
      facts.step = SequenceStep::late;
    }
    return facts;
  }
  std::uint8_t last() const { return last_; }
  bool started() const { return started_; }

 private:
  std::uint64_t seen_ = 0;  ///< bit k: id last - k was there
  std::uint8_t last_ = 0;
  bool started_ = false;
};

}  // namespace plumbline::track
