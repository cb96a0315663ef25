// What profiles on the command line of a run say: who is under test, and what both sides claim.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "profile/unit.h"
#include "suite/case.h"

namespace plumbline::app {

struct Claims {
  suite::Dut dut = suite::Dut::o_ru;
  std::optional<profile::Unit> unit{};    ///< under test
  std::optional<profile::Unit> tester{};  ///< what the tester claims to be; not without the other
  std::string unit_file{}, tester_file{};
};

/// Reads `files`, one of each side at most. `dut`: as the user said it; without it the profile says it, and
/// with both the unit under test is the O-RU. Errors: two of one side, the other side's alone, a tester that
/// our emulator cannot be.
Result<Claims, Error> read_profiles(const std::vector<std::string>& files, std::optional<suite::Dut> dut);

/// Says on standard error what of the tester's profile does nothing.
void tell_without_effect(std::string_view command, const Claims& claims);

}  // namespace plumbline::app
