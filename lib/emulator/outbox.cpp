#include "emulator/outbox.h"

#include <algorithm>
#include <tuple>

namespace plumbline::emulator {

Outbox::Space Outbox::space(std::size_t octets) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(buffers_.size()));
    buffers_.emplace_back(room_);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  if (buffers_[index].size() < octets) buffers_[index].resize(octets);
  return {index, buffers_[index]};
}

void Outbox::add(Space space, std::uint32_t length, std::int64_t at_ns, radio::Eaxc eaxc, radio::Plane plane,
                 radio::Direction direction, Series series) {
  waiting_.push_back({.at_ns = std::max(at_ns, handed_out_ns_),
                      .order = order_++,
                      .buffer = space.index,
                      .length = length,
                      .eaxc = eaxc,
                      .plane = plane,
                      .direction = direction,
                      .series = series});
}

Outbox::Series Outbox::open_series(std::uint32_t frames) {
  if (free_series_.empty()) {
    free_series_.push_back(static_cast<Series>(shared_sequences_.size()));
    shared_sequences_.emplace_back();
  }
  const Series series = free_series_.back();
  free_series_.pop_back();
  shared_sequences_[series] = {.left = frames};
  return series;
}

/// Number spaces of CUS v17.01 Table 5.1.3.2.8-1; the C-plane of both directions shares one where agreed.
std::uint8_t Outbox::next_sequence(const Waiting& frame) {
  unsigned space = static_cast<unsigned>(frame.plane) * 2 + static_cast<unsigned>(frame.direction);
  if (shared_ && frame.plane == radio::Plane::c) space = 2;
  return numbering_.next(quirks_, frame.plane, sequence_[std::size_t{space} << 16 | frame.eaxc.value]);
}

std::uint8_t Outbox::sequence_of(const Waiting& frame) {
  if (frame.series == kAlone) return next_sequence(frame);
  Shared& shared = shared_sequences_[frame.series];
  if (!shared.sequence) shared.sequence = next_sequence(frame);
  if (--shared.left == 0) free_series_.push_back(frame.series);
  return *shared.sequence;
}

void Outbox::take_back(std::size_t frames) {
  const auto end = lent_.begin() + static_cast<std::ptrdiff_t>(frames);
  free_.insert(free_.end(), lent_.begin(), end);
  lent_.erase(lent_.begin(), end);
}

void Outbox::hand_out(std::int64_t before_ns, std::vector<TimedFrame>& batch) {
  batch.clear();
  handed_out_ns_ = std::max(handed_out_ns_, before_ns);
  const auto due = std::partition(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& frame) { return frame.at_ns >= before_ns; });
  std::sort(due, waiting_.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.at_ns, a.order) < std::tie(b.at_ns, b.order);
  });
  for (auto frame = due; frame != waiting_.end(); ++frame) {
    std::vector<std::uint8_t>& octets = buffers_[frame->buffer];
    octets[sequence_at_] = sequence_of(*frame);
    if (frame->plane == radio::Plane::u) quirks_.leave(octets, ecpri_at_);
    const std::uint32_t made =
        frame->plane == radio::Plane::u ? std::min(frame->length, snap_) : frame->length;
    batch.push_back({.octets = Octets{octets}.first(made),
                     .length = frame->length,
                     .at = CaptureTime{Nanos{frame->at_ns}},
                     .plane = frame->plane,
                     .direction = frame->direction});
    lent_.push_back(frame->buffer);
  }
  waiting_.erase(due, waiting_.end());
}

}  // namespace plumbline::emulator
