#include "emulator/aim.h"

namespace plumbline::emulator {
namespace {

constexpr std::int64_t kLongestGapNs = 480;

struct Windows {
  profile::Delay t1a_up, t2a_up, t1a_cp_dl, t2a_cp_dl, t1a_cp_ul, t2a_cp_ul, ta3, ta4;
};

constexpr profile::Delay us(std::int64_t max, std::int64_t min) { return {min * 1000, max * 1000}; }

// IOT v12.00 Annex A: NR FDD 15 kHz, NR TDD FR1 30 kHz, NR TDD FR2.
constexpr Windows kWindows15{us(437, 366), us(437, 206), us(562, 491), us(562, 331),
                             us(356, 285), us(356, 125), us(232, 70),  us(392, 70)};
constexpr Windows kWindows30{us(345, 294), us(345, 134), us(470, 419), us(470, 259),
                             us(336, 285), us(336, 125), us(171, 50),  us(331, 50)};
constexpr Windows kWindowsFr2{us(264, 213), us(264, 53), us(327, 276), us(327, 116),
                              us(274, 223), us(274, 63), us(90, 20),   us(250, 20)};
constexpr profile::Delay kTa3LongPrach = us(1650, 827), kTa4LongPrach = us(1810, 827);

const Windows& defaults(radio::Numerology numerology) {
  if (numerology.mu == 0) return kWindows15;
  return numerology.mu < 3 ? kWindows30 : kWindowsFr2;
}

/// The shortest symbol.
std::int64_t symbol_ns(radio::Numerology numerology) {
  return radio::tc_to_ns(radio::symbol_start_tc(numerology, 2) - radio::symbol_start_tc(numerology, 1));
}

Aim before(const profile::Delay& window, std::int64_t travel_ns, std::int64_t symbol) {
  return {.centre_ns = -(window.min_ns + window.max_ns) / 2 + travel_ns,
          .width_ns = window.max_ns - window.min_ns,
          .symbol_ns = symbol};
}
Aim after(const profile::Delay& window, std::int64_t travel_ns, std::int64_t symbol) {
  return {.centre_ns = (window.min_ns + window.max_ns) / 2 + travel_ns,
          .width_ns = window.max_ns - window.min_ns,
          .symbol_ns = symbol};
}

profile::Tap tap_of(const profile::Link& link) { return link.taps.empty() ? profile::Tap{} : link.taps[0]; }

}  // namespace

profile::Delays delays_of(const profile::Link& link, radio::Numerology numerology) {
  const Windows& usual = defaults(numerology);
  profile::Delays delays = link.delays;
  const auto fill = [](std::optional<profile::Delay>& stated, const profile::Delay& otherwise) {
    if (!stated) stated = otherwise;
  };
  fill(delays.t1a_up, usual.t1a_up);
  fill(delays.t2a_up, usual.t2a_up);
  fill(delays.t1a_cp_dl, usual.t1a_cp_dl);
  fill(delays.t2a_cp_dl, usual.t2a_cp_dl);
  fill(delays.t1a_cp_ul, usual.t1a_cp_ul);
  fill(delays.t2a_cp_ul, usual.t2a_cp_ul);
  fill(delays.ta3, usual.ta3);
  fill(delays.ta4, usual.ta4);
  return delays;
}

profile::Delay prach_delay(const profile::Link& link, radio::Numerology numerology,
                           const radio::PrachShape& shape, bool at_o_ru) {
  const profile::Delays& stated = link.delays;
  const Windows& usual = defaults(numerology);
  const bool slow = shape.scs_hz < 15000;
  if (at_o_ru) return stated.ta3_prach.value_or(stated.ta3.value_or(slow ? kTa3LongPrach : usual.ta3));
  return stated.ta4_prach.value_or(stated.ta4.value_or(slow ? kTa4LongPrach : usual.ta4));
}

profile::Link seen_at(profile::Link link, profile::TapPlace place) {
  link.taps.assign(1, {.interface = {}, .place = place, .to_place_ns = 0});
  return link;
}

Aims aims_of(const profile::Link& link, radio::Numerology numerology) {
  const profile::Delays delays = delays_of(link, numerology);
  const profile::Tap tap = tap_of(link);
  const std::int64_t symbol = symbol_ns(numerology), travel = tap.to_place_ns;
  // What leaves the unit at the tap's place passes the tap later, what arrives there passed it earlier.
  if (tap.place == profile::TapPlace::at_o_du)
    return {.cplane_dl = before(*delays.t1a_cp_dl, travel, symbol),
            .cplane_ul = before(*delays.t1a_cp_ul, travel, symbol),
            .uplane_dl = before(*delays.t1a_up, travel, symbol),
            .uplane_ul = after(*delays.ta4, -travel, symbol)};
  return {.cplane_dl = before(*delays.t2a_cp_dl, -travel, symbol),
          .cplane_ul = before(*delays.t2a_cp_ul, -travel, symbol),
          .uplane_dl = before(*delays.t2a_up, -travel, symbol),
          .uplane_ul = after(*delays.ta3, travel, symbol)};
}

Aim prach_aim(const profile::Link& link, radio::Numerology numerology, const radio::PrachShape& shape) {
  const profile::Tap tap = tap_of(link);
  const bool at_ru = tap.place == profile::TapPlace::at_o_ru;
  return after(prach_delay(link, numerology, shape, at_ru), at_ru ? tap.to_place_ns : -tap.to_place_ns,
               radio::tc_to_ns(shape.symbol_ts * radio::kTcPerTs));
}

Burst::Burst(const Aim& aim, std::int64_t t0_ns, std::size_t frames, Random& random) {
  const auto last = static_cast<std::int64_t>(frames) - 1;
  gap_ns_ = last == 0 ? 0 : std::min(kLongestGapNs, 2 * aim.half_ns() / last);
  const std::int64_t jitter = aim.jitter_ns();
  const auto moved = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * jitter + 1)));
  at_ns_ = t0_ns + aim.centre_ns - gap_ns_ * last / 2 + moved - jitter;
}

}  // namespace plumbline::emulator
