// CUS-C-033: PRACH frequency.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct PrachFrequency {
  static constexpr RuleInfo info{
      .id = "CUS-C-033",
      .title = "PRACH frequency",
      .statement =
          "With a PRACH filterIndex, freqOffset plus startPrbc puts the first RE on the first guard tone of "
          "the configured PRACH block.",
      .clause = "7.5.2.3; 7.2.3.2",
      .level = Level::must,
      .needs = kPrach,
      .after = "",
      .fails = "the O-RU cuts out the wrong part of the band: no random access.",
      .measures = "lower edge",
  };
  static bool applies(const Class& c) {
    return c.section_type == 3 && c.channel != nullptr && c.channel->is_prach() &&
           c.channel->channel->prach.has_value();
  }
  static bool off(const track::SectionFacts& f) {
    return f.message.filter_index == 0 || f.section.freq_offset + 24 * f.section.start_prb !=
                                              f.message.channel->channel->prach->frequency_offset;
  }
  static Outcome judge(const track::SectionFacts& f) {
    if (f.message.filter_index == 0) return {};  // where its block begins is said of PRACH filters only
    return failed_equal(f.message.channel->channel->prach->frequency_offset,
                        f.section.freq_offset + 24 * f.section.start_prb, Unit::half_subcarriers,
                        f.section.at + 8);
  }
};

}  // namespace plumbline::rules
