// The links that the tests of the catalogue run over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suite/case.h"

namespace plumbline::suite::test {

/// Those with which nothing is wrong.
inline constexpr std::string_view kSoundLinks[] = {
    "example_link", "fdd15_5mhz", "tdd30_dynamic", "tdd60_extended", "tdd120", "tdd30_100mhz_mtu1500",
};

/// A lab on `link` (testvectors/suite/<link>.yaml, or profiles/ for example_link and lab_veth), as `plumbline
/// run
/// --virtual` makes it. Errors end the test.
Setup make_setup(std::string_view link, Dut dut, std::uint64_t seed = 1);

/// "FH-UPL-004 fail: answered expected 10..10 observed 7, ..."; what was not a pass.
std::string told(const record::CaseResult& result);

}  // namespace plumbline::suite::test
