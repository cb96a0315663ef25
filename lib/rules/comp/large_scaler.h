// CUS-COMP-011: unusual scaler or shift.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct LargeScaler {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-011",
      .title = "unusual scaler or shift",
      .statement = "blockScaler is at most 128 (1.0), and compShift at most 7.",
      .clause = "A.2; A.3",
      .level = Level::advice,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002",
      .fails =
          "legal: blockScaler above 128 makes samples of more than 16 bits, and compShift above 7 is more "
          "than the encoder of Annex A ever needs.",
      .measures = "blockScaler, or compShift",
  };
  static bool applies(const Class& c) {
    return may_carry(c, [](std::uint8_t method) { return method == 2 || method == 3; });
  }
  static bool off(const track::PrbFacts& f) { return observed(f) > most(f); }
  static Outcome judge(const track::PrbFacts& f) {
    return failed_between(0, most(f), observed(f), Unit::none, f.at);
  }

 private:
  static unsigned most(const track::PrbFacts& f) { return f.method == 2 ? 128 : 7; }
  static unsigned observed(const track::PrbFacts& f) {
    return f.method == 2 ? unsigned{f.parameter} : f.parameter & 15u;
  }
};

}  // namespace plumbline::rules
