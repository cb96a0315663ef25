// FH-TRN-013: one-way delay T34.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "suite/frames.h"
#include "wire/frame.h"

namespace plumbline::suite::trn_013 {

inline constexpr std::uint8_t kCount = 8;

inline constexpr std::string_view kParts[] = {"one step", "two steps"};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Stimulus sent{.frames = 2};
  for (std::uint8_t id = 1; id <= kCount; ++id)
    sent.extras.push_back(
        {std::chrono::milliseconds{id},
         frame_of(setup, wire::kEcpriEtherType,
                  one_way_delay_body(setup.link.time, id, part == 0 ? 3 : 4, std::nullopt))});
  return sent;
}

/// The instant in the request, or in the follow-up, is that of the request's departure.
inline void judge(const Setup& setup, const Stimulus& sent, const Observed& observed, Judgement& judgement) {
  const std::uint8_t request = sent.part == 0 ? 0 : 1;
  const DelayRange range = delay_range(setup, observed);
  std::array<unsigned, kCount + 1> requests{}, stamped{};
  std::array<std::int64_t, kCount + 1> arrived{};
  for (const SeenOther& seen : observed.others) {
    const auto delay = seen.place.from_o_du ? std::nullopt : one_way_delay_of(seen);
    if (!delay || delay->measurement_id == 0 || delay->measurement_id > kCount) continue;
    const std::uint8_t id = delay->measurement_id;
    if (delay->action_type == request) {
      ++requests[id];
      arrived[id] = ptp_ns(setup.link.time, seen.place.at);
    }
    if (delay->action_type != (sent.part == 0 ? 0 : 5)) continue;
    const std::int64_t way = arrived[id] - ptp_ns(*delay) - (delay->compensation >> 16);
    if (requests[id] == 1 && way >= range.least_ns && way <= range.most_ns) ++stamped[id];
  }
  judgement.equals("requests", kCount,
                   static_cast<std::uint64_t>(std::count(requests.begin(), requests.end(), 1u)));
  judgement.equals("stamps", kCount,
                   static_cast<std::uint64_t>(std::count(stamped.begin(), stamped.end(), 1u)));
}

inline std::string not_applicable(const Setup& setup) {
  using profile::Feature;
  return setup.unit.has(Feature::one_step_t34) || setup.unit.has(Feature::two_step_t34)
             ? ""
             : "profile features: one_step_t34 and two_step_t34";
}

/// An O-RU does at least one of the two (CUS v17.01 4.4.4).
inline std::string part_not_applicable(const Setup& setup, std::size_t part) {
  using profile::Feature;
  if (part == 0) return setup.unit.has(Feature::one_step_t34) ? "" : "profile features: one_step_t34";
  return setup.unit.has(Feature::two_step_t34) ? "" : "profile features: two_step_t34";
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "4.4.4", "one-way delay measurement", Relation::own},
    {"eCPRI", "V2.0", "3.2.4.6", "one-way delay measurement", Relation::own},
};
inline constexpr CriterionInfo kCriteria[] = {
    {"requests", "each remote request is followed by one request of the O-RU with its id",
     "eCPRI V2.0 3.2.4.6"},
    {"stamps", "its instant, in it or in the follow-up, is that of its departure", "eCPRI V2.0 3.2.4.6"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-013",
    .title = "one-way delay T34",
    .purpose = "A remote request makes the O-RU measure: request, and follow-up, with the same id.",
    .duts = kORu,
    .kind = Kind::emulation,
    .references = kReferences,
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
    .part_not_applicable = part_not_applicable,
};

}  // namespace plumbline::suite::trn_013
