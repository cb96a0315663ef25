// CUS-COMP-023: above full scale.
#pragma once

#include "radio/full_scale.h"
#include "rules/comp/prb.h"

namespace plumbline::rules {

struct FullScale {
  static constexpr RuleInfo info{
      .id = "CUS-COMP-023",
      .title = "above full scale",
      .statement = "No sample has I^2 + Q^2 above full scale, FS0 x 2^-fs_offset.",
      .clause = "8.1.3.1",
      .level = Level::must,
      .needs = kCarriers | kSamples,
      .after = "CUS-COMP-002 CUS-COMP-005",
      .fails =
          "the sender overdrives: full scale is that of the radius, so I and Q cannot both be at their "
          "largest. Or the fs_offset of the link is larger than that of the O-RU.",
      .measures = "I^2 + Q^2",
  };
  static bool applies(const Class& c) {
    return may_carry(c, [](std::uint8_t method) { return method == 0 || is_bfp(method); });
  }
  static bool off(const track::PrbFacts& f) { return f.power != 0 && f.power > most(f); }
  static Outcome judge(const track::PrbFacts& f) {
    return failed_between(0, most(f), f.power, Unit::none, f.at);
  }

  /// FS0 x 2^-fs_offset of a PRB of methods 0, 1, 5 or 7, as binary logarithm; below 0 nothing but 0 is
  /// within it.
  static int exponent(const track::PrbFacts& f) {
    return radio::full_scale_log2(f.method, f.width).value_or(63) -
           f.message.channel->channel->compression.fs_offset;
  }

 private:
  static std::int64_t most(const track::PrbFacts& f) {
    const int bits = exponent(f);
    return bits < 0 ? 0 : bits > 62 ? INT64_MAX : std::int64_t{1} << bits;
  }
};

}  // namespace plumbline::rules
