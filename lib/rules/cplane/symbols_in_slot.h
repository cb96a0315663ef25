// CUS-C-021: symbols beyond the slot.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct SymbolsInSlot {
  static constexpr RuleInfo info{
      .id = "CUS-C-021",
      .title = "symbols beyond the slot",
      .statement = "Outside PRACH the described symbols end inside the slot.",
      .clause = "7.5.3.7; 7.5.3.3",
      .level = Level::must,
      .needs = kNothing,
      .after = "CUS-C-020 CUS-C-023",
      .fails =
          "startSymbolId plus numSymbol goes beyond the slot: what happens to the rest is up to the "
          "receiver.",
  };
  static bool applies(const Class& c) { return c.c_plane() && c.section_type != 3; }
  static bool off(const track::SectionFacts& f) {
    return f.symbol + f.section.num_symbol > slot_symbols(f) &&
           (f.extensions & (1u << 6 | 1u << 12 | 1u << 19)) == 0;
  }
  static Outcome judge(const track::SectionFacts& f) {
    return failed_between(1, slot_symbols(f), f.symbol + f.section.num_symbol, Unit::symbols,
                          f.section.at + 5);
  }

 private:
  static unsigned slot_symbols(const track::SectionFacts& f) {
    return f.message.channel != nullptr ? f.message.channel->carrier->numerology.symbols_per_slot() : 14;
  }
};

}  // namespace plumbline::rules
