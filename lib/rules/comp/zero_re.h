// CUS-COMP-015: RE without energy sent.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct ZeroRe {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-015",
      .title = "RE without energy sent",
      .statement = "With method 6 no RE is sent whose value is 0.",
      .clause = "A.6",
      .level = Level::must,
      .needs = kCarriers | kSamples | kState | kModulation,
      .after = "CUS-COMP-002",
      .fails = "sReSMask names REs that are to be left out: it was not made from the samples.",
      .measures = "REs sent of value 0",
  };
  static bool applies(const Class& c) {
    return may_carry(c, [](std::uint8_t method) { return method == 6; });
  }
  static bool off(const track::PrbFacts& f) {
    return f.method == 6 && (!f.modulation.known || f.zero_codes != 0);
  }
  static Outcome judge(const track::PrbFacts& f) {
    if (!f.modulation.known) return {};
    return failed_equal(0, f.zero_codes, Unit::none, f.at);
  }
};

}  // namespace plumbline::rules
