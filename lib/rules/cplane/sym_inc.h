// CUS-C-023: symInc arithmetic.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SymInc {
  static constexpr RuleInfo info{
      .id = "CUS-C-023",
      .title = "symInc arithmetic",
      .statement =
          "The current symbol after symInc is the previous one plus numSymbol of the previous section, and "
          "stays inside the slot.",
      .clause = "7.5.3.3",
      .level = Level::must,
      .needs = kNothing,
      .after = "",
      .fails = "the sender advances symbols beyond the slot.",
  };
  static bool applies(const Class& c) { return c.c_plane(); }
  /// The masks of extensions 6, 12 and 19 say which symbols; what symInc makes of such a section names none.
  static bool off(const track::SectionFacts& f) {
    return f.section.sym_inc && f.symbol >= slot_symbols(f) &&
           (f.extensions & (1u << 6 | 1u << 12 | 1u << 19)) == 0;
  }
  static Outcome judge(const track::SectionFacts& f) {
    return failed_between(0, slot_symbols(f) - 1, f.symbol, Unit::symbols, f.section.at + 1);
  }

 private:
  static unsigned slot_symbols(const track::SectionFacts& f) {
    return f.message.channel != nullptr ? f.message.channel->carrier->numerology.symbols_per_slot() : 14;
  }
};

}  // namespace plumbline::rules
