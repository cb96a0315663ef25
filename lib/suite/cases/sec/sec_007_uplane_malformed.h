// FH-SEC-007: U-plane malformed.
#pragma once

#include "suite/malformed.h"

namespace plumbline::suite::sec_007 {

using emulator::Disturbance;

inline constexpr std::string_view kParts[] = {"payloadVersion", "sectionId", "symbolId", "slotId"};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Disturbance disturbance = now_and_then(setup);
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

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "11.1.4.1.1", "malformed U-plane", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-004", "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-SEC-007",
    .title = "U-plane malformed",
    .purpose = "U-plane with impossible headers is discarded and counted; other traffic goes on.",
    .duts = kAny,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "corrupt payload, formats that were not configured; what a unit logs",
    .rules = kRules,
    .rules_for = kORu,  // what an O-DU receives is what is disturbed
    .criteria = kMalformedCriteria,
    .parts = kParts,
    .not_applicable = nothing_goes_on,
    .stimulus = stimulus,
    .judge = judge_malformed,
};

}  // namespace plumbline::suite::sec_007
