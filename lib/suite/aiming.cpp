#include "suite/aiming.h"

namespace plumbline::suite {

Move move_to(const Setup& setup, const Downward& sent, Edge edge) {
  // 3 us of 211 us. Windows of milliseconds are kept by ports whose frames leave late.
  constexpr std::int64_t kOfNarrow = 64, kOfWide = 16, kWideNs = 1'000'000;
  const profile::Delay window = sent.window.value_or(profile::Delay{});
  const std::int64_t width = window.max_ns - window.min_ns;
  // A frame or a stamp may be off by what the link says of stamps.
  const std::int64_t spare =
      width / (width < kWideNs ? kOfNarrow : kOfWide) + setup.link.time.timestamp_accuracy_ns;
  const std::int64_t way = way_of(setup).count();
  const profile::Link seen = emulator::seen_at(setup.link, profile::TapPlace::at_o_du);
  std::optional<std::int64_t> by;
  for (const profile::Carrier& carrier : setup.link.carriers) {
    const emulator::Aim aim = emulator::aims_of(seen, carrier.numerology).*sent.aim;
    const std::int64_t first = aim.centre_ns - aim.reach_ns() + way,
                       last = aim.centre_ns + aim.reach_ns() + way;
    if (edge == Edge::opens)
      by = std::max(by.value_or(INT64_MIN), std::min<std::int64_t>(-window.max_ns + spare - first, 0));
    else
      by = std::min(by.value_or(INT64_MAX), std::max<std::int64_t>(-window.min_ns - spare - last, 0));
  }
  return {.by = Nanos{by.value_or(0)}, .spare = Nanos{spare}};
}

Nanos beyond(const std::optional<profile::Delay>& window) {
  constexpr std::int64_t kSpare = 50'000;
  return Nanos{window ? window->max_ns - window->min_ns + kSpare : 0};
}

Stimulus sent_at(const Setup& setup, const Downward& sent, const emulator::Which& which, Edge edge) {
  Stimulus stimulus;
  const Move move = move_to(setup, sent, edge);
  stimulus.spare = move.spare;
  if (move.by != Nanos{0})
    stimulus.disturbance =
        emulator::Disturbance{.kind = emulator::Disturbance::Kind::shift, .which = which, .by = move.by};
  return stimulus;
}

}  // namespace plumbline::suite
