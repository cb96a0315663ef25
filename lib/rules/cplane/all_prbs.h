// CUS-C-056: numPrbc 0 on a small carrier.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct AllPrbs {
  static constexpr RuleInfo info{
      .id = "CUS-C-056",
      .title = "numPrbc 0 on a small carrier",
      .statement =
          "numPrbc = 0 only where the carrier has more than 255 PRBs of the section's subcarrier spacing.",
      .clause = "7.5.3.6",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "a sender that says \"all PRBs\" where it must say how many; many receivers understand it all the "
          "same.",
  };
  static bool applies(const Class& c) { return c.channel != nullptr; }
  static bool off(const track::SectionFacts& f) {
    return f.section.num_prb == 0 && carrier_prbs(f.message) <= 255;
  }
  static Outcome judge(const track::SectionFacts& f) {
    return failed_equal(carrier_prbs(f.message), 0, Unit::prbs, f.section.at + 3);
  }

 private:
  /// PRBs of the carrier, in the spacing that the message states, or its own.
  static unsigned carrier_prbs(const track::MessageFacts& m) {
    const profile::Carrier& carrier = *m.channel->carrier;
    if (m.section_type != 3) return carrier.prbs;
    const unsigned of_15_khz = unsigned{carrier.prbs} << carrier.numerology.mu;
    switch (const unsigned code = m.frame_structure & 15) {
      case 12:
        return of_15_khz * 12;  // 1.25 kHz
      case 13:
        return of_15_khz * 4;  // 3.75 kHz
      case 14:
        return of_15_khz * 3;  // 5 kHz
      case 15:
        return of_15_khz * 2;  // 7.5 kHz
      default:
        return code <= 4 ? of_15_khz >> code : carrier.prbs;
    }
  }
};

}  // namespace plumbline::rules
