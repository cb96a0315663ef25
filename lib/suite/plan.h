// Which cases to run, against what, how often: a plan as YAML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "suite/case.h"

namespace plumbline::suite {

/// A plan as it is written; paths are as they stand, relative to the plan's own folder.
struct Plan {
  std::string name, link, profile;
  std::string tester_profile;  ///< what the tester claims to be; empty: all that ours can
  std::string cable;           ///< of the virtual lab; empty: 1 km of fibre
  std::optional<Dut> dut;
  std::vector<std::string> cases;    ///< patterns with * and ?; empty: all
  std::vector<std::string> without;  ///< patterns that take out again
  std::uint64_t seed = 1;
  std::uint32_t repeat = 1;  ///< runs with seeds seed, seed + 1, ...
  std::uint32_t frames = 0;  ///< radio frames of every case; 0: as many as the case wants
  friend bool operator==(const Plan&, const Plan&) = default;
};

/// Reads a plan from YAML text; `name` stands in front of messages. Faults as profile::parse_link(); a
/// pattern that fits no case is one.
Result<Plan, Error> parse_plan(std::string_view yaml, std::string_view name);
/// The same from a file of at most 1 MiB; link and profile become paths that can be opened from here.
Result<Plan, Error> load_plan(const std::string& path);

/// The cases of `dut` that some pattern of `wanted` fits (all where it is empty) and none of `without`.
std::vector<const Case*> select(Dut dut, const std::vector<std::string>& wanted,
                                const std::vector<std::string>& without);

}  // namespace plumbline::suite
