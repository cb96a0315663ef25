// FH-SEC-007: U-plane malformed.
#pragma once

#include <string>

#include "suite/counting.h"

namespace plumbline::suite::sec_007 {

using emulator::Disturbance;

inline constexpr std::string_view kParts[] = {"payloadVersion", "sectionId", "symbolId", "slotId"};

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
  if (part == 0) set("payloadVersion", 3);
  if (part == 1) set("sectionId", 0xABC);
  if (part == 2) set("symbolId", 33);
  if (part == 3) set("slotId", 63);
  return {.disturbance = disturbance};
}

inline void judge(const Setup& /*setup*/, const Stimulus& /*sent*/, const Observed& observed,
                  Judgement& judgement) {
  judge_discarded(observed.disturbed, observed, judgement);
}

inline std::string not_applicable(const Setup& setup) {
  if (!setup.unit.has(profile::Feature::corrupt_counters)) return "profile features: corrupt_counters";
  return no_counters(setup);
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "11.1.4.1.1", "malformed U-plane", Relation::full},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-004", "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-SEC-007",
    .title = "U-plane malformed",
    .purpose = "U-plane with impossible headers is discarded and counted; other traffic goes on.",
    .duts = kAny,
    .kind = Kind::negative,
    .references = kReferences,
    .rules = kRules,
    .rules_for = kORu,  // what an O-DU receives is what is disturbed
    .criteria = kCounterCriteria,
    .parts = kParts,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
    .judge = judge,
};

}  // namespace plumbline::suite::sec_007
