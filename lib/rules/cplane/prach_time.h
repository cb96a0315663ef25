// CUS-C-032: PRACH time.
#pragma once

#include "radio/numerology.h"
#include "rules/rule.h"

namespace plumbline::rules {

struct PrachTime {
  static constexpr RuleInfo info{
      .id = "CUS-C-032",
      .title = "PRACH time",
      .statement =
          "timeOffset counts from slot start and, with startSymbolId and cpLength, gives the configured "
          "PRACH occasion.",
      .clause = "4.4.3; 7.5.2.12",
      .level = Level::must,
      .needs = kPrach,
      .after = "CUS-C-004",
      .fails =
          "the O-RU looks for preambles at the wrong instant: no random access. A timeOffset that ignores "
          "the start symbol is a known sender fault. Expected and observed are "
          "timeOffset, or startSymbolId where timeOffset is right.",
      .measures = "timeOffset or startSymbolId",
  };
  static bool applies(const Class& c) {
    return c.c_plane() && c.section_type == 3 && c.channel != nullptr && c.channel->is_prach() &&
           c.channel->channel->prach.has_value();
  }
  static bool off(const track::MessageFacts& f) { return !prach_time_right(f); }
  static Outcome judge(const track::MessageFacts& f) {
    const std::uint32_t expected = prach_time_offset(f);
    if (f.cp_length == 0 && f.time_offset == expected) {  // the instant is right: the symbol is what is wrong
      std::uint8_t symbol = 0;
      track::each_occasion(*f.channel, f.at, [&](const radio::PrachShape&, const radio::PrachStart& start) {
        if (start.time_offset_ts == expected) symbol = start.start_symbol;
      });
      return failed_equal(symbol, f.at.symbol, Unit::none, f.header_at + 3);
    }
    return failed_equal(expected, f.time_offset, Unit::ts, f.header_at + 6);
  }

  /// timeOffset of the nearest configured occasion, with cpLength 0.
  static std::uint32_t prach_time_offset(const track::MessageFacts& f) {
    std::uint32_t best = 0, least = ~0u;
    track::each_occasion(*f.channel, f.at, [&](const radio::PrachShape&, const radio::PrachStart& start) {
      const std::uint32_t expected = start.time_offset_ts;
      const std::uint32_t sent = f.time_offset + std::uint32_t{f.cp_length};
      const std::uint32_t distance = expected > sent ? expected - sent : sent - expected;
      if (distance < least) {
        least = distance;
        best = expected;
      }
    });
    return best;
  }
  /// Both conventions of 4.4.3: behind the CP with cpLength 0; or at the CP with its length, for one long
  /// symbol.
  static bool prach_time_right(const track::MessageFacts& f) {
    bool right = false;
    track::each_occasion(
        *f.channel, f.at, [&](const radio::PrachShape& shape, const radio::PrachStart& start) {
          const bool behind_cp =
              f.cp_length == 0 && f.time_offset == start.time_offset_ts && f.at.symbol == start.start_symbol;
          const bool at_cp = f.cp_length != 0 && shape.long_format && shape.symbols == 1 &&
                             f.cp_length == shape.cp_ts &&
                             f.time_offset + f.cp_length == start.time_offset_ts;
          right = right || behind_cp || at_cp;
        });
    return right;
  }
};

}  // namespace plumbline::rules
