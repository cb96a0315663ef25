#include "lab/live_lab.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "lab/pace.h"

namespace plumbline::lab {
namespace {

// Own frames that may wait to be told: about as many as pass in kHold at 10 Gb/s.
constexpr std::size_t kMostHeld = 1024;
// What waited in the port before is thrown away in so many looks at most.
constexpr unsigned kMostFlushes = 4096;

bool earlier(const io::Packet& a, const io::Packet& b) { return a.stamp < b.stamp; }

}  // namespace

void LiveLab::begin() {
  begun_ = true;
  // A device may tell a loss once more after all behind it was given.
  for (unsigned i = 0, empty = 0; i < kMostFlushes && empty < 2; ++i) {
    empty = port_.receive().empty() ? empty + 1 : 0;
    port_.settle();
  }
  waiting_.reserve(kMostHeld);
  told_.reserve(kMostHeld + kBurst);
  free_.reserve(2 * kMostHeld);
  sent_.reserve(kMostHeld + kBurst);
  heard_.reserve(port_.lends());
  passed_.reserve(sent_.capacity() + heard_.capacity());
  before_ = port_.counters();
  last_look_ = begin_ = now_ = clock_.now();
}

/// Asks the unit for what leaves before now + lead, in steps of at least half of it; copies what it says, for
/// it is to be told after it was sent.
void LiveLab::ask() {
  const CaptureTime ahead = now_ + pace_.lead;
  if (asked_ != CaptureTime::min() && ahead - asked_ < std::max(pace_.lead / 2, Nanos{1})) return;
  asked_ = ahead;
  unit_.advance(ahead, batch_);
  if (first_waiting_ > waiting_.size() / 2) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(first_waiting_));
    first_waiting_ = 0;
  }
  for (const emulator::TimedFrame& frame : batch_) {
    if (frame.octets.size() < frame.length) {
      ++conduct_.cut;
      continue;
    }
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(buffers_.size()));
      buffers_.emplace_back();
    }
    waiting_.push_back({.at = frame.at, .buffer = free_.back()});
    free_.pop_back();
    buffers_[waiting_.back().buffer].assign(frame.octets.begin(), frame.octets.end());
  }
}

std::size_t LiveLab::due() const {
  const std::size_t most = std::min(waiting_.size() - first_waiting_, kBurst);
  std::size_t count = 0;
  while (count < most && waiting_[first_waiting_ + count].at <= now_) ++count;
  return count;
}

/// Offers what is due once; false when the port took nothing, or nothing is due.
bool LiveLab::send() {
  const std::size_t count = due();
  if (count == 0) return false;
  std::array<io::OutFrame, kBurst> frames;
  for (std::size_t i = 0; i < count; ++i) {
    const Own& own = waiting_[first_waiting_ + i];
    frames[i] = {.octets = buffers_[own.buffer], .at = own.at};
  }
  const CaptureTime given = now_;
  const std::size_t taken = port_.send(std::span{frames}.first(count));
  now_ = clock_.now();
  if (taken < count) ++conduct_.refused_retries;
  if (taken == 0) {
    refused_since_ = std::min(refused_since_, given);
    return false;
  }
  refused_since_ = CaptureTime::max();
  if (sent_.empty() && heard_.empty()) held_since_ = given;
  for (std::size_t i = 0; i < taken; ++i) {
    const Own own = waiting_[first_waiting_++];
    conduct_.last_lateness = now_ - own.at;
    conduct_.lateness.add(conduct_.last_lateness);
    told_.push_back(own.buffer);
    sent_.push_back({.stamp = given,
                     .stamp_error = now_ - given,
                     .original_length = static_cast<std::uint32_t>(buffers_[own.buffer].size()),
                     .octets = buffers_[own.buffer]});
  }
  return true;
}

