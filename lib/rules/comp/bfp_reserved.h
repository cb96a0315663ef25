// CUS-COMP-005: reserved nibble of udCompParam.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct BfpReserved {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-005",
      .title = "reserved nibble of udCompParam",
      .statement = "With methods 1 and 7 the upper four bits of udCompParam are 0.",
      .clause = "8.3.3.15",
      .level = Level::must,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002",
      .fails =
          "the sender writes more than an exponent, or the PRBs are packed otherwise than the link says: "
          "then most of these octets are samples.",
      .measures = "upper nibble of udCompParam",
  };
  static bool applies(const Class& c) { return may_carry(c, is_bfp); }
  static bool off(const track::PrbFacts& f) {  // Of method 5 the parameter here is the exponent alone.
    return f.method == 5 || (f.parameter & 0xF0) != 0;
  }
  static Outcome judge(const track::PrbFacts& f) {
    if (f.method == 5) return {};
    return failed_equal(0, f.parameter >> 4, Unit::hex, f.at);
  }
};

}  // namespace plumbline::rules
