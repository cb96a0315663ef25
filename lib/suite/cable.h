// What lies between the two units of the virtual lab: a cable or a network, and two clocks, as YAML.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lab/simulated_link.h"

namespace plumbline::suite {

/// Both ways take equally long; what else happens to frames is said for each.
struct Cable {
  std::string name;
  Nanos delay{5'000};          ///< each way: 1 km of fibre
  lab::Impairment down, up;    ///< O-DU to O-RU, and back; their own delay is not used
  Nanos clock_offset{0};       ///< what the clock of the unit under test shows more than the tester's
  std::int64_t drift_ppb = 0;  ///< what it gains besides, from the beginning of a run on
  friend bool operator==(const Cable&, const Cable&) = default;

  /// How far the delay of a frame, or the unit's clock, may be off in a run of `air`; overtaking is no part
  /// of it.
  Nanos time_error(Nanos air) const;
};

/// Reads a cable from YAML text; `name` stands in front of messages. Faults as profile::parse_link().
Result<Cable, Error> parse_cable(std::string_view yaml, std::string_view name);
/// The same from a file of at most 1 MiB.
Result<Cable, Error> load_cable(const std::string& path);

}  // namespace plumbline::suite
