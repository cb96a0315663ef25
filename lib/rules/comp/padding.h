// CUS-COMP-018: pad bits.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct PadBits {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-018",
      .title = "pad bits",
      .statement =
          "The bits up to the next octet behind a PRB of methods 5, 6 and 7, and behind the last PRB of "
          "method 8, are 0.",
      .clause = "8.2.1; A.6",
      .level = Level::must,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002",
      .fails = "the sender does not clear them, or packs the PRBs otherwise: bits of samples stand there.",
      .measures = "pad bits",
  };
  static bool applies(const Class& c) { return may_carry(c, wire::is_selective); }
  static bool off(const track::PrbFacts& f) { return f.pad != 0; }
  static Outcome judge(const track::PrbFacts& f) { return failed_equal(0, f.pad, Unit::hex, f.at); }
};

}  // namespace plumbline::rules
