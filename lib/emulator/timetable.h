// The frames of one side of a link, or of both, made millisecond by millisecond.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/result.h"
#include "emulator/maker.h"
#include "emulator/traffic.h"

namespace plumbline::emulator {

/// What Traffic, the O-DU and an O-RU without C-plane have in common: plan, maker and the frames that wait in
/// between.
class Timetable {
 public:
  /// Errors: as Traffic::make().
  static Result<std::unique_ptr<Timetable>, Error> make(const profile::Link& link, const Options& options);
  /// By a plan of the same link and options.
  Timetable(Plan plan, const profile::Link& link, const Options& options);
  Timetable(const Timetable&) = delete;
  Timetable& operator=(const Timetable&) = delete;

  /// Makes the frames of the next subframe of all carriers; false when there is none left.
  bool make_next();
  /// Frames that leave before this have all been made.
  std::int64_t made_until_ns() const { return made_until_ns_; }

  /// Makes what is to be made, and calls `fn(frame)` for the frames that leave before this, in the order of
  /// their instants; octets are valid until the next call. Not together with make_next().
  template <class Fn>
  void release(std::int64_t before_ns, Fn&& fn) {
    // Octets of earlier calls are taken back when the next millisecond needs room: that is seldom.
    std::size_t done = handed_out_;
    for (;;) {
      for (; next_ < ready_.size() && ready_[next_].at.time_since_epoch().count() < before_ns;
           ++next_, ++handed_out_)
        fn(ready_[next_]);
      if (next_ < ready_.size() || made_until_ns_ >= before_ns) return;
      outbox_.take_back(done);
      handed_out_ -= std::exchange(done, 0);
      if (!make_next()) return;
      outbox_.hand_out(made_until_ns_, ready_);
      next_ = 0;
    }
  }

  const Plan& plan() const { return plan_; }
  const FrameWriter& writer() const { return maker_.writer(); }
  Outbox& outbox() { return outbox_; }

 private:
  /// Where a carrier stands in time.
  struct Position {
    std::int64_t first_frame = 0;
    std::int64_t wait = 0;  ///< whole subframes between the common start and its first frame
  };

  std::int64_t told_ns(GpsTime when) const;
  /// No frame of this step or a later one leaves before.
  std::int64_t first_of(std::int64_t step) const;

  Plan plan_;
  Maker maker_;
  Outbox outbox_;
  profile::TimeBase time_;
  GpsTime start_;
  std::int64_t subframes_;  ///< per carrier
  std::vector<Position> positions_;
  std::int64_t step_ = 0, steps_ = 0;  ///< in subframes from the common start
  std::int64_t made_until_ns_ = 0;
  std::vector<TimedFrame> ready_;  ///< made, in order; of release()
  std::size_t next_ = 0;           ///< of these
  std::size_t handed_out_ = 0;     ///< whose octets were not taken back yet
};

}  // namespace plumbline::emulator
