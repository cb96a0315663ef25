#include "emulator/traffic.h"

#include <utility>

#include "emulator/timetable.h"

namespace plumbline::emulator {

Result<Traffic, Error> Traffic::make(const profile::Link& link, const Options& options) {
  auto timetable = Timetable::make(link, options);
  if (!timetable) return tl::unexpected(timetable.error());
  return Traffic{std::move(*timetable)};
}

bool Traffic::next(std::vector<TimedFrame>& batch) {
  batch.clear();
  if (!timetable_->make_next()) return false;
  timetable_->outbox().release(timetable_->made_until_ns(), batch);
  return true;
}

Traffic::Traffic(std::unique_ptr<Timetable> timetable) : timetable_{std::move(timetable)} {}
Traffic::Traffic(Traffic&&) noexcept = default;
Traffic& Traffic::operator=(Traffic&&) noexcept = default;
Traffic::~Traffic() = default;

}  // namespace plumbline::emulator
