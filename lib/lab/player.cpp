#include "lab/player.h"

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "io/loss_span.h"
#include "lab/frame_feed.h"
#include "lab/pace.h"
#include "lab/timeline.h"

namespace plumbline::lab {
namespace {

// An answer to a frame comes within a radio frame; for so long at least its lateness counts against stamps.
constexpr Nanos kMemory = std::chrono::milliseconds{10};
// A source that is slow to start is not waited for longer than this.
constexpr Nanos kPatience = std::chrono::seconds{1};

/// The largest value of the last kMemory to 2 * kMemory.
class RecentWorst {
 public:
  void add(CaptureTime now, Nanos value) {
    turn(now);
    current_ = std::max(current_, value);
  }
  Nanos worst(CaptureTime now) {
    turn(now);
    return std::max(current_, before_);
  }

 private:
  void turn(CaptureTime now) {
    if (now - since_ < kMemory) return;
    before_ = now - since_ < 2 * kMemory ? current_ : Nanos{0};
    current_ = Nanos{0};
    since_ = now;
  }
  CaptureTime since_{};
  Nanos current_{0}, before_{0};
};

/// One run.
class Run {
 public:
  Run(Clock& clock, io::Port& to, io::Port* from, FrameFeed& feed, const Playback& playback, const Sink& sink)
      : clock_{clock}, to_{to}, from_{from}, feed_{feed}, playback_{playback}, sink_{sink} {}
  Conduct go();

 private:
  bool stopped() const {
    return playback_.stop != nullptr && playback_.stop->load(std::memory_order_relaxed);
  }
  Nanos poll_interval() const { return std::max(playback_.poll_interval, Nanos{1}); }
  void wait_for_feed() const;
  void begin();
  Ended send_all();
  bool refill();
  std::size_t collect();
  CaptureTime plan(const io::OutFrame& frame);
  std::size_t send(std::size_t count);
  void account(std::size_t taken);
  void wait();
  void poll();
  void hold(std::span<const io::Packet> packets);
  void hand_over();
  void drain();

  Clock& clock_;
  io::Port& to_;
  io::Port* from_;
  FrameFeed& feed_;
  const Playback& playback_;
  const Sink& sink_;

