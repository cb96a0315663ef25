#include "lab/simulated_link.h"

#include <algorithm>

namespace plumbline::lab {

void SimulatedLink::add(CaptureTime at, std::uint32_t length, Octets octets) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(buffers_.size()));
    buffers_.emplace_back();
  }
  const std::uint32_t buffer = free_.back();
  free_.pop_back();
  buffers_[buffer].assign(octets.begin(), octets.end());
  under_way_.push_back({.at = at, .order = order_++, .length = length, .buffer = buffer});
  std::push_heap(under_way_.begin(), under_way_.end(), later);
}

void SimulatedLink::send(CaptureTime at, std::uint32_t length, Octets octets) {
  ++counters_.sent;
  // The same numbers are drawn whatever becomes of the frame: one impairment more does not move the others.
  const bool lost = happens(impairment_.lost_ppm), doubled = happens(impairment_.doubled_ppm),
             overtaken = happens(impairment_.overtaken_ppm);
  const auto most = static_cast<std::uint64_t>(impairment_.jitter.count());
  const Nanos jitter{static_cast<std::int64_t>(random_.below(most + 1))};
  if (lost) {
    ++counters_.lost;
    lost_.push_back(at + impairment_.delay + jitter);
    return;
  }
  CaptureTime out = at + impairment_.delay + jitter;
  if (overtaken) {
    ++counters_.overtaken;
    out += impairment_.overtaken_by;
  } else {
    out = last_ = std::max(out, last_);
  }
  add(out, length, octets);
  if (!doubled) return;
  ++counters_.doubled;
  add(out, length, octets);
}

std::optional<CaptureTime> SimulatedLink::next() const {
  if (under_way_.empty()) return {};
  return under_way_.front().at;
}

void SimulatedLink::receive(CaptureTime until, std::vector<Carried>& batch) {
  free_.insert(free_.end(), lent_.begin(), lent_.end());
  lent_.clear();
  batch.clear();
  while (!under_way_.empty() && under_way_.front().at < until) {
    std::pop_heap(under_way_.begin(), under_way_.end(), later);
    const UnderWay frame = under_way_.back();
    under_way_.pop_back();
    lent_.push_back(frame.buffer);
    batch.push_back({.at = frame.at, .length = frame.length, .octets = buffers_[frame.buffer]});
  }
  counters_.arrived += batch.size();
}

}  // namespace plumbline::lab
