// The frames of one side of a link, or of both, made millisecond by millisecond.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "emulator/maker.h"
#include "emulator/traffic.h"

namespace plumbline::emulator {

/// What Traffic and the O-DU have in common: plan, maker and the frames that wait in between.
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
};

}  // namespace plumbline::emulator
