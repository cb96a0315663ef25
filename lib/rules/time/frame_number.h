// CUS-TIME-012: frame number vs time.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

struct FrameNumber {
  static constexpr RuleInfo info{
      .id = "CUS-TIME-012",
      .title = "frame number vs time",
      .statement = "The frame number agrees with the time stamp, alpha and beta.",
      .clause = "11.7.2",
      .level = Level::must,
      .needs = kCarriers | kEpoch,
      .after = "CUS-U-002 CUS-C-003 CUS-C-004",
      .fails =
          "the units, or the capture, disagree on the time of day or on alpha and beta: check PTP lock, leap "
          "seconds, sfn offset. Expected 0 frames of difference.",
      .measures = "difference of the frame number",
  };
  static bool applies(const Class& c) {
    return c.channel != nullptr && c.link->time.epoch != profile::Epoch::none;
  }
  static bool off(const track::MessageFacts& f) {
    return !f.time.timed || f.time.frames_off != 0 || f.time.frame_uncertain;
  }
  static Outcome judge(const track::MessageFacts& f) {
    if (!f.time.timed) return {};
    if (f.time.frame_uncertain) return {Verdict::inconclusive, {.unit = Unit::frames}, f.header_at + 1};
    return failed_equal(0, f.time.frames_off, Unit::frames, f.header_at + 1);
  }
};

}  // namespace plumbline::rules
