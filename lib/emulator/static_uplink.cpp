#include "emulator/static_uplink.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "emulator/reception.h"

namespace plumbline::emulator {

Result<std::unique_ptr<StaticUplink>, Error> StaticUplink::make(const profile::Link& link,
                                                                const Options& options) {
  profile::Link own = link;
  bool any = false;
  for (profile::Carrier& carrier : own.carriers) {
    std::erase_if(carrier.channels, [](const profile::Channel& channel) { return !channel.without_cplane; });
    any = any || !carrier.channels.empty();
  }
  if (!any) return std::unique_ptr<StaticUplink>{};
  Options endless = options;
  endless.role = Role::o_ru;
  endless.frames = std::numeric_limits<std::uint32_t>::max();
  auto plan = make_plan(own, endless);
  if (!plan) return tl::unexpected(plan.error());
  return std::make_unique<StaticUplink>(std::move(*plan), std::move(own), endless);
}

void StaticUplink::begin(std::int64_t after_ns) {
  const profile::TimeBase time = told_in(link_.time);
  options_.start = profile::to_gps(time, CaptureTime{Nanos{after_ns + plan_->lead_ns}}).value_or(GpsTime{});
  timetable_ = std::make_unique<Timetable>(std::move(*plan_), link_, options_);
  plan_.reset();
}

void StaticUplink::release(std::int64_t before_ns, std::vector<TimedFrame>& batch) {
  if (!timetable_) begin(before_ns);
  sent_ = 0;
  timetable_->release(before_ns, [&](const TimedFrame& frame) {
    batch.push_back(frame);
    if (timetable_->writer().ends_message(frame.octets)) ++sent_;
  });
  std::stable_sort(batch.begin(), batch.end(),
                   [](const TimedFrame& a, const TimedFrame& b) { return a.at < b.at; });
}

}  // namespace plumbline::emulator
