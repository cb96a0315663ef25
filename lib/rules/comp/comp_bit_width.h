// CUS-COMP-010: compBitWidth.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct CompBitWidth {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-010",
      .title = "compBitWidth",
      .statement = "With mu-law the compBitWidth of a PRB is the udIqWidth of its section.",
      .clause = "A.3.3",
      .level = Level::must,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002",
      .fails =
          "some encoders leave compBitWidth 0 or write another count; a receiver that goes by it reads other "
          "samples.",
      .measures = "compBitWidth (0: 16)",
  };
  static bool applies(const Class& c) {
    return may_carry(c, [](std::uint8_t method) { return method == 3; });
  }
  static bool off(const track::PrbFacts& f) { return f.parameter >> 4 != (f.width & 15); }
  static Outcome judge(const track::PrbFacts& f) {
    const int said = f.parameter >> 4;
    return failed_equal(f.width, said == 0 ? 16 : said, Unit::bits, f.at);
  }
};

}  // namespace plumbline::rules
