// CUS-COMP-022: compression to 16 bits.
#pragma once

#include "rules/comp/prb.h"

namespace plumbline::rules {

struct SixteenBits {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-022",
      .title = "compression to 16 bits",
      .statement = "Methods 1, 2 and 3 have widths below 16.",
      .clause = "8.3.3.13; A.1; A.2; A.3",
      .level = Level::advice,
      .needs = kCarriers,
      .after = "CUS-COMP-002",
      .fails =
          "legal, but PRBs are longer than without compression: udIqWidth 0, which is 16, may not be meant.",
      .measures = "width",
  };
  static bool applies(const Class& c) {
    return may_carry(c, is_one) && (c.channel->format.dynamic || c.channel->format.width == 16);
  }
  static bool off(const track::UplaneSectionFacts& f) {
    // udIqWidth 0 in the upper nibble.
    return f.section.ud_comp_hdr >= 1 && f.section.ud_comp_hdr <= 3;
  }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    return failed_between(1, 15, 16, Unit::bits, f.section.has_header ? f.section.at + 4 : 0);
  }

 private:
  static constexpr bool is_one(std::uint8_t method) { return method >= 1 && method <= 3; }
};

}  // namespace plumbline::rules
