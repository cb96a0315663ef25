// The judgement all window rules share: early is as much outside as late; inside the error bound nobody can
// tell.
#pragma once

#include "rules/rule.h"

namespace plumbline::rules {

/// Off the straight line: no time at hand, another frame, or not safely inside.
inline bool outside_window(const track::ArrivalFacts& f) {
  const track::TimeFacts& t = f.message.time;
  const radio::Window& w = *f.message.channel->window;
  return !t.timed || t.offset_ns < w.opens_ns + t.margin_ns || t.offset_ns > w.closes_ns - t.margin_ns;
}

/// Fail surely outside, inconclusive where the error bound does not let tell.
inline Outcome judge_window(const track::ArrivalFacts& f) {
  const track::TimeFacts& t = f.message.time;
  if (!t.timed) return {};
  const radio::Window& w = *f.message.channel->window;
  const bool surely = t.offset_ns < w.opens_ns - t.margin_ns || t.offset_ns > w.closes_ns + t.margin_ns;
  Outcome outcome = failed_between(w.opens_ns, w.closes_ns, t.offset_ns, Unit::nanoseconds);
  if (!surely)
    outcome.verdict = t.margin_ns == 0 && w.contains(t.offset_ns) ? Verdict::pass : Verdict::inconclusive;
  return outcome;
}

/// True for messages of this arrival class where the link gives their window at this place.
inline bool arrives_as(const Class& c, track::ArrivalClass arrival, profile::TapPlace place) {
  return c.channel != nullptr && c.channel->arrival == arrival && c.channel->window.has_value() &&
         (!c.c_plane() || track::has_window(c.section_type)) && c.link->time.epoch != profile::Epoch::none &&
         track::tap_place(*c.link) == place;
}

}  // namespace plumbline::rules
