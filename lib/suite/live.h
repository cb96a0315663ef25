// Runs a case through a port: the tester here, the unit under test at the other end, on a clock that runs.
#pragma once

#include <string>

#include "lab/live_lab.h"
#include "suite/part.h"

namespace plumbline::suite {

/// How a unit of ours lives on a port, by the windows of its link: where all are a millisecond wide or more
/// it sleeps between looks at the port, else it never leaves the processor.
struct Pace {
  lab::LivePace live;
  Nanos spin{0};  ///< how long before an instant the clock is not slept on: see lab::RealClock
};
Pace pace_of(const profile::Link& link);

/// The time base of everything live: UTC, which ports and the clock count in, whatever the link's captures
/// do.
profile::Link on_real_clock(profile::Link link);

/// The first radio frame of the link's first carrier that begins at `earliest` or later. `link` as
/// on_real_clock() gives it.
GpsTime next_frame(const profile::Link& link, CaptureTime earliest);

/// The lab of a live run: all borrowed.
struct LiveBench {
  lab::Clock* clock = nullptr;
  io::Port* port = nullptr;
  lab::LivePace pace;
  unsigned workers = 1;   ///< that judge
  unsigned attempts = 1;  ///< a part that our own side spoilt, whatever the unit did, is run so often at most
  lab::Conduct conduct;   ///< grows by that of every attempt
};

/// More than this between an instant and what is known of it makes a lab unfit (99.99 % of all frames). Where
/// windows are narrow the least distance of our frames from an edge counts instead.
inline constexpr Nanos kMostLate{500'000};

/// Why a case cannot be run through a port: what Case::not_applicable says, or what a port cannot do (the
/// unit's counters cannot be read over it, the unit cannot be told what to say, the way has its length).
/// Empty: it can.
std::string not_applicable_live(const Case& test, const Setup& setup);

/// The result of one case; `setup` as prepare() gives it of on_real_clock(). Each part begins with a radio
/// frame of its own, as soon as the tester can be ready. Verdicts know what our side did: what it lost or
/// sent late makes them inconclusive, and stamps count with their error.
record::CaseResult run_live(const Case& test, const Setup& setup, LiveBench& bench,
                            const MakeTape& make_tape = {});

/// What a record says of it. Lost: on our side, or not sent.
void describe(const lab::Conduct& conduct, record::Conduct& out);

}  // namespace plumbline::suite
