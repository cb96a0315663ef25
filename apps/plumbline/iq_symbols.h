// Radio time as a running number of symbols.
#pragma once

#include <cstdint>
#include <optional>

#include "radio/numerology.h"
#include "radio/types.h"

namespace plumbline::app {

/// Counts symbols from the first slot that was seen; frame numbers, which come back after 256, are taken as
/// the nearest to the last.
class SymbolCount {
 public:
  /// `slot_shift` as in profile::Carrier.
  explicit SymbolCount(radio::Numerology numerology, unsigned slot_shift = 0)
      : numerology_{numerology}, slot_shift_{slot_shift} {}

  /// The symbol's number from symbol 0 of the first slot; negative for slots before that. Nothing where the
  /// fields name no symbol of the numerology.
  std::optional<std::int64_t> operator()(const radio::RadioTime& at) {
    const unsigned slot = at.slot >> slot_shift_;
    if (at.subframe > 9 || slot >= numerology_.slots_per_subframe() || at.symbol >= symbols_per_slot())
      return {};
    if (!first_) first_ = at;
    frame_ += static_cast<std::int8_t>(at.frame - last_);
    last_ = at.frame;
    const std::int64_t frames = frame_ - start_frame();
    const std::int64_t slots = frames * numerology_.slots_per_frame() + slot_of(at) - slot_of(*first_);
    return slots * symbols_per_slot() + at.symbol;
  }
  const std::optional<radio::RadioTime>& first() const { return first_; }
  radio::Numerology numerology() const { return numerology_; }
  unsigned symbols_per_slot() const { return numerology_.symbols_per_slot(); }
  /// Of the first slot within its subframe, by the numerology.
  unsigned first_slot() const { return first_ ? first_->slot >> slot_shift_ : 0u; }

 private:
  std::int64_t slot_of(const radio::RadioTime& at) const {
    return std::int64_t{at.subframe} * numerology_.slots_per_subframe() + (at.slot >> slot_shift_);
  }
  /// frame_ begins at 0 and last_ at 0, so the first frame is at what it was moved by.
  std::int64_t start_frame() { return start_ ? *start_ : *(start_ = frame_); }

  radio::Numerology numerology_;
  unsigned slot_shift_;
  std::optional<radio::RadioTime> first_;
  std::optional<std::int64_t> start_;
  std::int64_t frame_ = 0;
  std::uint8_t last_ = 0;
};

}  // namespace plumbline::app