void LiveLab::hear(std::span<const io::Packet> packets, CaptureTime look) {
  if (sent_.empty() && heard_.empty()) held_since_ = look;
  now_ = clock_.now();
  for (const io::Packet& packet : packets) {
    io::Packet& heard = heard_.emplace_back(packet);
    if (heard.original_length < heard.octets.size())
      heard.original_length = static_cast<std::uint32_t>(heard.octets.size());
    if (heard.stamp == io::kNoStamp) {
      heard.stamp = now_;
      heard.stamp_error = now_ - last_look_;
    }
    if (heard.stamp < heard_until_) {
      heard.stamp_error += heard_until_ - heard.stamp;
      heard.stamp = heard_until_;
    }
    heard_until_ = heard.stamp;
    conduct_.stamp_error.add(heard.stamp_error);
    unit_.receive(heard.stamp, heard.original_length, heard.octets);
  }
  conduct_.received += packets.size();
}

void LiveLab::poll() {
  const CaptureTime look = now_;
  const auto packets = port_.receive();
  conduct_.widest_gap = std::max(conduct_.widest_gap, look - last_look_);
  if (!packets.empty()) hear(packets, look);
  // What comes while we look may be seen at the next look only, so time counts from before this one.
  last_look_ = look;
}

bool LiveLab::ready_to_tell() const {
  if (sent_.empty() && heard_.empty()) return false;
  return now_ - held_since_ >= kHold || heard_.size() >= port_.lends() / 2 || sent_.size() >= kMostHeld;
}

/// After a look at the port: whatever comes later was stamped after all that is held.
void LiveLab::tell(const Sink& sink) {
  const io::OwnLoss loss = port_.settle();
  passed_.clear();
  std::merge(sent_.begin(), sent_.end(), heard_.begin(), heard_.end(), std::back_inserter(passed_), earlier);
  const bool marked = loss_.covers(loss, now_);
  for (io::Packet& packet : passed_) {
    packet.number = ++number_;
    packet.interface = 0;
    packet.loss_before = packet.loss_before || marked;
  }
  heard_until_ = std::max(heard_until_, passed_.back().stamp);
  if (sink) sink(passed_);
  sent_.clear();
  heard_.clear();
  free_.insert(free_.end(), told_.begin(), told_.end());
  told_.clear();
}

bool LiveLab::nothing_up_to(CaptureTime until) const {
  return first_waiting_ == waiting_.size() || waiting_[first_waiting_].at > until;
}

CaptureTime LiveLab::next_look(CaptureTime until) const {
  CaptureTime next = now_ + std::clamp(pace_.poll_interval, Nanos{1}, kSlice);
  if (first_waiting_ < waiting_.size() && refused_since_ == CaptureTime::max())
    next = std::min(next, waiting_[first_waiting_].at);
  return now_ < until ? std::min(next, until) : next;
}

Ended LiveLab::run_until(CaptureTime until, const Sink& sink) {
  if (!begun_) begin();
  now_ = clock_.now();
  conduct_.ended = Ended::complete;
  for (;;) {
    if (pace_.stop != nullptr && pace_.stop->load(std::memory_order_relaxed)) conduct_.ended = Ended::stopped;
    if (refused_since_ != CaptureTime::max() && now_ - refused_since_ >= pace_.give_up)
      conduct_.ended = Ended::port_stuck;
    const bool ended_early = conduct_.ended != Ended::complete;
    if (!ended_early) ask();
    const bool sent = !ended_early && send();
    poll();
    const bool over = ended_early || (now_ >= until && nothing_up_to(until));
    if (ready_to_tell() || (over && !(sent_.empty() && heard_.empty()))) tell(sink);
    if (over) break;
    if (!sent) now_ = clock_.wait_until(next_look(until));
  }
  conduct_.duration = now_ - begin_;
  return conduct_.ended;
}

Conduct LiveLab::conduct() {
  const io::PortCounters after = port_.counters();
  conduct_.sent = after.sent - before_.sent;
  conduct_.too_long = after.too_long - before_.too_long;
  conduct_.receive_lost = after.receive_lost - before_.receive_lost;
  return conduct_;
}

}  // namespace plumbline::lab
