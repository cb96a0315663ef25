// CUS-U-007: PRB range.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct UplanePrbRange {
  static constexpr RuleInfo info{
      .id = "CUS-U-007",
      .title = "PRB range",
      .statement = "startPrbu, numPrbu and rb stay inside the carrier, or the PRACH block.",
      .clause = "8.3.3.11; 8.3.3.12",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails = "the two sides are configured for different bandwidths.",
      .measures = "end of the PRBs",
  };
  static bool applies(const Class& c) { return c.u_plane() && c.channel != nullptr; }
  static bool off(const track::UplaneSectionFacts& f) { return end(f) > f.message.channel->prbs; }
  static Outcome judge(const track::UplaneSectionFacts& f) {
    return failed_between(0, f.message.channel->prbs, end(f), Unit::prbs, f.section.at + 1);
  }

 private:
  /// In the PRACH startPrbu counts from freqOffset, which may lie below the block (7.2.3.2): its extent
  /// counts.
  static std::uint32_t end(const track::UplaneSectionFacts& f) {
    return f.section.range.end() - (f.message.channel->is_prach() ? f.section.range.first : 0u);
  }
};

}  // namespace plumbline::rules
