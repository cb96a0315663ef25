#include "emulator/traffic.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "emulator/maker.h"
#include "emulator/reception.h"

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kSubframeNs = 1'000'000;
constexpr std::int64_t kSubframesPerFrame = 10;

/// Where a carrier stands in time.
struct Position {
  std::int64_t first_frame = 0;
  std::int64_t wait = 0;  ///< whole subframes between the common start and its first frame
};

}  // namespace

struct Traffic::State {
  State(Plan made, const profile::Link& link, const Options& options)
      : plan{std::move(made)},
        maker{plan, link, options.role, options.seed},
        outbox{maker.writer(), link.sequence_shared_per_eaxc},
        time{told_in(link.time)},
        start{options.start},
        subframes{options.frames * kSubframesPerFrame} {}

  std::int64_t told_ns(GpsTime when) const {
    return profile::from_gps(time, when).time_since_epoch().count();
  }

  Plan plan;
  Maker maker;
  Outbox outbox;
  profile::TimeBase time;
  GpsTime start;
  std::int64_t subframes;  ///< per carrier
  std::vector<Position> positions;
  std::int64_t step = 0, steps = 0;  ///< in subframes from the common start
};

Result<Traffic, Error> Traffic::make(const profile::Link& link, const Options& options) {
  auto plan = make_plan(link, options.seed, options.sections);
  if (!plan) return tl::unexpected(plan.error());
  auto state = std::make_unique<State>(std::move(*plan), link, options);
  for (const CarrierPlan& carrier : state->plan.carriers) {
    const radio::FrameTiming timing = carrier.carrier.frame_timing;
    std::int64_t first = radio::frame_at(timing, options.start);
    if (radio::frame_start(timing, first) < options.start) ++first;
    const Nanos wait = radio::frame_start(timing, first) - options.start;
    state->positions.push_back({.first_frame = first, .wait = wait / Nanos{kSubframeNs}});
    state->steps = std::max(state->steps, state->positions.back().wait + state->subframes);
  }
  return Traffic{std::move(state)};
}

bool Traffic::next(std::vector<TimedFrame>& batch) {
  State& s = *state_;
  batch.clear();
  if (s.step > s.steps) return false;
  for (std::size_t i = 0; i < s.positions.size(); ++i) {
    const std::int64_t done = s.step - s.positions[i].wait;
    if (done < 0 || done >= s.subframes) continue;
    const std::int64_t frame = s.positions[i].first_frame + done / kSubframesPerFrame;
    const auto starts = radio::frame_start(s.plan.carriers[i].carrier.frame_timing, frame);
    s.maker.make({.carrier = i,
                  .frame = frame,
                  .subframe = static_cast<unsigned>(done % kSubframesPerFrame),
                  .frame_ns = s.told_ns(starts)},
                 s.outbox);
  }
  // The next step's frames are about subframes that start one step later, and pass at most lead_ns before.
  ++s.step;
  const std::int64_t safe = s.told_ns(s.start + Nanos{s.step * kSubframeNs}) - s.plan.lead_ns;
  s.outbox.release(s.step > s.steps ? std::numeric_limits<std::int64_t>::max() : safe, batch);
  return true;
}

Traffic::Traffic(std::unique_ptr<State> state) : state_{std::move(state)} {}
Traffic::Traffic(Traffic&&) noexcept = default;
Traffic& Traffic::operator=(Traffic&&) noexcept = default;
Traffic::~Traffic() = default;

}  // namespace plumbline::emulator
