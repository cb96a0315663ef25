// CUS-COMP-012: blockScaler 0.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct ZeroScaler {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-012",
      .title = "blockScaler 0",
      .statement = "A PRB with mantissas other than 0 has a blockScaler other than 0.",
      .clause = "A.2",
      .level = Level::advice,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002",
      .fails = "its samples are all 0 however they were: the scaler was not written, or was rounded away.",
      .measures = "blockScaler",
  };
  static bool applies(const Class& c) {
    return may_carry(c, [](std::uint8_t method) { return method == 2; });
  }
  static bool off(const track::PrbFacts& f) { return f.parameter == 0 && !f.zero; }
  static Outcome judge(const track::PrbFacts& f) { return failed_between(1, 255, 0, Unit::none, f.at); }
};

}  // namespace plumbline::rules
