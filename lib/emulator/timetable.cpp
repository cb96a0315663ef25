#include "emulator/timetable.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "emulator/reception.h"

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kSubframeNs = 1'000'000;
constexpr std::int64_t kSubframesPerFrame = 10;

}  // namespace

Timetable::Timetable(Plan plan, const profile::Link& link, const Options& options)
    : plan_{std::move(plan)},
      maker_{plan_, link, options},
      outbox_{maker_.writer(), link.sequence_shared_per_eaxc, options.quirks},
      time_{told_in(link.time)},
      start_{options.start},
      subframes_{options.frames * kSubframesPerFrame} {
  for (const CarrierPlan& carrier : plan_.carriers) {
    const radio::FrameTiming timing = carrier.carrier.frame_timing;
    std::int64_t first = radio::frame_at(timing, start_);
    if (radio::frame_start(timing, first) < start_) ++first;
    const Nanos wait = radio::frame_start(timing, first) - start_;
    positions_.push_back({.first_frame = first, .wait = wait / Nanos{kSubframeNs}});
    steps_ = std::max(steps_, positions_.back().wait + subframes_);
  }
  made_until_ns_ = first_of(0);
}

Result<std::unique_ptr<Timetable>, Error> Timetable::make(const profile::Link& link, const Options& options) {
  auto plan = make_plan(link, options);
  if (!plan) return tl::unexpected(plan.error());
  return std::make_unique<Timetable>(std::move(*plan), link, options);
}

std::int64_t Timetable::told_ns(GpsTime when) const {
  return profile::from_gps(time_, when).time_since_epoch().count();
}

std::int64_t Timetable::first_of(std::int64_t step) const {
  return told_ns(start_ + Nanos{step * kSubframeNs}) - plan_.lead_ns;
}

bool Timetable::make_next() {
  if (step_ > steps_) return false;
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    const std::int64_t done = step_ - positions_[i].wait;
    if (done < 0 || done >= subframes_) continue;
    const std::int64_t frame = positions_[i].first_frame + done / kSubframesPerFrame;
    const auto starts = radio::frame_start(plan_.carriers[i].carrier.frame_timing, frame);
    maker_.make({.carrier = i,
                 .frame = frame,
                 .subframe = static_cast<unsigned>(done % kSubframesPerFrame),
                 .frame_ns = told_ns(starts)},
                outbox_);
  }
  // The next step's frames are about subframes that start one step later, and pass at most lead_ns before.
  ++step_;
  made_until_ns_ = step_ > steps_ ? std::numeric_limits<std::int64_t>::max() : first_of(step_);
  return true;
}

}  // namespace plumbline::emulator
