// FH-TRN-015: malformed transport.
#pragma once

#include "suite/malformed.h"

namespace plumbline::suite::trn_015 {

using emulator::Disturbance;

inline constexpr std::string_view kParts[] = {"version 0",           "version 2", "reserved type",
                                              "length beyond frame", "truncated", "unknown eAxC"};

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Disturbance disturbance = now_and_then(setup);
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

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "9.1", "counters", Relation::part},
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "11.1.4.1.1", "malformed U-plane", Relation::part},
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
    .criteria = kMalformedCriteria,
    .parts = kParts,
    .not_applicable = nothing_goes_on,
    .stimulus = stimulus,
    .judge = judge_malformed,
};

}  // namespace plumbline::suite::trn_015
