// FH-SEC-008: U-plane unexpected size.
#pragma once

#include "suite/malformed.h"

namespace plumbline::suite::sec_008 {

using emulator::Disturbance;

inline constexpr std::string_view kParts[] = {"undersize", "more PRBs than octets", "payload of one octet"};

/// Octets of a PRB of the U-plane that the unit receives; where its REs are selected some, which no PRB can
/// lack.
inline std::uint32_t octets_of_prb(const Setup& setup) {
  for (const profile::Carrier& carrier : setup.link.carriers)
    for (const profile::Channel& channel : carrier.channels)
      if (const auto method = static_cast<std::uint8_t>(channel.compression.method);
          !channel.prach && channel.direction() != direction_of(setup.dut))
        return wire::is_selective(method) ? 4 : wire::prb_octets(method, channel.compression.width);
  return 1;
}

inline Stimulus stimulus(const Setup& setup, std::size_t part) {
  Disturbance disturbance = now_and_then(setup);
  const auto set = [&](std::string_view field, std::uint64_t value) {
    disturbance.field = *emulator::find_field(field);
    disturbance.value = value;
  };
  if (part == 0) disturbance.kind = Disturbance::Kind::truncate, disturbance.value = 60;
  // The message ends a PRB earlier, whatever numPrbu says of a symbol: 0 may stand for all PRBs.
  if (part == 1)
    set("ecpriPayload", std::uint64_t{0} - octets_of_prb(setup)), disturbance.kind = Disturbance::Kind::add;
  if (part == 2) set("ecpriPayload", 1);
  return {.disturbance = disturbance};
}

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG11.TS.SecTest.0", "v09.00", "11.1.4.1.2", "unexpected size of U-plane", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-TIME-004", "CUS-CU-004"};

inline constexpr Case kCase{
    .id = "FH-SEC-008",
    .title = "U-plane unexpected size",
    .purpose = "U-plane that is too short, or that names more PRBs than it holds, is discarded and counted.",
    .duts = kAny,
    .kind = Kind::negative,
    .references = kReferences,
    .remains = "frames longer than the MTU; what a unit logs",
    .rules = kRules,
    .rules_for = kORu,  // what an O-DU receives is what is disturbed
    .criteria = kMalformedCriteria,
    .parts = kParts,
    .not_applicable = nothing_goes_on,
    .stimulus = stimulus,
    .judge = judge_malformed,
};

}  // namespace plumbline::suite::sec_008
