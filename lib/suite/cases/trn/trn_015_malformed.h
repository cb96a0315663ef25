// FH-TRN-015: malformed transport.
#pragma once

#include "suite/counting.h"
#include "suite/expect.h"

namespace plumbline::suite::trn_015 {

using emulator::Disturbance;

inline constexpr std::string_view kParts[] = {"version 0",           "version 2", "reserved type",
                                              "length beyond frame", "truncated", "unknown eAxC"};

/// Every fiftieth U-plane frame that the unit receives.
inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Disturbance disturbance{
      .kind = Disturbance::Kind::set,
      .which = {.plane = radio::Plane::u,
                .direction = setup.dut == Dut::o_ru ? radio::Direction::downlink : radio::Direction::uplink,
                .first = 10,
                .every = 50}};
  const auto set = [&](std::string_view field, std::uint64_t value) {
    disturbance.field = *emulator::find_field(field);
    disturbance.value = value;
  };
  if (part == 0) set("ecpriVersion", 0);
  if (part == 1) set("ecpriVersion", 2);
  if (part == 2) set("ecpriMessage", 0x33);
  if (part == 3) set("ecpriPayload", 0xFFF0);
  if (part == 4) disturbance.kind = Disturbance::Kind::truncate, disturbance.value = 24;
  if (part == 5) set("ecpriPcid", 0xFFFE);
  return {.disturbance = disturbance};
}

/// What the unit had to send in spite of it: answers to requests, or what its C-plane describes.
inline void judge(const Setup& setup, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  judge_discarded(observed.disturbed, observed, judgement);
  const bool tests_o_ru = setup.dut == Dut::o_ru;
  const Difference found =
      compare_described(setup, observed, tests_o_ru ? radio::Direction::uplink : radio::Direction::downlink);
  judge_came("goes_on", found, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::corrupt_counters)) return "profile features: corrupt_counters";
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "9.1", "counters", Relation::part},
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "11.1.4.1.1", "malformed U-plane", Relation::part},
};
inline constexpr CriterionInfo kCriteria[] = {
    kCounterCriteria[8],
    {"goes_on", "every PRB that the unit had to send came in spite of it", "O-RAN.WG4.TS.CUS.0 v17.01 8.2.1"},
};

inline constexpr Case kCase{
    .id = "FH-TRN-015",
    .title = "malformed transport",
    .purpose =
        "Frames with a wrong version, type, length or eAxC are discarded and counted, not answered, and "
        "disturb nothing else.",
    .duts = kAny,
    .kind = Kind::negative,
    .references = kReferences,
    .criteria = kCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::trn_015
