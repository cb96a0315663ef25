#include "emulator/reception.h"

#include <array>

namespace plumbline::emulator {

using radio::Direction;

namespace {

/// Subcarrier spacing of a code of frameStructure; 0: reserved (CUS v17.01 7.5.2.13).
std::uint32_t scs_of(unsigned code) {
  constexpr std::array<std::uint32_t, 4> kSlow{1250, 3750, 5000, 7500};
  if (code < 5) return 15000u << code;
  return code < 12 ? 0 : kSlow[code - 12];
}

}  // namespace

profile::TimeBase told_in(profile::TimeBase time) {
  if (time.epoch == profile::Epoch::none) time.epoch = profile::Epoch::utc;
  return time;
}

std::int64_t Counted::prach_symbol_tc(const wire::CplaneHeader& header, unsigned symbol) const {
  return symbol_tc(0) + (header.time_offset + header.cp_length) * radio::kTcPerTs +
         (symbol - header.start.symbol) * (radio::kTcPerSecond / scs_hz);
}

std::optional<Counted> counted_by(const profile::Carrier& carrier, const wire::CplaneHeader& header) {
  const unsigned code = header.frame_structure & 15, slot = carrier.slot_of_id(header.start.slot);
  Counted counted{.numerology = carrier.numerology, .slot = slot, .scs_hz = scs_of(code)};
  if (counted.scs_hz == 0) return std::nullopt;
  if (code >= 12) {
    if (slot == 0) counted.numerology = {.mu = 0};
  } else if (code < carrier.numerology.mu) {
    counted.slot = slot >> (carrier.numerology.mu - code);
    counted.numerology = {.mu = static_cast<std::uint8_t>(code)};
  } else if (code > carrier.numerology.mu) {
    return std::nullopt;
  }
  return counted;
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
