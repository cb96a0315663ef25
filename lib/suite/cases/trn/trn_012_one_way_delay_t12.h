// FH-TRN-012: one-way delay T12.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "suite/frames.h"
#include "wire/frame.h"

namespace plumbline::suite::trn_012 {

inline constexpr std::uint8_t kCount = 8;

inline constexpr std::string_view kParts[] = {"one step", "two steps"};

/// Several, 1 ms apart; with two steps the instant of the request comes in a message behind it.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Stimulus sent{.frames = 2};
  const CaptureTime start = profile::from_gps(setup.link.time, setup.start);
  const auto add = [&](Nanos after, std::uint8_t id, std::uint8_t action, std::optional<CaptureTime> stamp) {
    sent.extras.push_back({after, frame_of(setup, wire::kEcpriEtherType,
                                           one_way_delay_body(setup.link.time, id, action, stamp))});
  };
  for (std::uint8_t id = 1; id <= kCount; ++id) {
    const Nanos after = std::chrono::milliseconds{id};
    if (part == 0) {
      add(after, id, 0, start + after);
    } else {
      add(after, id, 1, std::nullopt);
      add(after + std::chrono::microseconds{200}, id, 5, start + after);
    }
  }
  return sent;
}

/// tD = (t2 - tCV2) - (t1 + tCV1), where t1 is what our request says and tCV1 is 0.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  const CaptureTime start = profile::from_gps(setup.link.time, setup.start);
  std::array<unsigned, kCount + 1> answers{};
  std::int64_t least = INT64_MAX, most = INT64_MIN;
  std::uint64_t strange = 0, packet = 0;
  for (const SeenOther& seen : observed.others) {
    const auto delay = seen.place.from_o_du ? std::nullopt : one_way_delay_of(seen);
    if (!delay) continue;
    if (delay->action_type != 2 || delay->measurement_id == 0 || delay->measurement_id > kCount) {
      if (strange++ == 0) packet = seen.place.packet;
      continue;
    }
    ++answers[delay->measurement_id];
    const std::int64_t sent_at =
        ptp_ns(setup.link.time, start + std::chrono::milliseconds{delay->measurement_id});
    const std::int64_t way = ptp_ns(*delay) - (delay->compensation >> 16) - sent_at;
    least = std::min(least, way);
    most = std::max(most, way);
  }
  judgement.equals("answered", kCount,
                   static_cast<std::uint64_t>(std::count(answers.begin(), answers.end(), 1u)));
  judgement.equals("responses", 0, strange, record::UNIT_MESSAGES, packet);
  if (least > most) return judgement.not_applicable("delay");
  const DelayRange range = delay_range(setup, observed);
  judgement.holds("delay", {.expected = range.least_ns,
                            .expected_to = range.most_ns,
                            .observed = least < range.least_ns ? least : most,
                            .unit = record::UNIT_NANOSECONDS});
}

inline std::string not_applicable(const Setup& setup) {
  return setup.unit.has(profile::Feature::one_way_delay) ? "" : "profile features: one_way_delay";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "4.4.4", "one-way delay measurement", Relation::own},
    {"eCPRI", "V2.0", "3.2.4.6", "one-way delay measurement", Relation::own},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"answered", "each request is answered once, with its id", "eCPRI V2.0 3.2.4.6"},
    {"responses", "nothing but responses to our ids comes", "eCPRI V2.0 3.2.4.6"},
    {"delay", "the delay that follows from the stamps is that of the way to the unit",
     "O-RAN.WG4.TS.CUS.0 v17.01 4.4.4"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-012",
    .title = "one-way delay T12",
    .purpose =
        "Requests of one and of two steps are answered with their id and the instant of their arrival.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_012
