#include "emulator/reception.h"

#include "radio/numerology.h"

namespace plumbline::emulator {

using radio::Direction;

profile::TimeBase told_in(profile::TimeBase time) {
  if (time.epoch == profile::Epoch::none) time.epoch = profile::Epoch::utc;
  return time;
}

RadioClock::RadioClock(const profile::TimeBase& time, const profile::Carrier& carrier)
    : frame_0_ns_{profile::from_gps(told_in(time), radio::frame_start(carrier.frame_timing, 0))
                      .time_since_epoch()
                      .count()},
      advance_tc_{carrier.n_ta_offset_tc},
      slots_{carrier.numerology.slots_per_subframe()},
      symbols_{carrier.numerology.symbols_per_slot()},
      shift_{carrier.slot_shift()} {
  for (unsigned index = 0; index < slots_ * symbols_; ++index) {
    const std::int64_t tc = radio::symbol_start_tc(carrier.numerology, index);
    starts_ns_[static_cast<std::size_t>(Direction::uplink)].push_back(
        static_cast<std::int32_t>(radio::tc_to_ns(tc - advance_tc_)));
    starts_ns_[static_cast<std::size_t>(Direction::downlink)].push_back(
        static_cast<std::int32_t>(radio::tc_to_ns(tc)));
  }
}

RadioClock::Frame RadioClock::nearest(CaptureTime at, std::uint8_t frame_id) const {
  const std::int64_t since_0 = at.time_since_epoch().count() - frame_0_ns_;
  const std::int64_t start = since_0 - radio::since_nearest_frame_ns(since_0, frame_id);
  return {start / radio::kFrameNs, frame_0_ns_ + start};
}

std::int64_t RadioClock::instant_ns(const Frame& frame, unsigned subframe, std::int64_t tc,
                                    Direction direction) const {
  const std::int64_t advance = direction == Direction::uplink ? advance_tc_ : 0;
  return frame.start_ns + radio::tc_to_ns(subframe * radio::kTcPerSubframe + tc - advance);
}

}  // namespace plumbline::emulator
