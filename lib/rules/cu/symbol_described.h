// CUS-CU-002: symbol not described.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SymbolDescribed {
  static constexpr RuleInfo info{
      .id = "CUS-CU-002",
      .title = "symbol not described",
      .statement = "The symbolId of a U-plane section is a symbol of its description.",
      .clause = "7.8.1.2",
      .level = Level::must,
      .needs = kState | kCarriers,
      .after = "CUS-U-002 CUS-CU-001 CUS-TIME-012",
      .fails = "the sender transmits symbols that the C-plane did not name.",
      .measures = "symbolId",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.is_described(); }
  static bool off(const track::UplaneSectionFacts& f) {
    return f.deliver.coupling != track::Coupling::matched &&
           f.deliver.coupling != track::Coupling::wrong_prbs;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    if (f.deliver.coupling != track::Coupling::wrong_symbol) return {};
    return failed_seeing(f.message.at.symbol, Unit::none, f.message.header_at + 3);
  }
};

}  // namespace plumbline::rules
