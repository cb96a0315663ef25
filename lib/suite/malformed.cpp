#include "suite/malformed.h"

#include <algorithm>

namespace plumbline::suite {

emulator::Disturbance now_and_then(const Setup& setup) {
  const bool tests_o_ru = setup.dut == Dut::o_ru;
  return {.kind = emulator::Disturbance::Kind::set,
          .which = {.plane = radio::Plane::u,
                    .direction = tests_o_ru ? radio::Direction::downlink : radio::Direction::uplink,
                    .first = 10,
                    .every = 50}};
}

void judge_malformed(const Setup& setup, const Stimulus& sent, const Observed& observed,
                     Judgement& judgement) {
  if (setup.unit.has(profile::Feature::corrupt_counters))
    judge_discarded(observed.disturbed, observed, judgement);
  else
    judgement.lacks("RX_CORRUPT", {"profile features: corrupt_counters"});
  judge_came("goes_on", compare_described(setup, observed, direction_of(setup.dut)), judgement);
  const CaptureTime last =
      profile::from_gps(setup.link.time, setup.start) + (sent.frames - 1) * Nanos{radio::kFrameNs};
  const auto is_late = [&](const Place& place) { return is_of_unit(setup, place) && place.at >= last; };
  const auto said = std::count_if(observed.uplane.begin(), observed.uplane.end(),
                                  [&](const SeenUplane& seen) { return is_late(seen.place); }) +
                    std::count_if(observed.cplane.begin(), observed.cplane.end(),
                                  [&](const SeenCplane& seen) { return is_late(seen.place); });
  judgement.holds("speaks_on",
                  {.expected = 1, .expected_to = INT64_MAX, .observed = said, .unit = record::UNIT_SECTIONS});
}

std::string nothing_goes_on(const Setup& setup) {
  for (const radio::Direction direction : {radio::Direction::downlink, radio::Direction::uplink})
    if (std::string why = no_data_channel(setup, direction); !why.empty()) return why;
  return {};
}

}  // namespace plumbline::suite
