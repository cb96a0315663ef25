// CUS-COMP-017: udCompLen.
#pragma once

#include <algorithm>

#include "rules/rule.h"

namespace plumbline::rules {

struct UdCompLen {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-017",
      .title = "udCompLen",
      .statement =
          "udCompLen is there exactly where the O-RU declares it and the method is 5 to 8, and it is the "
          "number "
          "of octets of its section, or of those behind it.",
      .clause = "8.3.3.19",
      .level = Level::must,
      .needs = kCarriers,
      .after = "",
      .fails =
          "the sender counts otherwise, or one side puts udCompLen into the section and the other does not "
          "expect it. Expected and observed are octets of the section, or 1 with, 0 without udCompLen.",
      .measures = "udCompLen",
  };
  static bool applies(const Class& c) {
    return c.u_plane() && c.channel != nullptr && concerns(c.channel->format);
  }
  static bool off(const track::UplaneWalkFacts& f) {
    return f.fit != track::FormatFit::fits || !std::all_of(f.sections.begin(), f.sections.end(), is_true);
  }
  static Outcome judge(const track::UplaneWalkFacts& f) {
    if (f.fit == track::FormatFit::length_mode)
      return failed_equal(f.expected, f.observed, Unit::none, f.octet);
    if (f.fit == track::FormatFit::cut) return {Verdict::inconclusive, {.observed_only = true}, f.octet};
    if (f.fit != track::FormatFit::fits) return {};
    const auto wrong = std::find_if_not(f.sections.begin(), f.sections.end(), is_true);
    return failed_equal(wrong->prbs.base + wrong->prbs.length - wrong->at, wrong->ud_comp_len, Unit::octets,
                        wrong->length_at());
  }

  /// The format has sections of a method that may carry udCompLen.
  static constexpr bool concerns(const wire::UplaneFormat& format) {
    return wire::is_selective(format.method) || (format.dynamic && format.ud_comp_len);
  }
  /// The clause says "of the current section" and calls it a length of PRB fields: both are accepted.
  static constexpr bool is_true(const wire::UplaneSection& section) {
    const std::uint32_t end = section.prbs.base + section.prbs.length;
    return !section.has_length || section.ud_comp_len == end - section.at ||
           section.ud_comp_len == end - section.length_at() - 2;
  }
};

}  // namespace plumbline::rules
