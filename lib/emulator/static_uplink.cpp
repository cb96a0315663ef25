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
  std::size_t done = handed_out_;
  sent_ = 0;
  for (;;) {
    for (; next_ < ready_.size() && ready_[next_].at.time_since_epoch().count() < before_ns;
         ++next_, ++handed_out_) {
      batch.push_back(ready_[next_]);
      if (timetable_->writer().ends_message(ready_[next_].octets)) ++sent_;
    }
    if (next_ < ready_.size() || timetable_->made_until_ns() >= before_ns) break;
    timetable_->outbox().take_back(done);
    handed_out_ -= std::exchange(done, 0);
    if (!timetable_->make_next()) break;
    timetable_->outbox().hand_out(timetable_->made_until_ns(), ready_);
    next_ = 0;
  }
  std::stable_sort(batch.begin(), batch.end(),
                   [](const TimedFrame& a, const TimedFrame& b) { return a.at < b.at; });
}

}  // namespace plumbline::emulator
