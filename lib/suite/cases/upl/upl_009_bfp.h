// FH-UPL-009: block floating point.
#pragma once

#include <string>

#include "suite/expect.h"

namespace plumbline::suite::upl_009 {

inline std::string not_applicable(const Setup& setup) {
  return uses_method(setup, {profile::Method::bfp}) ? "" : "link carriers.channels.compression: no bfp";
}

/// Every PRB is looked into.
inline Stimulus stimulus(const Setup& /*setup*/, std::size_t /*part*/) { return {.every_prb = true}; }

inline constexpr Reference kReferences[] = {
    {"O-RAN.WG4.TS.CONF.0", "v12.00", "3.2.3.3", "compression formats", Relation::part},
    {"O-RAN.WG4.TS.CUS.0", "v17.01", "Annex A", "compression methods", Relation::part},
};
inline constexpr std::string_view kRules[] = {"CUS-COMP-005", "CUS-COMP-023", "CUS-U-008"};

inline constexpr Case kCase{
    .id = "FH-UPL-009",
    .title = "block floating point",
    .purpose = "Numbers of the samples are those that the method can have.",
    .duts = kAny,
    .kind = Kind::emulation,
    .references = kReferences,
    .remains = "the reference vector and its quantisation error; EVM on air",
    .rules = kRules,
    .not_applicable = not_applicable,
    .stimulus = stimulus,
};

}  // namespace plumbline::suite::upl_009
