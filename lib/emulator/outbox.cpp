#include "emulator/outbox.h"

#include <algorithm>
#include <tuple>

namespace plumbline::emulator {

Outbox::Space Outbox::space() {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(buffers_.size()));
    buffers_.emplace_back(room_);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  return {index, buffers_[index]};
}

void Outbox::add(Space space, std::uint32_t length, std::int64_t at_ns, radio::Eaxc eaxc, radio::Plane plane,
                 radio::Direction direction) {
  waiting_.push_back({.at_ns = at_ns,
                      .order = order_++,
                      .buffer = space.index,
                      .length = length,
                      .eaxc = eaxc,
                      .plane = plane,
                      .direction = direction});
}

/// Number spaces of CUS v17.01 Table 5.1.3.2.8-1; the C-plane of both directions shares one where agreed.
std::uint8_t Outbox::next_sequence(const Waiting& frame) {
  unsigned space = static_cast<unsigned>(frame.plane) * 2 + static_cast<unsigned>(frame.direction);
  if (shared_ && frame.plane == radio::Plane::c) space = 2;
  return sequence_[std::size_t{space} << 16 | frame.eaxc.value]++;
}

void Outbox::release(std::int64_t before_ns, std::vector<TimedFrame>& batch) {
  free_.insert(free_.end(), lent_.begin(), lent_.end());
  lent_.clear();
  batch.clear();
  const auto due = std::partition(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& frame) { return frame.at_ns >= before_ns; });
  std::sort(due, waiting_.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.at_ns, a.order) < std::tie(b.at_ns, b.order);
  });
  for (auto frame = due; frame != waiting_.end(); ++frame) {
    std::vector<std::uint8_t>& octets = buffers_[frame->buffer];
    octets[sequence_at_] = next_sequence(*frame);
    batch.push_back({.octets = Octets{octets}.first(std::min(frame->length, snap_)),
                     .length = frame->length,
                     .at = CaptureTime{Nanos{frame->at_ns}},
                     .plane = frame->plane,
                     .direction = frame->direction});
    lent_.push_back(frame->buffer);
  }
  waiting_.erase(due, waiting_.end());
}

}  // namespace plumbline::emulator