  Conduct conduct_;
  Timeline timeline_;
  CaptureTime now_{};  // as last read
  std::span<const io::OutFrame> rest_;
  std::array<CaptureTime, kBurst>
      due_{};  // of the first planned_ frames of rest_; only the last may lie ahead
  std::size_t planned_ = 0;
  CaptureTime last_due_{}, last_instant_{};
  std::optional<CaptureTime> refused_since_;
  bool starving_ = false;
  CaptureTime last_look_{};
  RecentWorst lateness_;
  std::vector<io::Packet> held_;  // stamped; handed over when it is known what was lost around them
  CaptureTime held_since_{};
  io::LossSpan loss_;
};

void Run::wait_for_feed() const {
  const CaptureTime limit = clock_.now() + kPatience;
  while (!feed_.ready() && !stopped() && clock_.now() < limit)
    std::this_thread::sleep_for(std::chrono::microseconds{200});
}

void Run::begin() {
  wait_for_feed();
  last_look_ = now_ = clock_.now();
  while (rest_.empty() && !stopped() && refill()) continue;
  const auto stamped =
      std::find_if(rest_.begin(), rest_.end(), [](const auto& f) { return f.at != io::kNoStamp; });
  timeline_ = {.recorded = stamped == rest_.end() ? CaptureTime{} : stamped->at,
               .played = playback_.start.value_or(clock_.now() + playback_.lead),
               .times = playback_.speed.times,
               .per = playback_.speed.per};
  last_due_ = timeline_.played;
  last_instant_ = timeline_.recorded;
  now_ = clock_.now();
}

/// False when nothing will ever follow. Leaves rest_ empty when there is nothing yet.
bool Run::refill() {
  const FrameFeed::Run run = feed_.next();
  rest_ = run.frames;
  const bool starved = run.state == FrameFeed::State::not_yet;
  if (starved && !starving_) ++conduct_.starved;
  starving_ = starved;
  if (starved) {
    poll();
    std::this_thread::yield();
    now_ = clock_.now();
  }
  return run.state != FrameFeed::State::end;
}

/// When a frame is due. Whatever the stamps are, frames keep their order and nothing is waited for in vain.
CaptureTime Run::plan(const io::OutFrame& frame) {
  if (frame.at == io::kNoStamp) {
    ++conduct_.unstamped;
  } else if (frame.at < last_instant_) {
    ++conduct_.backward;
  } else {
    last_instant_ = frame.at;
    last_due_ = timeline_.due(frame.at);
  }
  return last_due_;
}

/// Plans ahead until a frame is not due yet; returns how many are due.
std::size_t Run::collect() {
  const std::size_t most = std::min(kBurst, rest_.size());
  if (playback_.flood) return now_ < timeline_.played ? 0 : most;
  while (planned_ < most && (planned_ == 0 || due_[planned_ - 1] <= now_)) {
    due_[planned_] = plan(rest_[planned_]);
    ++planned_;
  }
  return due_[planned_ - 1] <= now_ ? planned_ : planned_ - 1;
}

/// Offers the first `count` frames once; returns how many the port took.
std::size_t Run::send(std::size_t count) {
  const std::size_t taken = to_.send(rest_.first(count));
  now_ = clock_.now();
  if (taken < count) ++conduct_.refused_retries;
  if (taken == 0) {
    if (!refused_since_) refused_since_ = now_;
    return 0;
  }
  refused_since_.reset();
  conduct_.duration = now_ - timeline_.played;
  if (!playback_.flood) account(taken);
  rest_ = rest_.subspan(taken);
  return taken;
}

/// Notes how late the first `taken` planned frames were and forgets them.
void Run::account(std::size_t taken) {
  for (std::size_t i = 0; i < taken; ++i) conduct_.lateness.add(now_ - due_[i]);
  conduct_.last_lateness = now_ - due_[taken - 1];
  lateness_.add(now_, now_ - due_[0]);
  std::copy(due_.data() + taken, due_.data() + planned_, due_.data());
  planned_ -= taken;
}

void Run::poll() {
  if (from_ == nullptr) return;
  const CaptureTime look = now_;
  const auto packets = from_->receive();
  conduct_.widest_gap = std::max(conduct_.widest_gap, look - last_look_);
  if (!packets.empty()) hold(packets);
  // What comes while we look may be seen at the next look only, so time counts from before this one.
  last_look_ = look;
  if (!held_.empty() && (held_.size() >= from_->lends() / 2 || now_ - held_since_ >= kHold)) hand_over();
}

void Run::hold(std::span<const io::Packet> packets) {
  conduct_.received += packets.size();
  now_ = clock_.now();
  const CaptureTime stamp = playback_.flood ? io::kNoStamp : timeline_.recorded_at(now_);
  const Nanos error =
      playback_.flood ? Nanos{0} : timeline_.original(now_ - last_look_ + lateness_.worst(now_));
  if (held_.empty()) held_since_ = now_;
  for (const io::Packet& packet : packets) {
    held_.push_back(packet);
    held_.back().stamp = stamp;
    held_.back().stamp_error = error;
  }
}

void Run::hand_over() {
  io::OwnLoss loss = from_->settle();
  if (&to_ != from_) loss.sending |= to_.settle().sending;
  loss.sending |= feed_.cut() > 0;  // left out somewhere from here on: the feed reads ahead
  if (loss_.covers(loss, now_))
    for (io::Packet& packet : held_) packet.loss_before = true;
  if (sink_) sink_(held_);
  held_.clear();
}

/// Until something may be due, looked for or told; the receiving port is never left alone for long.
void Run::wait() {
  CaptureTime next = now_ + kSlice;
  if (from_ != nullptr || refused_since_) next = now_ + poll_interval();
  if (playback_.flood && now_ < timeline_.played) next = std::min(next, timeline_.played);
  if (planned_ != 0 && !refused_since_) next = std::min(next, due_[planned_ - 1]);
  now_ = clock_.wait_until(next);
}

Ended Run::send_all() {
  while (!stopped()) {
    if (rest_.empty() && !refill()) return feed_.failure() ? Ended::source_failed : Ended::complete;
    if (rest_.empty()) continue;
    const std::size_t count = collect();
    const std::size_t taken = count != 0 ? send(count) : 0;
    if (refused_since_ && now_ - *refused_since_ >= playback_.give_up) return Ended::port_stuck;
    poll();
    if (taken == 0) wait();
  }
  return Ended::stopped;
}

void Run::drain() {
  if (from_ == nullptr) return;
  for (const CaptureTime end = now_ + playback_.drain; !stopped();) {
    poll();
    if (now_ >= end) break;
    now_ = clock_.wait_until(std::min(end, now_ + poll_interval()));
  }
  if (!held_.empty()) hand_over();
}

Conduct Run::go() {
  const io::PortCounters to_before = to_.counters();
  const io::PortCounters from_before = from_ != nullptr ? from_->counters() : io::PortCounters{};
  begin();
  conduct_.ended = send_all();
  if (conduct_.ended == Ended::source_failed) conduct_.failure = feed_.failure();
  drain();
  const io::PortCounters to_after = to_.counters();
  conduct_.sent = to_after.sent - to_before.sent;
  conduct_.too_long = to_after.too_long - to_before.too_long;
  conduct_.cut = feed_.cut();
  if (from_ != nullptr) conduct_.receive_lost = from_->counters().receive_lost - from_before.receive_lost;
  return conduct_;
}

}  // namespace

Conduct Player::play(io::Source& source, const Playback& playback, const Sink& sink) {
  SourceFeed feed{source, playback.read_ahead};
  return Run{clock_, to_, from_, feed, playback, sink}.go();
}

Conduct Player::play(std::span<const io::OutFrame> frames, const Playback& playback, const Sink& sink) {
  SpanFeed feed{frames};
  return Run{clock_, to_, from_, feed, playback, sink}.go();
}

}  // namespace plumbline::lab
