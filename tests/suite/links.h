// The links that the tests of the catalogue run over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suite/case.h"

namespace plumbline::suite::test {

/// Those with which nothing is wrong.
inline constexpr std::string_view kSoundLinks[] = {
    "example_link",         "fdd15_5mhz", "tdd30_dynamic",   "tdd60_extended",   "tdd120",
    "tdd30_100mhz_mtu1500", "mod_comp",   "tdd30_mod_masks", "fdd15_selective",  "tdd120_mod_selective",
    "tdd30_weights",        "tdd30_ues",  "tdd30_static",    "tdd30_priorities", "lte_5mhz",
};

/// A lab on `link` (testvectors/suite/<link>.yaml, or profiles/ for examples and lab_veth), as `plumbline run
/// --virtual` makes it. Errors end the test.
Setup make_setup(std::string_view link, Dut dut, std::uint64_t seed = 1);

/// "FH-UPL-004 fail: answered expected 10..10 observed 7, ..."; what was not a pass.
std::string told(const record::CaseResult& result);

}  // namespace plumbline::suite::test
